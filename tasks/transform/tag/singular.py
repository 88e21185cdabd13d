"""One number for a tag: «санкції» and «санкція» are the same one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tasks.language import lexicon
from tasks.language.morphology import analyses
from tasks.transform.tag.tag_names import KnownName

_ENDINGS = (
    ("sses", "ss"),
    ("uses", "us"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
    ("ies", "y"),
    ("s", ""),
)


def singular(name: KnownName) -> KnownName:
    """Write a noun and its adjectives in the singular in both languages.

    Left as it is unless the lexicon agrees that the English noun is what the Ukrainian one
    means: «переговори» have no singular, and «товари» are goods.
    """
    *adjectives, noun = name.uk.split(" ")
    *before, last = name.en.split(" ")
    head = _plural_noun(noun)
    if head is None or len(adjectives) > 1:
        return name
    lemma = str(head.normal_form)
    last_singular = _english_singular(last)
    if last_singular is None or last_singular not in _english_of(lemma):
        return name
    described = [_agreeing(word, head) for word in adjectives]
    if None in described:
        return name
    uk = " ".join([*(word for word in described if word), lemma])
    return KnownName(uk, " ".join([*before, last_singular]))


def _plural_noun(noun: str) -> Any | None:
    """The reading of a word as a plural that has a singular; names have none."""
    if not noun.islower() or noun in _nouns():
        return None
    for parse in analyses(noun):
        is_plural = {"NOUN", "plur", "nomn"} <= parse.tag.grammemes
        if is_plural and parse.normal_form != noun and parse.normal_form in _nouns():
            return parse
    return None


def _agreeing(adjective: str, head: Any) -> str | None:
    """An adjective in the singular of its noun."""
    gender = head.normalized.tag.gender
    for parse in analyses(adjective):
        if gender and {"ADJF", "plur", "nomn"} <= parse.tag.grammemes:
            form = parse.inflect({"nomn", gender})
            return str(form.word) if form else None
    return None


def _english_singular(plural: str) -> str | None:
    if not plural.islower():
        return None
    for ending, replacement in _ENDINGS:
        if plural.endswith(ending):
            return plural.removesuffix(ending) + replacement
    return None


def _english_of(lemma: str) -> frozenset[str]:
    return _nouns().get(lemma, frozenset())


@lru_cache(maxsize=1)
def _nouns() -> dict[str, frozenset[str]]:
    """The English words, in the singular, that each noun of the lexicon ends in."""
    return {
        entry.uk: frozenset(
            english.rpartition(" ")[2]
            for english in (entry.en, *entry.notes.get("alt", "").split("|"))
            if english and not entry.has("pl")
        )
        for entry in lexicon.words()
        if entry.kind == "NOUN"
    }
