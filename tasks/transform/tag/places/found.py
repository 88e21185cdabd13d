"""What is common to the ways of finding places: known names, candidates, their English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.romanize import romanize
from tasks.models import MentionKind
from tasks.transform.tag import gazetteer
from tasks.transform.tag.document import Candidate, Rank
from tasks.transform.tag.gazetteer import PLACES, Name
from tasks.transform.tag.words import Words


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
    known = _places().get(name_uk.lower())
    return known or (romanize(name_uk), None)


def english_of_adjective(adjective: str) -> tuple[str, str | None]:
    """The name in English behind an adjective («брюссельський») and its country."""
    english = _adjectives().get(adjective.lower())
    if english is None:
        return romanize(adjective), None
    return english, _countries().get(english)


def is_place_adjective(adjective: str) -> bool:
    """Tell whether an adjective is made of the name of a place."""
    return adjective in _adjectives()


@lru_cache(maxsize=1)
def _places() -> Mapping[str, tuple[str, str | None]]:
    return {
        entry.uk.lower(): (entry.en, entry.notes.get("iso"))
        for entry in lexicon.names()
        if entry.kind in PLACES
    }


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
