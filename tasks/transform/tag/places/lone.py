"""Places that stand by themselves: settlements of Ukraine, unknown towns behind «у», «до».

A village is called like many a thing and person, so a table is not enough: something in
the article has to speak for the place.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache

from tasks.language.morphology import analyses
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.document import Candidate, Document
from tasks.transform.tag.gazetteer import is_cued, is_everyday, starting, surnames_here
from tasks.transform.tag.places.found import candidate, english_of, span
from tasks.transform.tag.places.settlements import Settlement, settlement_at
from tasks.transform.tag.toponyms import oblasts, place_words
from tasks.transform.tag.words import Words, is_acronym, keys

_UKRAINE = "UA"
# A region behind a name, and a village in so many regions, is no chance.
_FEW_REGIONS = 2
_LOCATIVE = {"у", "в", "на"}


def find(document: Document, confirmed: frozenset[str]) -> Iterator[Candidate]:
    """Propose settlements that their surroundings, their region or another mention confirm.

    `confirmed` are nominatives of settlements that the article names as such elsewhere.
    """
    found = list(_settlements(document))
    evidence = _Evidence(document)
    sure = confirmed | {
        settlement.uk
        for number, words, at, last, settlement in found
        if evidence.speaks_for(settlement, words, at, last)
    }
    for number, words, at, last, settlement in found:
        if settlement.uk in sure and not evidence.is_person(words, at):
            name = settlement.uk, english_of(settlement.uk)[0]
            yield candidate(number, span(words, at, last), name, _UKRAINE)


def _settlements(document: Document) -> Iterator[tuple[int, Words, int, int, Settlement]]:
    """Words that may name a settlement and that no other table knows."""
    for number, words in document.items():
        for at, word in enumerate(words.items):
            if not word.is_capitalized or len(word.text) < 3 or is_acronym(word.text):
                continue
            found = settlement_at(words, at)
            if found and not words.is_quoted(at, found[1]):
                yield number, words, at, found[1], found[0]


class _Evidence:
    """What an article has to say for settlements and against them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._persons = surnames_here(document)

    def speaks_for(self, settlement: Settlement, words: Words, at: int, last: int) -> bool:
        """Tell whether the words around a name or the region make it a settlement here."""
        surface = words.items[at].text
        if self.is_person(words, at) or starting(surface):
            return False
        is_plain = at == last and (is_everyday(surface) or _is_persons(surface))
        if _is_followed_by_region(words, last):
            return not (is_plain and words.is_opening(at))
        if is_plain or not is_cued(words, at):
            return False
        if settlement.kind != "village":
            return True
        return not settlement.oblasts.isdisjoint(self._regions)

    def is_person(self, words: Words, at: int) -> bool:
        """Tell whether a word is the surname or the first name of somebody here."""
        if at and words.items[at - 1].is_capitalized and not words.items[at].gap:
            if _is_persons(words.items[at - 1].text):
                return True
        return not self._persons.isdisjoint(keys(words.items[at].text))

    @cached_property
    def _regions(self) -> frozenset[str]:
        """The regions that the article names."""
        text = " ".join(words.text for words in self._document.words).lower()
        return frozenset(
            code for code, stems in oblasts().items() if any(stem in text for stem in stems)
        )


@lru_cache(maxsize=20_000)
def _is_persons(word: str) -> bool:
    """Tell whether a word may be a first name or a surname."""
    parses = analyses(straighten_apostrophes(word).lower())
    return any(
        "Surn" in parse.tag or "Name" in parse.tag or "Patr" in parse.tag for parse in parses
    )


def _is_followed_by_region(words: Words, last: int) -> bool:
    """Tell «Роботине Запорізької області», «Роботине (Запорізька область)»."""
    following = words.items[last + 1 : last + 3]
    if len(following) < 2 or following[0].gap not in {"", ",", "("}:
        return False
    kinds = place_words().get(following[1].text.lower(), {})
    return following[0].is_capitalized and not following[1].gap and "area" in kinds
