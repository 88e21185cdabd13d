"""Agreement of adjectives and nouns, by the tags of pymorphy3."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tasks.language.morphology import analyses
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.words import Words


def agree(adjective: Any, noun: Any) -> bool:
    """Tell whether the tags of an adjective and a noun agree in case, number and gender."""
    if adjective.case != noun.case:
        return False
    if "plur" in (adjective.number, noun.number):
        return bool(adjective.number == noun.number)
    return adjective.gender in {noun.gender, None}


@lru_cache(maxsize=20_000)
def is_adjective_of(adjective: str, noun: str) -> bool:
    """Tell whether two words may be an adjective and its noun, in the same case."""
    nouns = [parse.tag for parse in analyses(noun.lower()) if parse.tag.POS == "NOUN"]
    return any(agree(tag, other) for tag in _adjectives(adjective) for other in nouns)


@lru_cache(maxsize=20_000)
def _is_one_of(adjective: str, noun: str) -> bool:
    """Tell «на Сіверському» from its «напрямках»: one of several things in the plural."""
    nouns = [parse.tag for parse in analyses(noun.lower()) if parse.tag.POS == "NOUN"]
    return any(
        tag.case == other.case and other.number == "plur"
        for tag in _adjectives(adjective)
        for other in nouns
    )


def is_adjective(word: str) -> bool:
    """Tell whether a word may be an adjective."""
    return bool(_adjectives(word))


@lru_cache(maxsize=20_000)
def _adjectives(word: str) -> list[Any]:
    parses = analyses(straighten_apostrophes(word).lower())
    return [parse.tag for parse in parses if parse.tag.POS == "ADJF"]


def describes_next(words: Words, at: int) -> bool:
    """Tell an adjective before its noun from a village: «район Авдіївського коксохіму»."""
    adjective = words.items[at].text
    if not _adjectives(adjective):
        return False
    for word in words.items[at + 1 : at + 3]:
        if word.gap or not word.text[0].islower():
            return False
        if is_adjective_of(adjective, word.text) or _is_one_of(adjective, word.text):
            return True
        if not _adjectives(word.text):
            return False
    return False
