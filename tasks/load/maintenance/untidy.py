"""Which published files are not as the code would write them today, and what may go of them.

Kept versions of pages and the history of runs go only where a limit says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.load.schema import DOCUMENTS, PARTITIONED, RUNS, Dataset, file_of
from tasks.load.schema.partitions import granularity, is_written_by
from tasks.load.state.known import State, stored_state
from tasks.load.storage.arrow import arrow_schema, opened, pc, read_groups, row_count
from tasks.load.storage.location import Location
from tasks.load.storage.manifest import published_files


class Limits(NamedTuple):
    """What may go: versions of pages fetched, and runs begun, before these moments."""

    pages_before: datetime | None = None
    runs_before: datetime | None = None


NO_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Untidy:
    """A file to write anew: why, and how many rows go beyond a limit.

    The rows of one that `is_astray` belong into files of days instead of months, or back.
    """

    dataset: Dataset
    partition: str | None
    reasons: tuple[str, ...]
    rows_gone: int = 0
    is_astray: bool = False

    @classmethod
    def astray(cls, output: Location, dataset: Dataset, partition: str | None) -> Untidy:
        """A file whose rows belong into others, or have moved there."""
        rows = row_count(output / file_of(dataset, partition))
        reason = f"does not hold a {granularity()}" if rows else "has no rows"
        return cls(dataset, partition, (reason,), is_astray=True)

    @property
    def path(self) -> str:
        """Where the file lies in the output."""
        return file_of(self.dataset, self.partition)


def look(output: Location, limits: Limits = NO_LIMITS) -> list[Untidy]:
    """Find the files that are not as they would be written today; nothing is changed.

    Raises:
        DatasetCorruptError: a published file cannot be read.
    """
    state = state_for(output, limits)
    found = (
        look_into(output, dataset, partition, limits, state)
        for dataset, partition, _ in published_files(output)
    )
    return [item for item in found if item is not None]


def state_for(output: Location, limits: Limits) -> State:
    """What articles were made from, where versions of pages may go."""
    return stored_state(output, complete_only=False) if limits.pages_before else State()


def look_into(
    output: Location, dataset: Dataset, partition: str | None, limits: Limits, state: State
) -> Untidy | None:
    """Tell why a file is to be written anew; None where it is as it should be, or gone."""
    path = output / file_of(dataset, partition)
    if is_astray(dataset, partition):
        return Untidy.astray(output, dataset, partition)
    try:
        with opened(path) as file:
            reasons = tuple(_reasons(file, dataset))
    except FileNotFoundError:  # a publish has just removed it
        return None
    if not is_sorted(path, dataset):
        reasons += ("rows are not in order",)
    gone = sum(
        group.num_rows - within(group, dataset, limits, state).num_rows
        for group in _groups(path, dataset, limits)
    )
    return Untidy(dataset, partition, reasons, gone) if reasons or gone else None


def is_astray(dataset: Dataset, partition: str | None) -> bool:
    """Whether a file holds a month where it should hold a day, or the other way round."""
    is_of_articles = dataset in PARTITIONED and partition is not None
    return is_of_articles and not is_written_by(str(partition), granularity())


def _groups(path: Location, dataset: Dataset, limits: Limits) -> Iterator[pa.Table]:
    """What the limits are judged by, row group by row group; nothing where none applies."""
    if dataset is DOCUMENTS and limits.pages_before:
        yield from read_groups(path, dataset, ("source_uri", "fetched_at", "sha256"))
    if dataset is RUNS and limits.runs_before:
        yield from read_groups(path, dataset, ("started_at",))


def _reasons(file: pq.ParquetFile, dataset: Dataset) -> Iterator[str]:
    """Compare a file's footer with what `write_parquet` would write."""
    declared = arrow_schema(dataset)
    if not file.schema_arrow.equals(declared, check_metadata=True):
        lacking = [name for name in declared.names if name not in file.schema_arrow.names]
        yield f"lacks {', '.join(lacking)}" if lacking else "has other descriptions"
    meta: Any = file.metadata
    groups = [meta.row_group(number) for number in range(meta.num_row_groups)]
    size = dataset.row_group_rows
    if any(group.num_rows != size for group in groups[:-1]) or any(
        group.num_rows > size for group in groups[-1:]
    ):
        yield "has other row groups"
    order = pq.SortingColumn(declared.get_field_index(dataset.sort_key))
    if any(tuple(group.sorting_columns) != (order,) for group in groups):
        yield "does not name its order"
    columns = [group.column(number) for group in groups for number in range(group.num_columns)]
    if any(column.compression != "ZSTD" for column in columns):
        yield "is compressed otherwise"
    if meta.num_rows and not all(column.has_offset_index for column in columns):
        yield "has no page index"


def sorting_of(dataset: Dataset) -> tuple[str, ...]:
    """The columns that rows lie in the order of; within an article they lie as they are read."""
    return dataset.key if dataset is DOCUMENTS else (dataset.sort_key,)


def is_sorted(path: Location, dataset: Dataset) -> bool:
    """Tell whether the rows lie in order; a row group of keys in memory at a time."""
    last: tuple[Any, ...] | None = None
    for group in read_groups(path, dataset, sorting_of(dataset)):
        columns = (group[name].to_pylist() for name in sorting_of(dataset))
        keys = list(zip(*columns, strict=True))
        if last is not None:
            keys.insert(0, last)
        if any(before > after for before, after in pairwise(keys)):
            return False
        last = keys[-1] if keys else last
    return True


def within(rows: pa.Table, dataset: Dataset, limits: Limits, state: State) -> pa.Table:
    """The rows within the limits."""
    if dataset is RUNS and limits.runs_before:
        return rows.filter(pc.greater_equal(rows["started_at"], pa.scalar(limits.runs_before)))
    if dataset is not DOCUMENTS or not limits.pages_before:
        return rows
    names = ("source_uri", "fetched_at", "sha256")
    facts = zip(*(rows[name].to_pylist() for name in names), strict=True)
    needed = [
        fetched_at >= limits.pages_before or _is_needed(uri, fetched_at, sha256, state)
        for uri, fetched_at, sha256 in facts
    ]
    return rows.filter(pa.array(needed, pa.bool_()))


def _is_needed(uri: str, fetched_at: datetime, sha256: str, state: State) -> bool:
    """Whether a version is the latest of its page, or the one its article was made from."""
    latest, article = state.versions.get(uri), state.documents.get(uri)
    is_latest = latest is not None and latest.fetched_at == fetched_at
    return is_latest or (article is not None and article.sha256 == sha256)
