"""Arrow schemas and Parquet files, made from the declared schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from tasks.load.errors import DatasetCorruptError, ReplacedError, SchemaVersionError
from tasks.load.schema import SCHEMA_VERSION, Dataset, Field
from tasks.load.storage.location import Location
from tasks.load.storage.s3.paths import ObjectPath

# The stubs of pyarrow are of another version and refuse calls that pyarrow documents.
pc: Any = pyarrow.compute
Column = Any  # pa.Array or pa.ChunkedArray, of any type
_ParquetWriter: Any = pq.ParquetWriter
Read = TypeVar("Read")

# Enough for an object that is published into again and again.
_LOOKS = 5

# Measured on news text: level 3 is a tenth smaller than level 1, and as fast to read.
_ZSTD_LEVEL = 3
# A filter that is asked in vain once in a hundred times takes 1.2 bytes a value.
_FALSE_HITS, _LEAST_DISTINCT = 0.01, 64
# Columns that staged files carry beside the dataset's own: where the row will lie, and
# which document of the batch it belongs to (identifiers may change before publishing).
PARTITION = "_partition"
DOCUMENT = "_document"
_STAGED: list[pa.Field[Any]] = [
    pa.field(PARTITION, pa.string(), False),
    pa.field(DOCUMENT, pa.int32(), False),
]
_PLAIN: dict[str, pa.DataType] = {
    "string": pa.string(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "binary": pa.binary(),
}


@lru_cache(maxsize=32)
def arrow_schema(dataset: Dataset) -> pa.Schema:
    """The Arrow schema of a published dataset, with what its fields mean."""
    metadata: dict[str | bytes, str | bytes] = {
        "dataset": dataset.name,
        "schema_version": SCHEMA_VERSION,
    }
    return pa.schema([_arrow_field(field) for field in dataset.fields], metadata=metadata)


@lru_cache(maxsize=32)
def staged_schema(dataset: Dataset) -> pa.Schema:
    """The Arrow schema of a staged file: the dataset's but for `loaded_at`."""
    fields: list[pa.Field[Any]] = [
        field for field in arrow_schema(dataset) if field.name != "loaded_at"
    ]
    return pa.schema([*_STAGED, *fields])


def _arrow_field(field: Field) -> pa.Field[Any]:
    told = {
        "description": field.description,
        "unit": field.unit,
        "example": field.example,
        "enum": json.dumps(field.enum) if field.enum else "",
    }
    metadata: dict[str | bytes, str | bytes] = {key: text for key, text in told.items() if text}
    return pa.field(field.name, _arrow_type(field), nullable=field.is_nullable, metadata=metadata)


def _arrow_type(field: Field) -> pa.DataType:
    match field.type:
        case "list<string>":
            return pa.list_(pa.field("element", pa.string()))
        case "list<struct>":
            children = pa.struct([_arrow_field(child) for child in field.children])
            return pa.list_(pa.field("element", children))
        case plain:
            return _PLAIN[plain]


def write_parquet(parts: Iterable[pa.Table], path: Path, dataset: Dataset) -> None:
    """Write rows so that the same rows give the same bytes, however they come in parts.

    No more than a row group and a part are held in memory.

    Args:
        parts: the rows in the order of the dataset's sort key.
        path: a file of this machine.
        dataset: what the rows are of.
    """
    schema, size = arrow_schema(dataset), dataset.row_group_rows
    groups = regrouped(parts, size, schema.empty_table())
    # Filters of Bloom have one size in all groups, of which the first is as large as any.
    first = next(groups)
    with _ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=_ZSTD_LEVEL,
        use_dictionary=_dictionary_columns(dataset),
        bloom_filter_options=_bloom_filters(first, dataset),
        write_page_index=True,
        # Readers check what they read.
        write_page_checksum=True,
        sorting_columns=[pq.SortingColumn(schema.get_field_index(dataset.sort_key))],
    ) as writer:
        for group in chain([first], groups):
            # Chunks would show in the pages.
            writer.write_table(group.combine_chunks(), row_group_size=size)


def _bloom_filters(rows: pa.Table, dataset: Dataset) -> dict[str, dict[str, Any]]:
    """The columns that are asked for by value, with room for the values of some rows."""
    sought = [field.name for field in dataset.fields if field.is_sought]
    # Some spare: the filter's size is a power of two, which small changes should not change.
    counts = {name: 2 * pc.count_distinct(rows[name]).as_py() for name in sought}
    return {
        name: {"ndv": max(count, _LEAST_DISTINCT), "fpp": _FALSE_HITS}
        for name, count in counts.items()
    }


def regrouped(parts: Iterable[pa.Table], size: int, empty: pa.Table) -> Iterator[pa.Table]:
    """Yield rows by groups of `size`, the last one smaller; without any, one `empty` group."""
    held, is_first = empty, True
    for part in parts:
        held = pa.concat_tables([held, part]) if held.num_rows else part
        while held.num_rows >= size:
            yield held.slice(0, size)
            held, is_first = held.slice(size), False
    if held.num_rows or is_first:
        yield held


