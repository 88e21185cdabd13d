"""Find the phrases of the lexicon in a sentence, longest first, and make units of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from tasks.transform.translate.draft.analysis import token_readings
from tasks.transform.translate.draft.compiled import base_form
from tasks.transform.translate.draft.dictionary import (
    Phrase,
    begins_fixed,
    begins_inflected,
    fixed_phrases,
    inflected_phrases,
)
from tasks.transform.translate.draft.english import indefinite_article
from tasks.transform.translate.draft.grammar import parses
from tasks.transform.translate.draft.prepositions import CASES
from tasks.transform.translate.draft.reading import MODIFIER, VERBAL, Pos, Reading, Unit
from tasks.transform.translate.draft.tokens import Kind, Token


def make_units(tokens: list[Token]) -> list[Unit]:
    """Group the tokens of known phrases; every other token is a unit by itself."""
    units = []
    at = 0
    is_first = True
    openings = [_opening(token.lower) for token in tokens]
    lemmas = [opening.lemmas for opening in openings]
    while at < len(tokens):
        opening = openings[at]
        readings: list[Reading] = []
        # Asked first, since more than half of the words open no phrase.
        if opening.is_fixed or opening.is_inflected:
            length, readings = _phrase_at(tokens, lemmas, opening, at)
        if not readings and opening.is_verb:
            length, readings = _parted_phrase_at(tokens, lemmas, at)
        if not readings and tokens[at].kind is Kind.FOREIGN:
            length, readings = _compound_at(tokens, at)
        if not readings:
            length, readings = 1, list(token_readings(tokens[at], is_first=is_first))
        units.append(Unit(tokens[at : at + length], readings, readings[0]))
        is_first = is_first and tokens[at].kind is Kind.MARK
        at += length
    return units


def _compound_at(tokens: list[Token], at: int) -> tuple[int, list[Reading]]:
    """`YouTube-каналі` → YouTube channel: a foreign name that a hyphen ties to a noun."""
    if at + 2 >= len(tokens):
        return 0, []
    hyphen, noun = tokens[at + 1], tokens[at + 2]
    if hyphen.text != "-" or hyphen.is_spaced or noun.is_spaced or noun.kind is not Kind.WORD:
        return 0, []
    found = [r for r in token_readings(noun, is_first=False) if r.pos is Pos.NOUN]
    return 3, [replace(r, en=f"{tokens[at].text} {r.en}", features=-1) for r in found]


# What each word of a sentence may be a form of.
_Lemmas = Sequence[Sequence[str]]


class _Opening(NamedTuple):
    """What a word may be a form of, and what may begin with it."""

    lemmas: tuple[str, ...]
    is_fixed: bool
    is_inflected: bool
    is_verb: bool


@lru_cache(maxsize=50_000)
def _opening(lower: str) -> _Opening:
    base, found = base_form(lower), parses(lower)
    lemmas = tuple(dict.fromkeys([base, *[parse.lemma for parse in found]]))
    is_verb = not _VERB_PARTS.isdisjoint([parse.grammar.part for parse in found])
    return _Opening(lemmas, begins_fixed(base), begins_inflected(lemmas), is_verb)


_VERB_PARTS = frozenset({"VERB", "GRND"})


def _phrase_at(
    tokens: list[Token], lemmas: _Lemmas, opening: _Opening, at: int
) -> tuple[int, list[Reading]]:
    if tokens[at].kind is Kind.MARK:
        return 0, []
    fixed = _fixed_at(tokens, at) if opening.is_fixed else ()
    has_second = opening.is_inflected and at + 1 < len(tokens)
    inflected = _inflected_at(tokens, lemmas, at) if has_second else ()
    if not fixed and not inflected:
        return 0, []
    for phrase in sorted((*fixed, *inflected), key=lambda phrase: -len(phrase.words)):
        length = len(phrase.words)
        if phrase.is_fixed:
            same = [other for other in fixed if len(other.words) == length]
            return length, [r for other in same for r in _fixed_readings(other)]
        if readings := _phrase_readings(phrase, tokens[at : at + length]):
            return length, readings
    return 0, []


def _parted_phrase_at(tokens: list[Token], lemmas: _Lemmas, at: int) -> tuple[int, list[Reading]]:
    """`взяли активну участь` → take an active part: a verb phrase with adjectives inside."""
    if at + 2 >= len(tokens):
        return 0, []
    inside: list[str] = []
    for noun in range(at + 2, min(at + 4, len(tokens))):
        if (adjective := _adjective(tokens[noun - 1])) is None:
            return 0, []
        inside.append(adjective)
        pair = [tokens[at], tokens[noun]]
        for phrase in _inflected_at(pair, (lemmas[at], lemmas[noun]), 0):
            english = _with_inside(phrase.entry.en.split(), inside)
            if phrase.entry.kind == "VP" and len(phrase.words) == 2 and english:
                readings = _verb_readings(phrase, pair)
                for reading in readings:
                    reading.en = english
                return noun - at + 1, readings
    return 0, []


def _adjective(token: Token) -> str | None:
    """The English of a token that is nothing but an adjective."""
    readings = token_readings(token, is_first=False) if token.kind is not Kind.MARK else ()
    is_adjective = bool(readings) and all(reading.pos is Pos.ADJ for reading in readings)
    return readings[0].en if is_adjective and not readings[0].has("part") else None


def _with_inside(words: list[str], inside: list[str]) -> str:
    """Put adjectives before the noun that ends an English verb phrase; empty if none does."""
    if len(words) == 2 and words[1] == "part":
        words = [words[0], "a", words[1]]
    if len(words) == 3 and words[1] in {"a", "an", "the"}:
        article = "the" if words[1] == "the" else indefinite_article(inside[0])
        return " ".join([words[0], article, *inside, words[2]])
    return " ".join([words[0], *inside, words[1]]) if words[1:] and len(words) == 2 else ""


def _fixed_at(tokens: list[Token], at: int) -> Sequence[Phrase]:
    """The longest fixed phrase here, in all its kinds (`на початку` is two)."""
    first = base_form(tokens[at].lower)
    if at + 1 < len(tokens):
        second = base_form(tokens[at + 1].lower)
        found = [p for p in fixed_phrases(first, second) if _matches_exactly(p, tokens, at)]
        if found:
            return [phrase for phrase in found if phrase.words == found[0].words]
    return fixed_phrases(first, "")


def _matches_exactly(phrase: Phrase, tokens: list[Token], at: int) -> bool:
    words = phrase.words
    if at + len(words) > len(tokens):
        return False
    return all(base_form(tokens[at + n].lower) == words[n] for n in range(2, len(words)))


def _inflected_at(tokens: list[Token], lemmas: _Lemmas, at: int) -> Sequence[Phrase]:
    found = inflected_phrases(lemmas, at)
    if found and not tokens[at].is_capitalized:
        return [phrase for phrase in found if not phrase.entry.uk[0].isupper()]
    return found


def _fixed_readings(phrase: Phrase) -> list[Reading]:
    entry = phrase.entry
    if entry.kind == "PREP":
        case = CASES.get(entry.notes.get("gov", "").partition(",")[0], "gent")
        return [Reading(Pos.PREP, entry.uk, entry.en, governs=frozenset({case}))]
    if entry.kind == "CONJ" or phrase.words[-1] == "що":
        return [Reading(Pos.SUBORD, entry.uk, entry.en, notes=entry.notes)]
    # Dearer than the preposition of the same words, which needs its noun to be cheap.
    return [Reading(Pos.ADV, entry.uk, entry.en, cost=0.3)]


def _phrase_readings(phrase: Phrase, tokens: list[Token]) -> list[Reading]:
    if phrase.entry.kind == "VP":
        return _verb_readings(phrase, tokens)
    return _noun_readings(phrase, tokens)


def _verb_readings(phrase: Phrase, tokens: list[Token]) -> list[Reading]:
    at = next((n for n, word in enumerate(phrase.words) if word.endswith(("ти", "тися"))), 0)
    return [
        _as_phrase(reading, reading.pos, phrase)
        for reading in token_readings(tokens[at], is_first=False)
        if reading.pos in VERBAL
    ]


def _noun_readings(phrase: Phrase, tokens: list[Token]) -> list[Reading]:
    at = _head(phrase)
    pos = Pos.NOUN if phrase.entry.kind == "NP" else Pos.NAME
    agreeing = [_forms(tokens[n]) for n in range(at)]
    found = []
    seen = set()
    for reading in token_readings(tokens[at], is_first=False):
        key = reading.case, reading.number, "" if reading.number == "plur" else reading.gender
        if reading.pos not in {Pos.NOUN, Pos.NAME, Pos.ADJ, Pos.FOREIGN, Pos.DIGITS} or key in seen:
            continue
        if all(not forms or key in forms or not reading.case for forms in agreeing):
            seen.add(key)
            found.append(_as_phrase(reading, pos, phrase))
    if not found and at == 1 and _is_shared(tokens, agreeing[0]):
        return []
    return found or [Reading(pos, phrase.entry.uk, phrase.entry.en, notes=phrase.entry.notes)]


def _is_shared(tokens: list[Token], agreeing: frozenset[tuple[str, str, str]]) -> bool:
    """`Сумській та Полтавській областях`: a singular adjective of a noun that others share."""
    nouns = {r.number for r in token_readings(tokens[1], is_first=False) if r.pos is Pos.NOUN}
    return nouns == {"plur"} and {number for _, number, _ in agreeing} == {"sing"}


@lru_cache(maxsize=20_000)
def _head_of(words: tuple[str, ...]) -> int:
    for n, word in enumerate(words):
        forms = [parse.grammar for parse in parses(word)]
        if any(form.part == "ADJF" for form in forms):
            continue
        if any(form.part == "NOUN" and form.case == "nomn" for form in forms):
            return n
    return next((n for n, word in enumerate(words) if not word.endswith(("ий", "ій"))), 0)


def _head(phrase: Phrase) -> int:
    return _head_of(phrase.words)


def _forms(token: Token) -> frozenset[tuple[str, str, str]]:
    """The case, number and gender of a token that may be a modifier; empty if it is none."""
    return frozenset(
        (reading.case, reading.number, "" if reading.number == "plur" else reading.gender)
        for reading in token_readings(token, is_first=False)
        if reading.pos in MODIFIER
    )


def _as_phrase(reading: Reading, pos: Pos, phrase: Phrase) -> Reading:
    notes = dict(phrase.entry.notes)
    if phrase.entry.kind in {"LAST", "FIRST"} or "pers" in notes:
        notes["pers"] = ""
    number = "plur" if pos is Pos.NAME and "pl" in notes else reading.number
    return Reading(
        pos, phrase.entry.uk.lower(), phrase.entry.en, reading.case, number, reading.gender,
        reading.person, reading.form, notes, is_animate=reading.is_animate,
        is_perfective=reading.is_perfective, cost=-1.0,
    )  # fmt: skip
