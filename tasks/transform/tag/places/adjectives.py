"""Places of an adjective and a word for a place: «Сумська область», «Брюссельський аеропорт»."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tasks.language.morphology import analyses
from tasks.language.romanize import romanize
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.agreement import agree
from tasks.transform.tag.document import Candidate, Rank
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.places.found import (
    candidate,
    english_of,
    english_of_adjective,
    is_place_adjective,
    known_english,
    span,
)
from tasks.transform.tag.places.settlements import District, districts, settlement_at
from tasks.transform.tag.toponyms import PlaceWord
from tasks.transform.tag.words import Words

# Nominative endings of adjectives by gender, hard and soft.
_ENDINGS = {"masc": ("ий", "ій"), "femn": ("а", "я"), "neut": ("е", "є"), "plur": ("і", "і")}
_DISTRICTS = {"район": "raion", "громада": "hromada"}
_UKRAINE = "UA"
_NAMED_AFTER_TOWNS = {"водосховище", "напрямок", "напрям"}
_JOINED_BY = {"та", "і", "й"}


def find(passage: int, words: Words, head: int, word: PlaceWord) -> Iterator[Candidate]:
    """Propose the place whose kind a word tells, if an adjective is before it.

    Of «Сумська, Полтавська та Харківська області» all are proposed, the last with its head.
    """
    chain = list(_adjectives_before(words, head))
    for number, at in enumerate(chain):
        form = _agreed(words.items[at].text, words.items[head].text, word.uk, len(chain) > 1)
        if form is None or (words.is_opening(at) and not _is_name(words.items[at].text, word.kind)):
            return
        if words.items[head].is_capitalized and settlement_at(words, at):
            return  # «Тихий Лиман» is a village
        name, country_code = _named(form, word)
        # «У Хмельницькій та Сумській областях»: neither a surname nor a town.
        rank = Rank.GAZETTEER if number else Rank.RULE
        place = span(words, at, at if number else head)
        yield candidate(passage, place, name, country_code, rank)


def _adjectives_before(words: Words, head: int) -> Iterator[int]:
    """Adjectives with a capital before a head, from right to left; several if it is plural."""
    at, gap = head - 1, words.items[head].gap
    while at >= 0 and words.items[at].is_capitalized and gap in {"", ","}:
        if gap and at == head - 1:
            return
        yield at
        if not _may_be_plural(words.items[head].text):
            return
        gap = words.items[at].gap
        if at and not gap and words.items[at - 1].text.lower() in _JOINED_BY:
            at, gap = at - 2, words.items[at - 1].gap
        elif gap == ",":
            at -= 1
        else:
            return


@lru_cache(maxsize=5_000)
def _may_be_plural(head: str) -> bool:
    return any(parse.tag.number == "plur" for parse in analyses(head.lower()))


@lru_cache(maxsize=20_000)
def _agreed(adjective: str, head: str, lemma: str, is_chain: bool) -> str | None:
    """The adjective in the nominative of its head's gender, if it agrees with the head.

    One of several is singular though their head is plural: «у Подільському та Печерському
    районах».
    """
    heads = [parse.tag for parse in analyses(head.lower()) if parse.tag.POS == "NOUN"]
    gender = _gender(lemma)
    for parse in analyses(straighten_apostrophes(adjective).lower()):
        tag = parse.tag
        if tag.POS == "ADJF" and (
            lemma.isupper()
            or lemma == "обл"
            or any(
                agree(tag, noun) or (is_chain and tag.case == noun.case and tag.gender == gender)
                for noun in heads
            )
        ):
            return _like(adjective, _nominative(str(parse.normal_form), gender))
    return None


def _gender(lemma: str) -> str:
    """The gender of a head, or `plur`; abbreviations are of «електростанція», «область»."""
    if lemma.isupper() or lemma == "обл":
        return "femn"
    nouns = [p.tag for p in analyses(lemma) if p.tag.POS == "NOUN" and p.tag.case == "nomn"]
    tag = nouns[0]
    return "plur" if tag.number == "plur" else str(tag.gender)


def _nominative(masculine: str, gender: str) -> str:
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
    if (kind := _DISTRICTS.get(word.uk)) and (known := _district(adjective, kind)):
        english = english_of(known.centre)[0] if known.centre else romanize(adjective)
        return (name_uk, word.en.format(english)), _UKRAINE
    if whole := known_english(name_uk):
        return (name_uk, whole[0]), whole[1]
    masculine = _masculine(adjective)
    english, country_code = english_of_adjective(masculine)
    if english == romanize(masculine):
        english = _town_at(masculine) if word.uk in _NAMED_AFTER_TOWNS else ""
        english = english or romanize(adjective)
    return (name_uk, word.en.format(english)), country_code


def _town_at(masculine: str) -> str:
    """The town whose community has the adjective: «ладижинський» is of Ладижин."""
    known = districts().get(masculine.removesuffix("ий") + "а", {}).get("hromada")
    return english_of(known.centre)[0] if known and known.centre else ""


def _masculine(adjective: str) -> str:
    parses = analyses(straighten_apostrophes(adjective).lower())
    return next((str(p.normal_form) for p in parses if p.tag.POS == "ADJF"), adjective.lower())


def _district(adjective: str, kind: str) -> District | None:
    """A district of Ukraine; one that is no more is named after a community's centre."""
    known = districts().get(adjective.lower(), {})
    community = districts().get(adjective.lower().removesuffix("ий") + "а", {})
    return known.get(kind) or known.get("borough") or community.get("hromada")
