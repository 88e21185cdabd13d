"""Published files written anew where the code would write them otherwise today.

The rows stay as they are, and so do their content hashes: columns that came later are null.
Where files should hold days instead of months, or months instead of days, rows move. Kept
versions of pages and the history of runs go only where a limit says so.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.load.errors import DatasetCorruptError
from tasks.load.maintenance.moving import moved, refuse_incomplete
from tasks.load.maintenance.untidy import (
    NO_LIMITS,
    Limits,
    Untidy,
    is_astray,
    is_sorted,
    look,
    look_into,
    sorting_of,
    state_for,
    within,
)
from tasks.load.schema import Dataset
from tasks.load.schema.partitions import granularity, month_of
from tasks.load.storage.arrow import arrow_schema, opened, pc, read_group, read_groups
from tasks.load.storage.commit import Change, commit, recover, scratch_folder
from tasks.load.storage.hashing import content_sha256
from tasks.load.storage.location import Location
from tasks.load.storage.locking import (
    LOCK_WAIT_SECONDS,
    leftovers,
    output_lock,
    remove_dead_staging,
)
from tasks.load.storage.manifest import Entries, published_files, read_manifest, reconciled
from tasks.load.storage.s3.paths import ObjectPath

# Files to be written anew, and what they become.
_Work = tuple[list[Untidy], Iterator[Change]]


@dataclass(frozen=True, slots=True)
class Compacted:
    """What was written anew, and how many bytes that and the leftovers of dead runs freed."""

    files: tuple[Untidy, ...]
    bytes_saved: int
    bytes_left_over: int


def compact(
    output: Location,
    run_id: str,
    limits: Limits = NO_LIMITS,
    *,
    wait_seconds: float = LOCK_WAIT_SECONDS,
) -> Compacted:
    """Write anew what `look` finds, partition by partition, and clear up after dead runs.

    Each partition is whole before and after: whatever is cut short is done by the next call.

    Raises:
        OutputBusyError, OutputFullError, OutputNotWritableError: what was not done stays as it was.
        DatasetCorruptError: a file is damaged, or not what was published; nothing was done.
    """
    with output_lock(output, f"run {run_id}", wait_seconds):
        left_over = sum(map(_size, leftovers(output)))
        recover(output)
        untidy = look(output, limits)
        astray = {month_of(str(item.partition)) for item in untidy if item.is_astray}
        for item in untidy:
            _refuse_damaged(output, item)
        for month in astray:
            refuse_incomplete(output, month)
        remove_dead_staging(output)
    works = [
        *(partial(_anew, output, name, limits) for name in _names(untidy)),
        # Afterwards: what rows move into is then in order.
        *(partial(_moves, output, month) for month in sorted(astray)),
    ]
    written: list[Untidy] = []
    saved = 0
    for work in works:
        with output_lock(output, f"run {run_id}", wait_seconds):
            recover(output)
            before = reconciled(output)
            files, changes = work()
            commit(output, run_id, before, changes)
            remove_dead_staging(output)
            after = read_manifest(output) or {}
        written += files
        saved += _bytes(before) - _bytes(after)
    return Compacted(tuple(written), saved, left_over)


def _names(untidy: Sequence[Untidy]) -> list[str | None]:
    return sorted({item.partition for item in untidy if not item.is_astray}, key=str)


def _anew(output: Location, partition: str | None, limits: Limits) -> _Work:
    """What is to be written anew of a partition."""
    state = state_for(output, limits)
    found = (
        look_into(output, dataset, name, limits, state)
        for dataset, name, _ in published_files(output)
        if name == partition
    )
    untidy = [item for item in found if item is not None]
    changes = ((i.dataset, i.partition, _parts(output, i, limits)) for i in untidy)
    return untidy, changes


def _moves(output: Location, month: str) -> _Work:
    """What gives up its rows of a month, and where they go."""
    untidy = [
        Untidy.astray(output, dataset, name)
        for dataset, name, _ in published_files(output)
        if is_astray(dataset, name) and month_of(str(name)) == month
    ]
    return untidy, moved(output, month, granularity(), scratch_folder(output))


def _parts(output: Location, item: Untidy, limits: Limits) -> Iterator[pa.Table]:
    state = state_for(output, limits)
    path = output / item.path
    yield arrow_schema(item.dataset).empty_table()
    groups = (
        read_groups(path, item.dataset)
        if is_sorted(path, item.dataset)
        else _in_order(path, item.dataset)
    )
    for group in groups:
        yield within(group, item.dataset, limits, state)


def _in_order(path: Location, dataset: Dataset) -> Iterator[pa.Table]:
    """The rows sorted, a row group at a time: each takes its rows from wherever they lie."""
    keys = pa.concat_tables(
        [
            arrow_schema(dataset).empty_table().select(list(sorting_of(dataset))),
            *read_groups(path, dataset, sorting_of(dataset)),
        ]
    )
    order = pc.sort_indices(keys, [(name, "ascending") for name in sorting_of(dataset)])
    with opened(path) as file:
        sizes = [file.metadata.row_group(n).num_rows for n in range(file.metadata.num_row_groups)]
        for start in range(0, len(order), dataset.row_group_rows):
            wanted = order.slice(start, dataset.row_group_rows)
            yield _taken(file, dataset, sizes, wanted.to_pylist())


def _taken(
    file: pq.ParquetFile, dataset: Dataset, sizes: Sequence[int], wanted: Sequence[int]
) -> pa.Table:
    """Rows by their number in the file, in the order given."""
    parts, places, first, taken = [], {}, 0, 0
    for number, size in enumerate(sizes):
        ours = [row for row in wanted if first <= row < first + size]
        if ours:
            group = read_group(file, number, dataset, dataset.names)
            parts.append(group.take(pa.array([row - first for row in ours], pa.int64())))
            places.update({row: taken + place for place, row in enumerate(ours)})
            taken += len(ours)
        first += size
    together = pa.concat_tables(parts)
    return together.take(pa.array([places[row] for row in wanted], pa.int64()))


def _refuse_damaged(output: Location, item: Untidy) -> None:
    """Refuse rows that were not published: written anew they would pass for such."""
    entry = (read_manifest(output) or {}).get(item.path)
    with opened(output / item.path) as file:
        is_same = entry is None or entry.content_sha256 == content_sha256(file, item.dataset)
    if not is_same:
        raise DatasetCorruptError(
            f"{output / item.path} holds other rows than were published",
            data="Nothing was changed",
            remedy="See visnyk verify; visnyk rebuild makes its rows anew",
        )


def _bytes(entries: Entries) -> int:
    return sum(entry.bytes for entry in entries.values())


def _size(path: Location) -> int:
    if isinstance(path, ObjectPath) or path.is_file():
        return path.stat().st_size
    return sum(
        (Path(folder) / name).stat().st_size for folder, _, names in os.walk(path) for name in names
    )
