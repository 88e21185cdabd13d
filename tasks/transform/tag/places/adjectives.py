"""Places of an adjective and a word for a place: «Сумська область», «Брюссельський аеропорт»."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from tasks.language.morphology import analyses
from tasks.language.romanize import romanize
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.document import Candidate
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.places.found import (
    candidate,
    english_of,
    english_of_adjective,
    is_place_adjective,
    span,
)
from tasks.transform.tag.places.settlements import districts
from tasks.transform.tag.toponyms import PlaceWord
from tasks.transform.tag.words import Words

# Nominative endings of adjectives by gender, hard and soft.
_ENDINGS = {"masc": ("ий", "ій"), "femn": ("а", "я"), "neut": ("е", "є"), "plur": ("і", "і")}
_DISTRICTS = {"район": "raion", "громада": "hromada"}
_UKRAINE = "UA"
_JOINED_BY = {"та", "і", "й"}


def find(passage: int, words: Words, head: int, word: PlaceWord) -> Iterator[Candidate]:
    """Propose the place whose kind a word tells, if an adjective is before it.

    Of «Сумська та Харківська області» both are proposed, the first without its head.
    """
    last = head
    for at in _adjectives_before(words, head):
        form = _agreed(words.items[at].text, words.items[head].text, word.uk)
        if form is None or (words.is_opening(at) and not _is_name(words.items[at].text, word.kind)):
            return
        name, country_code = _named(form, word)
        yield candidate(passage, span(words, at, last), name, country_code)
        last = at - 2


def _adjectives_before(words: Words, head: int) -> Iterator[int]:
    """Adjectives with a capital before a head; several if it is plural."""
    at = head - 1
    while at >= 0 and words.items[at].is_capitalized and not words.items[at + 1].gap:
        yield at
        if at < 2 or not _is_plural(words.items[head].text):
            return
        if words.items[at - 1].text.lower() not in _JOINED_BY or words.items[at].gap:
            return
        at -= 2


@lru_cache(maxsize=5_000)
def _is_plural(head: str) -> bool:
    return any(parse.tag.number == "plur" for parse in analyses(head.lower()))


@lru_cache(maxsize=20_000)
def _agreed(adjective: str, head: str, lemma: str) -> str | None:
    """The adjective in the nominative of its head's gender, if it agrees with the head."""
    heads = [parse for parse in analyses(head.lower()) if parse.tag.POS == "NOUN"]
    for parse in analyses(straighten_apostrophes(adjective).lower()):
        if parse.tag.POS != "ADJF":
            continue
        if lemma.isupper() or len(lemma) < 4 or any(_agree(parse.tag, noun.tag) for noun in heads):
            return _like(adjective, _nominative(str(parse.normal_form), lemma))
    return None


def _agree(adjective: Any, noun: Any) -> bool:
    if adjective.case != noun.case:
        return False
    if "plur" in (adjective.number, noun.number):
        return bool(adjective.number == noun.number)
    return adjective.gender in {noun.gender, None}


def _nominative(masculine: str, lemma: str) -> str:
    """Bring an adjective to the gender of a head's dictionary form."""
    gender = next((str(p.tag.gender) for p in analyses(lemma.lower()) if p.tag.gender), "femn")
    if lemma.isupper() or lemma == "обл":
        gender = "femn"  # «АЕС», «обл.»: електростанція, область
    if lemma[-1] in "иі" and len(lemma) > 3:
        gender = "plur"
    hard, soft = _ENDINGS[gender]
    if masculine.endswith("ий"):
        return masculine.removesuffix("ий") + hard
    return masculine.removesuffix("ій") + soft if masculine.endswith("ій") else masculine


def _like(surface: str, lower: str) -> str:
    parts, shapes = lower.split("-"), surface.split("-")
    if len(parts) != len(shapes):
        return lower.capitalize()
    return "-".join(
        part.capitalize() if shape[0].isupper() else part
        for part, shape in zip(parts, shapes, strict=True)
    )


@lru_cache(maxsize=5_000)
def _is_name(adjective: str, kind: str) -> bool:
    """Tell a name that begins a sentence from a description: «Міський парк»."""
    if not is_everyday(adjective):
        return True
    masculine = _masculine(adjective)
    is_of_a_place = masculine in districts() or is_place_adjective(masculine)
    return kind == "area" and is_of_a_place


def _named(adjective: str, word: PlaceWord) -> tuple[tuple[str, str], str | None]:
    """The nominative and English of a place, and its country."""
    name_uk = f"{adjective} {'область' if word.uk == 'обл' else word.uk}"
    if kind := _DISTRICTS.get(word.uk):
        district = districts().get(adjective.lower(), {})
        known = district.get(kind) or district.get("borough")
        if known:
            english = english_of(known.centre)[0] if known.centre else romanize(adjective)
            return (name_uk, word.en.format(english)), _UKRAINE
    masculine = _masculine(adjective)
    english, country_code = english_of_adjective(masculine)
    if english == romanize(masculine):
        english = romanize(adjective)
    return (name_uk, word.en.format(english)), country_code


def _masculine(adjective: str) -> str:
    parses = analyses(straighten_apostrophes(adjective).lower())
    return next((str(p.normal_form) for p in parses if p.tag.POS == "ADJF"), adjective.lower())