def _dictionary_columns(dataset: Dataset) -> list[str]:
    repetitive = [field for field in dataset.fields if field.is_repetitive]
    return [
        f"{field.name}.list.element" if field.type == "list<string>" else field.name
        for field in repetitive
    ]


def read_parquet(
    path: Location, dataset: Dataset, columns: Sequence[str] | None = None
) -> pa.Table | None:
    """Read a published file in the current schema, None where there is no such file.

    Columns that came into the schema after the file was written are null.
    """

    def read() -> pa.Table | None:
        try:
            with opened(path) as file:
                return read_columns(file, dataset, columns or dataset.names)
        except FileNotFoundError:
            return None

    return read_whole(read)


def read_whole(read: Callable[[], Read]) -> Read:
    """Read an object anew that was replaced meanwhile; files of this machine stay readable."""
    for _ in range(_LOOKS - 1):
        with suppress(ReplacedError):
            return read()
    return read()


@contextmanager
def opened(path: Location) -> Iterator[pq.ParquetFile]:
    """Open a published file; whatever is wrong with it is told as one kind of error.

    Raises:
        FileNotFoundError: there is no such file.
        ReplacedError: an object has got another content since it was opened.
        StoreRefusedError, StoreUnavailableError: its store cannot be used.
        DatasetCorruptError, SchemaVersionError: it cannot be read.
    """
    is_remote = isinstance(path, ObjectPath)
    try:
        with (
            path.opened() if isinstance(path, ObjectPath) else nullcontext(path) as source,
            # Few requests, for many columns at once.
            pq.ParquetFile(source, page_checksum_verification=True, pre_buffer=is_remote) as file,
        ):
            _refuse_newer(path, file.schema_arrow.metadata or {})
            yield file
    except FileNotFoundError:
        raise
    except (pa.ArrowException, OSError) as exc:
        raise corrupt(path, exc) from exc


def read_group(
    file: pq.ParquetFile, group: int, dataset: Dataset, columns: Sequence[str]
) -> pa.Table:
    """Read columns of a row group in the current schema, as `read_parquet` does."""
    stored = set(file.schema_arrow.names)
    wanted = [name for name in columns if name in stored]
    table = file.read_row_group(group, columns=wanted)
    return _conformed(table, dataset, columns)


def read_columns(file: pq.ParquetFile, dataset: Dataset, columns: Sequence[str]) -> pa.Table:
    """Read columns of an opened file in the current schema, as `read_parquet` does."""
    stored = set(file.schema_arrow.names)
    table = file.read(columns=[name for name in columns if name in stored])
    return _conformed(table, dataset, columns)


def read_groups(
    path: Location, dataset: Dataset, columns: Sequence[str] | None = None
) -> Iterator[pa.Table]:
    """Read a published file row group by row group; nothing where there is no such file."""
    try:
        with opened(path) as file:
            for group in range(file.metadata.num_row_groups):
                yield read_group(file, group, dataset, columns or dataset.names)
    except FileNotFoundError:
        return


def with_column(table: pa.Table, name: str, values: Column) -> pa.Table:
    """Put values in the place of those of a column."""
    index = table.schema.get_field_index(name)
    return table.set_column(index, table.schema.field(index), values)


def row_count(path: Location) -> int:
    """The number of rows by the file's footer."""

    def read() -> int:
        try:
            with opened(path) as file:
                return int(file.metadata.num_rows)
        except FileNotFoundError:  # a publish has just emptied this partition
            return 0

    return read_whole(read)


def corrupt(path: Location, cause: Exception) -> DatasetCorruptError:
    """The error for a published file that cannot be read."""
    reason = str(cause).splitlines()[0] if str(cause) else type(cause).__name__
    remedy = (
        "Mend it with: visnyk rebuild. Or restore the file from a copy; or delete it and run "
        "again: its documents are then processed anew wherever their inputs are still there"
    )
    if isinstance(cause, PermissionError):
        remedy = "Give this user access to the file, and run again"
    return DatasetCorruptError(
        f"{path} cannot be read ({reason})",
        data="Nothing was changed; the other files are readable",
        remedy=remedy,
    )


def _conformed(table: pa.Table, dataset: Dataset, names: Sequence[str]) -> pa.Table:
    known = arrow_schema(dataset)
    schema = pa.schema([known.field(name) for name in names]).with_metadata(known.metadata)
    return pa.Table.from_arrays([_column(table, field) for field in schema], schema=schema)


def _column(table: pa.Table, field: pa.Field[Any]) -> Column:
    if field.name in table.column_names:
        return table[field.name].cast(field.type)
    if not field.nullable:
        raise pa.ArrowInvalid(f"the column {field.name} is missing")
    return pa.nulls(table.num_rows, field.type)


def _refuse_newer(path: Location, metadata: dict[bytes, bytes]) -> None:
    version = metadata.get(b"schema_version", b"0").decode()
    if not version.isdigit() or int(version) > int(SCHEMA_VERSION):
        raise SchemaVersionError(
            f"{path} has schema version {version}; this visnyk knows up to {SCHEMA_VERSION}",
            data="Nothing was changed",
            remedy="Install the visnyk that wrote it, or a newer one",
        )
