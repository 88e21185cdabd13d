"""Texts that are too many for memory, set down in one order and taken up in another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple


class Spooled(NamedTuple):
    """Where a text lies; `size` is of its bytes in UTF-8."""

    start: int
    size: int


class Spool:
    """A scratch file of texts."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._end = 0

    def put(self, text: str) -> Spooled:
        """Set a text down."""
        content = text.encode()
        self._stream.seek(self._end)
        self._stream.write(content)
        place = Spooled(self._end, len(content))
        self._end += len(content)
        return place

    def get(self, place: Spooled) -> str:
        """Take a text up."""
        self._stream.seek(place.start)
        return self._stream.read(place.size).decode()


@contextmanager
def spool(folder: Path) -> Iterator[Spool]:
    """A spool in a folder of this machine, which nobody finds after a crash."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=folder) as stream:
        yield Spool(stream)
