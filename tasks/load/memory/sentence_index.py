"""Where the published translation of a sentence is, at some bytes a row.

The `sentences` files are the memory; this holds hashes of their Ukrainian and row
numbers, and reads the English of hits only. A file is looked into when a maker is first
asked for, and again when it was replaced.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tasks.errors import VisnykError
from tasks.language.text import UNSETTLED_RE2, sentence_key
from tasks.load.schema import SENTENCES
from tasks.load.storage.arrow import Column, opened, pc, read_group
from tasks.load.storage.location import Location, version_of
from tasks.load.storage.manifest import published_files
from tasks.models import Maker

logger = logging.getLogger(__name__)

# Half of the work is Arrow's, during which another thread goes on; a third would find no gap.
_BUILDERS = 2
_MAKER = ("engine", "engine_version", "glossary_version", "flags")


class _Segment(NamedTuple):
    """The sentences of one maker in one file: sorted hashes, each with a row that has it."""

    hashes: npt.NDArray[np.int64]
    rows: npt.NDArray[np.uint32]


class SentenceIndex:
    """Published sentences without flags by maker; safe in threads."""

    def __init__(self, output: Location) -> None:
        self._output = output
        self._lock = threading.Lock()
        self._segments: dict[tuple[Location, Maker], tuple[str, _Segment]] = {}

    def find(self, keys: Sequence[str], maker: Maker) -> dict[str, str]:
        """The English of those sentences that are published."""
        found: dict[str, str] = {}
        for path, segment in self._current(maker):
            waiting = [key for key in keys if key not in found]
            if not waiting:
                break
            found |= _fetched(path, _matches(segment, waiting))
        return found

    def holds(self, keys: Collection[str], maker: Maker) -> set[str]:
        """Those sentences that are published, by their hashes alone."""
        found: set[str] = set()
        for _, segment in self._current(maker):
            found |= _matches(segment, [key for key in keys if key not in found]).keys()
        return found

    @property
    def nbytes(self) -> int:
        """What the index takes in memory, in bytes."""
        return sum(
            segment.hashes.nbytes + segment.rows.nbytes for _, segment in self._segments.values()
        )

    def _current(self, maker: Maker) -> list[tuple[Location, _Segment]]:
        with self._lock:
            there = published_files(self._output, [SENTENCES])
            files = {path: version for _, _, path in there if (version := version_of(path))}
            for path, known in list(self._segments):
                if path not in files:
                    del self._segments[path, known]
            stale = [path for path in files if self._is_stale(path, files[path], maker)]
            with ThreadPoolExecutor(_BUILDERS) as pool:
                built = pool.map(_build, stale, repeat(maker))
                for path, segment in zip(stale, built, strict=True):
                    self._segments[path, maker] = files[path], segment
            return [(path, self._segments[path, maker][1]) for path in files]

    def _is_stale(self, path: Location, version: str, maker: Maker) -> bool:
        built = self._segments.get((path, maker))
        return built is None or built[0] != version


def _build(path: Location, maker: Maker) -> _Segment:
    hashes, rows = [np.empty(0, np.int64)], [np.empty(0, np.uint32)]
    try:
        for start, numbers, texts in _made_by(path, maker):
            hashes.append(_hashes(texts))
            rows.append((numbers + start).astype(np.uint32))
    except FileNotFoundError:
        pass  # another run has just emptied this partition
    except VisnykError as error:
        # A file that cannot be read costs translations done before, and is no reason to stop:
        # whoever must rewrite it says so.
        logger.warning("Its translations are not reused: %s", error)
    unique, first = np.unique(np.concatenate(hashes), return_index=True)
    return _Segment(unique, np.concatenate(rows)[first])


def _hashes(texts: Column) -> npt.NDArray[np.int64]:
    """The hash of each text's `sentence_key`."""
    # A run with a few new articles hashes all that is stored: as bytes, and without looking at
    # each in Python, that takes a third of the time.
    raw = texts.cast(pa.binary()).to_numpy()
    hashes = np.fromiter(map(hash, raw), np.int64, len(raw))
    unsettled = pc.indices_nonzero(pc.match_substring_regex(texts, UNSETTLED_RE2))
    for row in unsettled.to_pylist():
        hashes[row] = _hash(sentence_key(raw[row].decode()))
    return hashes


def _hash(key: str) -> int:
    # Pages may hold half a surrogate pair.
    return hash(key.encode("utf-8", "surrogatepass"))


def _made_by(path: Location, maker: Maker) -> Iterator[tuple[int, npt.NDArray[Any], Column]]:
    """By row group: its first row, the numbers in it of the maker's rows, their Ukrainian."""
    with opened(path) as file:
        start = 0
        for group in range(file.num_row_groups):
            numbers = pc.indices_nonzero(
                _is_good(read_group(file, group, SENTENCES, _MAKER), maker)
            )
            if len(numbers):
                texts: Column = read_group(file, group, SENTENCES, ["uk"])["uk"]
                yield start, numbers.to_numpy(), texts.take(numbers)
            start += file.metadata.row_group(group).num_rows


def _is_good(table: pa.Table, maker: Maker) -> Column:
    good = pc.equal(pc.list_value_length(table["flags"]), 0)
    for name, value in maker._asdict().items():
        column = table[name]
        good = pc.and_(good, pc.is_null(column) if value is None else pc.equal(column, value))
    return pc.fill_null(good, False)


def _matches(segment: _Segment, keys: Sequence[str]) -> dict[str, int]:
    """The row of each sentence whose hash the segment has."""
    if not keys or not segment.hashes.size:
        return {}
    wanted = np.fromiter(map(_hash, keys), np.int64, len(keys))
    places = np.minimum(np.searchsorted(segment.hashes, wanted), segment.hashes.size - 1)
    hits = np.flatnonzero(segment.hashes[places] == wanted)
    return {keys[hit]: int(segment.rows[places[hit]]) for hit in hits.tolist()}


def _fetched(path: Location, rows: dict[str, int]) -> dict[str, str]:
    """Read the English of rows, of those whose Ukrainian is what the hash promised."""
    found: dict[str, str] = {}
    if not rows:
        return found
    try:
        with opened(path) as file:
            start = 0
            for group in range(file.num_row_groups):
                end = start + file.metadata.row_group(group).num_rows
                here = {key: row - start for key, row in rows.items() if start <= row < end}
                if here:
                    found |= _english(read_group(file, group, SENTENCES, ["uk", "en"]), here)
                start = end
    except (FileNotFoundError, VisnykError):
        return {}  # replaced or damaged since it was indexed: its sentences are translated anew
    return found


def _english(table: pa.Table, rows: dict[str, int]) -> dict[str, str]:
    pairs = table.take(pa.array(rows.values())).to_pylist()
    return {
        key: pair["en"]
        for key, pair in zip(rows, pairs, strict=True)
        if sentence_key(pair["uk"]) == key
    }
