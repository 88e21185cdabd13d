"""What labels are called, and which are narrower than others, from the rows of `tags`."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
from rapidfuzz import fuzz, process

from tasks.language.text import straighten_apostrophes
from tasks.load.export.reading import tables
from tasks.load.schema import TAGS
from tasks.load.storage.arrow import pc
from tasks.load.storage.location import Location
from tasks.load.storage.manifest import published_files

_COLUMNS = ("scheme", "code", "label_uk", "label_en", "broader_code")
# In hundredths: «confict» is 77 like «conflict, war and peace», «football» 47 like «foodstuff».
_SIMILARITY = 75


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value of a filter that no article has, and what may have been meant."""

    kind: str
    term: str
    similar: tuple[str, ...] = ()


class Labels:
    """The labels of some schemes: codes by what they may be called."""

    def __init__(self, rows: Collection[tuple[str | None, ...]]) -> None:
        """Take rows of scheme, code, both labels and the code of what is broader."""
        self._codes: dict[str, dict[str, set[str]]] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._narrower: dict[str, dict[str, set[str]]] = {}
        for scheme, code, label_uk, label_en, broader in rows:
            for name in (code, label_uk, label_en):
                if scheme and code and name:
                    self._codes.setdefault(scheme, {}).setdefault(fold(name), set()).add(code)
                    self._names.setdefault(scheme, {})[fold(name)] = name
            if scheme and code and broader:
                self._narrower.setdefault(scheme, {}).setdefault(broader, set()).add(code)

    def codes(self, scheme: str, term: str) -> set[str]:
        """The codes that a code or label stands for, all narrower ones among them."""
        narrower = self._narrower.get(scheme, {})
        # A broader code may stand in no row of its own.
        left = set(self._codes.get(scheme, {}).get(fold(term), set())) | (narrower.keys() & {term})
        found: set[str] = set()
        while left:
            code = left.pop()
            found.add(code)
            left |= narrower.get(code, set()) - found
        return found

    def similar(self, scheme: str, term: str) -> tuple[str, ...]:
        """Labels that look like one that is not there."""
        names = self._names.get(scheme, {})
        found = process.extract(
            fold(term), sorted(names), scorer=fuzz.WRatio, limit=3, score_cutoff=_SIMILARITY
        )
        return tuple(names[name] for name, _, _ in found)


def read_labels(output: Location, schemes: Collection[str]) -> Labels:
    """Gather the labels of all months, for a month may have only some of a hierarchy."""
    return Labels(set(_rows(output, schemes)))


def codes_of(
    labels: Labels, asked: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, set[str]], list[Unknown]]:
    """The codes that fit by scheme, and the terms that name no label."""
    found: dict[str, set[str]] = {}
    unknown = []
    for scheme, terms in asked.items():
        found[scheme] = set()
        for term in terms:
            codes = labels.codes(scheme, term)
            found[scheme] |= codes
            if not codes:
                unknown.append(Unknown(scheme, term, labels.similar(scheme, term)))
    return found, unknown


def fold(name: str) -> str:
    """Write a label so that case, apostrophes and ways to compose letters do not matter."""
    return straighten_apostrophes(unicodedata.normalize("NFC", name)).casefold().strip()


def _rows(output: Location, schemes: Collection[str]) -> Iterator[tuple[str | None, ...]]:
    known = pa.array(sorted(schemes), pa.string())
    for dataset, _, path in published_files(output):
        if dataset is TAGS:
            for table in tables(path, TAGS, _COLUMNS):
                fitting = table.filter(pc.is_in(table["scheme"], value_set=known))
                # Thousands of rows have some hundred labels.
                distinct = fitting.group_by(list(_COLUMNS)).aggregate([])
                yield from zip(*(column.to_pylist() for column in distinct.columns), strict=True)
