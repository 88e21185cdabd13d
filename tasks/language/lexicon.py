"""The Ukrainian-English news lexicon: words, phrases and names, as data beside this file.

The format of the three tables is described in `docs/lexicon.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

_NO_NOTES: Mapping[str, str] = MappingProxyType({})


# A tuple rather than a frozen dataclass: 50,000 of them are made in half the time.
class Entry(NamedTuple):
    """A line of a table: `kind` is a UD part of speech, a phrase kind or a name kind.

    `notes` maps `gov`, `alt`, `inf`, `iso`, … to their value and bare notes
    (`pers`, `the`, `mass`, …) to the empty string.
    """

    uk: str
    kind: str
    en: str
    notes: Mapping[str, str] = _NO_NOTES

    def has(self, note: str) -> bool:
        """Tell whether the entry carries a note."""
        return note in self.notes


@lru_cache(maxsize=1)
def words() -> tuple[Entry, ...]:
    """The word list; entries that are no words (English `-`) are left out."""
    return tuple(entry for entry in _read("lexicon.tsv") if entry.en != "-")


@lru_cache(maxsize=1)
def phrases() -> tuple[Entry, ...]:
    """The phrase table (kinds NP, VP, ADV, PREP, CONJ, NAME)."""
    return tuple(_read("phrases.tsv"))


@lru_cache(maxsize=1)
def names() -> tuple[Entry, ...]:
    """The gazetteer (kinds FIRST, LAST, CITY, REGION, RIVER, COUNTRY, ORG, …)."""
    return tuple(_read("names.tsv"))


def _read(table: str) -> Iterator[Entry]:
    text = files("tasks.language").joinpath("data", table).read_text(encoding="utf-8")
    for line in text.splitlines():
        uk, kind, en, notes = line.split("\t")
        yield Entry(uk, kind, en, _parse_notes(notes) if notes else _NO_NOTES)


def _parse_notes(notes: str) -> dict[str, str]:
    pairs = (note.partition("=") for note in notes.split(";"))
    return {key: value for key, _, value in pairs}
