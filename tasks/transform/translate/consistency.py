"""One English form of a person's surname in an article, whatever its engines made of it.

Engines translate sentence by sentence, and spell one name in several ways: Hrynkevych here,
Grinkevich there. The form that an article has most often takes the place of the others.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from tasks.language.morphology import analyses
from tasks.language.romanize import romanize
from tasks.language.text import straighten_apostrophes
from tasks.models import SentencePair

_UKRAINIAN = re.compile(r"[А-ЯІЇЄҐ][а-яіїєґ]+(?:['-][А-Яа-яІЇЄҐіїєґ]+)*")
_ENGLISH = re.compile(r"[A-Z][a-z]+(?:['’-][A-Za-z]+)*")
# What transcriptions differ in, written alike; a vowel more or less does not count much.
_ALIKE = (
    ("kh", "h"), ("g", "h"), ("w", "v"), ("ph", "f"), ("ck", "k"), ("cz", "ch"), ("sch", "sh"),
    ("tch", "ch"), ("x", "ks"), ("c", "k"), ("j", "i"), ("y", "i"), ("oo", "u"), ("ou", "u"),
)  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")
# Spellings of one surname are alike from 0.75 on (Grynkewich and Hrinkevich: 0.94, Wadephul
# and Vadeful: 0.93); names of two people in one sentence hardly ever are.
_LIKENESS = 0.75
_POSSESSIVE = re.compile(r"['’]s?$")


def with_one_form(pairs: Sequence[SentencePair]) -> tuple[SentencePair, ...]:
    """Give the sentences of an article with one English form of each surname."""
    people = {surname for pair in pairs for surname in _introduced(pair.uk)}
    named = [_named(pair.uk, people) for pair in pairs] if people else []
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for pair, surnames in zip(pairs, named, strict=False):
        for surname in surnames:
            if form := _form_of(surname, pair.en):
                forms[surname][form] += 1
    if all(len(counts) < 2 for counts in forms.values()):
        return tuple(pairs)
    # Of forms as frequent, the first one met: titles come first.
    best = {surname: counts.most_common(1)[0][0] for surname, counts in forms.items()}
    return tuple(
        _edited(pair, {form: best[name] for name in surnames for form in forms[name]})
        for pair, surnames in zip(pairs, named, strict=True)
    )


def _edited(pair: SentencePair, best_of: Mapping[str, str]) -> SentencePair:
    en = pair.en
    for form, best in best_of.items():
        if form != best:
            en = re.sub(rf"(?<![\w-]){re.escape(form)}(?![\w-])", best, en)
    return pair if en == pair.en else replace(pair, en=en)


@lru_cache(maxsize=5_000)
def _introduced(uk: str) -> tuple[str, ...]:
    """The surnames that stand behind a first name, in the nominative."""
    words = list(_UKRAINIAN.finditer(straighten_apostrophes(uk)))
    return tuple(
        _nominatives(word[0])[0]
        for before, word in pairwise(words)
        if word.start() == before.end() + 1
        and _may_be(before[0], "Name")
        and _may_be(word[0], "Surn")
    )


def _named(uk: str, people: Container[str]) -> list[str]:
    """The people of an article that a sentence names by their surname, each once."""
    found: dict[str, None] = {}
    for word in _UKRAINIAN.findall(straighten_apostrophes(uk)):
        surname = next((name for name in _nominatives(word) if name in people), None)
        if surname is not None:
            found[surname] = None
    return list(found)


@lru_cache(maxsize=20_000)
def _nominatives(word: str) -> tuple[str, ...]:
    """What a name may be a form of, surnames first."""
    parses = [(str(it.normal_form), str(it.tag)) for it in analyses(word.lower())]
    known = [lemma for lemma, tag in parses if "Surn" in tag]
    others = [lemma for lemma, tag in parses if "NOUN" in tag or "ADJF" in tag]
    return tuple(dict.fromkeys([*known, *others, word.lower()]))


@lru_cache(maxsize=20_000)
def _may_be(word: str, kind: str) -> bool:
    """Tell whether a word is a name of a kind (`Name`, `Surn`), or none that is known.

    Known words would bring along their kin: Korea must not take the place of Korean.
    """
    parses = analyses(word.lower())
    return any(kind in str(it.tag) for it in parses) or not any(it.is_known for it in parses)


@lru_cache(maxsize=5_000)
def _plain(name: str) -> str:
    text = name.lower()
    for spelt, alike in _ALIKE:
        text = text.replace(spelt, alike)
    return _DOUBLE.sub(r"\1", text)


def _form_of(surname: str, en: str) -> str:
    """The word of the English that is most like a surname; empty if none is."""
    wanted = _plain(romanize(surname))
    best, likeness = "", _LIKENESS
    for match in _ENGLISH.finditer(en):
        form = _POSSESSIVE.sub("", match[0])
        alike = SequenceMatcher(None, wanted, _plain(form)).ratio()
        if alike > likeness:
            best, likeness = form, alike
    return best
