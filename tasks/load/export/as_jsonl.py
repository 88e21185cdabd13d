"""JSON lines: an object a row, with real lists and objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from tasks.load.export.plan import Plan, Sheet
from tasks.load.export.streams import Write, byte_stream
from tasks.load.export.values import as_json, slices

# JSON allows them in a text; to many readers of lines they end one.
_LINE_ENDS = re.compile("[\x7f-\x9f\u2028\u2029]")


@contextmanager
def writing_jsonl(path: Path, plan: Plan) -> Iterator[Write]:
    """Write one sheet as JSON lines."""
    with byte_stream(path, plan) as stream:

        def write(_: Sheet, table: pa.Table) -> None:
            for part in slices(table):
                lines = "".join(f"{as_json(row)}\n" for row in part.to_pylist())
                stream.write(_LINE_ENDS.sub(_escaped, lines).encode())

        yield write


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
