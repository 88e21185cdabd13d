"""Staged rows on their way into a partition, under the identifiers they are published with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import pyarrow as pa

from tasks.load.merge.identity import Placement
from tasks.load.merge.plan import PlacedBatch, Plan
from tasks.load.schema import ARTICLES, PARTITIONED, SENTENCES, Dataset, DuplicateMethod
from tasks.load.staging import read_staged
from tasks.load.storage.arrow import DOCUMENT, PARTITION, Column, arrow_schema, pc, with_column


class Arrivals:
    """The staged rows of some partitions: read at once, or batch by batch where they are many."""

    def __init__(self, plan: Plan, group: Sequence[str], now: datetime, *, is_large: bool) -> None:
        self._plan = plan
        self._group = group
        self._now = now
        self._held: dict[Dataset, pa.Table] = {}
        self.is_large = is_large
        if not is_large:
            self._held = {dataset: pa.concat_tables(self._read(dataset)) for dataset in PARTITIONED}

    def of(self, dataset: Dataset, partition: str) -> Iterator[pa.Table]:
        """The rows of a partition of the group, without order."""
        for rows in self._read(dataset) if self.is_large else [self._held[dataset]]:
            yield rows.filter(pc.equal(rows[PARTITION], partition)).select(list(dataset.names))

    def _read(self, dataset: Dataset) -> Iterator[pa.Table]:
        yield _arrived_schema(dataset).empty_table()
        for placed in self._plan.placed:
            if not placed.partitions.isdisjoint(self._group):
                staged = read_staged(placed.batch, dataset, self._group)
                yield _renamed(staged, dataset, placed, self._now)


def _arrived_schema(dataset: Dataset) -> pa.Schema:
    return arrow_schema(dataset).append(pa.field(PARTITION, pa.string()))


def _renamed(staged: pa.Table, dataset: Dataset, placed: PlacedBatch, now: datetime) -> pa.Table:
    """Give staged rows the identifiers they are published under, and drop those left out."""
    finals = pa.array([p and p.article_id for p in placed.placements], pa.string())
    rows = staged.filter(pc.is_valid(finals.take(staged[DOCUMENT].combine_chunks())))
    document = rows[DOCUMENT].combine_chunks()
    rows = with_column(rows, "article_id", finals.take(document))
    if dataset is SENTENCES:
        numbers = pc.replace_substring_regex(rows["sentence_id"], r"^.*-", "")
        names = pc.binary_join_element_wise(rows["article_id"], numbers, "-")
        rows = with_column(rows, "sentence_id", names)
    if dataset is ARTICLES:
        rows = _with_placement(rows, document, placed.placements)
        loaded = pa.repeat(pa.scalar(now, pa.timestamp("us", tz="UTC")), rows.num_rows)
        rows = rows.append_column("loaded_at", loaded)
    return rows.select([*dataset.names, PARTITION]).cast(_arrived_schema(dataset))


def _with_placement(
    rows: pa.Table, document: Column, placements: Sequence[Placement | None]
) -> pa.Table:
    """Fill the columns of articles that depend on what else is published."""
    originals = pa.array([p and p.duplicate_of for p in placements], pa.string())
    revisions = pa.array([p and p.revision for p in placements], pa.int32())
    by_identity = [p and p.duplicate_of and DuplicateMethod.IDENTITY.value for p in placements]
    rows = with_column(rows, "duplicate_of", originals.take(document))
    rows = with_column(rows, "revision", revisions.take(document))
    return with_column(rows, "duplicate_method", pa.array(by_identity, pa.string()).take(document))
