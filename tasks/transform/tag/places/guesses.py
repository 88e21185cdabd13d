"""Towns that no table has: a capital behind «у», «до», «біля» in the case they want.

A guess: it loses against whatever another finder knows about the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from tasks.language.morphology import analyses
from tasks.language.romanize import romanize
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.agreement import describes_next
from tasks.transform.tag.document import Candidate, Document, Rank
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.names import starting
from tasks.transform.tag.places.found import Capital, candidate, is_persons, span
from tasks.transform.tag.places.settlements import settlement_at
from tasks.transform.tag.toponyms import institution_starts
from tasks.transform.tag.words import Words, is_acronym, keys

# «У Трампа», «до Трампа» are of persons: only what is behind «в» in the locative is a place.
_IN = frozenset({"у", "в"})
_BESIDE = frozenset({"біля", "поблизу", "неподалік", "під"})
_LOCATIVE_ENDINGS = ("і", "ї", "ах", "ях", "ську", "цьку")
_JOINED_BY = frozenset({"та", "і", "й"})
_SHORTEST = 4
_UKRAINE = "UA"


def find(
    document: Document, capitals: Iterable[Capital], persons: frozenset[str]
) -> Iterator[Candidate]:
    """Propose words behind a preposition of place that are no names of anything else."""
    for number, words, at in capitals:
        before = words.items[at - 1].text.lower() if at else ""
        if before not in _IN and before not in _BESIDE:
            continue
        for place in _list_from(words, at, before):
            surface = words.items[place].text
            if document.capitals.is_common(surface) or not persons.isdisjoint(keys(surface)):
                break
            known = settlement_at(words, place)
            names = (known[0].uk, romanize(known[0].uk)) if known else _named(surface)
            country_code = _UKRAINE if known else None
            yield candidate(number, span(words, place, place), names, country_code, Rank.GUESS)


def _list_from(words: Words, at: int, preposition: str) -> Iterator[int]:
    """The places behind a preposition: «у Бадахосі, Оренсі й Понтеведрі»."""
    while at < len(words.items) and _is_place(words, at, preposition):
        yield at
        at += 1
        if at < len(words.items) and words.items[at].gap == ",":
            continue
        if at + 1 >= len(words.items) or words.items[at].text not in _JOINED_BY:
            return
        at += 1


def _is_place(words: Words, at: int, preposition: str) -> bool:
    word = words.items[at]
    if word.gap not in {"", ","} or not word.is_capitalized:
        return False
    if preposition in _IN and not word.text.endswith(_LOCATIVE_ENDINGS):
        return False
    following = words.items[at + 1 : at + 2]
    if following and not following[0].gap and following[0].is_capitalized:
        return False  # the first word of a longer name
    return _may_be_place(word.text) and not describes_next(words, at)


@lru_cache(maxsize=20_000)
def _may_be_place(word: str) -> bool:
    if len(word) < _SHORTEST or is_acronym(word) or is_everyday(word) or is_persons(word):
        return False
    if word.lower().startswith(institution_starts()):
        return False
    parts = word.split("-")
    if not all(part.isalpha() and part[1:].islower() for part in parts) or starting(word):
        return False  # «СтратКом», «МіГ»
    if any(letter.isascii() for part in parts for letter in part):
        return False
    return word.endswith(("ську", "цьку")) or bool(_nouns(word))


def _named(surface: str) -> tuple[str, str]:
    """The most likely nominative of a noun in the locative or genitive, and its English."""
    if surface.endswith(("ську", "цьку")):
        return surface[:-1], romanize(surface[:-1])
    nouns = _nouns(surface)
    stem = straighten_apostrophes(surface).lower()[:-1]
    likely = [
        noun
        for noun in nouns
        if noun.tag.case in {"loct", "gent"} and str(noun.normal_form).startswith(stem)
    ]
    lifeless = [noun for noun in likely if noun.tag.animacy == "inan"]
    best = (lifeless or likely or nouns)[0]
    shapes = surface.split("-")
    parts = str(best.normal_form).split("-")
    name = "-".join(
        part.capitalize() if shape[0].isupper() else part
        for part, shape in zip(parts, shapes, strict=False)
    )
    return name, romanize(name)


def _nouns(word: str) -> list[Any]:
    parses = analyses(straighten_apostrophes(word).lower())
    return [parse for parse in parses if parse.tag.POS == "NOUN"]
