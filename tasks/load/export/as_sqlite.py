"""A SQLite file: a table a dataset, lists as JSON, the descriptions in its `.schema`."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.load.export.errors import breaks_keys
from tasks.load.export.keys import constraints, indexes, quoted
from tasks.load.export.plan import Plan, Sheet
from tasks.load.export.streams import Write
from tasks.load.export.values import as_json, plain, slices
from tasks.load.schema import SCHEMA_VERSION, Field
from tasks.load.storage.arrow import Column

_TYPES = {"int32": "INTEGER", "int64": "INTEGER", "bool": "INTEGER", "float64": "REAL"}
_TYPES |= {"binary": "BLOB"}


@contextmanager
def writing_sqlite(path: Path, plan: Plan) -> Iterator[Write]:
    """Write sheets as tables of a new SQLite file."""
    with _explained(path), closing(sqlite3.connect(path, isolation_level=None)) as database:
        # The file is not there for anybody until it is whole.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        database.execute("BEGIN")
        for sheet in plan.sheets:
            database.execute(_table(sheet, plan))

        def write(sheet: Sheet, table: pa.Table) -> None:
            marks = ", ".join("?" * len(sheet.fields))
            statement = f'INSERT INTO "{sheet.name}" VALUES ({marks})'  # noqa: S608 - our names
            for part in slices(table):
                cells = [_cells(part[field.name], field) for field in sheet.fields]
                database.executemany(statement, zip(*cells, strict=True))

        yield write
        for sheet in plan.sheets:
            for statement in indexes(sheet):
                database.execute(statement)
        database.execute("COMMIT")
        database.execute("ANALYZE")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as exc:
        raise breaks_keys(exc) from exc
    except sqlite3.OperationalError as exc:
        is_full = exc.sqlite_errorcode in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
        number = errno.ENOSPC if is_full else errno.EIO
        raise OSError(number, str(exc), str(path)) from exc


def _table(sheet: Sheet, plan: Plan) -> str:
    """The statement that makes a table; what it means stays with it as comments."""
    lines = []
    for field in sheet.fields:
        need = "" if field.is_nullable else " NOT NULL"
        kind = _TYPES.get(field.type, "TEXT")
        lines.append((f"{quoted(field.name)} {kind}{need}", field.description))
    lines += [(constraint, "") for constraint in constraints(sheet, plan)]
    last = len(lines) - 1
    body = "".join(
        f"  {line}{',' if number < last else ''}{f' -- {text}' if text else ''}\n"
        for number, (line, text) in enumerate(lines)
    )
    return f'CREATE TABLE "{sheet.name}" ( -- {sheet.dataset.description}\n{body})'


def _cells(column: Column, field: Field) -> list[Any]:
    values = column.to_pylist()
    if field.type.startswith("list"):
        return [None if value is None else as_json(value) for value in values]
    if field.type in ("date", "timestamp"):
        return [plain(value) for value in values]
    return list(values)
