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
    return any(
        parse.tag.POS == "ADJF" and any(agree(parse.tag, tag) for tag in nouns)
        for parse in analyses(straighten_apostrophes(adjective).lower())
    )


def describes_next(words: Words, at: int) -> bool:
    """Tell an adjective before its noun from a village: «район Авдіївського коксохіму»."""
    following = words.items[at + 1 : at + 2]
    if not following or following[0].gap or not following[0].text[0].islower():
        return False
    return is_adjective_of(words.items[at].text, following[0].text)
