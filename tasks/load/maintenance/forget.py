"""An article or an outlet removed everywhere: its rows, its kept pages, its bytes in quarantine.

What repeated a removed article is judged anew. The history in `runs` holds no text, and stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

import pyarrow as pa

from tasks.forgotten import input_key, name_of
from tasks.load.maintenance.ledger import Entry, let_back, remember
from tasks.load.merge.leaving import plan_without
from tasks.load.merge.marking import marked
from tasks.load.merge.partitions import merged
from tasks.load.merge.stored import StoredArticles
from tasks.load.schema import (
    ARTICLES,
    CHILDREN,
    DATASETS,
    DOCUMENTS,
    QUARANTINE,
    Dataset,
    DuplicateMethod,
    file_of,
)
from tasks.load.storage.arrow import arrow_schema, pc, read_groups
from tasks.load.storage.commit import Change, Committed, commit, recover, scratch_folder
from tasks.load.storage.location import Location
from tasks.load.storage.locking import LOCK_WAIT_SECONDS, output_lock, remove_dead_staging
from tasks.load.storage.manifest import published_files, reconciled

_FACTS = (
    "article_id", "source_uri", "source_sha256", "url", "outlet_domain", "published_date",
    "title_uk", "duplicate_of", "duplicate_method",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """What is to go: an article by the beginning of its identifier or by address, or an outlet.

    `uris` are the addresses that an input may be known under; the address of an article also
    names what was read from other inputs.
    """

    prefix: str | None = None
    uris: frozenset[str] = frozenset()
    outlet: str | None = None


class FoundArticle(NamedTuple):
    """An article that a target names; `partition` is where its rows lie."""

    article_id: str
    source_uri: str
    source_sha256: str
    url: str | None
    outlet_domain: str | None
    published_date: date | None
    title: str
    duplicate_of: str | None
    duplicate_method: str | None
    partition: str


@dataclass(frozen=True, slots=True)
class Removal:
    """What a target names, and how many rows of each dataset go with it."""

    articles: tuple[FoundArticle, ...]
    pages: frozenset[str] = frozenset()
    quarantined: frozenset[str] = frozenset()
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the target names nothing that is there."""
        return not any(self.rows.values())


def find(output: Location, target: Target) -> Removal:
    """Look for all that would go; nothing is changed.

    Raises:
        DatasetCorruptError: a published file cannot be read.
    """
    every = list(_articles(output))
    articles = _with_namesakes(every, [item for item in every if _is_meant(item, target)])
    ours = {item.source_uri for item in articles} | target.uris
    others = {item.source_uri for item in every} - ours
    pages = frozenset(
        uri
        for _, uris, urls in _pages(output)
        for uri, url in zip(uris, urls, strict=True)
        if uri in ours or (uri not in others and _is_of_outlet((uri, url), target.outlet))
    )
    contents = {item.source_sha256 for item in articles}
    quarantined = frozenset(
        uri
        for uri, sha256 in _quarantine(output)
        if uri in ours
        or (uri not in others and (sha256 in contents or _is_of_outlet((uri,), target.outlet)))
    )
    rows = {ARTICLES.name: len(articles), **_child_rows(output, articles)}
    rows[DOCUMENTS.name] = sum(uri in pages for _, uris, _ in _pages(output) for uri in uris)
    rows[QUARANTINE.name] = len(quarantined)
    ordered = {name: rows[name] for name in DATASETS if name in rows}
    return Removal(tuple(articles), pages, quarantined, ordered)


def forget(
    output: Location,
    run_id: str,
    target: Target,
    *,
    now: datetime | None = None,
    wait_seconds: float = LOCK_WAIT_SECONDS,
) -> tuple[Removal, Committed]:
    """Remove all that a target names, all at once, and note that it must stay away.

    What is named is looked for anew.

    Raises:
        OutputBusyError, OutputFullError, OutputNotWritableError: nothing was removed.
        DatasetCorruptError: a file that must be read cannot be.
    """
    with output_lock(output, f"run {run_id}", wait_seconds):
        recover(output)
        removal = find(output, target)
        remember(output, _entries(target, removal, (now or datetime.now(UTC)).isoformat()))
        changes = _changes(output, removal, now or datetime.now(UTC))
        committed = commit(output, run_id, reconciled(output), changes)
        remove_dead_staging(output)
    return removal, committed


def recall(
    output: Location, run_id: str, target: Target, *, wait_seconds: float = LOCK_WAIT_SECONDS
) -> list[Entry]:
    """Let runs load again what a target names; gives the entries that kept it away."""
    keys = {input_key(uri) for uri in target.uris}

    def is_meant(entry: Entry) -> bool:
        if target.outlet is not None:
            return entry.outlet == target.outlet
        if target.prefix is not None:
            return (entry.article_id or "").startswith(target.prefix)
        return not keys.isdisjoint(entry.inputs)

    with output_lock(output, f"run {run_id}", wait_seconds):
        recover(output)
        return let_back(output, is_meant)


