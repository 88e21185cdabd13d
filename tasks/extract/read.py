"""An input becomes a `SourceDocument`: its bytes are read or fetched, bounded and decoded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeAlias

from tasks.addresses import is_address
from tasks.batches import failure
from tasks.extract.canonical import canonical
from tasks.extract.containers import STDIN, Container
from tasks.extract.errors import (
    DamagedRecordError,
    InputNotFoundError,
    changed,
    too_large,
    unreadable,
)
from tasks.extract.pages import PageText, read_fetched, read_page
from tasks.extract.paths import path_of
from tasks.extract.records import layout_of, read_row
from tasks.extract.rows import Layout
from tasks.extract.shelf import Offline, PageSource, Shelf
from tasks.extract.sniff import HEAD, PAGES, RECORDS, Kind, sniff
from tasks.models import (
    Batch,
    Failure,
    FetchedPage,
    InputRef,
    MediaType,
    Settled,
    Settlement,
    SourceDocument,
    Stage,
)

Read: TypeAlias = SourceDocument | Failure | Settled

# Pages of one outlet wait for one another anyway; those of several need not.
_THREADS: Final = 8
_OFFLINE: Final = Offline()


def read_batch(
    batch: Batch[InputRef],
    *,
    max_bytes: int,
    max_raw_bytes: int,
    fetcher: PageSource = _OFFLINE,
    shelf: Shelf | None = None,
) -> Batch[SourceDocument]:
    """Read and decode the inputs of a batch; what cannot be used falls out with its reason.

    Args:
        batch: the inputs.
        max_bytes: larger ones are refused unread.
        max_raw_bytes: of smaller ones that are refused, the bytes are kept.
        fetcher: gets addresses; it is called from several threads.
        shelf: the datasets, for what they keep.
    """
    reader = Reader(max_bytes, max_raw_bytes, fetcher, shelf)
    if any(is_address(ref.uri) and ref.page is None for ref in batch.items):
        with ThreadPoolExecutor(_THREADS) as pool:
            read: Iterable[Read] = list(pool.map(reader.read, batch.items))
    else:
        read = [reader.read(ref) for ref in batch.items]
    return batch.passed_on(
        (item for item in read if isinstance(item, SourceDocument)),
        (item for item in read if isinstance(item, Failure)),
        (item for item in read if isinstance(item, Settled)),
    )


@dataclass(slots=True)
class _Taken:
    """What was read of an input before it failed."""

    sha256: str | None
    raw: bytes | None = None

    def take(self, raw: bytes) -> None:
        # A file may have changed since it was found: what is stored must say what was read.
        self.raw = raw
        self.sha256 = hashlib.sha256(raw).hexdigest()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads inputs; one that fails carries its bytes if they are at most `max_raw`."""

    max_bytes: int
    max_raw: int
    fetcher: PageSource = _OFFLINE
    shelf: Shelf | None = None

    def read(self, ref: InputRef) -> Read:
        """Read one input."""
        taken = _Taken(ref.sha256)
        try:
            if ref.size > self.max_bytes:
                raise too_large(_name(ref), ref.size, self.max_bytes)  # noqa: TRY301 - one way out
            return self._read(ref, taken)
        except Exception as error:  # noqa: BLE001 - a defect costs one document, not its batch
            raw = taken.raw if taken.raw and len(taken.raw) <= self.max_raw else None
            return failure(error, uri=ref.uri, sha256=taken.sha256, stage=Stage.EXTRACT, raw=raw)

    def _read(self, ref: InputRef, taken: _Taken) -> SourceDocument | Settled:
        if ref.is_kept:
            return self._kept(ref, taken)
        if is_address(ref.uri):
            page = ref.page or self.fetcher.fetch(ref.uri, ref.known)
            return self._page(ref, page, taken) if page else _unchanged(ref)
        if ref.span:
            return self._record(ref, taken)
        raw = ref.content
        if raw is None:
            raw = _bytes_of(path_of(ref.uri), 0, self.max_bytes)
        taken.take(raw)
        kind = sniff(raw[:HEAD], name=_name(ref))
        # What turned into something else since it was found is found as that the next time.
        page_text = read_page(raw, kind if kind in PAGES else Kind.TEXT, name=_name(ref))
        return _document(ref, page_text, taken)

    def _page(self, ref: InputRef, page: FetchedPage, taken: _Taken) -> SourceDocument | Settled:
        """Read a page that a server gave, unless it is known already."""
        taken.take(page.content)
        if len(page.content) > self.max_bytes:
            raise too_large(ref.uri, len(page.content), self.max_bytes)
        if ref.known and taken.sha256 == ref.known.loaded_sha256:
            return _unchanged(ref)
        if ref.known and taken.sha256 == ref.known.refused_sha256:
            return Settled(ref.uri, Settlement.QUARANTINED)
        return _document(ref, read_fetched(page, uri=ref.uri), taken, page)

    def _kept(self, ref: InputRef, taken: _Taken) -> SourceDocument | Settled:
        """Read what the datasets keep; an address in quarantine is fetched if it still exists."""
        page = self.shelf.page(ref.uri) if self.shelf and ref.sha256 else None
        if page:
            return self._page(ref, page, taken)
        raw = self.shelf.raw(ref.uri) if self.shelf else None
        if is_address(ref.uri) and ref.sha256 is None:
            try:
                page = self.fetcher.fetch(ref.uri)
            except Exception:
                if raw is None:
                    raise
            if page:
                return self._page(ref, page, taken)
        if raw is None:
            raise InputNotFoundError(
                f"{ref.uri} is not kept any more",
                data="It was not loaded",
                remedy="Name the address or the file itself",
            )
        taken.take(raw)
        taken.sha256 = ref.sha256 or taken.sha256  # the bytes may be kept as UTF-8
        kind = sniff(raw[:HEAD])
        if kind in RECORDS or _is_piece(ref.uri, raw):
            layout = layout_of(raw, Kind.JSONL, name=ref.uri)
            text = canonical(read_row(raw, layout)).decode()
            return _document(ref, PageText(text, layout.encoding, MediaType.RECORD), taken)
        page_text = read_page(raw, kind if kind in PAGES else Kind.TEXT, name=ref.uri)
        return _document(ref, page_text, taken)

    def _record(self, ref: InputRef, taken: _Taken) -> SourceDocument:
        """Read one record from its place in the file."""
        offset, size = ref.span or (0, 0)
        if ref.content is not None:
            raw = ref.content
            layout = layout_of(raw, Kind.JSONL, name=_name(ref))
        else:
            path = path_of(ref.uri)
            raw = _bytes_of(path, offset, size)
            status = path.stat()
            layout = _layout(path, status.st_mtime_ns, status.st_size)
        try:
            values = canonical(read_row(raw, layout))
        except DamagedRecordError as error:
            raise changed(_name(ref)) from error  # it was whole when it was found
        sha256 = taken.sha256
        taken.take(values)
        if taken.sha256 != sha256:
            raise changed(_name(ref))
        return _document(ref, PageText(values.decode(), layout.encoding, MediaType.RECORD), taken)


