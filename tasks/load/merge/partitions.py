"""Staged rows and published rows, partition by partition, as the files to publish next.

Nothing here writes to the output. The rows of an article go as one: what replaces it
replaces all its rows, wherever they lie. A partition may be larger than memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from tasks.load.checks import Violation, lost_references, violations
from tasks.load.errors import DatasetCorruptError, broken_rules
from tasks.load.merge.arrivals import Arrivals
from tasks.load.merge.pieces import Pile, UnsortedError, cut, cuts
from tasks.load.merge.plan import Plan
from tasks.load.schema import ARTICLES, CHILDREN, Dataset, file_of
from tasks.load.storage.arrow import Column, arrow_schema, pc, read_groups, with_column
from tasks.load.storage.commit import Change
from tasks.load.storage.location import Location

# Some 50,000 sentences: 50 MB in memory, several times that while they are merged.
PIECE_ARTICLES = 2_500


def merged(output: Location, plan: Plan, now: datetime, scratch: Path) -> Iterator[Change]:
    """Yield the new rows of every dataset and partition that the plan touches.

    Memory holds a piece of a partition at a time.

    Args:
        output: the folder of the datasets.
        plan: what is published.
        now: the time of publishing.
        scratch: a folder of this machine for rows that are too many for memory.

    Raises:
        ChecksFailedError: the rows together break a rule that each article kept.
        DatasetCorruptError: published rows that stay cannot be read.
    """
    arriving = _arriving_ids(plan)
    leaving = pa.array([*plan.replaced, *plan.placements], pa.string())
    for group in _groups(plan, arriving):
        is_large = _total(arriving, group) > PIECE_ARTICLES
        new = Arrivals(plan, group, now, is_large=is_large)
        for partition in group:
            merge = _Merge(output, partition, plan, new, leaving, scratch)
            yield from merge.changes(arriving[partition])


def _arriving_ids(plan: Plan) -> dict[str, list[str]]:
    """The final identifiers of the articles to be published, by partition."""
    found: dict[str, list[str]] = {partition: [] for partition in plan.partitions}
    for placed in plan.placed:
        for document, placement in zip(placed.batch.documents, placed.placements, strict=True):
            if placement is not None:
                found[document.partition].append(placement.article_id)
    return found


def _groups(plan: Plan, arriving: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Partitions whose staged rows are read together: few files are opened, little is held."""
    group: list[str] = []
    for partition in plan.partitions:
        if group and _total(arriving, [*group, partition]) > PIECE_ARTICLES:
            yield group
            group = []
        group.append(partition)
    if group:
        yield group


def _total(arriving: Mapping[str, list[str]], partitions: Iterable[str]) -> int:
    return sum(len(arriving[partition]) for partition in partitions)


@dataclass(frozen=True, slots=True)
class _Merge:
    """One partition: what stays of it, and what comes in the place of `leaving` sources."""

    output: Location
    partition: str
    plan: Plan
    new: Arrivals
    leaving: Column
    scratch: Path

    def changes(self, arriving: Sequence[str]) -> Iterator[Change]:
        """Yield the new rows of the partition's files; `arriving` are identifiers."""
        kept = self._kept_ids()
        every = pa.chunked_array([*kept.chunks, pa.array(arriving, pa.string())])
        # Files that end up without rows stay: a reader that has listed them will open them.
        at = cuts(every, PIECE_ARTICLES)
        for child in CHILDREN:
            parts = self._parts(child, at, lambda rows: _of(rows, kept))
            yield child, self.partition, map(partial(_owned, child), parts, _pieces_of(every, at))
        yield ARTICLES, self.partition, self._parts(ARTICLES, at, self._staying)

    def _kept_ids(self) -> Column:
        path = self.output / file_of(ARTICLES, self.partition)
        found: list[Any] = [pa.array([], pa.string())]
        for rows in read_groups(path, ARTICLES, ("source_uri", "article_id")):
            found += rows.filter(self._stays(rows))["article_id"].chunks
        return pa.chunked_array(found)

    def _stays(self, articles: pa.Table) -> Column:
        return pc.invert(pc.is_in(articles["source_uri"], self.leaving))

    def _staying(self, articles: pa.Table) -> pa.Table:
        kept = articles.filter(self._stays(articles))
        # Its namesake is gone: the article is nobody's duplicate any more, and keeps its name.
        freed = pc.is_in(kept["duplicate_of"], pa.array(self.plan.gone, pa.string()))
        nothing = pa.scalar(None, pa.string())
        for name in ("duplicate_of", "duplicate_method"):
            kept = with_column(kept, name, pc.if_else(freed, nothing, kept[name]))
        return kept

    def _parts(
        self, dataset: Dataset, at: Sequence[str], keep: Callable[[pa.Table], pa.Table]
    ) -> Iterator[pa.Table]:
        path = self.output / file_of(dataset, self.partition)
        arriving = self.new.of(dataset, self.partition)
        for old, new in side_by_side(
            path, dataset, arriving, at, self.scratch if self.new.is_large else None
        ):
            parts = [keep(old), new]
            if dataset is ARTICLES:
                parts = [_marked(part, self.plan) for part in parts]
            yield in_order(dataset, parts)


def side_by_side(
    path: Location,
    dataset: Dataset,
    arriving: Iterable[pa.Table],
    at: Sequence[str],
    scratch: Path | None,
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Yield what a file holds and what arrives, piece by piece, cut at the same keys.

    Args:
        path: a published file, which need not be there.
        dataset: what the rows are of.
        arriving: rows in any order.
        at: the keys to cut at.
        scratch: a folder of this machine for the arriving rows; None holds them in memory.

    Raises:
        DatasetCorruptError: the rows of the file are not in their order.
    """
    key, empty = dataset.sort_key, arrow_schema(dataset).empty_table()
    with TemporaryDirectory(dir=scratch) if scratch else nullcontext() as folder:
        pile = Pile(key, at, Path(folder) if folder else None)
        for rows in arriving:
            pile.add(rows)
        stored = cut(read_groups(path, dataset), key, at)
        try:
            for old, new in zip(stored, pile.pieces(), strict=True):
                yield old or empty, new or empty
        except UnsortedError as exc:
            raise DatasetCorruptError(
                f"The rows of {path} are not in the order of {key}",
                data="Nothing was changed; the file can still be read",
                remedy="Put them in order with: visnyk compact",
            ) from exc


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
        articles = with_column(articles, column, pa.array(values, pa.string()))
    return articles


def _of(rows: pa.Table, articles: Column) -> pa.Table:
    return rows.filter(pc.is_in(rows["article_id"], articles))


def _pieces_of(articles: Column, at: Sequence[str]) -> Iterator[Column]:
    """The articles of each piece: looking for all of them in every piece would take too long."""
    ordered = pa.table({"article_id": articles.take(pc.sort_indices(articles))})
    for piece in cut([ordered], "article_id", at):
        yield (piece or ordered.slice(0, 0))["article_id"]


def _owned(child: Dataset, rows: pa.Table, articles: Column) -> pa.Table:
    _refuse(lost_references(rows, child, articles))
    return rows


def in_order(dataset: Dataset, parts: Sequence[pa.Table]) -> pa.Table:
    """Sort by article and check the rules; the sort keeps the rows of each in reading order."""
    together = pa.concat_tables(parts)
    table = together.take(pc.sort_indices(together[dataset.sort_key]))
    _refuse(violations(table, dataset))
    return table


def _refuse(broken: Sequence[Violation]) -> None:
    if broken:
        raise broken_rules(violation.sentence for violation in broken)
