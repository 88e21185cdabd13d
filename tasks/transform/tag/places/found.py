"""What is common to the ways of finding places: known names, candidates, their English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from tasks.language import lexicon
from tasks.language.morphology import dictionary_forms
from tasks.language.romanize import romanize
from tasks.language.text import straighten_apostrophes
from tasks.models import MentionKind
from tasks.transform.tag import gazetteer
from tasks.transform.tag.document import Candidate, Rank
from tasks.transform.tag.names import PLACES, Name
from tasks.transform.tag.toponyms import NO_PLACE, place_words, toponyms
from tasks.transform.tag.words import Words


class Capital(NamedTuple):
    """A word with a capital: the number of its passage, its words, its place among them."""

    passage: int
    words: Words
    at: int


def candidate(
    passage: int,
    span: tuple[int, int],
    name: tuple[str, str],
    country_code: str | None,
    rank: Rank = Rank.RULE,
) -> Candidate:
    """Propose a place; `name` is Ukrainian and English."""
    return Candidate(
        passage=passage,
        start=span[0],
        end=span[1],
        kind=MentionKind.PLACE,
        name_uk=name[0],
        name_en=name[1],
        method="place_guess" if rank is Rank.GUESS else "place",
        rank=rank,
        country_code=country_code,
    )


def span(words: Words, first: int, last: int) -> tuple[int, int]:
    """The offsets from one word to another, both included."""
    return words.items[first].start, words.items[last].end


def known_place(words: Words, at: int) -> tuple[Name, int] | None:
    """The place of the gazetteer that begins at a word, with its last word."""
    if at >= len(words.items):
        return None
    found = gazetteer.longest(words, at)
    return found if found and found[0].kind in PLACES else None


def english_of(name_uk: str) -> tuple[str, str | None]:
    """The English and the country of a name in the nominative; romanised if nobody knows it."""
    return known_english(name_uk) or (romanize(name_uk), None)


def english_of_adjective(adjective: str) -> tuple[str, str | None]:
    """The name in English behind an adjective («брюссельський») and its country."""
    directions = place_words().get(adjective.lower(), {})
    if "direction" in directions:
        return directions["direction"].en, None
    english = _adjectives().get(adjective.lower())
    if english is None:
        return romanize(adjective), None
    return english, _countries().get(english)


@lru_cache(maxsize=20_000)
def is_first_name(word: str) -> bool:
    """Tell whether the dictionary has a form of a first name."""
    return "Name" in _persons(word)


@lru_cache(maxsize=20_000)
def is_persons(word: str) -> bool:
    """Tell whether the dictionary has a form of a first name, patronymic or surname."""
    return bool(_persons(word))


def _persons(word: str) -> set[str]:
    # For a word that it lacks pymorphy3 guesses a surname as soon as a town.
    tags = [tag for _, tag in dictionary_forms(straighten_apostrophes(word).lower())]
    return {kind for kind in ("Name", "Patr", "Surn") if any(kind in tag for tag in tags)}


def is_place_adjective(adjective: str) -> bool:
    """Tell whether an adjective is made of the name of a place."""
    return adjective in _adjectives()


@lru_cache(maxsize=1)
def _places() -> Mapping[str, tuple[str, str | None]]:
    found: dict[str, tuple[str, str | None]] = {
        entry.uk.lower(): (entry.en, entry.notes.get("iso"))
        for entry in (*lexicon.phrases(), *lexicon.names())
        if entry.kind in PLACES or entry.notes.get("kind") == "LOC"
    }
    for row in toponyms().values():
        if row.en != NO_PLACE:
            found[row.uk.lower()] = row.en, row.country_code
    return found


def known_english(name_uk: str) -> tuple[str, str | None] | None:
    """The English and the country of a name that a table has."""
    return _places().get(name_uk.lower())


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    return {english: code for english, code in _places().values() if code}


@lru_cache(maxsize=1)
def _adjectives() -> Mapping[str, str]:
    return {
        entry.uk: entry.en
        for entry in lexicon.words()
        if entry.kind == "ADJ" and entry.has("attr") and entry.en[0].isupper()
    }