def _document(
    ref: InputRef, read: PageText, taken: _Taken, page: FetchedPage | None = None
) -> SourceDocument:
    return SourceDocument(
        uri=ref.uri,
        sha256=taken.sha256 or "",
        text=read.text,
        encoding=read.encoding,
        read_at=page.fetched_at if page else datetime.now(UTC),
        media_type=read.media_type,
        page=page,
        known=ref.known,
        listed_at=ref.listed_at,
    )


def _is_piece(uri: str, raw: bytes) -> bool:
    """Tell whether bytes are a piece of a file of records, damaged as it may be: no page."""
    if uri.startswith(STDIN):
        return raw.lstrip().startswith(b"{")
    return "#" in uri and not is_address(uri)


def _unchanged(ref: InputRef) -> Settled:
    return Settled(ref.uri, Settlement.UNCHANGED)


def _name(ref: InputRef) -> str:
    if is_address(ref.uri):
        return ref.uri
    return "standard input" if ref.uri.startswith(STDIN) else path_of(ref.uri).name


@lru_cache(maxsize=64)
def _layout(path: Path, _mtime: int, _size: int) -> Layout:
    """How a file of records is read, told once for all of its records."""
    container = Container.of_file(path)
    return layout_of(container.read(HEAD), container.kind(), name=container.name)


def _bytes_of(path: Path, offset: int, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(size)
    except OSError as error:
        raise unreadable(path, error) from error
