"""The body of an answer, read within its limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import requests
from urllib3.exceptions import (
    HTTPError,
    IncompleteRead,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)

from tasks.extract.fetch import content as kinds
from tasks.extract.fetch.codings import GZIP_MAGIC, PIECE, bounded, decoded, gunzip, sliced
from tasks.extract.fetch.errors import (
    ConnectionBroken,
    FetchTimeout,
    PageTooLarge,
    not_fetched,
)

# RFC 9309: at least 500 KiB of a robots.txt have to be read; what follows does not count.
ROBOTS_BYTES: Final = 512_000


@dataclass(frozen=True, slots=True)
class Body:
    """A body, unpacked. `is_short`: its server had announced more bytes than came."""

    content: bytes = field(repr=False)
    media_type: str
    charset: str | None
    is_short: bool


def read_page(response: requests.Response, limit: int) -> Body:
    """Read a document of at most `limit` bytes, packed and unpacked.

    Raises:
        WrongContent: if no article can be read from it; its body is not read then.
        PageTooLarge, PageTooSlow: as soon as a limit is passed.
        ConnectionBroken, FetchTimeout: if it does not arrive whole.
    """
    declared, charset = kinds.declared_type(response.headers.get("Content-Type"))
    _check_announced(response, limit)
    encoding = response.headers.get("Content-Encoding", "")
    wire = _Wire(response)
    pieces = decoded(bounded(iter(wire), limit, "it is larger"), encoding, limit)
    content = _joined(pieces)
    if content.startswith(GZIP_MAGIC):  # a packed sitemap, whatever its server calls it
        content = _joined(bounded(gunzip(sliced(content)), limit, "it unpacks to more"))
    return Body(
        content,
        kinds.media_type_of(declared, content),
        charset,
        # A packed body that could be unpacked is whole: the length was another's.
        is_short=wire.is_short and not encoding,
    )


class PageReader:
    """Reads one page, in as many tries as it takes.

    A body that ends before its announced end is asked for again. If it ends at the same
    byte once more, it is the announcement that is wrong.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._ended_at = 0

    def __call__(self, response: requests.Response) -> Body:
        """Read the page of an answer, as `read_page`."""
        body = read_page(response, self._limit)
        if body.is_short and (not body.content or len(body.content) != self._ended_at):
            self._ended_at = len(body.content)
            raise broken()
        return body


def read_robots(response: requests.Response) -> str:
    """Read a robots.txt, as far as it counts.

    Raises:
        ConnectionBroken, FetchTimeout, PageTooSlow, WrongContent: if it does not arrive.
    """
    start = bytearray()
    encoding = response.headers.get("Content-Encoding", "")
    for piece in decoded(iter(_Wire(response)), encoding, 2 * ROBOTS_BYTES):
        start += piece
        if len(start) >= ROBOTS_BYTES:
            break
    return start[:ROBOTS_BYTES].decode("utf-8-sig", "replace")


def _joined(pieces: Iterator[bytes]) -> bytes:
    whole = bytearray()
    for piece in pieces:
        is_first = not whole
        whole += piece
        if is_first:
            kinds.refuse_binary(piece)
    return bytes(whole)


def _check_announced(response: requests.Response, limit: int) -> None:
    announced = response.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > limit:
        raise not_fetched(
            PageTooLarge,
            f"The page was not read: it has {int(announced[:20]):,} bytes, over {limit:,}",
            "Raise VISNYK_MAX_DOCUMENT_BYTES if it is an article",
        )


class _Wire:
    """The bytes of a body as they come."""

    def __init__(self, response: requests.Response) -> None:
        self._raw: Any = response.raw
        self.is_short = False

    def __iter__(self) -> Iterator[bytes]:
        amount = kinds.SNIFFED_BYTES
        while piece := self._read(amount):
            yield piece
            amount = PIECE

    def _read(self, amount: int) -> bytes:
        try:
            return self._raw.read(amount, decode_content=False)  # type: ignore[no-any-return]
        except ReadTimeoutError as error:
            raise silent("The page") from error
        except ProtocolError as error:
            # An early end, not a reset; of chunked bodies it is http.client that complains.
            if isinstance(error.args[-1], IncompleteRead):
                self.is_short = True
                return b""
            raise broken() from error
        # ValueError: http.client reads «-2» as the length of a chunk and then trips over it.
        except (SSLError, HTTPError, ValueError) as error:
            raise broken() from error


def broken() -> ConnectionBroken:
    """Word that a connection broke."""
    return not_fetched(
        ConnectionBroken,
        "The connection broke before the page was complete",
        "Nothing need be done: the next run tries again",
    )


def silent(who: str) -> FetchTimeout:
    """Word that nothing came for too long."""
    return not_fetched(
        FetchTimeout,
        f"{who} gave no answer in time",
        "Raise VISNYK_READ_TIMEOUT if it is worth waiting for; the next run tries again",
    )
