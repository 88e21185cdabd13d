"""The plan of a publish in which articles leave, and none comes in their place."""

from __future__ import annotations

from collections.abc import Collection

from tasks.load.merge.plan import Plan
from tasks.load.merge.stored import StoredArticles


def plan_without(stored: StoredArticles, uris: Collection[str]) -> Plan:
    """Plan that the articles of some sources go; what named them, or nothing, names them no more.

    `stored` is all that is published.
    """
    replaced = stored.concerned(sources=uris)
    gone = {known.article_id for known in replaced.values()} | stored.lost_originals(uris)
    left = {known.partition for known in replaced.values()}
    orphans = stored.partitions_repeating(gone)
    return Plan(
        placed=(),
        placements={},
        replaced=replaced,
        gone=frozenset(gone),
        copies=(),
        partitions=(*sorted(left), *sorted(orphans - left)),
    )
