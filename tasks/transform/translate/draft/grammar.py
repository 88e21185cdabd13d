"""What pymorphy3 says of a form, as plain strings that compare and hash quickly."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from tasks.language import morphology


class Grammar(NamedTuple):
    """The grammatical part of a parse; empty strings where a category does not apply."""

    part: str
    case: str
    number: str
    gender: str
    person: str
    form: str
    is_animate: bool
    is_perfective: bool
    is_personal_name: bool
    is_first_name: bool
    is_surname: bool
    is_fixed: bool
    is_subordinating: bool


class Parse(NamedTuple):
    """One analysis of a form."""

    lemma: str
    grammar: Grammar
    score: float


@lru_cache(maxsize=50_000)
def parses(lower: str) -> tuple[Parse, ...]:
    """All analyses of a lower-case form but vocatives, best first."""
    found = []
    # Raw analyses are twice as large as what is kept of them, so known words do without.
    for lemma, tag, score in _known(lower) or _guessed(lower):
        grammar = _grammar(tag)
        part, case = grammar.part, grammar.case
        if part == "NOUN":
            if not case and lemma == lower:
                # The dictionary leaves the nominative of some nouns (вторгнення) without a case.
                grammar, case = grammar._replace(case="nomn", number="sing"), "nomn"
            if not case:
                continue
        elif grammar.form == "infn" and not lower.endswith(_INFINITIVE_ENDINGS):
            # Its other infinitives (зміниться) are colloquial and look like the third person.
            continue
        if case != "voct":
            found.append(Parse(lemma, grammar, score))
    return tuple(found)


def _known(lower: str) -> list[tuple[str, Any, float]]:
    return [(lemma, tag, 1.0) for lemma, tag in morphology.dictionary_forms(lower)]


def _guessed(lower: str) -> list[tuple[str, Any, float]]:
    return [(str(it.normal_form), it.tag, float(it.score)) for it in morphology.analyses(lower)]


def lemmas(lower: str) -> frozenset[str]:
    """The dictionary forms that a lower-case form may belong to."""
    return frozenset(parse.lemma for parse in parses(lower))


# Tags are shared by all forms of a paradigm: some thousand for the whole language.
@lru_cache(maxsize=10_000)
def _grammar(tag: Any) -> Grammar:
    grammemes = {str(grammeme) for grammeme in tag.grammemes}
    gender = _one(grammemes, "masc", "femn", "neut")
    return Grammar(
        part=_one(grammemes, *_PARTS),
        case=_one(grammemes, "nomn", "gent", "datv", "accs", "ablt", "loct", "voct"),
        number=_one(grammemes, "plur", "sing") or ("sing" if gender else ""),
        gender=gender,
        person=_one(grammemes, "1per", "2per", "3per"),
        form=_verb_form(grammemes),
        is_animate="anim" in grammemes,
        is_perfective="perf" in grammemes,
        is_personal_name=bool({"Name", "Surn", "Patr"} & grammemes),
        is_first_name="Name" in grammemes,
        is_surname="Surn" in grammemes,
        is_fixed="Fixd" in grammemes,
        is_subordinating="subord" in grammemes,
    )


_INFINITIVE_ENDINGS = ("ти", "тися", "тись")
_PARTS = ("NOUN", "ADJF", "VERB", "GRND", "ADVB", "PREP", "CONJ", "PRCL", "NPRO", "NUMR", "INTJ")


def _one(grammemes: set[str], *wanted: str) -> str:
    return next((grammeme for grammeme in wanted if grammeme in grammemes), "")


def _verb_form(grammemes: set[str]) -> str:
    if "VERB" not in grammemes:
        return ""
    form = _one(grammemes, "infn", "impr", "past", "futr", "pres")
    if form or "Impe" in grammemes:
        return form or "impe"
    # The dictionary leaves the infinitive of some verbs (бути) without a form.
    return "pres" if {"sing", "plur"} & grammemes else "infn"
