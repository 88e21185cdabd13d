"""The plan of a publish in which articles leave, and none comes in their place."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tasks.load.merge import Plan
from tasks.load.state import KnownDocument


def plan_without(stored: Mapping[str, KnownDocument], uris: Collection[str]) -> Plan:
    """Plan that the articles of some sources go; what named them, or nothing, names them no more.

    `stored` is all that is published.
    """
    replaced = {uri: stored[uri] for uri in uris}
    staying = {known.article_id for uri, known in stored.items() if uri not in replaced}
    named = {known.duplicate_of for known in stored.values() if known.duplicate_of}
    gone = {known.article_id for known in replaced.values()} | (named - staying)
    left = {known.partition for known in replaced.values()}
    orphans = {known.partition for known in stored.values() if known.duplicate_of in gone}
    return Plan(
        placed=(),
        placements={},
        replaced=replaced,
        gone=frozenset(gone),
        copies=(),
        partitions=(*sorted(left), *sorted(orphans - left)),
    )
