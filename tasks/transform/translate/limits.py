"""Cut a text that is too long for one request, at the best border there is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote_plus

from tasks.transform.translate.segment import split_sentences

# From the best border to the worst: clauses, words. A sentence comes before them.
_CLAUSE = re.compile(r"(?<=[,;:])\s+|\s+(?=[–—]\s)")
_WORD = re.compile(r"\s+")


def url_bytes(text: str) -> int:
    """Count the bytes of a text in a URL: a Cyrillic letter takes six (`%D0%96`)."""
    return len(quote_plus(text))


def split_to_fit(text: str, max_bytes: int, size: Callable[[str], int]) -> list[str]:
    """Cut a text into pieces of at most `max_bytes`, joined by spaces again later.

    Args:
        text: any text.
        max_bytes: the limit of the request, at least the size of one character.
        size: measures a piece as the request will carry it.
    """
    return list(_pack(text, max_bytes, size, depth=0))


def _pack(text: str, limit: int, size: Callable[[str], int], depth: int) -> Iterator[str]:
    if size(text) <= limit:
        yield text
        return
    cutters: tuple[Callable[[str], list[str]], ...] = (split_sentences, _CLAUSE.split, _WORD.split)
    if depth == len(cutters):
        yield from _cut_anywhere(text, limit, size)
        return
    held = ""
    for part in cutters[depth](text):
        joined = f"{held} {part}" if held else part
        if size(joined) <= limit:
            held = joined
            continue
        if held:
            yield held
        *whole, held = _pack(part, limit, size, depth + 1)
        yield from whole
    if held:
        yield held


def _cut_anywhere(text: str, limit: int, size: Callable[[str], int]) -> Iterator[str]:
    held = ""
    for letter in text:
        if held and size(held + letter) > limit:
            yield held
            held = ""
        held += letter
    yield held
