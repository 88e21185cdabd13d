"""Light readers for the command line; other programs read the Parquet files directly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import pyarrow as pa

from tasks.load.rows import Row
from tasks.load.schema import (
    ARTICLES,
    DATASETS,
    MENTIONS,
    PARTITION_KEY,
    QUARANTINE,
    RUNS,
    SENTENCES,
    TAGS,
    Dataset,
    file_of,
)
from tasks.load.schema.partitions import month_of
from tasks.load.storage.arrow import pc, read_parquet
from tasks.load.storage.location import Location
from tasks.load.storage.manifest import published_files, row_counts

__all__ = [
    "last_runs",
    "latest_article",
    "read_articles",
    "read_mentions",
    "read_quarantine",
    "read_sentences",
    "read_tags",
    "row_counts",
]


def read_articles(
    output: Location,
    *,
    ids: Collection[str] | None = None,
    prefix: str | None = None,
    limit: int | None = None,
    columns: Sequence[str] | None = None,
) -> list[Row]:
    """Articles by identifier, the latest month first; each row also names its month.

    Args:
        output: the folder of the datasets.
        ids: only articles with these identifiers.
        prefix: only articles whose identifier starts so.
        limit: at most so many.
        columns: only these columns, beside `article_id`.
    """
    wanted = list(dict.fromkeys(["article_id", *(columns or ARTICLES.names)]))
    found: list[Row] = []
    for partition, path in _partitions(output, ARTICLES):
        if limit is not None and len(found) >= limit:
            break
        if _matching(read_parquet(path, ARTICLES, ["article_id"]), ids, prefix).num_rows:
            rows = _matching(read_parquet(path, ARTICLES, wanted), ids, prefix)
            found += [row | {PARTITION_KEY: month_of(partition)} for row in rows.to_pylist()]
    return found[:limit]


def latest_article(output: Location) -> str | None:
    """The identifier of the article with the latest day, of those the one loaded last."""
    columns = ("published_date", "loaded_at", "article_id")
    for _, path in _partitions(output, ARTICLES):
        table = read_parquet(path, ARTICLES, columns)
        if table is not None and table.num_rows:
            last = pc.sort_indices(table, [(name, "descending") for name in columns])[0]
            return str(table["article_id"][last.as_py()].as_py())
    return None


def _matching(table: pa.Table | None, ids: Collection[str] | None, prefix: str | None) -> pa.Table:
    if table is None:  # a publish has just emptied this partition
        return pa.table({})
    if ids is not None:
        table = table.filter(pc.is_in(table["article_id"], pa.array(list(ids), pa.string())))
    return table.filter(pc.starts_with(table["article_id"], prefix)) if prefix else table


def read_sentences(output: Location, article_id: str, month: str | None = None) -> list[Row]:
    """The sentences of an article in reading order."""
    return _children(output, SENTENCES, article_id, month)


def read_mentions(output: Location, article_id: str, month: str | None = None) -> list[Row]:
    """The names in an article, by where they stand."""
    return _children(output, MENTIONS, article_id, month)


def read_tags(output: Location, article_id: str, month: str | None = None) -> list[Row]:
    """The labels of an article, by scheme and code."""
    return _children(output, TAGS, article_id, month)


def read_quarantine(output: Location) -> list[Row]:
    """The inputs in quarantine, without their bytes."""
    names = [name for name in QUARANTINE.names if name != "raw"]
    table = read_parquet(output / file_of(QUARANTINE, None), QUARANTINE, names)
    return [] if table is None else table.to_pylist()


def last_runs(output: Location, count: int) -> list[Row]:
    """The last runs, the latest first."""
    table = read_parquet(output / file_of(RUNS, None), RUNS)
    rows = [] if table is None else table.sort_by([("started_at", "descending")]).to_pylist()
    return rows[:count]


def _children(output: Location, dataset: Dataset, article_id: str, month: str | None) -> list[Row]:
    for name, path in _partitions(output, dataset):
        if month is None or month_of(name) == month:
            table = read_parquet(path, dataset)
            if table is not None:
                rows = table.filter(pc.equal(table["article_id"], article_id)).to_pylist()
                if rows:
                    return rows
    return []


def _partitions(output: Location, dataset: Dataset) -> Iterator[tuple[str, Location]]:
    """The dataset's files, the latest month first and those without a date last."""
    found = [
        (partition or "", path)
        for other, partition, path in published_files(output)
        if other is DATASETS[dataset.name]
    ]
    found.sort(key=lambda item: (item[0][:1].isdigit(), item[0]), reverse=True)
    yield from found
