"""Persons: first name and surname, in any case form, or a surname that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from tasks.language import lexicon
from tasks.language.morphology import analyses
from tasks.language.romanize import romanize
from tasks.language.text import straighten_apostrophes
from tasks.models import MentionKind
from tasks.transform.tag.document import Candidate, Document, Rank
from tasks.transform.tag.gazetteer import country_of, is_everyday, is_known
from tasks.transform.tag.words import Words, is_acronym, keys

_GENDERS = {"masc": "masc", "fem": "femn"}


@dataclass(frozen=True, slots=True)
class Person:
    """A person named at a place in a text; the names are in the nominative."""

    uk: str
    en: str
    surname_uk: str
    last: int
    method: str


def find(document: Document) -> Iterator[Candidate]:
    """Propose the persons of a document."""
    for number, words in document.items():
        at = 0
        while at < len(words.items):
            person = full_name(words, at) or lone_surname(words, at)
            if person:
                yield _candidate(number, words, at, person)
            at = person.last + 1 if person else at + 1


def _candidate(passage: int, words: Words, at: int, person: Person) -> Candidate:
    return Candidate(
        passage=passage,
        start=words.items[at].start,
        end=words.items[person.last].end,
        kind=MentionKind.PERSON,
        name_uk=person.uk,
        name_en=person.en,
        method=person.method,
        rank=Rank.RULE,
        surname_uk=person.surname_uk,
    )


def full_name(words: Words, at: int) -> Person | None:
    """Find a first name, perhaps a middle name or initials, and a surname.

    Without a first name, initials before a surname will do: «О. Зеленський».
    """
    items = words.items
    if not items[at].is_capitalized:
        return None
    if _is_initial(words, at):
        return _with_initial(words, at)
    for length in (2, 1):
        if (first := _first_name(words, at, length)) is None:
            continue
        middle = at + length
        while middle < len(items) - 1 and _is_middle(words, middle):
            middle += 1
        if middle < len(items) and _may_be_surname(words, middle):
            return _join(words, at, length, first, middle)
    return _with_unknown_first_name(words, at)


def lone_surname(words: Words, at: int) -> Person | None:
    """Find a surname of the gazetteer that stands by itself."""
    word = words.items[at]
    if not word.is_capitalized or is_acronym(word.text) or words.is_quoted(at, at):
        return None
    entries = [entry for key in sorted(keys(word.text)) for entry in _surnames().get(key, ())]
    if not entries or (is_everyday(word.text) and not _is_surname_form(word.text)):
        return None
    if words.is_opening(at) and is_everyday(word.text):
        return None
    gender = _only_gender(word.text)
    surname = _nominative(word.text, gender, None)
    entry = next((entry for entry in entries if entry.uk == surname), None)
    if gender == "femn" and entry is None:
        return Person(surname, romanize(surname), surname, at, "surname")
    entry = entry or entries[0]
    return Person(entry.uk, entry.en, entry.uk, at, "surname")


def _with_initial(words: Words, at: int) -> Person | None:
    last = at + 1
    while last < len(words.items) and _is_initial(words, last):
        last += 1
    if last >= len(words.items) or not _may_be_surname(words, last):
        return None
    gender = _only_gender(words.items[last].text)
    letter = words.items[at].text
    first = _First(f"{letter}.", f"{romanize(letter)}.", gender)
    person = _join(words, at, 1, first, last)
    return replace(person, method="initial")


def _with_unknown_first_name(words: Words, at: int) -> Person | None:
    """Take «Алексуса Грінкевича» for a person, as the surname is known and agrees."""
    pair = words.items[at : at + 2]
    if len(pair) < 2 or pair[1].gap or is_acronym(pair[0].text) or is_everyday(pair[0].text):
        return None
    if is_known(pair[0].text) or _surnames().keys().isdisjoint(keys(pair[1].text)):
        return None
    if not pair[1].is_capitalized or is_everyday(pair[1].text):
        return None
    agreed = {parse.tag.case for parse in _surname_parses(pair[1].text) if parse.tag.case}
    if not any(parse.tag.case in agreed for parse in analyses(pair[0].text.lower())):
        return None
    gender = _only_gender(pair[1].text)
    uk = _nominative(pair[0].text, gender, None)
    return _join(words, at, 1, _First(uk, romanize(uk), gender), at + 1)


@dataclass(frozen=True, slots=True)
class _First:
    uk: str
    en: str
    gender: str | None


def _first_name(words: Words, at: int, length: int) -> _First | None:
    text = words.surface(at, min(at + length, len(words.items)) - 1)
    if length == 1 and words.is_opening(at) and is_everyday(text) and text not in _nominatives():
        return None  # «Тому Тереза Мей…» is no Tom
    forms = [text] if length > 1 else sorted(keys(text))
    for form in forms:
        if entry := _first_names().get(straighten_apostrophes(form).lower()):
            gender = next((_GENDERS[note] for note in _GENDERS if entry.has(note)), None)
            return _First(entry.uk, entry.en, gender)
    if length > 1 or is_acronym(text) or is_everyday(text):
        return None
    for parse in analyses(text.lower()):
        if "Name" in parse.tag and parse.tag.gender:
            uk = _like(text, str(parse.normal_form))
            return _First(uk, romanize(uk), str(parse.tag.gender))
    return None


def _is_middle(words: Words, at: int) -> bool:
    word = words.items[at]
    if word.gap or not word.is_capitalized:
        return False
    return _is_initial(words, at) or any(
        "Patr" in parse.tag for parse in analyses(word.text.lower())
    )


def _is_initial(words: Words, at: int) -> bool:
    word = words.items[at]
    return (
        len(word.text) == 1 and word.text.isupper() and words.text[word.end : word.end + 1] == "."
    )


def _may_be_surname(words: Words, at: int) -> bool:
    word = words.items[at]
    if word.gap not in {"", "."} or not word.is_capitalized or is_acronym(word.text):
        return False
    if word.gap == "." and len(words.items[at - 1].text) > 1:
        return False
    if len(word.text) < 2 or not word.text[-1].isalpha():
        return False
    if not keys(word.text).isdisjoint(_surnames()):
        return True
    if country_of(word.text) or not keys(word.text).isdisjoint(_first_names()):
        return False
    return _is_surname_form(word.text) or not is_everyday(word.text)


def _join(words: Words, at: int, length: int, first: _First, last: int) -> Person:
    surface = words.items[last].text
    first_text = words.items[at].text if length == 1 else None
    gender = first.gender
    surname = _nominative(surface, gender, first_text)
    known = _known_surname(surface, surname, gender)
    surname_uk = known.uk if known else surname
    surname_en = known.en if known else romanize(surname)
    return Person(
        f"{first.uk} {surname_uk}", f"{first.en} {surname_en}", surname_uk, last, "full_name"
    )


def _known_surname(surface: str, nominative: str, gender: str | None) -> lexicon.Entry | None:
    """The gazetteer's entry for a surname, unless it is the other gender's form."""
    found = [entry for key in sorted(keys(surface)) for entry in _surnames().get(key, ())]
    exact = next((entry for entry in found if entry.uk == nominative), None)
    if exact or (gender == "femn" and nominative.endswith("а")):
        return exact
    return found[0] if found else None


def _nominative(surface: str, gender: str | None, first_name: str | None) -> str:
    """Bring a surname to the nominative, agreeing with the first name in case."""
    if gender == "femn" and surface[-1].isalpha() and surface[-1] not in "аяоуюийіїє":
        return surface  # «Ольги Ткачук»: a woman's surname on a consonant is not declined
    cases = _cases(first_name, gender) if first_name else None
    best = [
        parse
        for parse in _surname_parses(surface)
        if (gender is None or parse.tag.gender in {gender, None})
        and (not cases or parse.tag.case in cases or "Fixd" in parse.tag)
    ]
    if not best:
        return surface
    return _like(surface, _normal(best[0]))


def _normal(parse: Any) -> str:
    """The nominative of the parse's own gender: pymorphy3 makes adjectives masculine."""
    if parse.tag.POS == "ADJF" and parse.tag.gender == "femn":
        form = parse.inflect({"nomn", "femn"})
        return str(form.word if form else parse.normal_form)
    return str(parse.normal_form)


