"""Persons: named in full, by the surname or the first name, in any case form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from tasks.models import MentionKind
from tasks.transform.tag.document import Candidate, Document, Rank
from tasks.transform.tag.people import famous, known
from tasks.transform.tag.people.alone import find_alone
from tasks.transform.tag.people.cues import is_honored
from tasks.transform.tag.people.evidence import gather
from tasks.transform.tag.people.known import find_known
from tasks.transform.tag.people.latin import find_latin
from tasks.transform.tag.people.lineups import find_lineups
from tasks.transform.tag.people.person import Person
from tasks.transform.tag.people.persons import known_person, printed_in_latin
from tasks.transform.tag.words import Words


def find(document: Document) -> Iterator[Candidate]:
    """Propose the persons of a document."""
    evidence = gather(document)
    for named in evidence.named:
        name = named.name
        yield _candidate(name.passage, name.words, (name.first, name.last), named.person)
    for number, words, at, person in find_lineups(document):
        yield replace(_candidate(number, words, (at, at), person), rank=Rank.GAZETTEER)
    taken = evidence.taken()
    for number, words in document.items():
        beginnings = _beginnings(words)
        free = [at for at in beginnings if at not in taken.get(number, ())]
        for one in find_alone(document, words, free, evidence):
            yield _candidate(number, words, (one.first, one.last), one.person)
        for whole in find_known(words, beginnings):
            if not is_honored(words, whole.first):
                person = known_person(whole.uk, whole.en)
                candidate = _candidate(number, words, (whole.first, whole.last), person)
                yield replace(candidate, rank=Rank.GAZETTEER)
        for latin in find_latin(words):
            person = printed_in_latin(latin.text)
            yield _candidate(number, words, (latin.first, latin.last), person)


def _beginnings(words: Words) -> list[int]:
    """The words with which a person may begin: nine of ten may not."""
    small = _small_starts()
    return [
        at
        for at, word in enumerate(words.items)
        if word.is_capitalized or "-" in word.text or word.text[:4] in small
    ]


@lru_cache(maxsize=1)
def _small_starts() -> frozenset[str]:
    return famous.small_starts() | known.small_starts()


def _candidate(passage: int, words: Words, span: tuple[int, int], person: Person) -> Candidate:
    first, last = span
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