def _entries(target: Target, removal: Removal, at: str) -> list[Entry]:
    """What must stay away: an outlet as such; else each article with its inputs, and the rest."""
    if target.outlet is not None:
        return [Entry(at, outlet=target.outlet)]
    entries = [
        Entry(
            at,
            article_id=item.article_id,
            inputs=tuple(sorted({input_key(uri) for uri in (item.source_uri, item.url) if uri})),
            contents=(item.source_sha256,),
        )
        for item in removal.articles
    ]
    known = {key for entry in entries for key in entry.inputs}
    rest = {input_key(uri) for uri in (*target.uris, *removal.pages, *removal.quarantined)} - known
    return [*entries, *([Entry(at, inputs=tuple(sorted(rest)))] if rest else [])]


def _changes(output: Location, removal: Removal, now: datetime) -> Iterator[Change]:
    if removal.articles:
        leaving = {item.source_uri for item in removal.articles}
        plan = marked(output, plan_without(StoredArticles(output), leaving))
        yield from merged(output, plan, now, scratch_folder(output))
    for partition, uris, _ in _pages(output):
        if not removal.pages.isdisjoint(uris):
            # A week that keeps no page keeps its file: a reader may be about to open it.
            yield DOCUMENTS, partition, _without(output, DOCUMENTS, partition, removal.pages)
    if removal.quarantined:
        yield QUARANTINE, None, _without(output, QUARANTINE, None, removal.quarantined)


def _without(
    output: Location, dataset: Dataset, partition: str | None, uris: Collection[str]
) -> Iterator[pa.Table]:
    going = pa.array(sorted(uris), pa.string())
    yield arrow_schema(dataset).empty_table()
    for group in read_groups(output / file_of(dataset, partition), dataset):
        yield group.filter(pc.invert(pc.is_in(group["source_uri"], going)))


def _articles(output: Location) -> Iterator[FoundArticle]:
    for dataset, partition, path in published_files(output):
        if dataset is ARTICLES and partition is not None:
            for group in read_groups(path, ARTICLES, _FACTS):
                columns = (group[name].to_pylist() for name in _FACTS)
                for facts in zip(*columns, strict=True):
                    yield FoundArticle._make((*facts, partition))


def _is_meant(article: FoundArticle, target: Target) -> bool:
    if target.outlet is not None:
        return article.outlet_domain == target.outlet
    if target.prefix is not None:
        return article.article_id.startswith(target.prefix)
    return article.source_uri in target.uris or (
        article.url is not None and name_of(article.url) in {name_of(uri) for uri in target.uris}
    )


def _with_namesakes(
    every: Sequence[FoundArticle], named: Sequence[FoundArticle]
) -> list[FoundArticle]:
    """Add what came from other inputs under the same identity: it is the same article."""
    ids = {item.article_id for item in named}
    ids |= {item.duplicate_of for item in named if item.duplicate_of and _shares_identity(item)}
    return [
        item
        for item in every
        if item.article_id in ids or (_shares_identity(item) and item.duplicate_of in ids)
    ]


def _shares_identity(article: FoundArticle) -> bool:
    return article.duplicate_method == DuplicateMethod.IDENTITY


def _is_of_outlet(addresses: Sequence[str], outlet: str | None) -> bool:
    hosts = [urlsplit(address).hostname or "" for address in addresses] if outlet else []
    return any(host == outlet or host.endswith(f".{outlet}") for host in hosts)


def _pages(output: Location) -> Iterator[tuple[str, list[str], list[str]]]:
    """The kept pages week by week: the addresses that were asked for, and that answered."""
    for dataset, partition, path in published_files(output):
        if dataset is DOCUMENTS and partition is not None:
            uris: list[str] = []
            urls: list[str] = []
            for group in read_groups(path, DOCUMENTS, ("source_uri", "url")):
                uris += map(str, group["source_uri"].to_pylist())
                urls += map(str, group["url"].to_pylist())
            yield partition, uris, urls


def _quarantine(output: Location) -> Iterator[tuple[str, str | None]]:
    names = ("source_uri", "source_sha256")
    for group in read_groups(output / file_of(QUARANTINE, None), QUARANTINE, names):
        for uri, sha256 in zip(*(group[name].to_pylist() for name in names), strict=True):
            yield str(uri), sha256


def _child_rows(output: Location, articles: Sequence[FoundArticle]) -> dict[str, int]:
    ids = pa.array([item.article_id for item in articles], pa.string())
    counts = {child.name: 0 for child in CHILDREN}
    for partition in {item.partition for item in articles}:
        for child in CHILDREN:
            for group in read_groups(output / file_of(child, partition), child, ["article_id"]):
                counts[child.name] += pc.sum(pc.is_in(group["article_id"], ids)).as_py() or 0
    return counts
