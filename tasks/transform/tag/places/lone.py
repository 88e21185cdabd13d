"""Places that stand by themselves: settlements of Ukraine, unknown towns behind «у», «до».

A village is called like many a thing and person, so a table is not enough: something in
the article has to speak for the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.agreement import describes_next, is_adjective
from tasks.transform.tag.document import Candidate, Document, Rank
from tasks.transform.tag.gazetteer import is_cued, is_everyday
from tasks.transform.tag.inflection import nominatives
from tasks.transform.tag.names import starting
from tasks.transform.tag.places.found import (
    Capital,
    candidate,
    english_of,
    is_persons,
    known_place,
    span,
)
from tasks.transform.tag.places.settlements import Settlement, nicknamed_district, settlement_at
from tasks.transform.tag.toponyms import oblasts, place_words
from tasks.transform.tag.words import Words, is_acronym, keys

_UKRAINE = "UA"
_SHORTEST = 3
_REGIONS = frozenset({"область", "обл", "район", "громада"})
_AND = frozenset({"та", "і", "й"})
_DASHES = frozenset({"-", "–", "—"})
# Whoever is behind these in the genitive is no person: «мер Звенигорода».
_CUES = frozenset(
    {"між", "мешканці", "мешканців", "мешканець", "мешканка", "мешканку",
     "жителі", "жителів", "житель", "жителька"}
)  # fmt: skip
_OF_TOWN = frozenset({"місь", "сіль", "сели"})
_DISTRICT = "{} district"


def find(
    document: Document,
    capitals: Iterable[Capital],
    persons: frozenset[str],
    confirmed: frozenset[str],
) -> Iterator[Candidate]:
    """Propose settlements that their surroundings, their region or another mention confirm.

    `confirmed` are nominatives of settlements that the article names as such elsewhere,
    `persons` the forms of the surnames in it.
    """
    found = list(_settlements(capitals))
    evidence = _Evidence(document, persons)
    sure = confirmed | {
        settlement.uk
        for number, words, at, last, settlement in found
        if evidence.speaks_for(settlement, words, at, last)
    }
    for number, words, at, last, settlement in found:
        if settlement.uk in sure and evidence.allows(words, at, last):
            name = settlement.uk, english_of(settlement.uk)[0]
            is_told = evidence.speaks_for(settlement, words, at, last)
            # «На Лиманському та Бахмутському напрямках»: the finder of adjectives knows better.
            is_noun = at < last or not is_adjective(words.items[at].text)
            rank = Rank.GAZETTEER if is_told and is_noun else Rank.RULE
            yield candidate(number, span(words, at, last), name, _UKRAINE, rank)


def find_again(
    document: Document, capitals: Iterable[Capital], told: Iterable[Candidate]
) -> Iterator[Candidate]:
    """Propose other mentions of places that no table has and that were told once."""
    names = {item.name_uk.lower(): item for item in told if _is_new(item)}
    if not names:
        return
    for number, words, at in capitals:
        text = words.items[at].text
        if words.is_quoted(at, at) or (words.is_opening(at) and is_everyday(text)):
            continue
        if document.capitals.is_common(text):
            continue
        for form in nominatives(straighten_apostrophes(text).lower()):
            if item := names.get(form):
                yield replace(item, passage=number, start=words.items[at].start,
                              end=words.items[at].end, rank=Rank.GUESS)  # fmt: skip


def _is_new(item: Candidate) -> bool:
    return item.country_code is None and item.name_uk.isalpha()


def find_nickname(passage: int, words: Words, at: int) -> Iterator[Candidate]:
    """Propose «Нікопольщина», the district of a town."""
    if (found := nicknamed_district(words.items[at].text)) and not starting(words.items[at].text):
        english = _DISTRICT.format(english_of(found[1])[0])
        yield candidate(passage, span(words, at, at), (found[0], english), _UKRAINE)


def _settlements(
    capitals: Iterable[Capital],
) -> Iterator[tuple[int, Words, int, int, Settlement]]:
    """Words that may name a settlement, with the last of them."""
    for number, words, at in capitals:
        text = words.items[at].text
        if len(text) < _SHORTEST or is_acronym(text):
            continue
        found = settlement_at(words, at)
        if found and not words.is_quoted(at, found[1]):
            yield number, words, at, found[1], found[0]


class _Evidence:
    """What an article has to say for settlements and against them."""

    def __init__(self, document: Document, persons: frozenset[str]) -> None:
        self._document = document
        self._persons = persons

    def speaks_for(self, settlement: Settlement, words: Words, at: int, last: int) -> bool:
        """Tell whether the words around a name or the region make it a settlement here."""
        surface = words.items[at].text
        if describes_next(words, last):
            return False
        if self.is_person(words, at) or (at == last and starting(surface)):
            return False
        is_plain = at == last and (is_everyday(surface) or is_persons(surface))
        if _is_followed_by_region(words, last):
            return not (is_plain and words.is_opening(at))
        if is_plain and (words.is_opening(at) or is_persons(surface) or not self._is_name(surface)):
            return False
        is_here = not settlement.oblasts.isdisjoint(self._regions)
        if at == last:
            # «Міський голова Звенигорода» is of no other thing.
            is_great = settlement.kind != "village" or _has_mayor(words, at)
            return _is_cued(words, at) and (is_great or is_here)
        return is_here or settlement.kind != "village" or _is_cued(words, at)

    def allows(self, words: Words, at: int, last: int) -> bool:
        """Tell whether another mention of a settlement makes one of a word."""
        surface = words.items[at].text
        is_doubtful = words.is_opening(at) and at == last and is_everyday(surface)
        return not (is_doubtful or self.is_person(words, at) or describes_next(words, last))

    def _is_name(self, surface: str) -> bool:
        return self._document.capitals.is_name(surface)

    def is_person(self, words: Words, at: int) -> bool:
        """Tell whether a word is the surname or the first name of somebody here."""
        before = words.items[at - 1] if at and not words.items[at].gap else None
        if before and before.is_capitalized and is_persons(before.text):
            return True
        return not self._persons.isdisjoint(keys(words.items[at].text))

    @cached_property
    def _regions(self) -> frozenset[str]:
        """The regions that the article names."""
        text = " ".join(words.text for words in self._document.words).lower()
        return frozenset(
            code for code, stems in oblasts().items() if any(stem in text for stem in stems)
        )


def _has_mayor(words: Words, at: int) -> bool:
    """Tell «мер Звенигорода», «міський голова Звенигорода»."""
    if not at or words.items[at].gap:
        return False
    title = words.items[at - 1].text.lower()
    return title.startswith("мер") or (
        at > 1 and title.startswith("голов") and words.items[at - 2].text.lower()[:4] in _OF_TOWN
    )


def _is_cued(words: Words, at: int) -> bool:
    """Tell «біля Вилка», «мер Звенигорода», «у Чечельнику та Оратові», «Дніпро – Чаплине»."""
    if is_cued(words, at):
        return True
    before = words.items[at - 1] if at else None
    if before is None:
        return False
    gap = words.items[at].gap
    if gap in _DASHES:
        return bool(known_place(words, at - 1) or settlement_at(words, at - 1))
    if gap:
        return False
    if before.text.lower() in _CUES or _has_mayor(words, at):
        return True
    is_second = at > 1 and before.text in _AND and not before.gap
    return is_second and words.items[at - 2].is_capitalized and _is_cued(words, at - 2)


def _is_followed_by_region(words: Words, last: int) -> bool:
    """Tell «Роботине Запорізької області», «Роботине (Запорізька область)»."""
    following = words.items[last + 1 : last + 3]
    if len(following) < 2 or following[0].gap not in {"", ",", "("}:
        return False
    head = place_words().get(following[1].text.lower(), {}).get("area")
    is_region = head is not None and head.uk in _REGIONS
    return is_region and following[0].is_capitalized and not following[1].gap
