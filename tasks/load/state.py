"""What the output already holds, read from the datasets themselves: they are the state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from tasks.load.arrow import read_parquet
from tasks.load.commit import is_interrupted, recover
from tasks.load.locking import output_lock
from tasks.load.manifest import published_files
from tasks.load.pages import PageVersion, latest_versions
from tasks.load.schema import ARTICLES, CHILDREN, QUARANTINE, file_of
from tasks.load.storage import Location
from tasks.models import KnownPage
from tasks.version import pipeline_version


class KnownDocument(NamedTuple):
    """The published article of a source; `partition` is where its rows lie."""

    sha256: str
    article_id: str
    partition: str
    pipeline_version: str
    duplicate_of: str | None
    revision: int | None = None
    parsed_sha256: str | None = None


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


@dataclass(frozen=True, slots=True)
class State:
    """Published documents, quarantined inputs and kept versions of pages by `source_uri`."""

    documents: dict[str, KnownDocument] = field(default_factory=dict)
    quarantine: dict[str, KnownFailure] = field(default_factory=dict)
    versions: dict[str, PageVersion] = field(default_factory=dict)

    def pages(self) -> dict[str, KnownPage]:
        """What is known of the addresses that were loaded or refused before."""
        addresses = {uri for uri in (*self.documents, *self.quarantine) if "://" in uri}
        return {uri: self._page(uri) for uri in addresses if not uri.startswith("file:")}

    def _page(self, uri: str) -> KnownPage:
        loaded, failed = self.documents.get(uri), self.quarantine.get(uri)
        version = self.versions.get(uri)
        is_published = version and loaded and version.sha256 == loaded.sha256
        return KnownPage(
            loaded_sha256=loaded.sha256 if loaded else None,
            refused_sha256=failed.sha256 if failed and failed.is_settled else None,
            etag=version.etag if version and is_published else None,
            last_modified=version.last_modified if version and is_published else None,
            fetched_at=version.fetched_at if version and is_published else None,
            parsed_sha256=loaded.parsed_sha256 if loaded else None,
        )


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
    documents: dict[str, KnownDocument] = {}
    files = list(published_files(output))
    there = {file_of(dataset, partition) for dataset, partition, _ in files}
    for dataset, partition, path in files:
        if dataset is ARTICLES and partition is not None:
            is_complete = all(file_of(child, partition) in there for child in CHILDREN)
            if is_complete or not complete_only:
                documents |= _known_documents(path, partition)
    failures = _known_failures(output / file_of(QUARANTINE, None))
    return State(documents, failures, latest_versions(output))


def _known_documents(path: Location, partition: str) -> dict[str, KnownDocument]:
    names = (
        "source_uri", "source_sha256", "article_id", "pipeline_version", "duplicate_of",
        "revision", "parsed_sha256",
    )  # fmt: skip
    table = read_parquet(path, ARTICLES, names)
    if table is None:  # another run has just emptied this partition
        return {}
    columns = (table[name].to_pylist() for name in names)
    return {
        uri: KnownDocument(sha256, article_id, partition, *rest)
        for uri, sha256, article_id, *rest in zip(*columns, strict=True)
    }


def _known_failures(path: Location) -> dict[str, KnownFailure]:
    names = (
        "source_uri", "source_sha256", "pipeline_version", "is_transient", "attempts",
        "first_seen_at",
    )  # fmt: skip
    table = read_parquet(path, QUARANTINE, names)
    if table is None:
        return {}
    columns = (table[name].to_pylist() for name in names)
    return {uri: KnownFailure(*known) for uri, *known in zip(*columns, strict=True)}
