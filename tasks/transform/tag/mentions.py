"""Every name in an article, with its place, and what speaks for which country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tasks.language.text import has_cyrillic, straighten_apostrophes
from tasks.models import Mention, MentionKind, Passage, Role
from tasks.transform.tag import gazetteer, people
from tasks.transform.tag.gazetteer import Name
from tasks.transform.tag.people import Person
from tasks.transform.tag.tables import countries
from tasks.transform.tag.words import CLOSING_QUOTES, Words, cut, keys

_MENTION_ROLES = frozenset({Role.TITLE, Role.LEAD, Role.BODY, Role.CAPTION})
# A caption describes the picture, which may be from anywhere.
_COUNTRY_ROLES = frozenset({Role.TITLE, Role.LEAD, Role.BODY})


# A name, a person, or the countries of an adjective («російсько-український»: two).
_Meaning = Name | Person | tuple[str, ...]


@dataclass(slots=True)
class Findings:
    """What was found in an article."""

    mentions: list[Mention] = field(default_factory=list)
    country_counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Found:
    """Words of one passage that are explained together."""

    passage: Passage
    words: Words
    first: int
    last: int
    meaning: _Meaning


def find(passages: Sequence[Passage]) -> Findings:
    """Find the names in the passages of one article and link them to each other."""
    found = [
        item
        for passage in passages
        if passage.role in _MENTION_ROLES
        for item in _scan(passage, cut(passage.text))
    ]
    known = people.by_surname(item.meaning for item in found if isinstance(item.meaning, Person))
    findings = Findings()
    for item in found:
        if item.passage.role in _COUNTRY_ROLES:
            findings.country_counts.update(_country_codes(item.meaning))
        if (mention := _mention(item, known)) is not None:
            findings.mentions.append(mention)
    return findings


def _scan(passage: Passage, words: Words) -> Iterator[_Found]:
    at = 0
    while at < len(words.items):
        meaning, last = _explain(words, at)
        if meaning is not None:
            yield _Found(passage, words, at, last, meaning)
        at = last + 1


def _explain(words: Words, at: int) -> tuple[_Meaning | None, int]:
    """Explain the word by the longest name; by the gazetteer where two are as long."""
    name = gazetteer.longest(words, at)
    person = people.full_name(words, at)
    if name and (person is None or name[1] >= person.last):
        if name[0].mention_kind is MentionKind.PERSON:
            return _as_person(name[0], name[1]), name[1]
        return name
    if person:
        return person, person.last
    if surname := people.lone_surname(words, at):
        return surname, at
    return _nationality(words.items[at].text), at


def _as_person(name: Name, last: int) -> Person:
    return Person(name.uk, name.en, name.uk.rpartition(" ")[2], last, "full_name")


def _nationality(word: str) -> tuple[str, ...] | None:
    """The countries of an adjective or of a nation's member: «російський», «поляки»."""
    table = countries()
    lower = straighten_apostrophes(word).lower()
    codes = tuple(table.forms[part] for part in lower.split("-") if part in table.forms)
    if not codes and lower[:3] in table.people_starts:
        codes = tuple(table.people[key] for key in sorted(keys(lower)) if key in table.people)[:1]
    return codes or None


def _country_codes(meaning: _Meaning) -> tuple[str, ...]:
    if isinstance(meaning, Name):
        return (meaning.country_code,) if meaning.country_code else ()
    return meaning if isinstance(meaning, tuple) else ()


def _mention(item: _Found, known: Mapping[str, Person]) -> Mention | None:
    meaning = item.meaning
    if isinstance(meaning, tuple):
        return None
    if isinstance(meaning, Person):
        meaning = people.linked(meaning, known)
    # Only Latin letters may stand in an English column, whatever a table says.
    if has_cyrillic(meaning.en):
        return None
    text = item.passage.text
    start, end = item.words.items[item.first].start, item.words.items[item.last].end
    if not meaning.uk[-1].isalnum() and text[end : end + 1] in tuple(CLOSING_QUOTES):
        end += 1  # «ПВК "Вагнер"» ends with its quotation mark
    return Mention(
        kind=meaning.mention_kind,
        surface_uk=text[start:end],
        name_uk=meaning.uk,
        name_en=meaning.en,
        role=item.passage.role,
        paragraph=item.passage.paragraph,
        start=start,
        end=end,
        method=meaning.method if isinstance(meaning, Person) else "gazetteer",
        country_code=meaning.country_code,
    )
