"""A file or standard input, and the inputs in it: one page, or as many as it has records."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, Final

from tasks.batches import failure
from tasks.errors import VisnykError
from tasks.extract.paths import uri_of
from tasks.extract.records import find_rows, key_of, layout_of, make_record
from tasks.extract.sniff import HEAD, Kind, gunzipped, sniff
from tasks.models import Failure, InputRef, Stage

STDIN: Final = "stdin:"
_CHUNK: Final = 1 << 20
# Of a damaged line so much is kept in quarantine; a longer one is not.
_MAX_DAMAGED_LINE: Final = 100_000


@dataclass(frozen=True, slots=True)
class Container:
    """Bytes that may hold inputs: of a file (`path`) or read already (`content`).

    Paths in it are relative to `folder`.
    """

    uri: str
    name: str
    folder: Path
    path: Path | None = None
    content: bytes | None = None

    @classmethod
    def of_file(cls, path: Path, uri: str | None = None) -> Container:
        """The container that a file is; `uri` where it is known already."""
        return cls(uri or uri_of(path), path.name, path.parent, path=path)

    @classmethod
    def of_stdin(cls, content: bytes) -> Container:
        """The container that standard input is."""
        return cls(STDIN, "standard input", Path(), content=content)

    def open(self) -> BinaryIO:
        """Open the bytes for reading."""
        return self.path.open("rb", _CHUNK) if self.path else io.BytesIO(self.content or b"")

    def read(self, size: int = -1) -> bytes:
        """Read the bytes from their beginning."""
        with self.open() as file:
            return file.read(size)

    def kind(self) -> Kind:
        """Tell what the bytes are."""
        head = self.read(HEAD)
        is_packed = PurePath(self.name).suffix.lower() == ".gz"
        name = PurePath(self.name).stem if is_packed else self.name
        return sniff(gunzipped(head, HEAD), name="" if self.content is not None else name)


def fingerprint(container: Container) -> InputRef:
    """Take the fingerprint of a container that is an input as a whole."""
    with container.open() as file:
        digest = hashlib.sha256()
        size = 0
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    sha256 = digest.hexdigest()
    uri = f"{STDIN}#sha256={sha256[:16]}" if container.uri == STDIN else container.uri
    return InputRef(uri=uri, sha256=sha256, size=size, content=container.content)


def find_records(container: Container, kind: Kind) -> Iterator[InputRef | Failure]:
    """Find the records of a container; of each damaged line, the failure.

    Raises:
        Terminal: if the container is empty or no text.
    """
    layout = layout_of(container.read(HEAD), kind, name=container.name)
    numbers: dict[str, int] = {}
    with container.open() as file:
        for row in find_rows(file, layout):
            if isinstance(row.values, VisnykError):
                uri = _uri(container, key_of(row.raw), numbers)
                raw = row.raw if len(row.raw) <= _MAX_DAMAGED_LINE else None
                sha256 = hashlib.sha256(row.raw).hexdigest()
                yield failure(row.values, uri=uri, sha256=sha256, stage=Stage.EXTRACT, raw=raw)
                continue
            record = make_record(row.values, (row.offset, len(row.raw)))
            yield InputRef(
                uri=_uri(container, record.key, numbers),
                sha256=record.sha256,
                size=len(row.raw),
                span=record.span,
                content=row.raw if container.content is not None else None,
            )


def _uri(container: Container, key: str, numbers: dict[str, int]) -> str:
    # Records that go by the same name are told apart by their order: each is an input.
    number = numbers[key] = numbers.get(key, 0) + 1
    return f"{container.uri}#{key}&n={number}" if number > 1 else f"{container.uri}#{key}"
