"""Where rows lie: the partition of an article, and the file of a partition.

A partition is named by what its rows have in common: `2026-02` or, where an output is
written by day, `2026-02-05`; `unknown` where there is no date. Files of days lie in the
folder of their month, so that readers find the same columns and types whichever it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from tasks.load.schema.fields import PARTITION_KEY, Dataset
from tasks.settings import get_settings

NO_DATE = "unknown"
_MONTH_LETTERS, _DAY_LETTERS = len("2026-02"), len("2026-02-05")


class Granularity(StrEnum):
    """How much of the time of publication a file of articles holds."""

    MONTH = "month"
    DAY = "day"


def granularity() -> Granularity:
    """How outputs are written by the settings."""
    return Granularity(get_settings().partition_by)


def partition_of(published: date | None, by: Granularity) -> str:
    """The partition of an article: its month or its day, or `unknown`."""
    if published is None:
        return NO_DATE
    return published.isoformat()[: _DAY_LETTERS if by is Granularity.DAY else _MONTH_LETTERS]


def partitions_of(published: Iterable[date]) -> set[str]:
    """The partitions that articles of some days may lie in, however an output is written."""
    return {partition_of(day, by) for day in published for by in Granularity}


def month_of(partition: str) -> str:
    """The month of a partition of articles, or `unknown`."""
    return partition if partition == NO_DATE else partition[:_MONTH_LETTERS]


def is_written_by(partition: str, by: Granularity) -> bool:
    """Whether an output that is written so has this partition of articles."""
    letters = _DAY_LETTERS if by is Granularity.DAY else _MONTH_LETTERS
    return partition == NO_DATE or len(partition) == letters


def day_format(partition: str) -> str:
    """What `strftime` makes a partition of articles from a day with."""
    return "%Y-%m-%d" if is_written_by(partition, Granularity.DAY) else "%Y-%m"


def file_of(dataset: Dataset, partition: str | None) -> str:
    """The path of a dataset's file, relative to the output, with forward slashes."""
    if partition is None:
        return f"{dataset.name}/{dataset.name}.parquet"
    if dataset.partition_key != PARTITION_KEY or partition == month_of(partition):
        return f"{dataset.name}/{dataset.partition_key}={partition}/{dataset.name}.parquet"
    month = f"{dataset.partition_key}={month_of(partition)}"
    return f"{dataset.name}/{month}/{dataset.name}-{partition}.parquet"


def partition_in(dataset: Dataset, path: str) -> str | None:
    """The partition whose file has a path, which `patterns_of` matches; None of undivided ones."""
    if dataset.partition_key is None:
        return None
    *_, folder, name = path.split("/")
    day = name.removeprefix(dataset.name).removesuffix(".parquet")
    return day.removeprefix("-") or folder.removeprefix(f"{dataset.partition_key}=")


def patterns_of(dataset: Dataset) -> list[str]:
    """What the paths of a dataset's files look like, relative to the output."""
    if dataset.partition_key is None:
        return [file_of(dataset, None)]
    folder = f"{dataset.name}/{dataset.partition_key}=*"
    whole = f"{folder}/{dataset.name}.parquet"
    by_day = f"{folder}/{dataset.name}-????-??-??.parquet"
    return [whole, by_day] if dataset.partition_key == PARTITION_KEY else [whole]
