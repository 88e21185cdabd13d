"""What kind of document a body is: as its server says, or as its first bytes show."""

from __future__ import annotations

import re
from email.message import Message
from typing import Final

from tasks.extract.fetch.errors import WrongContent, not_fetched

# Enough for the declarations at the beginning of a page or feed.
SNIFFED_BYTES: Final = 2048
ACCEPT: Final = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,"
    "application/rss+xml,application/atom+xml,application/feed+json,*/*;q=0.1"
)

_READABLE: Final = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/xml",
        "application/xml",
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
    }
)
# Types that servers give where they know none: the bytes decide. Sitemaps come packed.
_UNSPECIFIC: Final = frozenset(
    {
        "",
        "application/octet-stream",
        "binary/octet-stream",
        "application/unknown",
        "application/gzip",
        "application/x-gzip",
    }
)
_BINARY: Final = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"PK\x03\x04",
    b"Rar!",
    b"7z\xbc\xaf",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"\xd0\xcf\x11\xe0",
    b"OggS",
    b"ID3",
    b"\x7fELF",
    b"MZ\x90",
)
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|script|div|p)\b")


def declared_type(header: str | None) -> tuple[str, str | None]:
    """Read `Content-Type`: the media type (empty where it is missing) and the charset.

    Raises:
        WrongContent: if it is nothing that an article can be read from.
    """
    message = Message()
    message["Content-Type"] = header or ""
    media_type = message.get_content_type() if "/" in (header or "") else ""
    if media_type not in _READABLE | _UNSPECIFIC:
        raise _wrong_content(media_type)
    return media_type, message.get_content_charset()


def refuse_binary(start: bytes) -> None:
    """Look at the first bytes of a body, whatever its server calls it.

    Raises:
        WrongContent: if they are those of a picture, a PDF, an archive and the like.
    """
    if start.startswith(_BINARY) or start[4:8] == b"ftyp":
        raise _wrong_content("something else than its server says")


def media_type_of(declared: str, content: bytes) -> str:
    """Give the media type of a body; its bytes decide where the server does not say.

    Raises:
        WrongContent: if it is not a text.
    """
    refuse_binary(content)
    if declared not in _UNSPECIFIC:
        return declared
    start = content[:SNIFFED_BYTES]
    if b"\0" in start and not start.startswith(_UTF16):
        raise _wrong_content("not a text")
    # UTF-16 is told by its mark; without its zeros the rest reads like ASCII.
    text = start.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    text = text.removeprefix(_UTF16[0]).removeprefix(_UTF16[1]).lstrip()
    if _HTML.search(text):
        return "text/html"
    if text.startswith(b"<"):
        return "application/xml"
    return "application/json" if text.startswith((b"{", b"[")) else "text/plain"


def _wrong_content(what: str) -> WrongContent:
    return not_fetched(
        WrongContent,
        f"The page was not read: it is {what[:80]}",
        "Nothing need be done: articles are read from HTML, text and feeds",
    )
