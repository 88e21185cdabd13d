"""Persons whom the world knows: their English, and whom a surname alone means."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from tasks.language import lexicon
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.people import readings
from tasks.transform.tag.people.person import Person
from tasks.transform.tag.tables import rows

_START = 4


class Famous(NamedTuple):
    """A person known by the surname alone; `may_be_lower` where newspapers deny the capital."""

    surname_uk: str
    uk: str
    en: str
    gender: str
    may_be_lower: bool

    def as_person(self, method: str) -> Person:
        """The person, found by some method."""
        return Person(self.uk, self.en, self.surname_uk, None, self.gender, method)


@lru_cache(maxsize=1)
def by_surname() -> Mapping[str, Famous]:
    """The persons whom a surname alone means."""
    return {person.surname_uk: person for person in _famous()}


@lru_cache(maxsize=1)
def english() -> Mapping[str, str]:
    """The English names of persons by their full Ukrainian names."""
    known = {person.uk: person.en for person in _famous()}
    for entry in lexicon.names():
        if entry.kind == "OTHER" and entry.has("pers"):
            known[straighten_apostrophes(entry.uk)] = entry.en
    return known


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """The last words of the names of persons whom the world knows."""
    return frozenset(uk.rpartition(" ")[2] for uk in english())


@lru_cache(maxsize=1)
def by_english() -> Mapping[str, str]:
    """The Ukrainian names of persons by their English ones."""
    return {en: uk for uk, en in english().items()}


def lower_case(word: str) -> Famous | None:
    """The person meant by a surname without its capital: «путіна»."""
    return _lower_case(word) if word[:_START] in small_starts() else None


@lru_cache(maxsize=1_000)
def _lower_case(word: str) -> Famous | None:
    for reading in readings.surnames(word.capitalize()):
        person = by_surname().get(reading.uk)
        if person and person.may_be_lower and reading.gender == person.gender:
            return person
    return None


@lru_cache(maxsize=1)
def small_starts() -> frozenset[str]:
    """The first four letters of the surnames that may have no capital."""
    return frozenset(
        person.surname_uk[:_START].lower()
        for person in by_surname().values()
        if person.may_be_lower
    )


@lru_cache(maxsize=1)
def _famous() -> tuple[Famous, ...]:
    return tuple(
        Famous(
            straighten_apostrophes(row["surname"]),
            straighten_apostrophes(row["uk"]),
            row["en"],
            row["gender"],
            row["lower"] == "yes",
        )
        for row in rows("famous.tsv")
    )
