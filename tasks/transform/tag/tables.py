"""The small tables beside this package, and the one of countries."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tasks.language import lexicon
from tasks.language.text import straighten_apostrophes

# The endings of a hard or soft adjective; the last one heads compounds
# («російсько-український»).
_ADJECTIVE_ENDINGS = (
    "ий", "ого", "ому", "им", "ім", "а", "ої", "ій", "у", "ою", "е", "і", "их", "ими", "о",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Countries:
    """What tells a country by its word, by lower-case form.

    Attributes:
        labels: code to (Ukrainian, English) name.
        forms: inflected adjectives to code.
        names: one-word names of countries in the nominative to code.
        people: nominatives of nationalities to code.
        people_starts: the first letters of those, for a quick look.
        metonyms: names of institutions and regions, as in the gazetteer, to code.
        lower_case: names that newspapers also print without a capital.
        lower_starts: the first letters of those, for a quick look.
    """

    labels: Mapping[str, tuple[str, str]]
    forms: Mapping[str, str]
    names: Mapping[str, str]
    people: Mapping[str, str]
    people_starts: frozenset[str]
    metonyms: Mapping[str, str]
    lower_case: frozenset[str]
    lower_starts: tuple[str, ...]


@lru_cache(maxsize=1)
def countries() -> Countries:
    """Read the table of countries; names that it lacks come from the gazetteer."""
    labels: dict[str, tuple[str, str]] = {}
    forms: dict[str, str] = {}
    names: dict[str, str] = {}
    people: dict[str, str] = {}
    metonyms: dict[str, str] = {}
    lower: set[str] = set()
    for row in rows("countries.tsv"):
        code = row["code"]
        labels[code] = (row["uk"], row["en"])
        forms.update(dict.fromkeys(_adjectives(row["adjectives"]), code))
        people.update(dict.fromkeys(_items(row["people"]), code))
        metonyms.update(dict.fromkeys(_items(row["metonyms"]), code))
        lower.update(_items(row["lower_case"]))
    for entry in lexicon.names():
        if entry.kind == "COUNTRY" and "iso" in entry.notes:
            labels.setdefault(entry.notes["iso"], (entry.uk, entry.en))
            names[entry.uk.lower()] = entry.notes["iso"]
    return Countries(
        labels,
        forms,
        names,
        people,
        frozenset(name[:3] for name in people),
        metonyms,
        frozenset(lower),
        tuple(sorted({name[:3] for name in lower})),
    )


def rows(table: str) -> Iterator[dict[str, str]]:
    """Read the lines of a table of this package."""
    text = files("tasks.transform.tag").joinpath("data", table).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def _items(cell: str) -> list[str]:
    return [straighten_apostrophes(item) for item in cell.split(",") if item]


def _adjectives(cell: str) -> Iterator[str]:
    for adjective in _items(cell):
        for ending in _ADJECTIVE_ENDINGS:
            yield adjective.removesuffix("ий") + ending
