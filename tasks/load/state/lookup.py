"""Rows of an Arrow table found by a text: a mapping at some bytes a row beside the columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tasks.load.storage.arrow import Column, pc

Row = TypeVar("Row")
Value = TypeVar("Value")

# So many keys are Python objects at a time.
_SLICE = 1 << 16


class _Index(NamedTuple):
    """Sorted hashes of the keys, and the row of each."""

    hashes: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]


class Lookup(Mapping[str, Row]):
    """The rows of a table by a column of text; of those with the same key one counts.

    The index is made when the first row is asked for, and a row when it is asked for
    itself: no Python objects are held. A key that a hash finds is compared.

    Args:
        table: the rows; no key is null.
        key: the column of the keys.
        make: makes a row of the values of the other columns, in their order.
        rank: the integers or instants of which the greatest counts; without it the last row.
    """

    def __init__(
        self, table: pa.Table, key: str, make: Callable[..., Row], rank: str | None = None
    ) -> None:
        self._keys: Column = table[key]
        self._columns: dict[str, Column] = {
            name: table[name] for name in table.column_names if name != key
        }
        self._make = make
        self._rank = rank

    def __getitem__(self, key: str) -> Row:
        row = self._find(key)
        if row is None:
            raise KeyError(key)
        return self._make(*(column[row].as_py() for column in self._columns.values()))

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._find(key) is not None

    def __iter__(self) -> Iterator[str]:
        rows = np.sort(self._index.rows)
        for start in range(0, len(rows), _SLICE):
            yield from self._keys.take(pa.array(rows[start : start + _SLICE])).to_pylist()

    def __len__(self) -> int:
        return len(self._index.rows)

    def among(self, keys: Collection[str]) -> dict[str, Row]:
        """The rows of those of many keys that have one, found together: a tenth of the time."""
        found: dict[str, Row] = {}
        wanted = iter(keys)
        while some := list(islice(wanted, _SLICE)):
            rows = self._find_all(some)
            values = [column.take(pa.array(rows)).to_pylist() for column in self._columns.values()]
            keyed = self._keys.take(pa.array(rows)).to_pylist()
            found |= {key: self._make(*row) for key, *row in zip(keyed, *values, strict=True)}
        return found

    def column(self, name: str) -> Lookup[Any]:
        """The values of one column by key, of the same index."""
        only: Lookup[Any] = Lookup.__new__(Lookup)
        only.__dict__ |= self.__dict__ | {"_columns": {name: self._columns[name]}, "_make": _itself}
        only._index = self._index
        return only

    def keys_of(self, name: str, values: Collection[str]) -> Iterator[tuple[str, str]]:
        """Key and value of every row that has one of some values in a column."""
        column = self._columns[name]
        rows = pc.indices_nonzero(pc.is_in(column, pa.array(values, column.type)))
        pairs: list[Any] = [self._keys.take(rows).to_pylist(), column.take(rows).to_pylist()]
        for row, key, value in zip(rows.to_pylist(), *pairs, strict=True):
            if self._find(key) == row:
                yield key, value

    @cached_property
    def _index(self) -> _Index:
        hashes = np.empty(len(self._keys), np.int64)
        for start in range(0, len(hashes), _SLICE):
            keys = self._keys.slice(start, _SLICE).to_pylist()
            hashes[start : start + len(keys)] = np.fromiter(map(hash, keys), np.int64, len(keys))
        rows = np.argsort(hashes, kind="stable")
        counts = self._counting(hashes[rows], rows)
        return _Index(hashes[rows][counts], rows[counts])

    def _counting(
        self, hashes: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.bool_]:
        """Which rows count: those whose key no other has, and the best of the others."""
        counts = np.ones(len(rows), np.bool_)
        equal = hashes[1:] == hashes[:-1]
        places = np.flatnonzero(np.append(equal, [False]) | np.append([False], equal))
        some = rows[places]
        ranks = some if self._rank is None else self._ranks(self._rank)[some]
        best: dict[str, tuple[int, int]] = {}
        keys = self._keys.take(pa.array(some)).to_pylist()
        for key, rank, place in zip(keys, ranks.tolist(), places.tolist(), strict=True):
            best[key] = max(best.get(key, (rank, place)), (rank, place))
        counts[places] = False
        counts[np.array([place for _, place in best.values()], np.int64)] = True
        return counts

    def _ranks(self, name: str) -> npt.NDArray[np.int64]:
        ranks: npt.NDArray[np.int64] = self._columns[name].cast(pa.int64()).to_numpy()
        return ranks

    def _find_all(self, keys: list[str]) -> npt.NDArray[np.int64]:
        hashes, rows = self._index
        if not len(hashes):
            return rows
        wanted = np.fromiter(map(hash, keys), np.int64, len(keys))
        places = hashes.searchsorted(wanted)
        hits = np.flatnonzero(hashes.take(places, mode="clip") == wanted)
        found = rows[places[hits]]
        held = self._keys.take(pa.array(found)).to_pylist()
        # A key whose hash another one has, too, may stand next to the first of them.
        checked = (
            row if keys[hit] == key else self._find(keys[hit])
            for hit, row, key in zip(hits, found.tolist(), held, strict=True)
        )
        return np.array([row for row in checked if row is not None], np.int64)

    def _find(self, key: str) -> int | None:
        hashes, rows = self._index
        wanted = hash(key)
        place = int(hashes.searchsorted(wanted))
        while place < len(hashes) and hashes[place] == wanted:
            row = int(rows[place])
            if self._keys[row].as_py() == key:
                return row
            place += 1
        return None


def _itself(value: Value) -> Value:
    return value
