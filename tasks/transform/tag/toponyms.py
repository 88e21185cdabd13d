"""The tables of places beside this package: names that the lexicon has not, and cues.

`data/places.tsv`: a name as newspapers print it, the name that readers get (empty: the
same), its English (`-`: no place, whatever the lexicon says), the country if it is one.
`data/place_words.tsv`: words beside which a capital is a place, see `PlaceWords`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

NO_PLACE = "-"


class Toponym(NamedTuple):
    """A line of the table of places."""

    name: str
    uk: str
    en: str
    country_code: str | None


@lru_cache(maxsize=1)
def toponyms() -> Mapping[str, Toponym]:
    """Read the table of places, by name."""
    return {
        row["name"]: Toponym(
            row["name"], row["uk"] or row["name"], row["en"], row["code"] or None
        )
        for row in rows("places.tsv")
    }


@lru_cache(maxsize=1)
def place_cues() -> frozenset[str]:
    """Words, lower case, behind which an ambiguous name is a place: «в», «місті», «громада»."""
    return frozenset(row["word"] for row in rows("place_words.tsv") if row["kind"] == "cue")


def rows(table: str) -> Iterator[dict[str, str]]:
    """The lines of a table by column."""
    text = files("tasks.transform.tag").joinpath("data", table).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
