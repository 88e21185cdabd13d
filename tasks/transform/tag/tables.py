"""The small tables beside this package, and the one of countries."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
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
        people_starts: the first letters of those and of `things`, for a quick look.
        things: nominatives that mean a woman of a nation or an everyday thing, to code.
        stems: beginnings of compound adjectives («франко-німецький») to code.
        metonyms: names of institutions and regions, as in the gazetteer, to code.
        lower_case: names that newspapers also print without a capital.
        lower_starts: the first letters of those, for a quick look.
    """

    labels: Mapping[str, tuple[str, str]]
    forms: Mapping[str, str]
    names: Mapping[str, str]
    people: Mapping[str, str]
    people_starts: frozenset[str]
    things: Mapping[str, str]
    stems: Mapping[str, str]
    metonyms: Mapping[str, str]
    lower_case: frozenset[str]
    lower_starts: tuple[str, ...]


@lru_cache(maxsize=1)
def countries() -> Countries:
    """Read the table of countries; other names of theirs come from the gazetteer."""
    table = list(rows("countries.tsv"))
    lower = frozenset(item for row in table for item in _items(row["lower_case"]))
    people, things = _codes(table, "people"), _codes(table, "things")
    return Countries(
        labels={row["code"]: (row["uk"], row["en"]) for row in table},
        forms={form: row["code"] for row in table for form in _adjectives(row["adjectives"])},
        names={
            entry.uk.lower(): entry.notes["iso"]
            for entry in lexicon.names()
            if entry.kind == "COUNTRY" and "iso" in entry.notes
        },
        people=people,
        people_starts=frozenset(name[:3] for name in (*people, *things)),
        things=things,
        stems=_codes(table, "stems"),
        metonyms=_codes(table, "metonyms"),
        lower_case=lower,
        lower_starts=tuple(sorted({name[:3] for name in lower})),
    )


def _codes(rows: Sequence[Mapping[str, str]], column: str) -> dict[str, str]:
    return {item: row["code"] for row in rows for item in _items(row[column])}


@lru_cache(maxsize=1)
def not_countries() -> tuple[tuple[str, ...], ...]:
    """Phrases that hold a word of a country and mean another thing: «грецький горіх»."""
    return tuple(tuple(row["phrase"].split()) for row in rows("not_countries.tsv"))


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
