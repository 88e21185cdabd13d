"""What a publish changes, decided before any row is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tasks.load.merge.duplicates import Mark
from tasks.load.merge.identity import Placement, StagedDocument, identifiers_of, place
from tasks.load.merge.stored import KnownDocument, StoredArticles
from tasks.load.staging import StagedBatch


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


def plan(staged: Sequence[StagedBatch], stored: StoredArticles) -> Plan:
    """Decide identifiers and the partitions that change; the latest batch of a source counts."""
    places = {
        document.source_uri: (batch.path, number)
        for batch in sorted(staged, key=lambda batch: batch.number)
        for number, document in enumerate(batch.documents)
    }
    batches = {batch.path: batch for batch in staged}
    documents = {uri: batches[path].documents[number] for uri, (path, number) in places.items()}
    concerned = stored.concerned(
        sources=documents.keys(),
        contents={document.source_sha256 for document in documents.values()},
        identifiers={name for item in documents.values() for name in identifiers_of(item)},
    )
    placements = place(documents.values(), concerned)
    winners = {places[uri]: placement for uri, placement in placements.items()}
    placed = tuple(
        PlacedBatch(batch, tuple(winners.get((batch.path, n)) for n in range(len(batch.documents))))
        for batch in batches.values()
    )
    replaced = {uri: concerned[uri] for uri in documents if uri in concerned}
    gone = frozenset(known.article_id for known in replaced.values())
    gone -= {placement.article_id for placement in placements.values()}
    return Plan(
        placed=placed,
        placements=placements,
        replaced=replaced,
        gone=gone,
        copies=tuple(sorted(documents.keys() - placements.keys())),
        partitions=_in_order(documents, placements, replaced, stored.partitions_repeating(gone)),
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
