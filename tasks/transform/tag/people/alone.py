"""Persons named by one word, with the particles or the number that belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from tasks.transform.tag.document import Document
from tasks.transform.tag.people import famous
from tasks.transform.tag.people.cues import is_honored, is_particle
from tasks.transform.tag.people.evidence import Evidence
from tasks.transform.tag.people.given import first_name_alone, numeral
from tasks.transform.tag.people.lone import surname_alone
from tasks.transform.tag.people.person import Person
from tasks.transform.tag.people.readings import family_english
from tasks.transform.tag.people.shapes import core_of
from tasks.transform.tag.words import Words, is_acronym


class Alone(NamedTuple):
    """A person from word to word (both included)."""

    first: int
    last: int
    person: Person


def find_alone(
    document: Document, words: Words, beginnings: Iterable[int], evidence: Evidence
) -> Iterator[Alone]:
    """Find the persons of a passage that are named by one of some words."""
    for at in beginnings:
        text = words.items[at].text
        if core_of(text):
            yield from _at(document, words, at, evidence)
        elif person := famous.lower_case(text):
            yield Alone(at, at, person.as_person("famous_surname"))


def _at(document: Document, words: Words, at: int, evidence: Evidence) -> Iterator[Alone]:
    text = words.items[at].text
    if (is_acronym(text) and len(text) < 4) or not text[-1].isalpha() or text.isascii():
        return
    if person := surname_alone(document, words, at, evidence):
        found = _with_particles(words, at, person)
    elif person := first_name_alone(document, words, at, evidence):
        found = Alone(at, at + bool(numeral(words, at + 1)), person)
    else:
        return
    if not words.is_quoted(at, at) and not is_honored(words, at):
        yield found


def _with_particles(words: Words, at: int, person: Person) -> Alone:
    """Take «фон дер» to «Ляєн», as the document or the table of surnames writes it."""
    first = at
    while first and is_particle(words.items[first - 1].text.lower()) and not words.items[first].gap:
        first -= 1
    if first == at:
        return Alone(at, at, person)
    particle = words.surface(first, at - 1)
    surname = person.surname_uk or ""
    if surname.lower().startswith(f"{particle} ".lower()):
        return Alone(first, at, person)
    family = f"{particle} {surname}"
    if english := family_english(family):
        whole = replace(person, uk=family, en=english, surname_uk=family, method="surname")
        return Alone(first, at, whole)
    return Alone(at, at, person)
