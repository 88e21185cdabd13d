"""Inputs that the datasets hold: pages that were fetched before, and what is in quarantine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from tasks.addresses import is_address, normalize
from tasks.errors import Terminal, VisnykError
from tasks.extract.containers import Container, find_records
from tasks.extract.errors import InputNotFoundError, NoDocumentsError, inputs_gone, unreadable
from tasks.extract.paths import path_of
from tasks.extract.records import is_named_by_content
from tasks.extract.shelf import Shelf
from tasks.extract.sniff import RECORDS
from tasks.models import Failure, InputRef


class Mended(NamedTuple):
    """A file of records that no longer holds some as they were refused.

    They were named by what they held: mended, they have other names.
    """

    path: Path
    gone: frozenset[str]


def find_kept(shelf: Shelf, uri: str) -> Iterator[InputRef]:
    """Find the pages that the datasets keep: all, or the one with this URI.

    Raises:
        InputNotFoundError: if no page of this URI is kept.
        NoDocumentsError: if none is kept at all.
    """
    kept = shelf.kept()
    for name in _wanted(kept, uri, "page is kept", "documents:"):
        yield InputRef(uri=name, sha256=kept[name], size=0, is_kept=True)


def find_originals(shelf: Shelf, choice: str) -> Iterator[InputRef | Failure | VisnykError | Path]:
    """Find what published articles were made from: kept pages, else files in their places.

    A file is given as its path, to be looked at anew; what is gone as one error at the end.
    """
    wanted, kept = shelf.originals(choice), shelf.kept()
    gone: list[str] = []
    for uri in sorted(wanted.keys() & kept.keys()):
        yield InputRef(uri=uri, sha256=kept[uri], size=0, is_kept=True, listed_at=wanted[uri])
    rest = sorted(wanted.keys() - kept.keys())
    for base, group in groupby(rest, key=lambda name: name.partition("#")[0]):
        names = set(group)
        if not base.startswith("file:") or not path_of(base).is_file():
            gone += names
            continue
        if base in names:
            names.discard(base)
            yield path_of(base)
        for item in _records(path_of(base), names):
            if isinstance(item, InputRef | Failure):
                names.discard(item.uri if isinstance(item, InputRef) else item.source_uri)
            if not isinstance(item, Mended):
                yield item
        gone += names
    if gone:
        yield inputs_gone(sorted(gone))


def find_quarantined(
    shelf: Shelf, uris: Iterable[str]
) -> Iterator[InputRef | Failure | VisnykError | Path | Mended]:
    """Find what is in quarantine by URI; an empty one stands for all.

    A file that still exists is given as its path, to be looked at anew; a record by its
    place in the file, or its file where it was mended there; an address to be fetched once
    more. Of what is gone, the bytes that were kept are taken. What is not in quarantine
    gives its error.
    """
    refused = shelf.quarantined()
    names: set[str] = set()
    for uri in uris:
        try:
            names.update(_wanted(refused, uri, "input is in quarantine", "quarantine:"))
        except VisnykError as error:
            yield error
    for base, group in groupby(sorted(names), key=lambda name: name.partition("#")[0]):
        yield from _again(shelf, base, {name: refused[name] for name in group})


def _again(
    shelf: Shelf, base: str, refused: Mapping[str, str | None]
) -> Iterator[InputRef | Failure | VisnykError | Path | Mended]:
    """Find what a file or an address held that was refused, with its SHA-256 by URI."""
    if is_address(base):
        # An address may hold a fragment only in what was loaded by earlier versions.
        yield from (InputRef(uri=name, sha256=None, size=0, is_kept=True) for name in refused)
        return
    found = set()
    if base.startswith("file:") and path_of(base).is_file():
        if base in refused:
            found.add(base)
            yield path_of(base)
        for item in _records(path_of(base), refused.keys() - found):
            if isinstance(item, Mended):
                found |= item.gone
            elif not isinstance(item, VisnykError):
                found.add(item.uri if isinstance(item, InputRef) else item.source_uri)
            yield item
    for name, sha256 in refused.items():
        if name not in found:
            yield _from_raw(shelf, name, sha256)


def _wanted(held: Iterable[str], uri: str, what: str, prefix: str) -> list[str]:
    names = list(held)
    if not uri:
        if not names:
            raise NoDocumentsError(
                f"No {what}",
                data="Nothing was loaded",
                remedy=f"Name another source than {prefix}",
            )
        return names
    for candidate in (uri, normalize(uri) if is_address(uri) else uri):
        if candidate in names:
            return [candidate]
    raise InputNotFoundError(
        f"No {what} under {uri}",
        data="Nothing was loaded",
        remedy=f"Check the spelling, or name all of them with {prefix}",
    )


def _records(path: Path, wanted: set[str]) -> Iterator[InputRef | Failure | VisnykError | Mended]:
    container = Container.of_file(path)
    missing = set(wanted)
    try:
        kind = container.kind() if wanted else None
        if kind not in RECORDS:
            return
        for item in find_records(container, kind):
            uri = item.uri if isinstance(item, InputRef) else item.source_uri
            if uri in wanted:
                missing.discard(uri)
                yield item
        gone = frozenset(uri for uri in missing if is_named_by_content(uri))
        if gone:
            yield Mended(path, gone)
    except OSError as error:
        yield unreadable(path, error)
    except Terminal:
        return  # a file without a record any more: what was kept of them is taken


def _from_raw(shelf: Shelf, uri: str, sha256: str | None) -> InputRef | VisnykError:
    raw = shelf.raw(uri)
    if raw is None:
        return InputNotFoundError(
            f"{uri} does not exist any more, and its bytes were not kept",
            data="It stays in quarantine",
            remedy="Put it back in its place, or leave it there",
        )
    return InputRef(uri=uri, sha256=sha256, size=len(raw), is_kept=True)
