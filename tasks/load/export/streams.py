"""How a format takes rows, and the streams of bytes that texts are written to."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyarrow as pa

from tasks.load.export.plan import Plan, Sheet

# Takes rows of a sheet, in their order.
Write = Callable[[Sheet, pa.Table], None]

# As of the command gzip; the best costs twice the time for a hundredth less.
_LEVEL = 6


@contextmanager
def byte_stream(path: Path, plan: Plan) -> Iterator[IO[bytes] | gzip.GzipFile]:
    """Open a new file, compressed if so planned; the same content gives the same bytes."""
    with path.open("wb") as plain:
        if not plan.is_compressed:
            yield plain
            return
        # Neither the file's name nor the time goes into its head.
        with gzip.GzipFile("", "wb", _LEVEL, plain, mtime=0) as packed:
            yield packed