def _surname_parses(surface: str) -> list[Any]:
    parses = analyses(surface.lower())
    surnames = [parse for parse in parses if "Surn" in parse.tag]
    # A foreign surname that the dictionary does not know is declined like a noun.
    return surnames or [parse for parse in parses if parse.tag.POS in {"NOUN", "ADJF"}]


def _cases(first_name: str, gender: str | None) -> set[str]:
    return {
        str(parse.tag.case)
        for parse in analyses(first_name.lower())
        if "Name" in parse.tag and parse.tag.case and parse.tag.gender in {gender, None}
    }


def _is_surname_form(word: str) -> bool:
    return any("Surn" in parse.tag for parse in analyses(word.lower()))


def _only_gender(word: str) -> str | None:
    genders = {str(parse.tag.gender) for parse in analyses(word.lower()) if "Surn" in parse.tag}
    return genders.pop() if len(genders) == 1 else None


def _like(surface: str, lower: str) -> str:
    """Give a lower-case form the capitals that the surface has at the same parts."""
    parts, shapes = lower.split("-"), surface.split("-")
    if len(parts) != len(shapes):
        return lower.capitalize()
    return "-".join(
        part.capitalize() if shape[:1].isupper() else part
        for part, shape in zip(parts, shapes, strict=True)
    )


@lru_cache(maxsize=1)
def _first_names() -> dict[str, lexicon.Entry]:
    return {entry.uk.lower(): entry for entry in _of_kind("FIRST")}


@lru_cache(maxsize=1)
def _nominatives() -> frozenset[str]:
    return frozenset(entry.uk for entry in _of_kind("FIRST"))


@lru_cache(maxsize=1)
def _surnames() -> dict[str, tuple[lexicon.Entry, ...]]:
    """Surnames by every key that a form of theirs may have."""
    index: dict[str, tuple[lexicon.Entry, ...]] = {}
    for entry in _of_kind("LAST"):
        if " " in entry.uk or entry.has("amb"):
            continue
        for key in keys(entry.uk):
            index[key] = (*index.get(key, ()), entry)
    return index


def _of_kind(kind: str) -> Iterator[lexicon.Entry]:
    return (entry for entry in lexicon.names() if entry.kind == kind)
