"""Persons printed in Latin letters within Ukrainian text: «Elon Musk», «Donald J. Trump»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tasks.language import lexicon
from tasks.transform.tag.people.cues import is_of_firm
from tasks.transform.tag.people.shapes import is_initial
from tasks.transform.tag.words import Words

_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿāčšžśńłę'’]+(?:-[A-Z][a-z]+)?")
_ANY = re.compile(r"[A-Z][a-z]")
_PARTICLES = frozenset({"von", "van", "der", "de", "la", "du", "da", "bin", "al", "di"})
_MOST_WORDS = 5


class LatinName(NamedTuple):
    """A name from word to word (both included), as it is printed."""

    first: int
    last: int
    text: str


def find_latin(words: Words) -> Iterator[LatinName]:
    """Find the persons of a passage that are printed in Latin letters."""
    if not _ANY.search(words.text):
        return
    at = 0
    while at < len(words.items):
        found = _at(words, at) if words.items[at].text[0].isascii() else None
        if found:
            yield found
        at = found.last + 1 if found else at + 1


def _at(words: Words, at: int) -> LatinName | None:
    first = words.items[at].text
    if first not in _first_names():
        return None
    if at and not words.items[at].gap and words.items[at - 1].text.isascii():
        return None  # «the Martin company», «Aston Martin»
    last = at
    for here in range(at + 1, min(len(words.items), at + _MOST_WORDS)):
        if words.items[here].gap != ("." if is_initial(words, here - 1) else ""):
            break
        text = words.items[here].text
        if is_of_firm(text):
            return None  # «Morgan Stanley Bank»
        if _NAME.fullmatch(text):
            last = here
        elif not (is_initial(words, here) or text in _PARTICLES):
            return None if text.isascii() and last == at else _name(words, at, last)
    return _name(words, at, last)


def _name(words: Words, first: int, last: int) -> LatinName | None:
    if last == first:
        return None
    after = words.items[last + 1] if last + 1 < len(words.items) else None
    if after and not after.gap and after.text.isascii() and after.text.isalpha():
        return None  # a sentence or a firm goes on: «Martin Marietta Materials»
    return LatinName(first, last, " ".join(words.surface(first, last).split()))


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    found: set[str] = set()
    for entry in lexicon.names():
        if entry.kind == "FIRST":
            found.update((entry.en, *entry.notes.get("alt", "").split("|")))
    return frozenset(filter(_NAME.fullmatch, found))
