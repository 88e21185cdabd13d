"""Persons named by the first name alone: «Оксана», «принц Гаррі», «Єлизавета II»."""

from __future__ import annotations

import re

from tasks.transform.tag.document import Document
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.names import country_of
from tasks.transform.tag.people import cues
from tasks.transform.tag.people.evidence import Evidence
from tasks.transform.tag.people.neighbours import (
    has_capital_neighbour,
    is_addressed,
    is_beside_role,
    is_of_place,
    is_place_here,
)
from tasks.transform.tag.people.person import Person
from tasks.transform.tag.people.readings import first_names
from tasks.transform.tag.words import Words

# In Latin or in Cyrillic letters.
_NUMERAL = re.compile(r"[IVXІХ]{1,5}")
_TO_LATIN = str.maketrans("ІХ", "IX")
_AND = frozenset({"та", "і", "й"})


def first_name_alone(
    document: Document, words: Words, at: int, evidence: Evidence
) -> Person | None:
    """Read a first name alone: of somebody named in full, or of whoever it is."""
    text = words.items[at].text
    found = [item for item in first_names(text) if item.case not in {"voct", "plur"}]
    number = numeral(words, at + 1)
    if not found or (has_capital_neighbour(words, at) and not number):
        return None
    if not is_addressed(words, at) and (
        country_of(text)
        or is_place_here(words, at)
        or is_of_place(words, at)
        or (is_everyday(text) and not is_beside_role(words, at) and not number)
    ):
        return None
    reading = max(found, key=lambda item: (item.uk in evidence.by_first, item.source, item.weight))
    if number:
        uk, en = f"{reading.uk} {number}", f"{reading.en} {number}"
        return Person(uk, en, None, reading.uk, reading.gender, "first_name")
    persons = evidence.by_first.get(reading.uk, ())
    if len(persons) == 1:
        one = persons[0]
        return Person(one.uk, one.en, one.surname_uk, None, one.gender, "first_name")
    if words.is_opening(at) and not _is_certain(document, words, at):
        return None
    return Person(reading.uk, reading.en, None, reading.uk, reading.gender, "first_name")


def numeral(words: Words, at: int) -> str:
    """The number of a monarch or a pope, in Latin letters; empty if it is none."""
    if at >= len(words.items) or words.items[at].gap:
        return ""
    text = words.items[at].text
    return text.translate(_TO_LATIN) if _NUMERAL.fullmatch(text) else ""


def _is_certain(document: Document, words: Words, at: int) -> bool:
    """Tell whether a first name that begins a sentence is one."""
    return (
        is_addressed(words, at)
        or cues.has_speech_beside(words, at, at)
        or document.capitals.is_name(words.items[at].text)
        or _is_of_couple(words, at)
    )


def _is_of_couple(words: Words, at: int) -> bool:
    """Tell «Марія та Іван»."""
    pair = words.items[at + 1 : at + 3]
    return len(pair) == 2 and pair[0].text in _AND and bool(first_names(pair[1].text))
