"""What the output already holds, read from the datasets themselves: they are the state."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import pyarrow as pa

from tasks.load.schema import ARTICLES, CHILDREN, QUARANTINE, file_of
from tasks.load.state.lookup import Lookup
from tasks.load.state.pages import PageVersion, latest_versions
from tasks.load.storage.arrow import arrow_schema, read_parquet
from tasks.load.storage.commit import is_interrupted, recover
from tasks.load.storage.location import Location
from tasks.load.storage.locking import output_lock
from tasks.load.storage.manifest import published_files
from tasks.models import KnownPage
from tasks.version import pipeline_version

_KEY = "source_uri"
_DOCUMENTS = pa.schema(
    [arrow_schema(ARTICLES).field(name) for name in (_KEY, "source_sha256", "parsed_sha256")]
)


class KnownInput(NamedTuple):
    """What a published article was made from: its bytes, and what was parsed from them."""

    sha256: str
    parsed_sha256: str | None


class KnownFailure(NamedTuple):
    """A source in quarantine."""

    sha256: str | None
    pipeline_version: str
    is_transient: bool
    attempts: int
    first_seen_at: datetime

    @property
    def is_settled(self) -> bool:
        """Whether the same bytes would only fail again: nothing was passing, nothing is new."""
        return not self.is_transient and self.pipeline_version == pipeline_version()


def _no_documents() -> Lookup[KnownInput]:
    return Lookup(_DOCUMENTS.empty_table(), _KEY, KnownInput)


@dataclass(frozen=True, slots=True)
class State:
    """Published documents, quarantined inputs and kept versions of pages by `source_uri`."""

    documents: Lookup[KnownInput] = field(default_factory=_no_documents)
    quarantine: Mapping[str, KnownFailure] = field(default_factory=dict)
    versions: Mapping[str, PageVersion] = field(default_factory=dict)

    def loaded(self) -> Mapping[str, str]:
        """SHA-256 of the published inputs."""
        return self.documents.column("source_sha256")

    def loaded_among(self, uris: Collection[str]) -> Mapping[str, str]:
        """SHA-256 of those of many inputs that are published."""
        return self.documents.column("source_sha256").among(uris)

    def holders(self, contents: Collection[str]) -> Iterator[tuple[str, str]]:
        """The published inputs with some bytes, and which, by their SHA-256."""
        return self.documents.keys_of("source_sha256", contents)

    def pages(self) -> Mapping[str, KnownPage]:
        """What is known of the addresses that were loaded or refused before."""
        return _Pages(self)


@dataclass(frozen=True, slots=True, eq=False)
class _Pages(Mapping[str, KnownPage]):
    state: State

    def __getitem__(self, uri: str) -> KnownPage:
        loaded, failed = self.state.documents.get(uri), self.state.quarantine.get(uri)
        if not _is_address(uri) or (loaded is None and failed is None):
            raise KeyError(uri)
        version = self.state.versions.get(uri)
        is_published = version and loaded and version.sha256 == loaded.sha256
        return KnownPage(
            loaded_sha256=loaded.sha256 if loaded else None,
            refused_sha256=failed.sha256 if failed and failed.is_settled else None,
            etag=version.etag if version and is_published else None,
            last_modified=version.last_modified if version and is_published else None,
            fetched_at=version.fetched_at if version and is_published else None,
            parsed_sha256=loaded.parsed_sha256 if loaded else None,
        )

    def __iter__(self) -> Iterator[str]:
        documents, quarantine = self.state.documents, self.state.quarantine
        yield from filter(_is_address, documents)
        yield from (uri for uri in filter(_is_address, quarantine) if uri not in documents)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _is_address(uri: str) -> bool:
    return "://" in uri and not uri.startswith("file:")


def read_state(output: Location) -> State:
    """Read what is published; nothing for a new output.

    A document counts as known only if all its rows are there: a commit that a crash cut
    short is finished first, and a partition that lost one of its files counts as absent.

    Raises:
        DatasetCorruptError: a published file cannot be read.
    """
    if not output.is_dir():
        return State()
    finish_interrupted(output)
    return stored_state(output, complete_only=True)


def finish_interrupted(output: Location) -> None:
    """Finish the commit that a crash cut short, so that what is read is one state."""
    if is_interrupted(output):
        with output_lock(output, "recovery after a crash"):
            recover(output)


def stored_state(output: Location, *, complete_only: bool) -> State:
    """Read the datasets as they are; `complete_only` leaves out partitions that lost a file."""
    documents = _known_documents(output, complete_only=complete_only)
    return State(documents, known_failures(output), latest_versions(output))


def known_failures(output: Location) -> dict[str, KnownFailure]:
    """Read what is in quarantine: little beside the articles.

    Raises:
        DatasetCorruptError: the file cannot be read.
    """
    names = (
        "source_uri", "source_sha256", "pipeline_version", "is_transient", "attempts",
        "first_seen_at",
    )  # fmt: skip
    table = read_parquet(output / file_of(QUARANTINE, None), QUARANTINE, names)
    if table is None:
        return {}
    columns = (table[name].to_pylist() for name in names)
    return {uri: KnownFailure(*known) for uri, *known in zip(*columns, strict=True)}


def _known_documents(output: Location, *, complete_only: bool) -> Lookup[KnownInput]:
    files = {(dataset.name, part): path for dataset, part, path in published_files(output)}
    needed = [child.name for child in CHILDREN] if complete_only else []
    tables = [_DOCUMENTS.empty_table()]
    for (name, partition), path in files.items():
        if name == ARTICLES.name and all((child, partition) in files for child in needed):
            table = read_parquet(path, ARTICLES, _DOCUMENTS.names)
            if table is not None:  # else another run has just emptied this partition
                tables.append(table)
    return Lookup(pa.concat_tables(tables), _KEY, KnownInput)
