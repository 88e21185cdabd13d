"""An input becomes a `SourceDocument`: its bytes are read, bounded and decoded."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from tasks.batches import failure
from tasks.errors import Terminal
from tasks.extract.encoding import decode
from tasks.extract.inputs import UnreadableInputError, path_of
from tasks.models import Batch, Failure, InputRef, SourceDocument, Stage


class InputTooLargeError(Terminal):
    """The input is larger than any article."""


def read_batch(
    batch: Batch[InputRef], *, max_bytes: int, max_raw_bytes: int
) -> Batch[SourceDocument]:
    """Read and decode the inputs of a batch; what cannot be used falls out with its reason."""
    read = [read_document(ref, max_bytes=max_bytes, max_raw=max_raw_bytes) for ref in batch.items]
    return batch.passed_on(
        (item for item in read if isinstance(item, SourceDocument)),
        (item for item in read if isinstance(item, Failure)),
    )


def read_document(ref: InputRef, *, max_bytes: int, max_raw: int) -> SourceDocument | Failure:
    """Read one input; its failure carries the raw bytes if they are at most `max_raw`."""
    raw: bytes | None = None
    sha256 = ref.sha256
    try:
        raw = _read(path_of(ref.uri), ref.size, max_bytes)
        # The file may have changed since it was found: what is stored must say what was read.
        sha256 = hashlib.sha256(raw).hexdigest()
        text, encoding = decode(raw, name=path_of(ref.uri).name)
    except Exception as error:  # noqa: BLE001 - a defect costs one document, not its batch
        kept = raw if raw is not None and len(raw) <= max_raw else None
        return failure(error, uri=ref.uri, sha256=sha256, stage=Stage.EXTRACT, raw=kept)
    return SourceDocument(
        uri=ref.uri, sha256=sha256, text=text, encoding=encoding, read_at=datetime.now(UTC)
    )


def _read(path: Path, size: int, max_bytes: int) -> bytes:
    if size > max_bytes:
        raise InputTooLargeError(
            f"{path.name} has {size / 1e6:,.1f} MB, over the limit of {max_bytes / 1e6:,.1f} MB",
            data="The document was not read",
            remedy="Split it into one file an article, or raise VISNYK_MAX_DOCUMENT_BYTES",
        )
    try:
        with path.open("rb") as file:
            return file.read(max_bytes)
    except OSError as error:
        raise UnreadableInputError(
            f"{path} cannot be read ({error.strerror or error})",
            data="The document was not loaded",
            remedy="Check that it still exists and may be read; the next run tries again",
        ) from error
