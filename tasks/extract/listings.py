"""Feeds and sitemaps: which pages they name, and when these were published and changed.

Nothing is fetched here: bytes in, entries out.
"""

from __future__ import annotations

import io
import json
import time
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin

from lxml import etree

from tasks.extract.errors import no_listing
from tasks.extract.sniff import HEAD, Kind, gunzipped, sniff

# The sitemap protocol allows 50 MB unpacked.
MAX_BYTES: Final = 50_000_000


class Entry(NamedTuple):
    """A page that a listing names, with what it says of it."""

    url: str
    published_at: datetime | None = None
    modified_at: datetime | None = None


class Listing(NamedTuple):
    """What a listing names: pages, and further listings (an index of sitemaps)."""

    pages: tuple[Entry, ...] = ()
    listings: tuple[Entry, ...] = ()


def read_listing(content: bytes, *, base: str, name: str, charset: str | None = None) -> Listing:
    """Read a feed (RSS, Atom, JSON) or a sitemap, packed or not.

    Args:
        content: the bytes.
        base: the address that relative ones in it are relative to, if known.
        name: what to call it in an error.
        charset: what the server said of its encoding.

    Raises:
        NotAListingError: if it is neither.
    """
    unpacked = gunzipped(content, MAX_BYTES)
    kind = sniff(unpacked[:HEAD])
    if kind is Kind.SITEMAP:
        found = _sitemap(unpacked, name)
    elif kind is Kind.FEED and unpacked.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        found = Listing(tuple(_json_feed(unpacked, name)))
    elif kind is Kind.FEED:
        found = Listing(tuple(_feed(unpacked, charset)))
    else:
        raise no_listing(name, f"it looks like {kind}" if unpacked.strip() else "it is empty")
    return Listing(_resolved(found.pages, base), _resolved(found.listings, base))


def _resolved(entries: tuple[Entry, ...], base: str) -> tuple[Entry, ...]:
    return tuple(entry._replace(url=urljoin(base, entry.url.strip())) for entry in entries)


def _feed(content: bytes, charset: str | None) -> Iterator[Entry]:
    import feedparser

    headers = {"content-type": f"application/xml; charset={charset}"} if charset else {}
    # A stream: given bytes, feedparser would look for a file of that name.
    parsed = feedparser.parse(
        io.BytesIO(content),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    is_atom = str(parsed.get("version", "")).startswith("atom")
    for entry in parsed.entries:
        published = _utc(entry.get("published_parsed"))
        modified = _utc(entry["updated_parsed"]) if "updated_parsed" in entry else None
        url = entry.get("link") or ""
        if not url and str(entry.get("id", "")).startswith("http"):
            url = entry["id"]
        if url:
            # Of the two dates Atom demands only the other one.
            yield Entry(url, published or (modified if is_atom else None), modified)


def _json_feed(content: bytes, name: str) -> Iterator[Entry]:
    try:
        items = json.loads(content.decode("utf-8-sig")).get("items", [])
    except (ValueError, RecursionError) as error:
        raise no_listing(name, f"it is damaged JSON: {error}") from error
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and (url := item.get("url") or item.get("external_url")):
            published = instant(item.get("date_published"))
            yield Entry(str(url), published, instant(item.get("date_modified")))


def _sitemap(content: bytes, name: str) -> Listing:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise no_listing(name, f"it is damaged XML: {error.msg}") from error
    if root is None:
        raise no_listing(name, "it is damaged XML")
    return Listing(
        tuple(_located(root.iterfind("{*}url"))), tuple(_located(root.iterfind("{*}sitemap")))
    )


def _located(elements: Iterator[etree._Element]) -> Iterator[Entry]:
    for element in elements:
        if url := (element.findtext("{*}loc") or "").strip():
            published = instant(element.findtext("{*}news/{*}publication_date"))
            yield Entry(url, published, instant(element.findtext("{*}lastmod")))


def instant(text: Any) -> datetime | None:
    """Read a W3C date and time as an aware instant; a day is its beginning in UTC."""
    try:
        found = datetime.fromisoformat(str(text).strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _utc(parsed: time.struct_time | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError):
        return None
