"""A person as the data has it: the name in the nominative, in English, and its surname."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from tasks.language.romanize import romanize
from tasks.transform.tag.people import famous
from tasks.transform.tag.people.agreement import Names, Part
from tasks.transform.tag.people.cues import is_asian_surname
from tasks.transform.tag.people.full_names import FullName
from tasks.transform.tag.people.readings import Reading, Source, romanized

# «Дітер Кемпф (Dieter Kempf)»: the spelling that the newspaper itself gives.
_LATIN = re.compile(r"\s*\(((?:[^\W\d_]|['’.-]|\s){4,60})\)")
_LEAST_LIKENESS = 0.4


@dataclass(frozen=True, slots=True)
class Person:
    """A person by the name in the nominative; `gender` is `masc` or `femn`, empty if unknown."""

    uk: str
    en: str
    surname_uk: str | None
    first_uk: str | None
    gender: str
    method: str


def person_of(name: FullName, read: Names) -> Person:
    """Make the person of a full name that is read in one way."""
    given = read.of(Part.FIRST, Part.MIDDLE)
    surname = read.surname
    if surname is None:
        given = [*given, *read.of(Part.PATRONYMIC)]
        uk, en = _joined(given)
        return Person(uk, en, None, given[0].uk, read.gender, "first_name")
    if not given:
        return _with_initials(name, surname)
    family = f"{name.particle}{surname.uk}"
    uk = " ".join([*(item.uk for item in given), family])
    surname_uk = given[0].uk if is_asian_surname(given[0].uk) else family
    en = famous.english().get(uk) or _latin_beside(name, uk) or _english(name, given, surname)
    return Person(uk, en, surname_uk, given[0].uk, read.gender, "full_name")


def printed_in_latin(text: str) -> Person:
    """Make the person of a name in Latin letters: the one known by it, if there is one."""
    uk = famous.by_english().get(text, text)
    return Person(uk, text, uk.rpartition(" ")[2], None, "", "full_name")


def _joined(readings: list[Reading]) -> tuple[str, str]:
    return " ".join(item.uk for item in readings), " ".join(item.en for item in readings)


def _with_initials(name: FullName, surname: Reading) -> Person:
    letters = name.initials
    uk = "".join(f"{letter}. " for letter in letters)
    en = "".join(f"{_latin_initial(letter)}. " for letter in letters)
    family = f"{name.particle}{surname.uk}"
    return Person(
        f"{uk}{family}",
        f"{en}{romanize(name.particle)}{surname.en}",
        family,
        letters[0],
        surname.gender,
        "initial",
    )


def _latin_initial(letter: str) -> str:
    return "J" if letter == "Дж" else romanize(letter)


def _english(name: FullName, given: list[Reading], surname: Reading) -> str:
    is_foreign = surname.source is Source.TABLE and surname.en != romanized(surname.uk)
    first = [item.alternative.partition("|")[0] if is_foreign else "" for item in given]
    spelled = [alt or item.en for alt, item in zip(first, given, strict=True)]
    return " ".join([*spelled, f"{romanize(name.particle)}{surname.en}"])


def _latin_beside(name: FullName, uk: str) -> str:
    """The Latin spelling that stands in brackets behind a name, if it is one of it."""
    end = name.words.items[name.last].end
    found = _LATIN.match(name.words.text, end)
    if found is None or (not found[1].isascii() and romanize(found[1]) != found[1]):
        return ""
    latin = " ".join(found[1].split())
    if not latin[0].isupper() or len(latin.split()) != len(uk.split()):
        return ""
    likeness = SequenceMatcher(None, romanize(uk).lower(), latin.lower()).ratio()
    return latin if likeness >= _LEAST_LIKENESS else ""
