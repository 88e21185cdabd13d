"""Articles moved from files of months to files of days, or back, as an output is to be written.

No row changes. Files that give up their rows stay, empty, for a reader may be about to open
them; once nothing else is to be done for a month, those go, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.load.errors import DatasetCorruptError
from tasks.load.merge.partitions import PIECE_ARTICLES, in_order, side_by_side
from tasks.load.merge.pieces import cuts
from tasks.load.schema import ARTICLES, PARTITIONED, Dataset, Granularity, file_of
from tasks.load.schema.partitions import is_written_by, month_of, partition_of
from tasks.load.storage.arrow import Column, arrow_schema, pc, read_groups, row_count
from tasks.load.storage.commit import Change
from tasks.load.storage.location import Location
from tasks.load.storage.manifest import published_files


def moved(output: Location, month: str, by: Granularity, scratch: Path) -> Iterator[Change]:
    """Yield the files of a month as they are with every article where it should lie.

    Args:
        output: the folder of the datasets; its lock is held.
        month: whose articles move.
        by: what a file should hold.
        scratch: a folder of this machine for rows that are too many for memory.

    Raises:
        DatasetCorruptError: a file of the month is missing or cannot be read.
    """
    sources = [name for name in _partitions(output, month) if not is_written_by(name, by)]
    full = [name for name in sources if row_count(output / file_of(ARTICLES, name))]
    move = _Move(output, full, scratch)
    targets = move.targets(by)
    for dataset in PARTITIONED:
        for source in sources:
            # First what gives rows up: a reader between two moves misses them for a moment,
            # and never meets them twice.
            parts = [arrow_schema(dataset).empty_table()] if source in full else None
            yield dataset, source, parts
        for target, names in targets.items():
            yield dataset, target, move.rows(dataset, target, names)


def refuse_incomplete(output: Location, month: str) -> None:
    """Refuse to move articles that lost some of their rows: in a new file that would not show.

    Raises:
        DatasetCorruptError: a file of the month is missing.
    """
    for name in _partitions(output, month):
        for dataset in PARTITIONED:
            if not (output / file_of(dataset, name)).exists():
                raise DatasetCorruptError(
                    f"{output / file_of(dataset, name)} is missing",
                    data="Nothing was changed",
                    remedy="Mend it with: visnyk rebuild",
                )


def _partitions(output: Location, month: str) -> list[str]:
    found = {
        partition
        for dataset, partition, _ in published_files(output)
        if dataset in PARTITIONED and partition is not None and month_of(partition) == month
    }
    return sorted(found)


@dataclass(frozen=True, slots=True)
class _Move:
    """Partitions that give up all their rows."""

    output: Location
    sources: Sequence[str]
    scratch: Path

    def targets(self, by: Granularity) -> Mapping[str, Column]:
        """The articles by the partition that they should lie in."""
        found: dict[str, list[str]] = {}
        for source in self.sources:
            names = ("article_id", "published_date")
            for group in read_groups(self.output / file_of(ARTICLES, source), ARTICLES, names):
                columns: list[Any] = [group[name].to_pylist() for name in names]
                for article_id, day in zip(*columns, strict=True):
                    found.setdefault(partition_of(day, by), []).append(article_id)
        return {name: pa.chunked_array([found[name]], pa.string()) for name in sorted(found)}

    def rows(self, dataset: Dataset, target: str, names: Column) -> Iterator[pa.Table]:
        """What a partition holds and, of the articles named, what comes to it: in order."""
        path = self.output / file_of(dataset, target)
        held = [rows["article_id"] for rows in read_groups(path, dataset, ["article_id"])]
        every = pa.chunked_array([*names.chunks, *(chunk for ids in held for chunk in ids.chunks)])
        at = cuts(every, PIECE_ARTICLES)
        arriving = (
            group.filter(pc.is_in(group["article_id"], value_set=names))
            for source in self.sources
            for group in read_groups(self.output / file_of(dataset, source), dataset)
        )
        for parts in side_by_side(path, dataset, arriving, at, self.scratch if at else None):
            yield in_order(dataset, parts)
