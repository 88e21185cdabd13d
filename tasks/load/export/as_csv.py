"""CSV that spreadsheets open as it is meant, and programs by RFC 4180."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.load.export.plan import Plan, Sheet
from tasks.load.export.streams import Write, byte_stream
from tasks.load.export.values import as_json, plain, slices
from tasks.load.schema import Field
from tasks.load.storage.arrow import Column, pc

LIST_SEPARATOR = "; "
# What makes a spreadsheet take a cell for a formula, after OWASP (CSV Injection; ASVS 1.2.10),
# wide forms included. Apostrophes before it count, so that the guard can be taken off again.
_FORMULA = r"\A('*[=+\-@\t\r\n\x00＝＋－＠])"


@contextmanager
def writing_csv(path: Path, plan: Plan) -> Iterator[Write]:
    """Write one sheet as CSV."""
    style = plan.csv
    (sheet,) = plan.sheets
    with byte_stream(path, plan) as stream:
        buffer = StringIO(newline="")
        lines = csv.writer(buffer, delimiter=style.delimiter, lineterminator="\r\n")

        def flush() -> None:
            stream.write(buffer.getvalue().encode())
            buffer.seek(0)
            buffer.truncate()

        def write(sheet: Sheet, table: pa.Table) -> None:
            for part in slices(table):
                cells = [
                    _cells(part[field.name], field, is_guarded=style.is_guarded)
                    for field in sheet.fields
                ]
                lines.writerows(zip(*cells, strict=True))
                flush()

        if style.has_mark:
            buffer.write("\ufeff")
        lines.writerow(sheet.names)
        flush()
        yield write


def _cells(column: Column, field: Field, *, is_guarded: bool) -> list[Any]:
    match field.type:
        case "string":
            return _guarded(column, is_guarded=is_guarded)
        case "list<string>":
            joined = pa.array([_joined(item) for item in column.to_pylist()], pa.string())
            return _guarded(joined, is_guarded=is_guarded)
        case "list<struct>":
            return [None if item is None else as_json(item) for item in column.to_pylist()]
        case "bool":
            return list(pc.cast(column, "string").to_pylist())
    return [plain(value) for value in column.to_pylist()]


def _joined(items: list[str | None] | None) -> str | None:
    return None if items is None else LIST_SEPARATOR.join(item or "" for item in items)


def _guarded(column: Column, *, is_guarded: bool) -> list[Any]:
    if is_guarded:
        column = pc.replace_substring_regex(column, _FORMULA, r"'\1")
    return list(column.to_pylist())
