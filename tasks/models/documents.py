"""Documents on their way in: found, fetched, read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class MediaType(StrEnum):
    """What kind of page a document is: it decides which layout reads it."""

    TEXT = "text/plain"
    HTML = "text/html"
    RECORD = "application/json"


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as a server gave it; `url` is its address after redirects.

    `content` is decompressed, not decoded; `charset` is what the server said of it.
    `etag` and `last_modified` are what a conditional request for it quotes.
    """

    url: str
    content: bytes = field(repr=False)
    media_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What is known of an address beforehand: its published and its refused version.

    `loaded_sha256` and `refused_sha256` are of the bytes that were published, and of
    those that would only fail again; `etag`, `last_modified` and `fetched_at` are of the
    published ones, and `parsed_sha256` of what was parsed from them.
    """

    loaded_sha256: str | None = None
    refused_sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    fetched_at: datetime | None = None
    parsed_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class InputRef:
    """An input that was found but not yet read into memory.

    `uri` is absolute: `file:///…`, with a fragment where the input is a record in the file;
    `https://…`; `stdin:…`. `sha256` is of the raw bytes, None where they are not yet read
    (addresses) or could not be; `size` is in bytes. `span` is offset and length in bytes
    of a record. `content` holds what cannot be read a second time (standard input), `page`
    what had to be fetched to see what it is. `is_kept`: to be read from the datasets, not
    from its address. `listed_at`: when the feed or sitemap says it was published.
    """

    uri: str
    sha256: str | None
    size: int
    span: tuple[int, int] | None = None
    content: bytes | None = field(default=None, repr=False)
    page: FetchedPage | None = None
    known: KnownPage | None = None
    is_kept: bool = False
    listed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """The text of one input, decoded, exactly as it was found.

    `sha256` is of the raw bytes. `page` is what a server said of it, where one did;
    `known` is of an earlier version.
    """

    uri: str
    sha256: str
    text: str
    encoding: str
    read_at: datetime
    media_type: MediaType = MediaType.TEXT
    page: FetchedPage | None = None
    known: KnownPage | None = None
    listed_at: datetime | None = None
