"""The published articles that a publish concerns: looked for file by file, never held whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import pyarrow as pa

from tasks.load.schema import ARTICLES
from tasks.load.storage.arrow import Column, pc, read_parquet
from tasks.load.storage.location import Location
from tasks.load.storage.manifest import published_files

_KEYS = ("source_uri", "source_sha256", "article_id")
_FACTS = ("duplicate_of", "revision", "parsed_sha256")


class KnownDocument(NamedTuple):
    """The published article of a source; `partition` is where its rows lie."""

    sha256: str
    article_id: str
    partition: str
    duplicate_of: str | None = None
    revision: int | None = None
    parsed_sha256: str | None = None


class StoredArticles:
    """The articles of an output whose lock is held, asked for in large numbers at once."""

    def __init__(self, output: Location) -> None:
        self._output = output

    def concerned(
        self,
        *,
        sources: Collection[str] = (),
        contents: Collection[str] = (),
        identifiers: Collection[str] = (),
    ) -> dict[str, KnownDocument]:
        """By source those that come from one of some sources, bytes, or have an identifier.

        Raises:
            DatasetCorruptError: a published file cannot be read.
        """
        wanted = [pa.array(list(some), pa.string()) for some in (sources, contents, identifiers)]
        found: dict[str, KnownDocument] = {}
        for partition, path in self._files():
            keys = read_parquet(path, ARTICLES, _KEYS)
            if keys is None:
                continue
            hits = [pc.is_in(keys[name], some) for name, some in zip(_KEYS, wanted, strict=True)]
            rows = pc.indices_nonzero(pc.or_(pc.or_(hits[0], hits[1]), hits[2]))
            facts = read_parquet(path, ARTICLES, _FACTS) if len(rows) else None
            if facts is not None:
                found |= _documents(keys.take(rows), facts.take(rows), partition)
        return found

    def partitions_repeating(self, originals: Collection[str]) -> set[str]:
        """The partitions with articles that are marked as duplicates of some."""
        wanted = pa.array(list(originals), pa.string())
        found = set()
        for partition, path in self._files() if originals else ():
            table = read_parquet(path, ARTICLES, ["duplicate_of"])
            if table is not None and pc.any(pc.is_in(table["duplicate_of"], wanted)).as_py():
                found.add(partition)
        return found

    def lost_originals(self, leaving: Collection[str]) -> set[str]:
        """What articles are marked as duplicates of, and none has but those `leaving`."""
        files = list(self._files())
        going = pa.array(list(leaving), pa.string())
        named = pa.array([], pa.string())
        for _, path in files:
            table = read_parquet(path, ARTICLES, ["duplicate_of"])
            if table is not None:
                column: Column = table["duplicate_of"]
                named = pc.unique(pa.concat_arrays([named, *column.drop_null().chunks]))
        for _, path in files if len(named) else ():
            table = read_parquet(path, ARTICLES, ["source_uri", "article_id"])
            if table is not None:
                staying = table.filter(pc.invert(pc.is_in(table["source_uri"], going)))
                named = named.filter(pc.invert(pc.is_in(named, staying["article_id"])))
        return set(map(str, named.to_pylist()))

    def _files(self) -> Iterator[tuple[str, Location]]:
        for dataset, partition, path in published_files(self._output):
            if dataset is ARTICLES and partition is not None:
                yield partition, path


def _documents(keys: pa.Table, facts: pa.Table, partition: str) -> dict[str, KnownDocument]:
    columns: list[Any] = [column.to_pylist() for table in (keys, facts) for column in table.columns]
    return {
        uri: KnownDocument(sha256, article_id, partition, *rest)
        for uri, sha256, article_id, *rest in zip(*columns, strict=True)
    }
