"""A DuckDB file: native lists, structs and instants, and a comment on every column."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.load.export.errors import FormatUnavailableError, breaks_keys
from tasks.load.export.keys import constraints, indexes, quoted
from tasks.load.export.plan import Plan, Sheet
from tasks.load.export.streams import Write
from tasks.load.schema import Field

_TYPES = {
    "string": "VARCHAR",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMPTZ",
    "binary": "BLOB",
    "list<string>": "VARCHAR[]",
}
# What waits to be written is held in memory beside the indexes of the keys.
_ROWS_AT_ONCE = 20_000


def load_duckdb() -> Any:
    """Import the package.

    Raises:
        FormatUnavailableError: it is not installed.
    """
    try:
        import duckdb
    except ImportError as exc:
        raise FormatUnavailableError(
            "DuckDB files are written by the package duckdb, which is not installed",
            data="Nothing was written",
            remedy='Install it (pip install "visnyk[duckdb]"), or export to .sqlite',
        ) from exc
    return duckdb


@contextmanager
def writing_duckdb(path: Path, plan: Plan) -> Iterator[Write]:
    """Write sheets as tables of a new DuckDB file."""
    duckdb = load_duckdb()
    with _explained(path, duckdb), closing(duckdb.connect(str(path))) as database:
        for sheet in plan.sheets:
            database.execute(_table(sheet, plan))
            for statement in _comments(sheet):
                database.execute(statement)

        def write(sheet: Sheet, table: pa.Table) -> None:
            for start in range(0, table.num_rows, _ROWS_AT_ONCE):
                database.register("rows", table.slice(start, _ROWS_AT_ONCE))
                database.execute(f'INSERT INTO "{sheet.name}" SELECT * FROM "rows"')  # noqa: S608
                database.unregister("rows")

        yield write
        for sheet in plan.sheets:
            for statement in indexes(sheet):
                database.execute(statement)


@contextmanager
def _explained(path: Path, duckdb: Any) -> Iterator[None]:
    try:
        yield
    except duckdb.ConstraintException as exc:
        raise breaks_keys(exc) from exc
    except duckdb.IOException as exc:
        is_full = "No space left" in str(exc) or "File too large" in str(exc)
        raise OSError(errno.ENOSPC if is_full else errno.EIO, str(exc), str(path)) from exc


def _table(sheet: Sheet, plan: Plan) -> str:
    lines = [f"{_column(field)}" for field in sheet.fields]
    return f'CREATE TABLE "{sheet.name}" ({", ".join([*lines, *constraints(sheet, plan)])})'


def _column(field: Field) -> str:
    return f"{quoted(field.name)} {_type(field)}" + ("" if field.is_nullable else " NOT NULL")


def _type(field: Field) -> str:
    if field.type != "list<struct>":
        return _TYPES[field.type]
    children = ", ".join(f"{quoted(child.name)} {_type(child)}" for child in field.children)
    return f"STRUCT({children})[]"


def _comments(sheet: Sheet) -> Iterator[str]:
    yield f'COMMENT ON TABLE "{sheet.name}" IS {_text(sheet.dataset.description)}'
    for field in sheet.fields:
        place = f'"{sheet.name}".{quoted(field.name)}'
        yield f"COMMENT ON COLUMN {place} IS {_text(field.description)}"


def _text(value: str) -> str:
    escaped = value.replace("'", "''")
    return f"'{escaped}'"
