"""The fetched pages that are kept: found and read by their address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import pyarrow as pa

from tasks.load.arrow import arrow_schema, opened, pc, read_group
from tasks.load.manifest import published_files
from tasks.load.schema import DOCUMENTS, file_of
from tasks.load.storage import Location, version_of
from tasks.models import FetchedPage


class PageVersion(NamedTuple):
    """The latest version of a page that is kept, and where: file and row group."""

    fetched_at: datetime
    sha256: str
    etag: str | None
    last_modified: str | None
    partition: str
    group: int


def latest_versions(output: Location) -> dict[str, PageVersion]:
    """The latest kept version of every page by `source_uri`; contents are not read."""
    found: dict[str, PageVersion] = {}
    for dataset, partition, path in published_files(output):
        if dataset is DOCUMENTS and partition is not None:
            for uri, version in _versions(path, partition):
                if uri not in found or found[uri] < version:
                    found[uri] = version
    return found


def read_page(output: Location, uri: str, version: PageVersion) -> FetchedPage | None:
    """Read a kept version of a page; None where it no longer lies there."""
    path = output / file_of(DOCUMENTS, version.partition)
    stored = version_of(path)
    try:
        group = _group(path, stored, version.group) if stored else None
    except FileNotFoundError:
        group = None
    if group is None:
        return None
    ours = pc.and_(pc.equal(group["source_uri"], uri), pc.equal(group["sha256"], version.sha256))
    rows = group.filter(ours).to_pylist()
    if not rows:
        return None
    row = rows[-1]
    return FetchedPage(
        url=row["url"],
        content=row["content"],
        media_type=row["media_type"],
        charset=row["charset"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        fetched_at=row["fetched_at"],
    )


def _versions(path: Location, partition: str) -> Iterator[tuple[str, PageVersion]]:
    names = ("source_uri", "fetched_at", "sha256", "etag", "last_modified")
    try:
        with opened(path) as file:
            for number in range(file.metadata.num_row_groups):
                table = read_group(file, number, DOCUMENTS, names)
                columns: list[Any] = [table[name].to_pylist() for name in names]
                for uri, *facts in zip(*columns, strict=True):
                    yield uri, PageVersion._make((*facts, partition, number))
    except FileNotFoundError:  # another run has just removed this week
        return


# The pages of a group are asked for one after the other; its version tells a new file.
@lru_cache(maxsize=4)
def _group(path: Location, stored: str, number: int) -> pa.Table:  # noqa: ARG001
    with opened(path) as file:
        if number >= file.metadata.num_row_groups:
            return arrow_schema(DOCUMENTS).empty_table()
        return read_group(file, number, DOCUMENTS, DOCUMENTS.names)
