"""Case, number and gender of the words of a name; the name in the nominative."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from tasks.language.morphology import analyses, dictionary_forms
from tasks.language.text import straighten_apostrophes

_ADJECTIVES = frozenset({"ADJF", "PRTF", "NUMR"})
_NO_NOUNS = frozenset({"PREP", "CONJ", "ADVB", "PRCL", "NPRO", "GRND", "PRED"})


class Form(NamedTuple):
    """Case, number and gender of a reading; plurals have no gender."""

    case: str
    number: str
    gender: str


@lru_cache(maxsize=50_000)
def noun_forms(word: str, lemma: str) -> frozenset[Form]:
    """The forms of a noun that a word may be."""
    return frozenset(
        form(parse)
        for parse in analyses(word.lower())
        if parse.tag.POS == "NOUN" and (_lemma(parse) == lemma)
    )


def form(parse: Any) -> Form:
    """The form of a reading; the dictionary leaves the nominative out at times."""
    case = str(parse.tag.case or "nomn")
    if "plur" in parse.tag:
        return Form(case, "plur", "")
    return Form(case, "sing", str(parse.tag.gender))


def _lemma(parse: Any) -> str:
    # «Сили» is called so: the lemma of a noun in the plural may be its plural.
    if "plur" in parse.tag:
        plural = parse.inflect({"nomn", "plur"})
        return str(plural.word) if plural else str(parse.normal_form)
    return str(parse.normal_form)


@lru_cache(maxsize=50_000)
def adjective_forms(word: str) -> frozenset[Form]:
    """The forms of an adjective that a word may be; empty if it is none."""
    return frozenset(
        form(parse)
        for parse in analyses(straighten_apostrophes(word).lower())
        if parse.tag.POS in _ADJECTIVES and parse.tag.case
    )


def is_capital_adjective(word: str) -> bool:
    """Tell whether a word is an adjective with a capital: «Вовчанської»."""
    return word[:1].isupper() and bool(adjective_forms(word))


def nominative_adjective(word: str) -> str:
    """Bring an adjective to the nominative of its gender: «Вовчанської» is «Вовчанська»."""
    for parse in analyses(straighten_apostrophes(word).lower()):
        if parse.tag.POS == "ADJF" and parse.tag.gender:
            changed = parse.inflect({"nomn", str(parse.tag.gender)})
            return like(word, str(changed.word)) if changed else word
    return word


@lru_cache(maxsize=50_000)
def is_genitive_noun(word: str) -> bool:
    """Tell whether a word may be a noun in the genitive, and no verb or little word."""
    parses = analyses(straighten_apostrophes(word).lower())
    if any(parse.tag.POS in _NO_NOUNS or _is_told(parse) for parse in parses):
        return False
    return any(parse.tag.POS == "NOUN" and parse.tag.case == "gent" for parse in parses)


def _is_told(parse: Any) -> bool:
    # News gives no orders: «війни» is of the war, not «take out».
    return parse.tag.POS == "VERB" and "impr" not in parse.tag


@lru_cache(maxsize=50_000)
def may_be_genitive(word: str) -> bool:
    """Tell whether a noun or a name may be in the genitive, whatever else it may be."""
    parses = analyses(straighten_apostrophes(word).lower())
    return any(parse.tag.case == "gent" for parse in parses)


@lru_cache(maxsize=50_000)
def is_genitive_adjective(word: str) -> bool:
    """Tell whether a word may be an adjective in the genitive."""
    return any(form.case == "gent" for form in adjective_forms(word))


@lru_cache(maxsize=50_000)
def nominative(texts: tuple[str, ...], lemma: str, forms: frozenset[Form]) -> tuple[str, ...]:
    """Bring adjectives and the noun behind them to the nominative.

    Args:
        texts: adjectives and, as the last one, the noun.
        lemma: the noun in the nominative.
        forms: what the noun may be; one of them is also what the adjectives may be.
    """
    *adjectives, noun = texts
    number = adjectives.pop(0) if adjectives and adjectives[0][0].isdigit() else ""
    found = sorted(forms)
    agreed = [one for one in found if all(one in adjective_forms(text) for text in adjectives)]
    chosen = next(iter(agreed or found), Form("nomn", "sing", "masc"))
    # A few nouns have no gender (pymorphy3 raises at one it does not know): they lend none.
    gender = {chosen.gender} & {"masc", "femn", "neut"}
    wanted = {"nomn", "plur"} if chosen.number == "plur" else {"nomn", *gender}
    changed = [_inflected(text, frozenset(wanted), chosen) for text in adjectives]
    if number:
        changed.insert(0, ordinal(number, chosen.gender))
    return (*changed, like(noun, lemma))


def ordinal(number: str, gender: str) -> str:
    """Write the number of a unit in the nominative: «93-ї» and «93» are «93-тя», «14-й»."""
    digits = number.partition("-")[0]
    if gender != "femn" or not digits.isdigit():
        return f"{digits}-й"
    is_teen = digits[-2:-1] == "1"
    return f"{digits}-{'та' if is_teen else _FEMININE.get(digits[-1], 'та')}"


_FEMININE = {"1": "ша", "2": "га", "3": "тя", "7": "ма", "8": "ма"}


def _inflected(text: str, wanted: frozenset[str], chosen: Form) -> str:
    for parse in analyses(straighten_apostrophes(text).lower()):
        if parse.tag.POS in _ADJECTIVES and form(parse) == chosen:
            changed = parse.inflect(set(wanted))
            if changed:
                return like(text, str(changed.word))
    return text


def like(surface: str, lower: str) -> str:
    """Give a lower-case form the capitals of a surface, part by part."""
    if surface.isupper() and len(surface) > 1:
        return lower.upper()
    parts: Sequence[str] = lower.split("-")
    shapes = surface.split("-")
    if len(parts) != len(shapes):
        return lower[:1].upper() + lower[1:] if surface[:1].isupper() else lower
    return "-".join(
        part[:1].upper() + part[1:] if shape[:1].isupper() else part
        for part, shape in zip(parts, shapes, strict=True)
    )


@lru_cache(maxsize=20_000)
def own_name(surface: str, texts: tuple[str, ...], case: str | None = None) -> str:
    """Bring a proper name to the nominative: adjectives and the first noun behind them.

    `case` is the one it stands in, where that is known.
    """
    if len(texts) == 1 and (bare := _without_ending(surface)):
        return bare
    at = 0
    while at < len(texts) - 1 and _agree(texts[at], texts[at + 1]):
        at += 1
    parses = analyses(straighten_apostrophes(texts[at]).lower())
    nouns = [parse for parse in parses if parse.tag.POS == "NOUN"]
    nouns = [parse for parse in nouns if parse.tag.case == case] or nouns
    if not nouns or not surface.startswith(" ".join(texts[: at + 1])):
        return surface
    noun = nouns[0]
    lemma = _lemma(noun)
    changed = nominative(texts[: at + 1], lemma, noun_forms(texts[at], lemma))
    return " ".join(changed) + surface[len(" ".join(texts[: at + 1])) :]


# The dictionary lacks most names of companies, and nearly all that end so are masculine.
_ENDING = re.compile(r"(.{3,}[бвгґджзклмнпрстфхцчшщ])(?:ові|ом|у|і)")


def _without_ending(surface: str) -> str | None:
    if surface.endswith(("ого", "ому")) and adjective_forms(surface):
        return f"{surface[:-3]}е"  # «Суспільного»: media and others are called by an adjective
    found = _ENDING.fullmatch(surface)
    if not found or dictionary_forms(straighten_apostrophes(surface).lower()):
        return None
    return found[1]


def _agree(adjective: str, following: str) -> bool:
    """Tell whether a word may be an adjective of the one behind it."""
    forms = adjective_forms(adjective)
    others = analyses(straighten_apostrophes(following).lower())
    return any(form(parse) in forms for parse in others if parse.tag.POS in {"NOUN", "ADJF"})


@lru_cache(maxsize=20_000)
def is_declined(word: str) -> bool:
    """Tell a noun that cannot be in the nominative, or that has no other forms."""
    parses = [parse for parse in analyses(word.lower()) if parse.tag.POS == "NOUN"]
    return all("Fixd" in parse.tag or form(parse).case != "nomn" for parse in parses)
