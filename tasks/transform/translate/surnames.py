"""The official English form of Ukrainian surnames, in place of what an engine made of them.

Engines spell one surname in several ways: Kravchenko here, Kravtchenko there. Those with the
endings below are Ukrainian whoever bears them, so the official romanisation of their nominative
is right in every article. Others may be foreign (Сікорський is Sikorski) and are left alone.
What a sentence becomes depends on nothing but that sentence: the memory can hand it on.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from tasks.language.morphology import analyses
from tasks.language.romanize import romanize
from tasks.language.text import straighten_apostrophes

# In any case: Шевченка, Ковальчуком, Полторацької is not among them.
_SURNAME = re.compile(
    r"(?<![\w-])[А-ЯІЇЄҐ][а-яіїєґ']{2,}(?:енк|чук|щук|нюк|тюк|дюк|люк|сюк)(?:о|а|у|ові|ом|и|ів|ам|ами)?"
    r"(?![\w-])"
)
_NOMINATIVE = re.compile(r"(?:енко|[чщ]ук|[нтдлс]юк)$")
_ENGLISH = re.compile(r"[A-Z][a-z]+")
# What transcriptions differ in, written alike.
_ALIKE = (
    ("tch", "ch"),
    ("kh", "h"),
    ("g", "h"),
    ("w", "v"),
    ("j", "i"),
    ("y", "i"),
    ("tsch", "ch"),
)
_DOUBLE = re.compile(r"(.)\1+")
# Spellings of one surname are alike from 0.85 on (Kravtchenko and Kravchenko: 1.0, Marchuk and
# Martshuk: 0.86); those of Ткачук and Ткаченко are at 0.77.
_LIKENESS = 0.85


def with_official_forms(uk: str, en: str) -> str:
    """Spell the Ukrainian surnames of a sentence officially in its English."""
    if not _SURNAME.search(uk):
        return en
    wanted = {_official(match) for match in _SURNAME.findall(straighten_apostrophes(uk))}
    for form in wanted - {""}:
        if form not in en and (other := _most_like(form, en)):
            en = re.sub(rf"(?<![\w-]){other}(?![\w-])", form, en)
    return en


@lru_cache(maxsize=10_000)
def _official(surname: str) -> str:
    """Romanise the nominative of a surname; empty for what is none."""
    lemmas = [str(parse.normal_form) for parse in analyses(surname.lower())]
    nominative = next((lemma for lemma in lemmas if _NOMINATIVE.search(lemma)), "")
    return romanize(nominative[:1].upper() + nominative[1:])


def _most_like(form: str, en: str) -> str:
    """The word of the English that is another spelling of a surname; empty if none is."""
    best, likeness = "", _LIKENESS
    for word in _ENGLISH.findall(en):
        alike = SequenceMatcher(None, _plain(form), _plain(word)).ratio()
        if alike >= likeness:
            best, likeness = word, alike
    return best


@lru_cache(maxsize=10_000)
def _plain(name: str) -> str:
    text = name.lower()
    for spelt, alike in _ALIKE:
        text = text.replace(spelt, alike)
    return _DOUBLE.sub(r"\1", text)
