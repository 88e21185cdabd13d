"""Compressed bodies, taken apart piece by piece: a bomb is met one piece at a time.

Every decoder is a generator over pieces, and gives pieces of about `PIECE` bytes, so that
whoever counts them (`bounded`) can stop before the rest exists.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

from tasks.extract.fetch.errors import (
    ConnectionBroken,
    PageTooLarge,
    WrongContent,
    not_fetched,
)

PIECE: Final = 65_536
GZIP_MAGIC: Final = b"\x1f\x8b"
# More than one is hardly ever meant; five is what browsers and urllib3 stop at.
_MAX_CODINGS: Final = 5
# RFC 9659: no more than 8 MB of memory may be needed for a body in zstd.
_ZSTD_WINDOW_LOG: Final = 23

Pieces = Iterator[bytes]


def bounded(pieces: Pieces, limit: int, what: str) -> Pieces:
    """Pass pieces on until they are more than `limit` bytes together.

    Raises:
        PageTooLarge: then.
    """
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise not_fetched(
                PageTooLarge,
                f"The page was not read to its end: {what} than {limit:,} bytes",
                "Raise VISNYK_MAX_DOCUMENT_BYTES if it is an article",
            )
        yield piece


def offered() -> str:
    """Name the codings that can be read here, as `Accept-Encoding` wants it."""
    optional = {"br": _brotli, "zstd": _zstd}
    return ", ".join(["gzip", "deflate", *(name for name, find in optional.items() if find())])


def decoded(pieces: Pieces, content_encoding: str, limit: int) -> Pieces:
    """Undo the codings of a body, the last one first, each bounded.

    Raises:
        WrongContent: if one of them is unknown.
        PageTooLarge: as soon as one of them gives more than `limit` bytes.
        ConnectionBroken: if a body is damaged or incomplete.
    """
    names = [name.strip().lower() for name in content_encoding.split(",")]
    names = [name for name in names if name not in {"", "identity"}]
    for name in reversed(names):
        decoder = _decoder(name) if len(names) <= _MAX_CODINGS else None
        if decoder is None:
            raise not_fetched(
                WrongContent,
                f"The page was not read: it is compressed as {content_encoding[:80]!r}",
                "Nothing can be done here: the server was told what can be read",
            )
        pieces = bounded(decoder(pieces), limit, "it unpacks to more")
    return pieces


def gunzip(pieces: Pieces) -> Pieces:
    """Unpack gzip, member after member; what follows the last one is ignored."""
    return _inflated(pieces, lambda _data: 16 + zlib.MAX_WBITS)


def sliced(content: bytes) -> Pieces:
    """Cut a body into pieces: of one long piece, each of many members would copy the rest."""
    return (content[start : start + PIECE] for start in range(0, len(content), PIECE))


def _decoder(name: str) -> Callable[[Pieces], Pieces] | None:
    match name:
        case "gzip" | "x-gzip":
            return gunzip
        case "deflate":
            return lambda pieces: _inflated(pieces, _deflate_bits)
        case "br" if _brotli():
            return _unbrotlied
        case "zstd" if _zstd():
            return _unzstded
        case _:
            return None


def _deflate_bits(data: bytes) -> int:
    """Tell zlib's format from the bare one that some servers send as `deflate`."""
    is_zlib = len(data) > 1 and data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS


def _inflated(pieces: Pieces, bits_of: Callable[[bytes], int]) -> Pieces:
    machine: Any = None
    members = given = 0
    for piece in pieces:
        data = piece
        while data:
            machine = machine or zlib.decompressobj(bits_of(data))
            try:
                made = machine.decompress(data, PIECE)
            except zlib.error as error:
                if members and not given:  # filling after the end
                    return
                raise _damaged() from error
            yield made
            given += len(made)
            data = machine.unconsumed_tail
            if machine.eof:
                data, machine, members, given = machine.unused_data, None, members + 1, 0
    if machine is not None:
        # What was held back is less than a piece: its input was used up.
        yield machine.flush()
        if not machine.eof and (given or not members):
            raise _damaged()


def _unbrotlied(pieces: Pieces) -> Pieces:
    machine = _brotli().Decompressor()
    has_begun = False
    for piece in pieces:
        has_begun, data = True, piece
        # It may say that it takes more while it still holds something back.
        while made := _unbrotlied_piece(machine, data):
            yield made
            data = b""
        if machine.is_finished():
            return
    if has_begun:
        raise _damaged()


def _unbrotlied_piece(machine: Any, data: bytes) -> bytes:
    if machine.is_finished():
        return b""
    try:
        return machine.process(data, output_buffer_limit=PIECE)  # type: ignore[no-any-return]
    except _brotli().error as error:
        raise _damaged() from error


def _unzstded(pieces: Pieces) -> Pieces:
    zstd = _zstd()
    options = {zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG}
    machine: Any = None
    for piece in pieces:
        data = piece
        while data or not (machine is None or machine.needs_input):
            machine = machine or zstd.ZstdDecompressor(options=options)
            try:
                yield machine.decompress(data, PIECE)
            except zstd.ZstdError as error:
                raise _damaged() from error
            data = b""
            if machine.eof:
                data, machine = machine.unused_data, None
    if machine is not None:
        raise _damaged()


def _damaged() -> ConnectionBroken:
    return not_fetched(
        ConnectionBroken,
        "The page cannot be unpacked: it is damaged or ends too early",
        "Nothing need be done: the next run tries again",
    )


@lru_cache(maxsize=1)
def _brotli() -> Any:
    """Give the library for brotli, if there is one that can stop at a limit (1.2)."""
    brotli = _library("brotli")
    return brotli if hasattr(brotli, "Decompressor") and _can_stop(brotli) else None


def _can_stop(brotli: Any) -> bool:
    try:
        brotli.Decompressor().process(b"", output_buffer_limit=1)
    except TypeError:
        return False
    return True


@lru_cache(maxsize=1)
def _zstd() -> Any:
    return _library("compression.zstd") or _library("backports.zstd")


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None
