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


# A line as it stands: Ukrainian, kind, English, notes.
Row = tuple[str, str, str, str]
TABLES = ("lexicon.tsv", "phrases.tsv", "names.tsv")


@lru_cache(maxsize=1)
def words() -> tuple[Entry, ...]:
    """The word list."""
    return tuple(map(entry_of, rows("lexicon.tsv")))


@lru_cache(maxsize=1)
def phrases() -> tuple[Entry, ...]:
    """The phrase table (kinds NP, VP, ADV, PREP, CONJ, NAME)."""
    return tuple(map(entry_of, rows("phrases.tsv")))


@lru_cache(maxsize=1)
def names() -> tuple[Entry, ...]:
    """The gazetteer (kinds FIRST, LAST, CITY, REGION, RIVER, COUNTRY, ORG, …)."""
    return tuple(map(entry_of, rows("names.tsv")))


def rows(table: str) -> Iterator[Row]:
    """The lines of a table; entries that are no words (English `-`) are left out."""
    for line in content(table).decode("utf-8").splitlines():
        uk, kind, en, notes = line.split("\t")
        if en != "-":
            yield uk, kind, en, notes


def content(table: str) -> bytes:
    """The bytes of a table."""
    return files("tasks.language").joinpath("data", table).read_bytes()


def entry_of(row: Row) -> Entry:
    """Make the entry of a line."""
    uk, kind, en, notes = row
    return Entry(uk, kind, en, _parse_notes(notes) if notes else _NO_NOTES)


# Half of the entries share a few hundred notes; who reads them never writes.
@lru_cache(maxsize=5_000)
def _parse_notes(notes: str) -> Mapping[str, str]:
    pairs = (note.partition("=") for note in notes.split(";"))
    return MappingProxyType({key: value for key, _, value in pairs})
