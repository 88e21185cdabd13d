"""A page source without a network, feeds and pages for it, and a shelf of kept ones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tasks.errors import Transient
from tasks.models import FetchedPage, KnownPage

FETCHED_AT = datetime(2026, 2, 5, 12, 0, tzinfo=UTC)
ARTICLE = (
    "<!doctype html><html><head><title>Міст відкрили</title></head><body><h1>Міст відкрили</h1>"
    "<p>У Калинівці відкрили міст через річку.</p></body></html>"
)


class DownError(Transient):
    """The site does not answer."""


@dataclass
class Site:
    """Pages by address; notes what was fetched, and answers conditional requests by ETag."""

    pages: dict[str, bytes | str] = field(default_factory=dict)
    media_types: dict[str, str] = field(default_factory=dict)
    charsets: dict[str, str] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)

    def fetch(self, url: str, known: KnownPage | None = None) -> FetchedPage | None:
        self.fetched.append(url)
        if url not in self.pages:
            raise DownError(f"{url} does not answer", data="Not loaded", remedy="Try later")
        page = self.pages[url]
        content = page.encode() if isinstance(page, str) else page
        etag = hashlib.sha256(content).hexdigest()[:8]
        if known and known.etag == etag:
            return None
        return FetchedPage(
            url=url,
            content=content,
            media_type=self.media_types.get(url, "text/html"),
            charset=self.charsets.get(url),
            etag=etag,
            last_modified=None,
            fetched_at=FETCHED_AT,
        )


def rss(*items: tuple[str, str]) -> str:
    """An RSS feed of links with their dates (RFC 2822, may be empty)."""
    entries = "".join(
        f"<item><title>Новина</title><link>{link}</link><pubDate>{when}</pubDate></item>"
        for link, when in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Стрічка</title>'
        f"<link>https://example.ua/</link>{entries}</channel></rss>"
    )


def sitemap(*entries: tuple[str, str]) -> str:
    """A sitemap of addresses with the dates of their last changes (may be empty)."""
    urls = "".join(
        f"<url><loc>{loc}</loc>{f'<lastmod>{mod}</lastmod>' if mod else ''}</url>"
        for loc, mod in entries
    )
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{urls}</urlset>"
    )


def sitemap_index(*locations: str) -> str:
    """An index of sitemaps."""
    maps = "".join(f"<sitemap><loc>{loc}</loc></sitemap>" for loc in locations)
    return (
        '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{maps}</sitemapindex>"
    )


@dataclass(slots=True)
class MemoryShelf:
    """A shelf whose pages and refused inputs are given to it."""

    pages: dict[str, FetchedPage] = field(default_factory=dict)
    page_sha256: dict[str, str] = field(default_factory=dict)
    refused: dict[str, tuple[str | None, bytes | None]] = field(default_factory=dict)
    published: dict[str, datetime | None] = field(default_factory=dict)

    def kept(self) -> Mapping[str, str]:
        """The SHA-256 of the kept pages by URI."""
        return self.page_sha256

    def page(self, uri: str) -> FetchedPage | None:
        """A kept page."""
        return self.pages.get(uri)

    def quarantined(self) -> Mapping[str, str | None]:
        """The SHA-256 of the inputs in quarantine by URI."""
        return {uri: sha256 for uri, (sha256, _) in self.refused.items()}

    def raw(self, uri: str) -> bytes | None:
        """The bytes of an input in quarantine."""
        return self.refused.get(uri, (None, None))[1]

    def originals(self, choice: str) -> Mapping[str, datetime | None]:
        """The inputs of published articles; what a choice means is the datasets' to know."""
        return self.published
