"""Fetched pages are kept with what was made from them, parted by the week of fetching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from tasks.load.arrow import DOCUMENT, arrow_schema, pc, read_parquet
from tasks.load.commit import Change
from tasks.load.merge import PlacedBatch
from tasks.load.schema import DOCUMENTS, file_of
from tasks.load.staging import read_staged, staged_partitions


def merged_documents(output: Path, placed: Sequence[PlacedBatch]) -> Iterator[Change]:
    """Yield the new table of each week that pages of published articles were fetched on."""
    batches: dict[str, list[PlacedBatch]] = defaultdict(list)
    for item in placed:
        for partition in staged_partitions(item.batch, DOCUMENTS):
            batches[partition].append(item)
    for partition in sorted(batches):
        arriving = [_published(item, partition) for item in batches[partition]]
        stored = read_parquet(output / file_of(DOCUMENTS, partition), DOCUMENTS)
        together = pa.concat_tables(
            [arrow_schema(DOCUMENTS).empty_table() if stored is None else stored, *arriving]
        )
        if together.num_rows:
            yield DOCUMENTS, partition, _without_repetitions(together)


def _published(placed: PlacedBatch, partition: str) -> pa.Table:
    """The pages of a batch whose articles are published."""
    rows = read_staged(placed.batch, DOCUMENTS, {partition})
    wins = pa.array([placement is not None for placement in placed.placements])
    rows = rows.filter(wins.take(rows[DOCUMENT].combine_chunks()))
    return rows.select(list(DOCUMENTS.names)).cast(arrow_schema(DOCUMENTS))


def _without_repetitions(table: pa.Table) -> pa.Table:
    """Sort by page and time; a version that is kept already is not kept again."""
    ordered = table.take(
        pc.sort_indices(table, [("source_uri", "ascending"), ("fetched_at", "ascending")])
    )
    seen: dict[object, int] = {}
    keys = zip(ordered["source_uri"].to_pylist(), ordered["sha256"].to_pylist(), strict=True)
    for number, key in enumerate(keys):
        seen.setdefault(key, number)
    return ordered.take(list(seen.values()))
