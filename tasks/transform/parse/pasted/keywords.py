"""Tag lines: the keywords that an outlet gave its article."""

from __future__ import annotations

import re

from tasks.language.text import straighten_apostrophes
from tasks.transform.parse.labels import fold, labels

_DIVIDERS = re.compile(r"\s*[,;|•·→]\s*|\s+/\s+")
_HASHED = re.compile(r"#\w[^#]{0,60}(?:\s*,?\s*#\w[^#]{0,60})*$")
_MAX_TAGS = 60


def parse_tags(text: str) -> tuple[str, ...] | None:
    """Read a line that lists tags; None where it is something else.

    Only a list with marks between its tags can hold tags of several words: where
    nothing but spaces stand, each word is a tag.
    """
    if _HASHED.match(text):
        return split_tags(text)
    label = labels().tag_label.match(straighten_apostrophes(text))
    if not label or not label["rest"]:
        return None
    rest = text[label.start("rest") :]
    if not label["colon"] and not _is_bare_list(text, rest):
        return None
    if _is_sentence(rest):
        return None
    return split_tags(rest)


def split_tags(text: str) -> tuple[str, ...]:
    """Split a list of tags by the strongest mark that it uses."""
    body = text.strip(" .,;|")
    if "#" in body:
        pieces = body.split("#")
    elif _DIVIDERS.search(body):
        pieces = _DIVIDERS.split(body)
    else:
        pieces = body.split()
    unique: dict[str, str] = {}
    for piece in pieces:
        if tag := piece.strip(" ,;|•·."):
            unique.setdefault(fold(tag), tag)
    return tuple(unique.values())[:_MAX_TAGS]


def _is_sentence(rest: str) -> bool:
    pieces = _DIVIDERS.split(rest.rstrip("."))
    longest = max(len(piece.split()) for piece in pieces)
    return rest.endswith((".", "!", "?")) and longest > 5


def _is_bare_list(text: str, rest: str) -> bool:
    # Without a colon only the plain word can head a list («Теги США, Росія»).
    return (
        bool(re.match(r"(?:те[гґ]и|tags)\s", text, re.IGNORECASE))
        and not rest.endswith((".", "!", "?", ":"))
        and (bool(_DIVIDERS.search(rest) or "#" in rest) or len(rest.split()) <= 4)
    )
