"""Join English pieces into a line: spaces, quotation marks, capitals; no Cyrillic left."""

from __future__ import annotations

import re

from tasks.language.romanize import romanize
from tasks.language.text import has_cyrillic

_TIGHT_LEFT = frozenset(",.;:!?)]}%…”’")
_TIGHT_RIGHT = frozenset("([{“‘$€£№#")
_ARTICLE = re.compile(r"^(?:the|an?) (?=\w)", re.IGNORECASE)
_FIRST = re.compile(r"[^\W_]")


def join(pieces: list[str]) -> str:
    """Write pieces with single spaces, none before a comma or inside brackets."""
    line: list[str] = []
    is_glued = True
    for piece in pieces:
        if not piece:
            continue
        if not is_glued and piece[0] not in _TIGHT_LEFT:
            line.append(" ")
        line.append(piece)
        is_glued = piece[-1] in _TIGHT_RIGHT
    return "".join(line)


def capitalize_first(text: str) -> str:
    """Raise the first letter, unless the first word carries capitals of its own."""
    match = _FIRST.search(text)
    if match is None:
        return text
    at = match.start()
    return text[:at] + text[at].upper() + text[at + 1 :]


def without_leading_article(text: str) -> str:
    """Drop the article that opens a label: `the war in Ukraine` → war in Ukraine."""
    return _ARTICLE.sub("", text)


def without_cyrillic(text: str) -> str:
    """Romanise whatever Cyrillic is still in the text: the last line of defence."""
    return romanize(text) if has_cyrillic(text) else text
