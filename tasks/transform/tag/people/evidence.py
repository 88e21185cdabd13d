"""What a whole document tells about its persons: who is named in full, and how."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tasks.transform.tag.document import Document
from tasks.transform.tag.people.agreement import Names, Part, best, readings_of
from tasks.transform.tag.people.cues import hints, is_honored
from tasks.transform.tag.people.full_names import FullName, find_full_names
from tasks.transform.tag.people.person import Person
from tasks.transform.tag.people.persons import person_of
from tasks.transform.tag.words import Words

_STEM = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A person named in full at a place of the document."""

    name: FullName
    person: Person


@dataclass(slots=True)
class Evidence:
    """The persons of a document that are named by more than a surname.

    Attributes:
        named: where they are named so, in the order of the text.
        honored: full names of streets and schools, which name no person here.
        by_surname: persons by surname in the nominative.
        by_first: persons by first name.
    """

    named: list[Named] = field(default_factory=list)
    honored: list[FullName] = field(default_factory=list)
    by_surname: defaultdict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_first: defaultdict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))

    def taken(self) -> Mapping[int, set[int]]:
        """The words that full names have, by passage."""
        taken: defaultdict[int, set[int]] = defaultdict(set)
        for name in (*(one.name for one in self.named), *self.honored):
            taken[name.passage].update(range(name.first, name.last + 1))
        return taken

    def add(self, name: FullName, person: Person) -> None:
        """Note a person."""
        self.named.append(Named(name, person))
        if person.surname_uk:
            _note(self.by_surname[person.surname_uk], person)
            _, space, last = person.surname_uk.rpartition(" ")
            if space or "-" in last:
                # «Ляєн» and «Асад» by themselves
                _note(self.by_surname[last.rpartition("-")[2]], person)
        if person.method == "full_name" and person.first_uk:
            _note(self.by_first[person.first_uk], person)


def _note(persons: list[Person], person: Person) -> None:
    if all(other.uk != person.uk for other in persons):
        persons.append(person)


def gather(document: Document) -> Evidence:
    """Find the full names of a document and bring each to the nominative that suits them all."""
    evidence = Evidence()
    found = list(find_full_names(document))
    if not found:
        return evidence
    support = _support(document, found)
    proven = {name.forms(): name for name in found if name.is_proven}
    spoken = {reading for name in proven.values() for reading in _readings(name.names())}
    for name in found:
        if name.forms() not in proven and spoken.isdisjoint(_readings(name.names())):
            continue
        read = best(name.names(), hints(name.words, name.first, name.last), support)
        # «вулиця Івана Франка», but «мер островів Іван Франко»
        if read.case != "nomn" and is_honored(name.words, name.first):
            evidence.honored.append(name)
            continue
        evidence.add(name, person_of(name, read))
    return evidence


def _readings(found: Iterable[Names]) -> Iterator[tuple[str, ...]]:
    for names in found:
        yield tuple(reading.uk for reading in names.readings)


def _support(document: Document, found: Sequence[FullName]) -> Mapping[str, int]:
    """Count the different forms in the document that each possible surname explains.

    «Домініка Рааба» may be of Рааб or of Рааба; beside «Раабом» only the first explains both.
    """
    support: Counter[str] = Counter()
    for options in {name.forms(): name.names() for name in found}.values():
        support.update({names.surname.uk for names in options if names.surname})
    lone = _lone_forms(document.words, {uk[:_STEM] for uk in support})
    for form in lone:
        readings = {reading.uk for reading in readings_of(Part.SURNAME, form)}
        support.update(readings & support.keys())
    return support


def _lone_forms(texts: Iterable[Words], stems: set[str]) -> set[str]:
    return {word.text for words in texts for word in words.items if word.text[:_STEM] in stems}
