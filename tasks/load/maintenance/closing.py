"""Months that lost a file made whole: with what came back, and without what did not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from tasks.load.maintenance.damaged import keep
from tasks.load.merge.leaving import plan_without
from tasks.load.merge.marking import marked
from tasks.load.merge.partitions import merged
from tasks.load.merge.stored import StoredArticles
from tasks.load.schema import ARTICLES, CHILDREN, PARTITIONED, SENTENCES, file_of
from tasks.load.storage.arrow import arrow_schema, read_groups
from tasks.load.storage.commit import Change, commit, recover, scratch_folder
from tasks.load.storage.location import Location
from tasks.load.storage.locking import LOCK_WAIT_SECONDS, output_lock, remove_dead_staging
from tasks.load.storage.manifest import published_files, reconciled


@dataclass(frozen=True, slots=True)
class Closed:
    """What did not come back.

    `uris` are inputs whose articles went, for they had no sentences any more; `lost` counts
    the articles of which only their other rows were left.
    """

    uris: tuple[str, ...]
    lost: int


def close(
    output: Location,
    run_id: str,
    *,
    now: datetime | None = None,
    wait_seconds: float = LOCK_WAIT_SECONDS,
) -> Closed:
    """Leave no month without one of its files, and no row without its article.

    Rows that go are kept in `.damaged` first. A whole output is not touched.

    Raises:
        OutputBusyError, OutputFullError, OutputNotWritableError: nothing was changed.
        DatasetCorruptError: a file cannot be read.
    """
    with output_lock(output, f"run {run_id}", wait_seconds):
        recover(output)
        silent = frozenset(_without_sentences(output))
        orphans = {name: _orphans(output, name) for name in _months_without_articles(output)}
        months = _months_of(output, silent) | orphans.keys()
        for month in sorted(months):
            for dataset in PARTITIONED:
                if (output / file_of(dataset, month)).exists():
                    keep(output, file_of(dataset, month))
        changes = _changes(output, silent, now or datetime.now(UTC))
        commit(output, run_id, reconciled(output), changes)
        remove_dead_staging(output)
    return Closed(tuple(sorted(silent)), sum(map(len, orphans.values())))


def _changes(output: Location, silent: Collection[str], now: datetime) -> Iterator[Change]:
    plan = plan_without(StoredArticles(output), silent)
    yield from merged(output, marked(output, plan), now, scratch_folder(output))
    orphaned = _months_without_articles(output)
    for month in sorted(_months(output) - set(plan.partitions)):
        for dataset in PARTITIONED:
            if month in orphaned or not (output / file_of(dataset, month)).exists():
                yield dataset, month, [arrow_schema(dataset).empty_table()]


def _months(output: Location) -> set[str]:
    return {
        partition
        for dataset, partition, _ in published_files(output)
        if dataset in PARTITIONED and partition is not None
    }


def _months_without_articles(output: Location) -> set[str]:
    return {name for name in _months(output) if not (output / file_of(ARTICLES, name)).exists()}


def _orphans(output: Location, month: str) -> set[str]:
    """The articles of a month as far as their other rows tell."""
    found: set[str] = set()
    for child in CHILDREN:
        for group in read_groups(output / file_of(child, month), child, ["article_id"]):
            found.update(map(str, group["article_id"].unique().to_pylist()))
    return found


def _without_sentences(output: Location) -> Iterator[str]:
    """The inputs of articles that have no sentence."""
    for month in sorted(_months(output)):
        told: set[str] = set()
        for group in read_groups(output / file_of(SENTENCES, month), SENTENCES, ["article_id"]):
            told.update(map(str, group["article_id"].unique().to_pylist()))
        for uri, article_id in _articles(output, month):
            if article_id not in told:
                yield uri


def _articles(output: Location, month: str) -> Iterator[tuple[str, str]]:
    names = ("source_uri", "article_id")
    for group in read_groups(output / file_of(ARTICLES, month), ARTICLES, names):
        for uri, article_id in zip(*(group[name].to_pylist() for name in names), strict=True):
            yield str(uri), str(article_id)


def _months_of(output: Location, uris: Collection[str]) -> set[str]:
    return {known.partition for known in StoredArticles(output).concerned(sources=uris).values()}
