"""From source strings to the inputs they hold, one after the other, each once.

What is known of an input beforehand is used here only where it spares a fetch; the
sorting is done in `discovery.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final, TypeAlias

from tasks.addresses import BadAddressError, is_address, is_listing_shaped, normalize
from tasks.batches import failure
from tasks.errors import VisnykError
from tasks.extract import errors
from tasks.extract.containers import Container, find_records, fingerprint
from tasks.extract.kept import Mended, find_kept, find_originals, find_quarantined
from tasks.extract.listings import MAX_BYTES, Entry, read_listing
from tasks.extract.pages import kind_of_page
from tasks.extract.paths import Uris, find_paths, uri_of
from tasks.extract.shelf import Offline, PageSource, Shelf
from tasks.extract.sniff import HEAD, LISTINGS, RECORDS, Kind
from tasks.extract.sources import (
    Names,
    Source,
    as_list,
    beside,
    list_lines,
    may_begin_list,
    read_source,
)
from tasks.extract.walk import Walk
from tasks.models import Failure, FetchedPage, InputRef, KnownPage, Settled, Settlement, Stage

Found: TypeAlias = InputRef | Failure | Settled | VisnykError

# A list of lists of lists is a loop, or no list that someone wrote.
_MAX_LIST_DEPTH: Final = 3


@dataclass(slots=True)
class Finder:
    """Finds the inputs of sources.

    `loaded` and `quarantined` are the SHA-256 by URI of what was loaded and of what would
    only fail again; `pages` is what else is known of addresses. `retried` collects the
    URIs of what was named as quarantined, `renewed` those of what is to be done again though
    nothing changed, `closed` those of what is no input any more: files that were read for
    what they hold, records that were mended under other names.
    """

    loaded: Mapping[str, str] = field(default_factory=dict)
    quarantined: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, KnownPage] = field(default_factory=dict)
    fetcher: PageSource = field(default_factory=Offline)
    shelf: Shelf | None = None
    stdin: Callable[[], bytes] | None = None
    retried: set[str] = field(default_factory=set)
    renewed: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    _uris: Uris = field(default_factory=Uris)
    _seen: set[str] = field(default_factory=set)
    _is_stdin_read: bool = False

    def find(self, sources: Iterable[str]) -> Iterator[Found]:
        """Find every input once; a source that holds none gives its error."""
        # A file is read once for all of its records that are tried again.
        for is_refused, some in groupby(sources, key=_names_quarantine):
            for item in self._refused(some) if is_refused else self._all(some):
                if isinstance(item, VisnykError):
                    yield item
                    continue
                uri = item.uri if isinstance(item, InputRef) else item.source_uri
                if uri not in self._seen:
                    self._seen.add(uri)
                    yield item

    def _all(self, sources: Iterable[str]) -> Iterator[Found]:
        for source in sources:
            yield from self._guarded(self._source(source))

    def _refused(self, sources: Iterable[str]) -> Iterator[Found]:
        return self._guarded(self._quarantine(read_source(source).value for source in sources))

    def _guarded(self, found: Iterator[Found]) -> Iterator[Found]:
        """Give an error that ends a search as the last thing found."""
        try:
            yield from found
        except VisnykError as error:
            yield error

    def _source(self, text: str, *, depth: int = 0) -> Iterator[Found]:
        source = read_source(text)
        match source.names:
            case Names.PATH:
                for path in find_paths(source.value):
                    yield from self._file(path, depth)
            case Names.ADDRESS:
                yield from self._address(source.value, is_direct=depth == 0)
            case Names.LISTING:
                yield from self._named_listing(source.value)
            case Names.LIST:
                for path in find_paths(source.value):
                    yield from self._list(Container.of_file(path), depth)
            case Names.STDIN:
                yield from self._standard_input()
            case Names.DOCUMENTS | Names.QUARANTINE | Names.ARTICLES:
                yield from self._held(source)

    def _file(self, path: Path, depth: int) -> Iterator[Found]:
        if not path.is_file():
            refusal = errors.not_a_file(path)
            yield failure(refusal, uri=uri_of(path), sha256=None, stage=Stage.EXTRACT)
            return
        container = Container.of_file(path, self._uris.of(path))
        try:
            if same := self._loaded_page(container):
                yield same
                return
            yield from self._contents(container, depth)
        except OSError as error:
            cause = errors.unreadable(path, error)
            yield failure(cause, uri=container.uri, sha256=None, stage=Stage.EXTRACT)

    def _loaded_page(self, container: Container) -> InputRef | None:
        """The page that a file was loaded as, if it has not changed: it need not be told anew."""
        known = self.loaded.get(container.uri)
        ref = fingerprint(container) if known else None
        return ref if ref and ref.sha256 == known else None

    def _contents(self, container: Container, depth: int) -> Iterator[Found]:
        """Find the inputs that a file or standard input holds, or is."""
        kind = container.kind()
        try:
            if kind in RECORDS:
                yield from find_records(container, kind)
            elif kind in LISTINGS:
                yield from self._listing(container.read(MAX_BYTES), name=container.name)
            elif kind is Kind.XML:
                raise errors.no_listing(container.name, "it is other XML")
            elif kind is Kind.TEXT and (lines := self._lines(container, depth)):
                yield from self._each(lines, container.folder, depth)
            else:
                yield fingerprint(container)
                return
        except VisnykError as error:
            ref = fingerprint(container)
            yield failure(error, uri=ref.uri, sha256=ref.sha256, stage=Stage.EXTRACT)
        else:
            self.closed.add(container.uri)

    def _lines(self, container: Container, depth: int) -> list[str] | None:
        if depth >= _MAX_LIST_DEPTH or not may_begin_list(container.read(HEAD), container.folder):
            return None
        return as_list(container.read(), container.folder, name=container.name)

    def _list(self, container: Container, depth: int) -> Iterator[Found]:
        lines = list_lines(container.read(), name=container.name)
        if not lines or depth >= _MAX_LIST_DEPTH:
            raise errors.empty_listing(container.name)
        yield from self._each(lines, container.folder, depth)

    def _each(self, lines: list[str], folder: Path, depth: int) -> Iterator[Found]:
        for line in lines:
            yield from self._guarded(self._source(beside(line, folder), depth=depth + 1))

    def _standard_input(self) -> Iterator[Found]:
        if self.stdin is None:
            raise errors.NoStdinError(
                "There is no standard input here",
                data="Nothing was loaded from it",
                remedy="Save what you would pipe in to a file and name that",
            )
        if not self._is_stdin_read:
            self._is_stdin_read = True
            yield from self._contents(Container.of_stdin(self.stdin()), 0)

    def _quarantine(self, uris: Iterable[str]) -> Iterator[Found]:
        for item in find_quarantined(self._shelf(), uris):
            if isinstance(item, Path):
                self.retried.add(uri_of(item))
                yield from self._file(item, 0)
            elif isinstance(item, Mended):
                self.closed |= item.gone
                yield from self._file(item.path, 0)
            else:
                if not isinstance(item, VisnykError):
                    self.retried.add(item.uri if isinstance(item, InputRef) else item.source_uri)
                yield item

    def _held(self, source: Source) -> Iterator[Found]:
        """Find what the datasets hold, or were made from."""
        if source.names is Names.DOCUMENTS:
            yield from find_kept(self._shelf(), source.value)
        elif source.names is Names.QUARANTINE:
            yield from self._quarantine([source.value])
        else:
            yield from self._originals(source.value)

    def _originals(self, choice: str) -> Iterator[Found]:
        for item in find_originals(self._shelf(), choice):
            if isinstance(item, Path):
                self.renewed.add(uri_of(item))
                yield from self._file(item, 0)
            else:
                if isinstance(item, InputRef):
                    self.renewed.add(item.uri)
                yield item

    def _shelf(self) -> Shelf:
        if self.shelf is None:
            raise errors.NoDocumentsError(
                "There are no datasets here",
                data="Nothing was loaded",
                remedy="Use this source with a command that writes datasets",
            )
        return self.shelf

    def _known(self, url: str) -> KnownPage | None:
        if url in self.pages:
            return self.pages[url]
        if url in self.loaded or url in self.quarantined:
            return KnownPage(self.loaded.get(url), self.quarantined.get(url))
        return None

    def _address(self, url: str, *, is_direct: bool) -> Iterator[Found]:
        """Find what an address names; what is known, or stands in a list, is a page."""
        is_listing = is_listing_shaped(url)
        known = self._known(url)
        if not is_listing and (known or not is_direct):
            yield InputRef(uri=url, sha256=None, size=0, known=known)
            return
        if url in self._seen:
            return
        try:
            page = self.fetcher.fetch(url)
        except Exception as error:  # a defect costs one document, not the run
            if is_listing and isinstance(error, VisnykError):
                raise
            yield failure(error, uri=url, sha256=None, stage=Stage.EXTRACT)
            return
        if page is None:  # a server that calls unchanged what it never gave
            yield InputRef(uri=url, sha256=None, size=0, known=known)
        elif kind_of_page(page) in LISTINGS:
            yield from self._listing(page.content, page=page, name=url)
            self.closed.add(url)
        else:
            sha256 = hashlib.sha256(page.content).hexdigest()
            size = len(page.content)
            yield InputRef(uri=url, sha256=sha256, size=size, page=page, known=known)

    def _named_listing(self, name: str) -> Iterator[Found]:
        if is_address(name):
            page = self.fetcher.fetch(name)
            yield from self._listing(page.content if page else b"", page=page, name=name)
            return
        for path in find_paths(name):
            try:
                content = path.read_bytes()
            except OSError as error:
                raise errors.unreadable(path, error) from error
            yield from self._listing(content, name=path.name)

    def _listing(
        self, content: bytes, *, name: str, page: FetchedPage | None = None
    ) -> Iterator[Found]:
        """Find the pages that a feed or a sitemap names."""
        base, charset = (page.url, page.charset) if page else ("", None)
        listing = read_listing(content, base=base, name=name, charset=charset)
        is_empty = True
        for item in Walk(self.fetcher, name).pages(listing):
            is_empty = False
            yield item if isinstance(item, VisnykError) else self._entry(item)
        if is_empty:
            raise errors.empty_listing(name)

    def _entry(self, entry: Entry) -> Found:
        """An entry of a listing: to be fetched unless it is loaded and has not changed since."""
        try:
            url = normalize(entry.url)
        except BadAddressError as error:
            return error
        known = self._known(url)
        if known and known.loaded_sha256 and not _is_changed(entry, known):
            how = Settlement.QUARANTINED if known.refused_sha256 else Settlement.UNCHANGED
            return Settled(url, how)
        return InputRef(uri=url, sha256=None, size=0, known=known, listed_at=entry.published_at)


def _names_quarantine(source: str) -> bool:
    try:
        return read_source(source).names is Names.QUARANTINE
    except BadAddressError:
        return False


def _is_changed(entry: Entry, known: KnownPage) -> bool:
    changed_at = entry.modified_at or entry.published_at
    return bool(changed_at and known.fetched_at and changed_at > known.fetched_at)
