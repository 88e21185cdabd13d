"""Make the tables of settlements, districts and communities from the official codifier.

    python tasks/transform/tag/places/build_settlements.py KODIFIKATOR.xlsx

The codifier (KATOTTG) of the ministry that is responsible for it is open data; it is
published as a workbook. Needs openpyxl, which the project itself does not. The tables are
`settlements.tsv` and `districts.tsv` in the folder `data` of the package of tags.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"
# Categories of the codifier; a name that several settlements bear is of the greatest.
_SETTLEMENTS = {"K": "city", "M": "city", "X": "town", "C": "village"}
_RANKS = list(_SETTLEMENTS.values())


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of the codifier: codes of its levels, category and name."""

    codes: tuple[str, ...]
    category: str
    name: str

    @property
    def oblast(self) -> str:
        """The number of the first level: «63» is the region of Kharkiv."""
        return self.codes[0][2:4]


def read(rows: Iterable[tuple[Any, ...]]) -> Iterator[Unit]:
    """Read the units of the codifier; headings have no category of one letter."""
    for row in rows:
        *codes, category, name = row[:7]
        if isinstance(category, str) and len(category) == 1 and name:
            straight = str(name).strip().replace("’", "'")
            yield Unit(tuple(str(code) for code in codes if code), category, straight)


def settlements(units: Iterable[Unit]) -> Iterator[tuple[str, str, str]]:
    """Every name with its kind and the regions that have it."""
    kinds: dict[str, str] = {}
    oblasts: dict[str, set[str]] = {}
    for unit in units:
        if kind := _SETTLEMENTS.get(unit.category):
            kinds[unit.name] = min(kind, kinds.get(unit.name, kind), key=_RANKS.index)
            oblasts.setdefault(unit.name, set()).add(unit.oblast)
    for name in sorted(kinds):
        yield name, kinds[name], ",".join(sorted(oblasts[name]))


def districts(units: list[Unit]) -> Iterator[tuple[str, str, str]]:
    """Every adjective of a district or community with its centre, by which English names it.

    The codifier lists the centre of a community first. That of a district is the settlement
    whose adjective it bears, among the centres of its communities; a part of a city has none.
    """
    centres: dict[str, tuple[str, str]] = {}
    for unit, following in pairwise(units):
        if unit.category == "H" and following.category in _SETTLEMENTS:
            centres[unit.codes[-1]] = unit.name, following.name
    found = {("hromada", adjective, centre) for adjective, centre in centres.values()}
    for unit in units:
        if unit.category == "P":
            inside = (pair for code, pair in centres.items() if code[:6] == unit.codes[-1][:6])
            stem = unit.name.removesuffix("ий")
            centre = next((centre for name, centre in inside if name.startswith(stem)), "")
            found.add(("raion", unit.name, centre))
        elif unit.category == "B":
            found.add(("borough", unit.name, ""))
    yield from ((adjective, kind, centre) for kind, adjective, centre in sorted(found))


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("codifier", type=Path)
    book = import_module("openpyxl").load_workbook(parser.parse_args().codifier, read_only=True)
    units = list(read(book.active.iter_rows(values_only=True)))
    _write("settlements.tsv", ("name", "kind", "oblasts"), settlements(units))
    _write("districts.tsv", ("adjective", "kind", "centre"), districts(units))


def _write(table: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    lines = ["\t".join(row) for row in (header, *rows)]
    (DATA / table).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
