"""The fetched pages that are kept: found and read by their address."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from tasks.load.schema import DOCUMENTS, file_of
from tasks.load.state.lookup import Lookup
from tasks.load.storage.arrow import arrow_schema, opened, pc, read_columns, read_group
from tasks.load.storage.location import Location, version_of
from tasks.load.storage.manifest import published_files
from tasks.models import FetchedPage

_KEY = "source_uri"
_FACTS = ("fetched_at", "sha256", "etag", "last_modified")
_SCHEMA = pa.schema(
    [
        *(arrow_schema(DOCUMENTS).field(name) for name in (_KEY, *_FACTS)),
        pa.field("partition", pa.dictionary(pa.int32(), pa.string())),
        pa.field("group", pa.int32()),
    ]
)


class PageVersion(NamedTuple):
    """The latest version of a page that is kept, and where: file and row group."""

    fetched_at: datetime
    sha256: str
    etag: str | None
    last_modified: str | None
    partition: str
    group: int


def latest_versions(output: Location, wanted: Collection[str] | None = None) -> Lookup[PageVersion]:
    """The latest kept version of every page by `source_uri`, or of wanted ones only.

    Contents are not read.
    """
    only = None if wanted is None else pa.array(list(wanted), pa.string())
    found = [_SCHEMA.empty_table()]
    for dataset, partition, path in published_files(output):
        if dataset is DOCUMENTS and partition is not None and (only is None or len(only)):
            table = _versions(path, partition)
            found.append(table if only is None else table.filter(pc.is_in(table[_KEY], only)))
    return Lookup(pa.concat_tables(found), _KEY, PageVersion, rank="fetched_at")


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


def _versions(path: Location, partition: str) -> pa.Table:
    """The versions of a week in the order of the file, each with its row group."""
    try:
        with opened(path) as file:
            groups = range(file.metadata.num_row_groups)
            sizes = [file.metadata.row_group(number).num_rows for number in groups]
            table = read_columns(file, DOCUMENTS, (_KEY, *_FACTS))
    except FileNotFoundError:  # another run has just removed this week
        return _SCHEMA.empty_table()
    week = pa.DictionaryArray.from_arrays(np.zeros(table.num_rows, np.int32), pa.array([partition]))
    table = table.append_column("partition", week)
    return table.append_column("group", pa.array(np.repeat(groups, sizes), pa.int32()))


# The pages of a group are asked for one after the other; its version tells a new file.
@lru_cache(maxsize=4)
def _group(path: Location, stored: str, number: int) -> pa.Table:  # noqa: ARG001
    with opened(path) as file:
        if number >= file.metadata.num_row_groups:
            return arrow_schema(DOCUMENTS).empty_table()
        return read_group(file, number, DOCUMENTS, DOCUMENTS.names)
