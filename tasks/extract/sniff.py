"""What bytes are, by what they begin with: a page, records, a listing, a list of sources."""

from __future__ import annotations

import codecs
import json
import re
import zlib
from enum import StrEnum
from pathlib import PurePath
from typing import Final

# Enough for every sign below, and for the longest of preambles.
HEAD: Final = 1 << 16


class Kind(StrEnum):
    """What a file, a response or standard input is; `list` is told by `sources.py`."""

    TEXT = "text"
    HTML = "html"
    MHTML = "mhtml"
    FEED = "feed"
    SITEMAP = "sitemap"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    XML = "xml"


PAGES: Final = frozenset({Kind.TEXT, Kind.HTML, Kind.MHTML})
RECORDS: Final = frozenset({Kind.JSONL, Kind.JSON, Kind.CSV})
LISTINGS: Final = frozenset({Kind.FEED, Kind.SITEMAP})

_BY_SUFFIX: Final = {
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".mhtml": Kind.MHTML,
    ".mht": Kind.MHTML,
}
_BY_MEDIA_TYPE: Final = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/csv": Kind.CSV,
    "application/x-ndjson": Kind.JSONL,
    "multipart/related": Kind.MHTML,
}
# Before the first element stand a declaration, comments, instructions and a DOCTYPE.
_PREAMBLE: Final = re.compile(
    r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE
)
_ELEMENT: Final = re.compile(r"<(?:\w+:)?(\w+)")
_ROOTS: Final = {
    "rss": Kind.FEED,
    "feed": Kind.FEED,
    "rdf": Kind.FEED,
    "urlset": Kind.SITEMAP,
    "sitemapindex": Kind.SITEMAP,
    "html": Kind.HTML,
}
_HTML: Final = re.compile(
    r"(?:html|head|body|meta|title|link|div|article|main|section|header|script|style|table|p|h1)\b",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(r"</[a-z][a-z0-9]*\s*>|/>", re.IGNORECASE)
_MIME: Final = re.compile(
    r"\A(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?mime-version:", re.IGNORECASE
)
_GZIP: Final = b"\x1f\x8b"
_JSON_FEED: Final = re.compile(
    r"\A\s*\{.{0,2000}?\"https?:\\?/\\?/jsonfeed\.org\\?/version", re.DOTALL
)


def sniff(head: bytes, *, name: str = "", media_type: str = "") -> Kind:
    """Tell what the bytes are that begin with `head`.

    Signs in the bytes come first, for servers and suffixes are wrong at times; then the
    suffix of `name`, then what a server says.
    """
    text = _readable(head)
    suffix = PurePath(name).suffix.lower()
    if text.lstrip()[:1] == "<" and (kind := _markup(text, suffix)):
        return kind
    if _JSON_FEED.match(text):
        return Kind.FEED
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if _MIME.match(text) and "multipart/related" in text.lower():
        return Kind.MHTML
    if (kind := _json(text)) or suffix == ".json":
        return kind or Kind.JSON
    return _BY_MEDIA_TYPE.get(media_type, Kind.TEXT)


def gunzipped(content: bytes, limit: int) -> bytes:
    """Unpack a gzip file, at most `limit` bytes of it; what is none stays as it is.

    A damaged end is left out: what was before it is whole.
    """
    if not content.startswith(_GZIP):
        return content
    try:
        return zlib.decompressobj(31).decompress(content, limit)
    except zlib.error:
        return b""


def _readable(head: bytes) -> str:
    # Every sign is ASCII, which all encodings but UTF-16 share.
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if head[1:2] == b"\x00" or head[:1] == b"\x00":
        codec = "utf-16-le" if head[1:2] == b"\x00" else "utf-16-be"
        return head[: len(head) // 2 * 2].decode(codec, "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _markup(text: str, suffix: str) -> Kind | None:
    if re.match(r"\s*<!doctype\s+html", text, re.IGNORECASE):
        return Kind.HTML
    start = _PREAMBLE.match(text)
    element = _ELEMENT.match(text, start.end() if start else 0)
    if not element:
        return None
    name = element[1].lower()
    if name in _ROOTS:
        return _ROOTS[name]
    if _HTML.match(name) and _CLOSING.search(text):
        return Kind.HTML
    if text.lstrip().startswith("<?xml") or suffix == ".xml":
        return Kind.XML
    return None


def _json(text: str) -> Kind | None:
    body = text.lstrip()
    if re.match(r"\[\s*(?:\{|\])", body):
        return Kind.JSON
    if not re.match(r"\{\s*(?:\"|\})", body):
        return None
    first, _, rest = body.partition("\n")
    try:
        json.loads(first)
    except ValueError:
        # Cut off by the end of the head: too long a line to be anything but a record.
        return Kind.JSON if rest else Kind.JSONL
    return Kind.JSONL
