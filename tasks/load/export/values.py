"""Values as text and JSON have them: one form each, whatever the format."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pyarrow as pa

# Python's own objects take ten times the memory of Arrow's: a few megabytes of them at once.
_ROWS_AT_ONCE = 2_000


def slices(table: pa.Table) -> Iterator[pa.Table]:
    """A table in pieces that are small enough to become Python objects."""
    for start in range(0, table.num_rows, _ROWS_AT_ONCE):
        yield table.slice(start, _ROWS_AT_ONCE)


def as_json(value: object) -> str:
    """Write a value as JSON that people can read."""
    return json.dumps(value, ensure_ascii=False, default=as_text)


def as_text(value: date | bytes) -> str:
    """Write what JSON has no type for: ISO 8601, instants in UTC with a Z; bytes in base64."""
    match value:
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
    raise TypeError(f"no text for {type(value).__name__}")


def plain(value: Any) -> Any:
    """Write a value of a column without lists: what is no number or text becomes text."""
    return as_text(value) if isinstance(value, (date, bytes)) else value
