"""Rows of a file in pieces that fit in memory, cut at the same keys wherever they come from.

A partition may be larger than memory: what is stored of it and what arrives are cut at the
same keys, and merged piece by piece. Nothing here knows of datasets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc

from tasks.load.storage.arrow import Column, pc

# Each piece of a pile on disk is a file that stays open: far below what a process may open.
_MOST_PIECES = 100
_ipc: Any = pyarrow.ipc


class UnsortedError(ValueError):
    """Rows are not in the order of their key."""


def cuts(keys: Column, size: int) -> list[str]:
    """The keys to cut at so that a piece holds some `size` keys, more where they are very many.

    Args:
        keys: the keys of all rows, in any order.
        size: how many make a piece.
    """
    distinct: Any = pc.unique(keys)
    size = max(size, -(-len(distinct) // _MOST_PIECES))
    if len(distinct) <= size:
        return []
    ordered = distinct.take(pc.sort_indices(distinct))
    return [ordered[place].as_py() for place in range(size, len(ordered), size)]


def cut(groups: Iterable[pa.Table], key: str, at: Sequence[str]) -> Iterator[pa.Table | None]:
    """Cut rows that come in the order of their key: one piece more than keys to cut at.

    The rows of a key are all in one piece. A piece without rows is None.

    Raises:
        UnsortedError: the rows are in another order.
    """
    held: list[pa.Table] = []
    waiting = list(reversed(at))
    last = None
    for group in groups:
        rows = group
        last = _checked(rows[key], last)
        while waiting and rows.num_rows and rows[key][-1].as_py() >= waiting[-1]:
            before: Any = pc.sum(pc.less(rows[key], waiting.pop()))
            yield _together([*held, rows.slice(0, before.as_py())])
            held, rows = [], rows.slice(before.as_py())
        held.append(rows)
    yield _together(held)
    yield from (None for _ in waiting)


def _checked(keys: Column, last: str | None) -> str | None:
    if not len(keys):
        return last
    is_sorted = pc.all(pc.less_equal(keys.slice(0, len(keys) - 1), keys.slice(1))).as_py()
    if is_sorted is False or (last is not None and keys[0].as_py() < last):
        raise UnsortedError
    return str(keys[-1].as_py())


def _together(tables: Sequence[pa.Table]) -> pa.Table | None:
    some = [table for table in tables if table.num_rows]
    return pa.concat_tables(some) if some else None


class Pile:
    """Rows that arrive in any order, to be taken piece by piece: on disk where they are many."""

    def __init__(self, key: str, at: Sequence[str], folder: Path | None) -> None:
        """Begin a pile.

        Args:
            key: the column that the rows are cut by.
            at: the keys to cut at.
            folder: an empty folder for the rows; None holds them in memory.
        """
        self._key = key
        self._at = at
        self._folder = folder
        self._held: list[list[pa.Table]] = [[] for _ in range(len(at) + 1)]
        self._writers: dict[int, Any] = {}
        self._open = ExitStack()

    def add(self, rows: pa.Table) -> None:
        """Put rows on the pile; those of a key stay in the order in which they came."""
        if not self._at:
            self._put(0, rows)
            return
        ordered = rows.take(pc.sort_indices(rows[self._key]))
        for number, piece in enumerate(cut([ordered], self._key, self._at)):
            if piece is not None:
                self._put(number, piece)

    def pieces(self) -> Iterator[pa.Table | None]:
        """Take the rows piece by piece; call once, when all is on the pile."""
        self._open.close()
        for number, held in enumerate(self._held):
            if number in self._writers:
                yield self._read(number)
            else:
                yield _together(held)
            held.clear()

    def _put(self, number: int, piece: pa.Table) -> None:
        if self._folder is None:
            self._held[number].append(piece)
            return
        if number not in self._writers:
            stream = self._open.enter_context(pa.OSFile(str(self._file(number)), "wb"))
            options = _ipc.IpcWriteOptions(compression="zstd")
            writer = _ipc.new_stream(stream, piece.schema, options=options)
            self._writers[number] = self._open.enter_context(writer)
        self._writers[number].write_table(piece)

    def _read(self, number: int) -> pa.Table:
        path = self._file(number)
        with pa.OSFile(str(path), "rb") as stream, _ipc.open_stream(stream) as reader:
            table = reader.read_all()
        path.unlink()
        return table  # type: ignore[no-any-return]

    def _file(self, number: int) -> Path:
        assert self._folder is not None  # noqa: S101 - only piles on disk have files
        return self._folder / f"{number:03d}.arrows"
