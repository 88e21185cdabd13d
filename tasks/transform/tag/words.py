"""Words of a text with their places in it, and the keys by which names are looked up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tasks.language.morphology import lemmas
from tasks.language.text import straighten_apostrophes

# Letters, with apostrophes and hyphens between them; a digit may follow («Су-34»).
_WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`´‑-][^\W_]+)*")
_OPENING_QUOTES = "«\"“„'‘"
CLOSING_QUOTES = "»\"”“'’"
_SENTENCE_END = re.compile(r"(?:^|[.!?…:;»”\"])\s*[«\"“„(–—-]*\s*$")
_INITIAL = re.compile(r"(?:^|[\s«(])[А-ЯІЇЄҐA-Z]\.\s*$")


# A tuple rather than a frozen dataclass: they are made in a third of the time.
class Word(NamedTuple):
    """A word and its place: `text[start:end] == word.text` (code points).

    `gap` is what stands between it and the word before, without spaces.
    """

    text: str
    start: int
    end: int
    gap: str
    is_capitalized: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into words; `capitals` are the numbers of those that have one."""

    text: str
    items: Sequence[Word]
    capitals: Sequence[int]

    def surface(self, first: int, last: int) -> str:
        """The text from one word to another, both included."""
        return self.text[self.items[first].start : self.items[last].end]

    def is_quoted(self, first: int, last: int) -> bool:
        """Tell whether exactly these words stand between quotation marks."""
        start, end = self.items[first].start, self.items[last].end
        return (
            start > 0
            and end < len(self.text)
            and self.text[start - 1] in _OPENING_QUOTES
            and self.text[end] in CLOSING_QUOTES
        )

    def is_opening(self, index: int) -> bool:
        """Tell whether a word begins a sentence, where its capital proves nothing."""
        start = self.items[index].start
        before = self.text[max(0, start - 8) : start]
        if before[-2:-1].isalnum() and before[-1] == " ":
            return False
        if start > 8:
            before = f"x{before}"
        return bool(_SENTENCE_END.search(before)) and not _INITIAL.search(before)


def cut(text: str) -> Words:
    """Find the words of a text."""
    found: list[Word] = []
    capitals: list[int] = []
    end = 0
    # Every text is cut, a few microseconds a word: hence no call that can be spared.
    add, make = found.append, tuple.__new__
    for match in _WORD.finditer(text):
        start, stop = match.span()
        word = text[start:stop]
        # Most words stand behind a space alone.
        gap = "" if start - end == 1 and text[end] == " " else text[end:start].strip()
        end = stop
        is_capitalized = word[0].isupper()
        if is_capitalized:
            capitals.append(len(found))
        add(make(Word, (word, start, stop, gap, is_capitalized)))
    return Words(text, found, capitals)


def is_acronym(word: str) -> bool:
    """Tell whether a word is written in capitals: «США», «НАТО», «МЗС»."""
    return len(word) > 1 and word.isupper()


@lru_cache(maxsize=200_000)
def keys(word: str) -> frozenset[str]:
    """The dictionary forms a word may have, lower case; an acronym has no others.

    pymorphy3 takes «НАТО» for the vocative of the name Ната, so acronyms are not asked.
    """
    straight = straighten_apostrophes(word)
    if is_acronym(straight):
        # A long one may be a dateline or a heading: «КИЇВ».
        return frozenset({straight, straight.lower()} if len(straight) > 3 else {straight})
    lower = straight.lower()
    stem, hyphen, number = lower.rpartition("-")
    if hyphen and number.isdigit():
        # The dictionary has no «потоку-2»: the word before the number is declined.
        return frozenset({lower, *(f"{lemma}-{number}" for lemma in lemmas(stem))})
    return frozenset({lower, *lemmas(lower)})


@lru_cache(maxsize=200_000)
def lower_form(word: str) -> str:
    """Write a word as the tables have it: lower case, with straight apostrophes."""
    return straighten_apostrophes(word.lower())
