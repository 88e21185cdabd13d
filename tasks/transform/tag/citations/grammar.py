"""What the forms of words tell of who speaks: case, gender, number."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Any

from tasks.language.morphology import analyses
from tasks.language.text import has_cyrillic, straighten_apostrophes
from tasks.models import Mention, MentionKind
from tasks.transform.tag.words import is_acronym


class Case(StrEnum):
    """As much as is asked of a name; `any`: its form does not tell."""

    NOMINATIVE = "nominative"
    OBLIQUE = "oblique"
    ANY = "any"


class Subject(StrEnum):
    """What subject a form of a verb agrees with."""

    MALE = "masc"
    FEMALE = "femn"
    NEUTER = "neut"
    PLURAL = "plur"
    SINGULAR = "sing"


@lru_cache(maxsize=2_000)
def subject_of(verb: str) -> Subject:
    """Tell by the ending of a verb or a short adjective in the third person."""
    stem = verb.removesuffix("ся").removesuffix("сь")
    if stem.endswith(("ли", "уть", "ють", "ать", "ять", "ані", "ені")):
        return Subject.PLURAL
    if stem.endswith(("ла", "на")):
        return Subject.FEMALE
    if stem.endswith("ло"):
        return Subject.NEUTER
    return Subject.MALE if stem.endswith(("в", "г", "ний")) else Subject.SINGULAR


@lru_cache(maxsize=20_000)
def gender_of(person: str) -> str | None:
    """The gender of a person by the name in the nominative, where the name tells."""
    first, *others = person.lower().split()
    parses = [parse for parse in analyses(first) if "Name" in parse.tag] if others else []
    if not parses:
        last = others[-1] if others else first
        parses = [p for p in analyses(last) if "Surn" in p.tag and p.tag.case == "nomn"]
    genders = {str(parse.tag.gender) for parse in parses}
    return genders.pop() if len(genders) == 1 else None


def case_of(mention: Mention) -> Case:
    """Tell in what case a name stands: by its nominative and by what its form may be."""
    surface, name = _key(mention.surface_uk), _key(mention.name_uk)
    if mention.kind is MentionKind.PERSON:
        return _case_of_person(surface, name)
    if is_acronym(mention.surface_uk.split()[0]) or not has_cyrillic(surface[0]):
        return Case.ANY
    if surface == name:
        # «Міноборони» is the same in every case.
        return Case.ANY if _may_be(surface[0], "gent") else Case.NOMINATIVE
    same_length = len(surface) == len(name)
    return Case.ANY if not same_length and _may_be(surface[0], "nomn") else Case.OBLIQUE


def _case_of_person(surface: tuple[str, ...], name: tuple[str, ...]) -> Case:
    if surface[-1] != name[-1]:
        return Case.OBLIQUE
    if len(surface) > 1:
        is_same = len(surface) != len(name) or surface[0] == name[0]
        return Case.NOMINATIVE if is_same else Case.OBLIQUE
    return Case.NOMINATIVE if _is_only_nominative(surface[0]) else Case.ANY


@lru_cache(maxsize=20_000)
def _key(name: str) -> tuple[str, ...]:
    return tuple(straighten_apostrophes(name).strip('«»"“”„').lower().split())


@lru_cache(maxsize=20_000)
def _is_only_nominative(surname: str) -> bool:
    men = [p.tag for p in analyses(surname) if "Surn" in p.tag and p.tag.gender != "femn"]
    return bool(men) and {str(tag.case) for tag in men} <= {"nomn", "voct"}


@lru_cache(maxsize=20_000)
def _may_be(word: str, case: str) -> bool:
    return any(parse.tag.case == case for parse in analyses(word))


@lru_cache(maxsize=20_000)
def is_someone(word: str) -> bool:
    """Tell whether a word may be a noun for a person in the nominative: «речник»."""
    # The dictionary gives some nominatives no case: «директор».
    return any(tag.case in {"nomn", None} for tag in _human(word))


@lru_cache(maxsize=20_000)
def is_human(word: str) -> bool:
    """Tell whether a word may be a noun for a person in any case: «речника»."""
    return bool(_human(word))


def _human(word: str) -> list[Any]:
    nouns = (parse.tag for parse in analyses(word) if parse.tag.POS == "NOUN")
    names = {"Name", "Surn", "Patr"}
    return [tag for tag in nouns if tag.animacy == "anim" and not names & tag.grammemes]


@lru_cache(maxsize=20_000)
def is_noun(word: str) -> bool:
    """Tell whether a word is a noun and nothing that stands freely in a sentence."""
    return all(parse.tag.POS == "NOUN" for parse in analyses(word))


@lru_cache(maxsize=20_000)
def is_finite(word: str) -> bool:
    """Tell whether a word can only be a verb with a subject."""
    parses = analyses(word)
    return bool(parses) and all(parse.tag.POS == "VERB" for parse in parses)
