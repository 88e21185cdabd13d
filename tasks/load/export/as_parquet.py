"""One Parquet file: what the files of a dataset hold, the partition as a column."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.load.export.plan import Plan, Sheet
from tasks.load.export.reading import sheet_schema
from tasks.load.export.streams import Write

_ParquetWriter: Any = pq.ParquetWriter
# Long articles fill memory before there are 100,000 of them.
_GROUP_BYTES = 64_000_000
_ZSTD_LEVEL = 3


@contextmanager
def writing_parquet(path: Path, plan: Plan) -> Iterator[Write]:
    """Write one sheet as Parquet, in row groups of its dataset's size or less."""
    (sheet,) = plan.sheets
    schema = sheet_schema(sheet)
    held: list[pa.Table] = []
    # A stream of ours: its errors say what is wrong (no space, no permission).
    with (
        path.open("wb") as stream,
        _ParquetWriter(
            stream,
            schema,
            compression="zstd",
            compression_level=_ZSTD_LEVEL,
            write_page_index=True,
            write_page_checksum=True,
            sorting_columns=_order(sheet, schema),
        ) as writer,
    ):

        def flush(rows: int) -> None:
            table = pa.concat_tables(held)
            writer.write_table(table.slice(0, rows).combine_chunks(), row_group_size=rows)
            held[:] = [table.slice(rows)] if table.num_rows > rows else []

        def write(sheet: Sheet, table: pa.Table) -> None:
            held.append(table)
            size = sheet.dataset.row_group_rows
            while (rows := sum(part.num_rows for part in held)) >= size:
                flush(size)
            if sum(part.nbytes for part in held) >= _GROUP_BYTES:
                flush(rows)

        yield write
        if rows := sum(part.num_rows for part in held):
            flush(rows)


def _order(sheet: Sheet, schema: pa.Schema) -> list[pq.SortingColumn] | None:
    """What the rows are sorted by, where it is among the columns."""
    dataset = sheet.dataset
    # Within a month rows lie in the order of days where the output is written by day.
    key = dataset.partition_key or dataset.sort_key
    return [pq.SortingColumn(schema.get_field_index(key))] if key in sheet.names else None
