"""Staged rows and published rows, partition by partition, as the tables to publish next.

Nothing here writes. The rows of an article go as one: what replaces it replaces all its
rows, wherever they lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pyarrow as pa

from tasks.load.arrow import DOCUMENT, PARTITION, Column, arrow_schema, pc, read_parquet
from tasks.load.checks import violations
from tasks.load.commit import Change
from tasks.load.duplicates import Mark
from tasks.load.errors import ChecksFailedError
from tasks.load.identity import Placement, StagedDocument, place
from tasks.load.schema import (
    ARTICLES,
    CHILDREN,
    PARTITIONED,
    SENTENCES,
    Dataset,
    DuplicateMethod,
    file_of,
)
from tasks.load.staging import StagedBatch, read_staged
from tasks.load.state import KnownDocument
from tasks.load.storage import Location

# Some 100,000 sentences: 50 to 100 MB in memory.
_GROUP_ARTICLES = 5_000


@dataclass(frozen=True, slots=True)
class PlacedBatch:
    """A staged batch and where each of its documents goes; None leaves a document out."""

    batch: StagedBatch
    placements: tuple[Placement | None, ...]

    @property
    def partitions(self) -> set[str]:
        """The partitions that get rows of this batch."""
        return {
            document.partition
            for document, placement in zip(self.batch.documents, self.placements, strict=True)
            if placement is not None
        }

    @property
    def contents(self) -> set[str]:
        """The SHA-256 of the sources that are published from this batch."""
        return {
            document.source_sha256
            for document, placement in zip(self.batch.documents, self.placements, strict=True)
            if placement is not None
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """What a publish changes, before any row is read.

    `replaced` are sources whose published rows go, `gone` identifiers that nobody has
    afterwards, `copies` staged sources that are left out, being equal to another, `marks`
    articles that repeat another one, or no longer do, by identifier.
    """

    placed: tuple[PlacedBatch, ...]
    placements: Mapping[str, Placement]
    replaced: Mapping[str, KnownDocument]
    gone: frozenset[str]
    copies: tuple[str, ...]
    partitions: tuple[str, ...]
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def with_marks(self, marks: Mapping[str, Mark], partitions: set[str]) -> Plan:
        """Add what repeats what; the partitions of stored articles that are marked anew."""
        more = sorted(partitions - set(self.partitions))
        return replace(self, marks=marks, partitions=(*self.partitions, *more))


def plan(staged: Sequence[StagedBatch], stored: Mapping[str, KnownDocument]) -> Plan:
    """Decide identifiers and the partitions that change; the latest batch of a source counts."""
    places = {
        document.source_uri: (batch.path, number)
        for batch in sorted(staged, key=lambda batch: batch.number)
        for number, document in enumerate(batch.documents)
    }
    batches = {batch.path: batch for batch in staged}
    documents = {uri: batches[path].documents[number] for uri, (path, number) in places.items()}
    placements = place(documents.values(), stored)
    winners = {places[uri]: placement for uri, placement in placements.items()}
    placed = tuple(
        PlacedBatch(batch, tuple(winners.get((batch.path, n)) for n in range(len(batch.documents))))
        for batch in batches.values()
    )
    replaced = {uri: stored[uri] for uri in documents if uri in stored}
    gone = frozenset(known.article_id for known in replaced.values())
    gone -= {placement.article_id for placement in placements.values()}
    orphans = {known.partition for known in stored.values() if known.duplicate_of in gone}
    return Plan(
        placed=placed,
        placements=placements,
        replaced=replaced,
        gone=gone,
        copies=tuple(sorted(documents.keys() - placements.keys())),
        partitions=_in_order(documents, placements, replaced, orphans),
    )


def _in_order(
    documents: Mapping[str, StagedDocument],
    placements: Mapping[str, Placement],
    replaced: Mapping[str, KnownDocument],
    orphans: set[str],
) -> tuple[str, ...]:
    """The partitions to write; those that an article leaves come first.

    A reader between two moves then misses an article for a moment, and never meets it twice.
    """
    targets = {documents[uri].partition for uri in placements}
    left = {
        known.partition
        for uri, known in replaced.items()
        if uri not in placements or documents[uri].partition != known.partition
    }
    touched = targets | left | orphans | {known.partition for known in replaced.values()}
    return tuple(sorted(touched, key=lambda partition: (partition not in left, partition)))


def merged(output: Location, plan: Plan, now: datetime) -> Iterator[Change]:
    """Yield the new table of every dataset and partition that the plan touches.

    Raises:
        ChecksFailedError: the rows together break a rule that each article kept.
    """
    for group in _groups(plan):
        arriving = {dataset: _arriving(dataset, group, plan, now) for dataset in PARTITIONED}
        for partition in group:
            new = {dataset: _part(arriving[dataset], partition, dataset) for dataset in PARTITIONED}
            yield from _merged_partition(output, partition, plan, new)


def _groups(plan: Plan) -> Iterator[list[str]]:
    """Partitions whose staged rows are read together: few files are opened, little is held."""
    sizes = Counter(
        document.partition for placed in plan.placed for document in placed.batch.documents
    )
    group: list[str] = []
    for partition in plan.partitions:
        if group and sum(sizes[name] for name in (*group, partition)) > _GROUP_ARTICLES:
            yield group
            group = []
        group.append(partition)
    if group:
        yield group


def _merged_partition(
    output: Location, partition: str, plan: Plan, new: Mapping[Dataset, pa.Table]
) -> Iterator[Change]:
    kept = _kept_articles(output, partition, plan)
    articles = in_order(ARTICLES, [_marked(kept, plan), _marked(new[ARTICLES], plan)])
    if articles.num_rows == 0:
        yield from ((dataset, partition, None) for dataset in PARTITIONED)
        return
    for child in CHILDREN:
        stored = _stored(output, child, partition)
        stays = stored.filter(pc.is_in(stored["article_id"], kept["article_id"]))
        yield child, partition, [in_order(child, [stays, new[child]])]
    yield ARTICLES, partition, [articles]


def _kept_articles(output: Location, partition: str, plan: Plan) -> pa.Table:
    stored = _stored(output, ARTICLES, partition)
    leaving = pa.array([*plan.replaced, *plan.placements], pa.string())
    kept = stored.filter(pc.invert(pc.is_in(stored["source_uri"], leaving)))
    # Its namesake is gone: the article is nobody's duplicate any more, and keeps its name.
    freed = pc.is_in(kept["duplicate_of"], pa.array(plan.gone, pa.string()))
    nothing = pa.scalar(None, pa.string())
    for name in ("duplicate_of", "duplicate_method"):
        kept = _with_column(kept, name, pc.if_else(freed, nothing, kept[name]))
    return kept


def _marked(articles: pa.Table, plan: Plan) -> pa.Table:
    """Say of articles which one they repeat."""
    names: list[Any] = articles["article_id"].to_pylist()
    if not plan.marks.keys() & set(names):
        return articles
    for column, number in (("duplicate_of", 0), ("duplicate_method", 1)):
        values = [
            plan.marks[name][number] if name in plan.marks else value
            for name, value in zip(names, articles[column].to_pylist(), strict=True)
        ]
        articles = _with_column(articles, column, pa.array(values, pa.string()))
    return articles


def _arriving(dataset: Dataset, group: Sequence[str], plan: Plan, now: datetime) -> pa.Table:
    """The staged rows of a group of partitions under their final identifiers."""
    tables = [
        _renamed(read_staged(placed.batch, dataset, group), dataset, placed, now)
        for placed in plan.placed
        if not placed.partitions.isdisjoint(group)
    ]
    return pa.concat_tables([_arrived_schema(dataset).empty_table(), *tables])


def _arrived_schema(dataset: Dataset) -> pa.Schema:
    return arrow_schema(dataset).append(pa.field(PARTITION, pa.string()))


def _part(arriving: pa.Table, partition: str, dataset: Dataset) -> pa.Table:
    rows = arriving.filter(pc.equal(arriving[PARTITION], partition))
    return rows.select(list(dataset.names))


def _renamed(staged: pa.Table, dataset: Dataset, placed: PlacedBatch, now: datetime) -> pa.Table:
    """Give staged rows the identifiers they are published under, and drop those left out."""
    finals = pa.array([p and p.article_id for p in placed.placements], pa.string())
    rows = staged.filter(pc.is_valid(finals.take(staged[DOCUMENT].combine_chunks())))
    document = rows[DOCUMENT].combine_chunks()
    rows = _with_column(rows, "article_id", finals.take(document))
    if dataset is SENTENCES:
        numbers = pc.replace_substring_regex(rows["sentence_id"], r"^.*-", "")
        names = pc.binary_join_element_wise(rows["article_id"], numbers, "-")
        rows = _with_column(rows, "sentence_id", names)
    if dataset is ARTICLES:
        rows = _with_placement(rows, document, placed.placements)
        loaded = pa.repeat(pa.scalar(now, pa.timestamp("us", tz="UTC")), rows.num_rows)
        rows = rows.append_column("loaded_at", loaded)
    return rows.select([*dataset.names, PARTITION]).cast(_arrived_schema(dataset))


def _with_placement(
    rows: pa.Table, document: Column, placements: Sequence[Placement | None]
) -> pa.Table:
    """Fill the columns of articles that depend on what else is published."""
    originals = pa.array([p and p.duplicate_of for p in placements], pa.string())
    revisions = pa.array([p and p.revision for p in placements], pa.int32())
    by_identity = [p and p.duplicate_of and DuplicateMethod.IDENTITY.value for p in placements]
    rows = _with_column(rows, "duplicate_of", originals.take(document))
    rows = _with_column(rows, "revision", revisions.take(document))
    return _with_column(rows, "duplicate_method", pa.array(by_identity, pa.string()).take(document))


def in_order(dataset: Dataset, parts: Sequence[pa.Table]) -> pa.Table:
    """Sort by article and check the rules; the sort keeps the rows of each in reading order."""
    together = pa.concat_tables(parts)
    table = together.take(pc.sort_indices(together[dataset.sort_key]))
    broken = violations(table, dataset)
    if broken:
        raise ChecksFailedError(
            f"Rows to be published break rules: {'; '.join(v.sentence for v in broken)}",
            data="Nothing was published; what was there before is untouched",
            remedy="Please report it, with the log of this run",
        )
    return table


def _stored(output: Location, dataset: Dataset, partition: str) -> pa.Table:
    table = read_parquet(output / file_of(dataset, partition), dataset)
    return arrow_schema(dataset).empty_table() if table is None else table


def _with_column(table: pa.Table, name: str, values: Column) -> pa.Table:
    index = table.schema.get_field_index(name)
    return table.set_column(index, table.schema.field(index), values)
