"""What downstream jobs read with, each with its types in the words of our schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """A dataset as a reader gives it: columns with their types, and rows."""

    types: dict[str, str]
    rows: list[Row]


# Reads a folder; the flag says that its files are of several versions.
Reader = Callable[[Path, bool], Table]


def with_pyarrow(folder: Path, is_mixed: bool) -> Table:
    table = ds.dataset(folder, _union(folder) if is_mixed else None, partitioning="hive").to_table()
    return _of_arrow(table)


def with_pandas(folder: Path, is_mixed: bool) -> Table:
    schema = _union(folder) if is_mixed else None
    frame = pd.read_parquet(folder, schema=schema, dtype_backend="pyarrow")
    columns = {
        name: pa.array(frame[name].astype(frame[name].cat.categories.dtype))
        if isinstance(frame[name].dtype, pd.CategoricalDtype)
        else pa.chunked_array(frame[name].array.__arrow_array__())
        for name in frame.columns
    }
    return _of_arrow(pa.table(columns))


def with_polars(folder: Path, is_mixed: bool) -> Table:
    files = sorted(folder.rglob("*.parquet"))
    schema = None
    if is_mixed:
        schema = {k: v for file in files for k, v in pl.read_parquet_schema(file).items()}
    frame = pl.read_parquet(
        f"{folder}/**/*.parquet",
        hive_partitioning=True,
        schema=schema,
        missing_columns="insert" if is_mixed else "raise",
    )
    return Table({k: _polars(v) for k, v in frame.schema.items()}, frame.rows(named=True))


def with_duckdb(folder: Path, is_mixed: bool) -> Table:
    database = duckdb.connect()
    relation = database.sql(
        f"FROM read_parquet('{folder}/**/*.parquet', hive_partitioning = true, "
        f"union_by_name = {is_mixed})"
    )
    names = relation.columns
    types = {name: _duckdb(kind) for name, kind in zip(names, relation.types, strict=True)}
    return Table(types, [dict(zip(names, row, strict=True)) for row in relation.fetchall()])


def with_pyspark(folder: Path, is_mixed: bool) -> Table:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    frame = spark.read.option("mergeSchema", is_mixed).parquet(str(folder))
    types = {field.name: _spark(field.dataType) for field in frame.schema}
    return Table(types, [_told(row.asDict(recursive=True)) for row in frame.collect()])


READERS: dict[str, Reader] = {
    "pyarrow": with_pyarrow,
    "pandas": with_pandas,
    "polars": with_polars,
    "duckdb": with_duckdb,
    "pyspark": with_pyspark,
}


def _union(folder: Path) -> pa.Schema:
    """The columns of all files, as the guide for readers has it."""
    dataset = ds.dataset(folder, partitioning="hive")
    return pa.unify_schemas(
        [dataset.schema, *(part.physical_schema for part in dataset.get_fragments())]
    )


def _of_arrow(table: pa.Table) -> Table:
    return Table({field.name: _arrow(field.type) for field in table.schema}, table.to_pylist())


def _arrow(kind: pa.DataType) -> str:
    if pa.types.is_dictionary(kind):
        return _arrow(kind.value_type)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return f"list<{_arrow(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return _struct({field.name: _arrow(field.type) for field in kind})
    return {
        "large_string": "string", "double": "float64", "date32[day]": "date",
        "timestamp[us, tz=UTC]": "timestamp",
    }.get(str(kind), str(kind))  # fmt: skip


def _polars(kind: Any) -> str:
    if isinstance(kind, pl.List):
        return f"list<{_polars(kind.inner)}>"
    if isinstance(kind, pl.Struct):
        return _struct({field.name: _polars(field.dtype) for field in kind.fields})
    if kind == pl.Datetime("us", "UTC"):
        return "timestamp"
    return {"boolean": "bool"}.get(str(kind).lower(), str(kind).lower())


def _duckdb(kind: Any) -> str:
    if kind.id == "list":
        return f"list<{_duckdb(kind.children[0][1])}>"
    if kind.id == "struct":
        return _struct({name: _duckdb(child) for name, child in kind.children})
    return {
        "varchar": "string", "integer": "int32", "bigint": "int64", "double": "float64",
        "boolean": "bool", "timestamp with time zone": "timestamp", "blob": "binary",
    }.get(kind.id, kind.id)  # fmt: skip


def _spark(kind: Any) -> str:
    if kind.typeName() == "array":
        return f"list<{_spark(kind.elementType)}>"
    if kind.typeName() == "struct":
        return _struct({field.name: _spark(field.dataType) for field in kind})
    return {
        "integer": "int32", "long": "int64", "double": "float64", "boolean": "bool",
    }.get(kind.typeName(), kind.typeName())  # fmt: skip


def _struct(fields: Mapping[str, str]) -> str:
    return f"struct<{', '.join(f'{name}: {kind}' for name, kind in fields.items())}>"


def _told(value: Any) -> Any:
    """Spark gives instants in the zone of this machine and does not say so; bytes as an array."""
    match value:
        case datetime():
            return value.astimezone(UTC)
        case bytearray():
            return bytes(value)
        case dict():
            return {name: _told(item) for name, item in value.items()}
        case list():
            return [_told(item) for item in value]
    return value
