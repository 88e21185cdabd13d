"""What an export holds: a format, tables with their columns, and which articles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from tasks.load.export.errors import UnfitRequestError
from tasks.load.export.filters import Filters
from tasks.load.export.formats import Format
from tasks.load.schema import (
    ARTICLES,
    DATASETS,
    MENTIONS,
    PARTITIONED,
    READING_ORDER,
    SENTENCES,
    TAGS,
    Dataset,
    Field,
)

# What a database holds unless told otherwise: what articles say, not how they came here.
_OF_ARTICLES = (ARTICLES, SENTENCES, MENTIONS, TAGS)
_NOTHING = "Nothing was written"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A dataset and the columns of it that are exported, the partition among them."""

    dataset: Dataset
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """The name of the dataset."""
        return self.dataset.name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(item.name for item in self.fields)


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How CSV is written; as it is, spreadsheets read it right.

    `has_mark`: it begins with a byte order mark, without which Excel takes UTF-8 for the
    encoding of its country. `is_guarded`: an apostrophe stands before what a spreadsheet
    would run as a formula.
    """

    has_mark: bool = True
    delimiter: str = ","
    is_guarded: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """An export, all of it but for its place."""

    format: Format
    sheets: tuple[Sheet, ...]
    filters: Filters = field(default_factory=Filters)
    is_compressed: bool = False
    csv: CsvStyle = field(default_factory=CsvStyle)


def make_plan(
    wanted: Format,
    *,
    datasets: Collection[str] = (),
    columns: Sequence[str] = (),
    filters: Filters | None = None,
    is_compressed: bool = False,
    csv: CsvStyle | None = None,
) -> Plan:
    """Lay out an export; without datasets, what the format is mostly wanted for.

    Raises:
        UnfitRequestError: it cannot be had so.
    """
    filters = filters or Filters()
    chosen = _datasets(wanted, datasets)
    apart = [dataset.name for dataset in chosen if dataset not in PARTITIONED]
    if apart and not filters.is_open:
        raise UnfitRequestError(
            f"The filters choose articles, and {' and '.join(apart)} are not parted by article",
            data=_NOTHING,
            remedy=f"Export {' and '.join(apart)} without filters, by a command of its own",
        )
    if is_compressed and not wanted.is_text:
        raise UnfitRequestError(
            f"Only CSV and JSONL are compressed with gzip, not {wanted}",
            data=_NOTHING,
            remedy="Name the file without .gz",
        )
    if columns and len(chosen) > 1:
        raise UnfitRequestError(
            "Columns can be chosen of one dataset, not of several",
            data=_NOTHING,
            remedy="Name one --dataset, or leave out --columns",
        )
    sheets = tuple(Sheet(dataset, _fields(wanted, dataset, columns)) for dataset in chosen)
    return Plan(wanted, sheets, filters, is_compressed, csv or CsvStyle())


def _datasets(wanted: Format, names: Collection[str]) -> tuple[Dataset, ...]:
    unknown = [name for name in names if name not in DATASETS]
    if unknown:
        raise UnfitRequestError(
            f"There is no dataset {', '.join(unknown)}",
            data=_NOTHING,
            remedy=f"Name one of {', '.join(dataset.name for dataset in READING_ORDER)}",
        )
    if not names:
        return _OF_ARTICLES if wanted.is_database else (ARTICLES,)
    chosen = tuple(dataset for dataset in READING_ORDER if dataset.name in names)
    if len(chosen) > 1 and not wanted.is_database:
        raise UnfitRequestError(
            f"A file of {wanted} holds one dataset, not {len(chosen)}",
            data=_NOTHING,
            remedy="Export them one by one, or all of them as .sqlite or .duckdb",
        )
    return chosen


def _fields(wanted: Format, dataset: Dataset, columns: Sequence[str]) -> tuple[Field, ...]:
    every = {item.name: item for item in (*dataset.fields, *_partition(dataset))}
    unknown = [name for name in columns if name not in every]
    if unknown:
        raise UnfitRequestError(
            f"{dataset.name} has no column {', '.join(unknown)}",
            data=_NOTHING,
            remedy=f"Name some of {', '.join(every)}",
        )
    if columns:
        return tuple(every[name] for name in dict.fromkeys(columns))
    # Bytes that hang on articles serve to compare them, and say nothing to people.
    is_kept = wanted is Format.PARQUET or dataset not in PARTITIONED
    return tuple(item for item in every.values() if is_kept or item.type != "binary")


def _partition(dataset: Dataset) -> tuple[Field, ...]:
    """The column that stands in the names of the folders, and in no file."""
    key = dataset.partition_key
    if key is None:
        return ()
    means = {
        "published_month": "Month of publication in Kyiv; `unknown` where there is no date.",
        "fetched_week": "Week the page was fetched in, by ISO 8601.",
    }
    return (Field(key, "string", means[key], is_repetitive=True),)
