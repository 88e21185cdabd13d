"""The nominatives that a form of a name may have, told by its ending alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tasks.transform.tag.tables import rows

VOWELS = frozenset("аеєиіїоуюя")
_CONSONANTS = frozenset("бвгґджзйклмнпрстфхцчшщ")
_UNDECLINED = frozenset("еєиіїуюо")

# No name ends so in the nominative: «Навальної», «Марії», «Бойкові».
_OBLIQUE = ("ої", "ії", "ові", "еві", "єві")


class Nominative(NamedTuple):
    """A nominative in lower case that a form may belong to.

    Attributes:
        uk: the nominative.
        gender: `masc` or `femn`.
        case: the case that the form then is in; empty where the name is not declined.
        doubt: how unlikely it is where no table has the name; None if it needs that proof.
    """

    uk: str
    gender: str
    case: str
    doubt: float | None


class _Ending(NamedTuple):
    ending: str
    nominative: str
    genders: tuple[str, ...]
    cases: tuple[str, ...]
    after: tuple[str, ...]
    needs_proof: bool


def nominatives(form: str) -> Iterator[Nominative]:
    """Give every nominative that a lower-case form may have, itself first."""
    yield from _as_it_stands(form)
    for size in range(min(4, len(form) - 2), -1, -1):
        for rule in _endings().get(form[len(form) - size :], ()):
            stem = form[: len(form) - size]
            if not stem.endswith(rule.after):
                continue
            uk = stem + rule.nominative
            doubt = None if rule.needs_proof else _doubt(uk, rule.ending)
            for gender in rule.genders:
                for case in rule.cases:
                    yield Nominative(uk, gender, case, doubt)


def _as_it_stands(form: str) -> Iterator[Nominative]:
    last = form[-1:]
    if last in "ая":
        # An unknown surname in -а is a man's genitive more often than a woman's nominative.
        yield Nominative(form, "masc", "nomn", 0.4)
        yield Nominative(form, "femn", "nomn", 0.4)
    elif form.endswith(_OBLIQUE):
        return
    elif last in _UNDECLINED:
        if last == "о":
            yield Nominative(form, "masc", "nomn", 0.0)
        if not form.endswith("ко"):
            yield Nominative(form, "masc", "", 0.3)
        yield Nominative(form, "femn", "", 0.5)
    else:
        yield Nominative(form, "masc", "nomn", 0.0)
        if not form.endswith(("ий", "ський")):
            # A woman's name on a consonant is not declined.
            yield Nominative(form, "femn", "", 0.3)


def _doubt(uk: str, ending: str) -> float:
    if ending in {"і", "ї"}:
        # «Різві» and «Фаучі» are not declined more often than they are of «Різва», «Фауч».
        return 0.7
    if uk.endswith("енк"):
        return 1.0  # «Сікоренка» is of Сікоренко
    if uk.endswith("о") and not uk.endswith("ко"):
        return 1.0
    return 0.2 if uk[-1] in VOWELS else 0.0


@lru_cache(maxsize=1)
def _endings() -> dict[str, tuple[_Ending, ...]]:
    classes = {"C": _CONSONANTS, "V": VOWELS}
    table: dict[str, tuple[_Ending, ...]] = {}
    for row in rows("name_endings.tsv"):
        after = [
            letter
            for item in row["after"].split(",")
            for letter in sorted(classes.get(item, frozenset({item})))
        ]
        rule = _Ending(
            row["ending"],
            row["nominative"],
            (row["gender"],) if row["gender"] else ("masc", "femn"),
            tuple(row["cases"].split(",")),
            tuple(after),
            row["proof"] == "table",
        )
        table[rule.ending] = (*table.get(rule.ending, ()), rule)
    return table
