"""The pages of a listing, and of the listings that it names: within bounds, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from tasks.addresses import normalize
from tasks.errors import VisnykError
from tasks.extract.errors import truncated
from tasks.extract.listings import Entry, Listing, read_listing
from tasks.extract.shelf import PageSource

# An archive of ten years has some hundred sitemaps; an index of indexes is the deepest known.
MAX_SITEMAPS: Final = 500
MAX_DEPTH: Final = 3
MAX_ENTRIES: Final = 100_000
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Walk:
    """One walk over a listing called `name`; what it may still take is counted down."""

    fetcher: PageSource
    name: str
    entries_left: int = MAX_ENTRIES
    sitemaps_left: int = MAX_SITEMAPS
    _seen: set[str] = field(default_factory=set)

    def pages(self, listing: Listing, *, depth: int = 0) -> Iterator[Entry | VisnykError]:
        """The entries of a listing; a listing below it that cannot be read gives its error.

        Raises:
            TruncatedListingError: where more is left than is taken.
        """
        for entry in listing.pages:
            if not self.entries_left:
                raise truncated(self.name, MAX_ENTRIES, "pages")
            self.entries_left -= 1
            yield entry
        for entry in sorted(listing.listings, key=_modified, reverse=True):
            if depth < MAX_DEPTH and entry.url not in self._seen:
                self._seen.add(entry.url)
                yield from self._below(entry.url, depth + 1)

    def _below(self, url: str, depth: int) -> Iterator[Entry | VisnykError]:
        if not self.sitemaps_left:
            raise truncated(self.name, MAX_SITEMAPS, "sitemaps")
        self.sitemaps_left -= 1
        try:
            page = self.fetcher.fetch(normalize(url))
            if page is None:
                return
            listing = read_listing(page.content, base=page.url, name=url, charset=page.charset)
        except VisnykError as error:
            yield error
            return
        yield from self.pages(listing, depth=depth)


def _modified(entry: Entry) -> datetime:
    return entry.modified_at or entry.published_at or _LONG_AGO
