"""What a word tells of countries by itself: adjectives, nationals, first words of names.

How it is used in its sentence is the affair of `tasks.transform.tag.nationalities`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from tasks.language.morphology import analyses
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.tables import countries, not_countries
from tasks.transform.tag.words import is_acronym, keys

# The dictionary forms of word after word.
Phrase = tuple[frozenset[str], ...]
# «загальноукраїнський», «прокитайський»: about the same country.
_PREFIXES = ("загально", "анти", "псевдо", "між", "все", "про", "пост", "поза", "не", "нео")


class Sense(Enum):
    """In which way a word speaks for a country."""

    ADJECTIVE = auto()
    TOWN = auto()
    NATIONAL = auto()
    WOMAN_OR_THING = auto()
    NAME = auto()
    INSTITUTION = auto()


@dataclass(frozen=True, slots=True)
class Reading:
    """The countries of a word; of an institution, those whose names may begin with it."""

    sense: Sense
    codes: tuple[str, ...]
    institutions: tuple[tuple[Phrase, str], ...] = ()
    other_things: tuple[Phrase, ...] = ()


@lru_cache(maxsize=200_000)
def reading(word: str) -> Reading | None:
    """Tell what a word says of countries; most say nothing."""
    things = tuple(phrase for key in keys(word) for phrase in _other_things().get(key, ()))
    codes = adjective_codes(word)
    if codes:
        is_town = straighten_apostrophes(word).lower() in countries().town_forms
        return Reading(Sense.TOWN if is_town else Sense.ADJECTIVE, codes, other_things=things)
    table = countries()
    for sense, nouns in ((Sense.NATIONAL, table.people), (Sense.WOMAN_OR_THING, table.things)):
        code = _national_code(word, nouns)
        if code:
            return Reading(sense, (code,), other_things=things)
    code = _code_in_capitals(word) if is_acronym(word) else None
    if code:
        return Reading(Sense.NAME, (code,))
    institutions = tuple(_institutions_from(word)) if word[0].isupper() else ()
    if institutions or things:
        return Reading(Sense.INSTITUTION, (), institutions, things)
    return None


@lru_cache(maxsize=100_000)
def adjective_codes(word: str) -> tuple[str, ...]:
    """The countries of an adjective; a compound has several («українсько-польський»)."""
    lower = straighten_apostrophes(word).lower()
    whole = _adjective_code(lower)
    if whole or "-" not in lower:
        return (whole,) if whole else ()
    parts = lower.split("-")
    if parts[-1].isdigit():
        return ()  # «Мінська-3» is a treaty
    found = [_adjective_code(part) for part in parts]
    if None in found and not countries().town_forms.isdisjoint(parts):
        return ()  # «Зноб-Новгородський» is not of Novgorod
    codes = tuple(filter(None, found))
    # «греко-католицький» has nothing to do with Greece: a stem counts beside a country only.
    stems = countries().stems
    first = tuple(stems[part] for part in parts if part in stems) if codes else ()
    return tuple(dict.fromkeys((*first, *codes)))


def _adjective_code(lower: str) -> str | None:
    forms = countries().forms
    if lower in forms:
        return forms[lower]
    for prefix in _PREFIXES:
        if lower.startswith(prefix) and lower.removeprefix(prefix) in forms:
            return forms[lower.removeprefix(prefix)]
    return None


def _national_code(word: str, nouns: Mapping[str, str]) -> str | None:
    """The country of a national, in any case form: «поляками»."""
    starts = countries().people_starts
    for part in straighten_apostrophes(word).lower().split("-"):
        if part[:3] in starts:
            found = sorted(key for key in keys(part) if key in nouns)
            if found:
                return nouns[found[0]]
    return None


def _code_in_capitals(word: str) -> str | None:
    """The country of a name in capitals: «ПАР», or «ПОЛЬЩУ» in a headline."""
    table = countries()
    if word in table.acronyms or len(word) < 5:  # «ТОГО» is more often a pronoun
        return table.acronyms.get(word)
    return next(
        (table.names[key] for key in sorted(keys(word.lower())) if key in table.names), None
    )


def _institutions_from(word: str) -> Iterator[tuple[Phrase, str]]:
    """The institutions whose names may begin with a word, the longest first."""
    index = _institutions()
    found = [item for key in sorted(keys(word)) for item in index.get(key, ())]
    yield from sorted(found, key=lambda item: -len(item[0]))


@lru_cache(maxsize=1)
def _institutions() -> dict[str, list[tuple[Phrase, str]]]:
    index: dict[str, list[tuple[Phrase, str]]] = {}
    for name, code in countries().metonyms.items():
        forms = _phrase(name.split())
        for key in forms[0]:
            index.setdefault(key, []).append((forms, code))
    return index


@lru_cache(maxsize=1)
def _other_things() -> dict[str, list[Phrase]]:
    index: dict[str, list[Phrase]] = {}
    for phrase in not_countries():
        forms = _phrase(phrase)
        for key in forms[0]:
            index.setdefault(key, []).append(forms)
    return index


def _phrase(words: Iterable[str]) -> Phrase:
    return tuple(map(keys, words))


@lru_cache(maxsize=20_000)
def owner_code(word: str) -> str | None:
    """The country that a one-word name in the genitive means: «Польщі», «США»."""
    if not word[0].isupper():
        return None
    names = countries().names
    if is_acronym(word):
        return names.get(word.lower())
    is_genitive = any("gent" in parse.tag for parse in analyses(word.lower()))
    codes = (names.get(key) for key in sorted(keys(word))) if is_genitive else iter(())
    return next(filter(None, codes), None)


@lru_cache(maxsize=50_000)
def is_nominal(word: str) -> bool:
    """Tell whether a word may be what an adjective describes, or another adjective."""
    if is_acronym(word) or word[0].isupper() or word[0].isdigit():
        return True
    return any(parse.tag.POS in {"NOUN", "ADJF", "PRTF"} for parse in analyses(word.lower()))


@lru_cache(maxsize=50_000)
def agrees_with_language(word: str) -> bool:
    """Tell whether a word may follow an adjective in the feminine instrumental as its noun."""
    if is_acronym(word) or word[0].isupper():
        return True
    return any("ablt" in parse.tag and "femn" in parse.tag for parse in analyses(word.lower()))
