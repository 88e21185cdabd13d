"""Fetched pages are kept with what was made from them, parted by the week of fetching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.load.merge.partitions import side_by_side
from tasks.load.merge.pieces import cuts
from tasks.load.merge.plan import PlacedBatch
from tasks.load.schema import DOCUMENTS, file_of
from tasks.load.staging import read_staged, staged_partitions
from tasks.load.state.pages import PageVersion
from tasks.load.storage.arrow import DOCUMENT, arrow_schema, pc, read_groups
from tasks.load.storage.commit import Change
from tasks.load.storage.location import Location

# At 200 kB a page some 50 MB: twice in memory while they are put in order.
_PIECE_PAGES = 250
_KEY = DOCUMENTS.sort_key
_FACTS = (_KEY, "sha256", "fetched_at")


def merged_documents(
    output: Location,
    placed: Sequence[PlacedBatch],
    latest: Mapping[str, PageVersion],
    scratch: Path,
) -> Iterator[Change]:
    """Yield the new rows of each week that pages of published articles were fetched in.

    Args:
        output: the folder of the datasets.
        placed: the batches that are published.
        latest: the kept versions; a page that is still the same is not kept again.
        scratch: a folder of this machine for pages that are too many for memory.
    """
    batches: dict[str, list[PlacedBatch]] = defaultdict(list)
    for item in placed:
        for partition in staged_partitions(item.batch, DOCUMENTS):
            batches[partition].append(item)
    for partition in sorted(batches):
        arriving = [
            name
            for item in batches[partition]
            for name in _unknown(_published(item, partition, _FACTS), latest)[_KEY].to_pylist()
        ]
        if arriving:
            pages = (
                _unknown(_published(item, partition, DOCUMENTS.names), latest)
                for item in batches[partition]
            )
            folder = scratch if len(arriving) > _PIECE_PAGES else None
            path = output / file_of(DOCUMENTS, partition)
            yield DOCUMENTS, partition, _week(path, pages, arriving, folder)


def _week(
    path: Location, pages: Iterable[pa.Table], arriving: Sequence[Any], scratch: Path | None
) -> Iterator[pa.Table]:
    """The rows of a week with those of new pages; `arriving` are their addresses."""
    stored = [rows[_KEY] for rows in read_groups(path, DOCUMENTS, (_KEY,))]
    chunks = [chunk for column in stored for chunk in column.chunks]
    at = cuts(pa.chunked_array([*chunks, pa.array(arriving, pa.string())]), _PIECE_PAGES)
    for old, new in side_by_side(path, DOCUMENTS, pages, at, scratch):
        yield _without_repetitions(pa.concat_tables([old, new]))


def _published(placed: PlacedBatch, partition: str, columns: Sequence[str]) -> pa.Table:
    """The pages of a batch whose articles are published."""
    rows = read_staged(placed.batch, DOCUMENTS, {partition}, (DOCUMENT, *columns))
    wins = pa.array([placement is not None for placement in placed.placements], pa.bool_())
    rows = rows.filter(wins.take(rows[DOCUMENT].combine_chunks()))
    schema = arrow_schema(DOCUMENTS)
    return rows.select(list(columns)).cast(pa.schema([schema.field(name) for name in columns]))


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
    columns: list[Any] = [pages[name].to_pylist() for name in _FACTS]
    return zip(*columns, strict=True)
