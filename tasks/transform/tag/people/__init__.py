"""Persons: named in full, by the surname or the first name, in any case form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tasks.models import MentionKind
from tasks.transform.tag.document import Candidate, Document, Rank
from tasks.transform.tag.people.evidence import gather
from tasks.transform.tag.people.latin import find_latin
from tasks.transform.tag.people.lone import lone_name
from tasks.transform.tag.people.persons import Person, printed_in_latin
from tasks.transform.tag.words import Words


def find(document: Document) -> Iterator[Candidate]:
    """Propose the persons of a document."""
    evidence = gather(document)
    taken: defaultdict[int, set[int]] = defaultdict(set)
    for named in evidence.named:
        name = named.name
        taken[name.passage].update(range(name.first, name.last + 1))
        yield _candidate(name.passage, name.words, name.first, name.last, named.person)
    for name in evidence.honored:
        taken[name.passage].update(range(name.first, name.last + 1))
    for number, words in document.items():
        for at in range(len(words.items)):
            if at not in taken[number] and (person := lone_name(document, words, at, evidence)):
                yield _candidate(number, words, at, at, person)
        for found in find_latin(words):
            yield _candidate(number, words, found.first, found.last, printed_in_latin(found.text))


def _candidate(passage: int, words: Words, first: int, last: int, person: Person) -> Candidate:
    end = words.items[last].end
    if len(words.items[last].text) == 1 and words.text[end : end + 1] == ".":
        end += 1  # «Шевченко Т. Г.» ends with its full stop
    return Candidate(
        passage=passage,
        start=words.items[first].start,
        end=end,
        kind=MentionKind.PERSON,
        name_uk=person.uk,
        name_en=person.en,
        method=person.method,
        rank=Rank.RULE,
        surname_uk=person.surname_uk,
    )
