"""Published rows, a row group at a time, in the order they are exported in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from tasks.load.export.plan import Plan, Sheet
from tasks.load.schema import ARTICLES, DATASETS, PARTITIONED, TAGS, Dataset, file_of
from tasks.load.schema.partitions import month_of, partition_in
from tasks.load.storage.arrow import Column, arrow_schema, corrupt, opened, pc, read_group
from tasks.load.storage.location import Location
from tasks.load.storage.manifest import published_files


@dataclass(frozen=True, slots=True)
class Scope:
    """Which of the published files an export reads."""

    plan: Plan

    def holds(self, name: str) -> bool:
        """Tell of a file by its path relative to the output."""
        dataset = DATASETS.get(name.split("/", maxsplit=1)[0])
        return dataset is not None and self.holds_part(dataset, partition_in(dataset, name) or "")

    def holds_part(self, dataset: Dataset, partition: str) -> bool:
        """Tell of a partition of a dataset."""
        filters = self.plan.filters
        if dataset is TAGS and filters.labels:
            return True  # what a label is called may stand in another month
        if dataset in PARTITIONED and not filters.may_lie_in(partition):
            return False
        is_asked = not filters.is_open and dataset is ARTICLES
        return is_asked or any(sheet.dataset is dataset for sheet in self.plan.sheets)


def partitions(output: Location, plan: Plan) -> list[tuple[str | None, tuple[Sheet, ...]]]:
    """The partitions in their order, each with the sheets that have rows there."""
    found: dict[str | None, set[str]] = {}
    for dataset, partition, _ in published_files(output):
        if dataset not in PARTITIONED or plan.filters.may_lie_in(partition or ""):
            found.setdefault(partition, set()).add(dataset.name)
    # What has no partitions comes last; it is never read together with a filter.
    ordered = sorted(found, key=lambda name: (name is None, name or ""))
    sheets = [tuple(item for item in plan.sheets if item.name in found[name]) for name in ordered]
    return [(name, some) for name, some in zip(ordered, sheets, strict=True) if some]


def sheet_tables(
    output: Location, sheet: Sheet, partition: str | None, articles: Column | None
) -> Iterator[pa.Table]:
    """The rows of a sheet in a partition; of some articles only, where they are given."""
    dataset, key = sheet.dataset, sheet.dataset.partition_key
    names = [name for name in sheet.names if name != key]
    extra = [] if articles is None or "article_id" in names else ["article_id"]
    schema = sheet_schema(sheet)
    folder = month_of(partition or "") if dataset in PARTITIONED else partition
    # A file read for no column would have no rows.
    wanted = [*names, *extra] or [dataset.key[0]]
    for table in tables(output / file_of(dataset, partition), dataset, wanted):
        rows = table
        if articles is not None:
            rows = table.filter(pc.is_in(table["article_id"], value_set=articles))
        if rows.num_rows:
            columns: dict[str, Column] = {name: rows[name] for name in names}
            if key in sheet.names:
                columns[key] = pa.repeat(pa.scalar(folder, pa.string()), rows.num_rows)
            yield pa.Table.from_arrays([columns[name] for name in sheet.names], schema=schema)


def sheet_schema(sheet: Sheet) -> pa.Schema:
    """The Arrow schema of a sheet: that of the dataset, and the partition described alike."""
    known = arrow_schema(sheet.dataset)
    fields: list[pa.Field[pa.DataType]] = [
        known.field(item.name)
        if item.name != sheet.dataset.partition_key
        else pa.field(item.name, pa.string(), False, metadata={"description": item.description})
        for item in sheet.fields
    ]
    return pa.schema(fields).with_metadata(known.metadata)


def tables(path: Location, dataset: Dataset, names: Sequence[str]) -> Iterator[pa.Table]:
    """The row groups of a published file.

    Raises:
        DatasetCorruptError: it is missing, or cannot be read.
    """
    try:
        with opened(path) as file:
            for group in range(file.num_row_groups):
                yield read_group(file, group, dataset, names)
    except FileNotFoundError as exc:
        raise corrupt(path, exc) from exc
