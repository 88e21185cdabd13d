"""Fetched pages are kept with what was made from them, parted by the week of fetching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from tasks.load.arrow import DOCUMENT, arrow_schema, opened, pc, read_group
from tasks.load.commit import Change
from tasks.load.merge import PlacedBatch
from tasks.load.pages import PageVersion
from tasks.load.schema import DOCUMENTS, file_of
from tasks.load.staging import read_staged, staged_partitions
from tasks.load.storage import Location


def merged_documents(
    output: Location, placed: Sequence[PlacedBatch], latest: Mapping[str, PageVersion]
) -> Iterator[Change]:
    """Yield the new table of each week that pages of published articles were fetched in.

    `latest` are the kept versions: a page that is still the same is not kept again.
    """
    batches: dict[str, list[PlacedBatch]] = defaultdict(list)
    for item in placed:
        for partition in staged_partitions(item.batch, DOCUMENTS):
            batches[partition].append(item)
    for partition in sorted(batches):
        table = _merged_week(output, partition, batches[partition], latest)
        if table is not None:
            yield DOCUMENTS, partition, [table]


def _merged_week(
    output: Location,
    partition: str,
    placed: Sequence[PlacedBatch],
    latest: Mapping[str, PageVersion],
) -> pa.Table | None:
    """The new table of a week; None where no page of it is new.

    A week of pages is the largest table there is: what it is made of is let go here, before
    it is written.
    """
    found = [_unknown(_published(item, partition), latest) for item in placed]
    if not any(pages.num_rows for pages in found):
        return None
    return _without_repetitions(pa.concat_tables([*_stored(output, partition), *found]))


def _stored(output: Location, partition: str) -> list[pa.Table]:
    """The published pages of a week, group by group: at once they take their size again."""
    path = output / file_of(DOCUMENTS, partition)
    try:
        with opened(path) as file:
            groups = range(file.metadata.num_row_groups)
            return [read_group(file, number, DOCUMENTS, DOCUMENTS.names) for number in groups]
    except FileNotFoundError:
        return []


def _published(placed: PlacedBatch, partition: str) -> pa.Table:
    """The pages of a batch whose articles are published."""
    rows = read_staged(placed.batch, DOCUMENTS, {partition})
    wins = pa.array([placement is not None for placement in placed.placements], pa.bool_())
    rows = rows.filter(wins.take(rows[DOCUMENT].combine_chunks()))
    return rows.select(list(DOCUMENTS.names)).cast(arrow_schema(DOCUMENTS))


def _unknown(pages: pa.Table, latest: Mapping[str, PageVersion]) -> pa.Table:
    """The pages that differ from their latest kept version, or were fetched before it."""
    new = [
        uri not in latest or latest[uri].sha256 != sha256 or fetched_at < latest[uri].fetched_at
        for uri, sha256, fetched_at in _facts(pages)
    ]
    return pages.filter(pa.array(new, pa.bool_()))


def _without_repetitions(table: pa.Table) -> pa.Table:
    """Sort by page and time; what did not change from one version to the next is kept once."""
    facts = list(_facts(table))
    order = pc.sort_indices(table, [("source_uri", "ascending"), ("fetched_at", "ascending")])
    changes: list[int] = []
    before: tuple[str, str] | None = None
    for number in order.to_pylist():
        uri, sha256, _ = facts[number]
        # Not every earlier version: a page that went back is at its first one again.
        if (uri, sha256) != before:
            changes.append(number)
        before = uri, sha256
    # Slices copy no content, and have no limit of 2 GB.
    return pa.concat_tables([table.slice(number, 1) for number in changes])


def _facts(pages: pa.Table) -> Iterator[tuple[str, str, datetime]]:
    columns: list[Any] = [
        pages[name].to_pylist() for name in ("source_uri", "sha256", "fetched_at")
    ]
    return zip(*columns, strict=True)
