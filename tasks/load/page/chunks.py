"""The data files of the page: a script each, named by its content.

Under one name there is never but one content: a page that is open keeps the files that it
knows, and what is the same is not written again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from tasks.load.storage import files
from tasks.load.storage.location import Location
from tasks.load.storage.s3.paths import ObjectPath

PAGE_FOLDER: Final = "report"
DATA_FOLDER: Final = "data"
_DIGEST_LETTERS = 12

Item = TypeVar("Item")


class Shelf:
    """The folder of the data files; it knows which are there, and counts what it writes."""

    def __init__(self, output: Location, there: Iterable[str]) -> None:
        self._folder = output / PAGE_FOLDER / DATA_FOLDER
        self._there = set(there)
        self.written = 0

    def put(self, stem: str, content: str) -> str:
        """Keep a value, which is JSON, under its stem; returns the name of its file."""
        digest = hashlib.sha256(content.encode()).hexdigest()[:_DIGEST_LETTERS]
        name = f"{stem}-{digest}"
        if f"{name}.js" not in self._there:
            script = f'visnykPage.receive("{name}",{content});\n'
            write(self._folder / f"{name}.js", script.encode())
            self._there.add(f"{name}.js")
            self.written += 1
        return name


def write(path: Location, content: bytes) -> None:
    """Write a file of the page, and the folder it lies in."""
    if not isinstance(path, ObjectPath):
        files.make_folder(path.parent)
    files.write_durably(path, content)


def listed(lines: Iterable[str]) -> str:
    """A JSON list with a line an item: what differs between two versions shows."""
    return "[\n" + ",\n".join(lines) + "\n]"


def cut(
    items: Sequence[Item], *, most: int, most_bytes: int, size: Callable[[Item], int]
) -> Iterator[Sequence[Item]]:
    """Cut a sequence from its beginning into pieces of bounded number and size.

    What is added at the end changes the last piece only. An item that is larger than a piece
    is a piece of its own.
    """
    start, taken = 0, 0
    for place, item in enumerate(items):
        if place > start and (place - start == most or taken + size(item) > most_bytes):
            yield items[start:place]
            start, taken = place, 0
        taken += size(item)
    if start < len(items):
        yield items[start:]
