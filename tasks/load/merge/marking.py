"""What a publish must know to mark repetitions: read from staged and stored articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from tasks.load.errors import broken_rules
from tasks.load.merge.duplicates import WINDOW, Candidate, Mark, new_marks
from tasks.load.merge.plan import PlacedBatch, Plan
from tasks.load.merge.stored import StoredArticles
from tasks.load.schema import ARTICLES, NO_DATE, DuplicateMethod, Granularity, file_of
from tasks.load.schema.partitions import month_of, partition_of, partitions_of
from tasks.load.staging import read_staged
from tasks.load.storage.arrow import DOCUMENT, PARTITION, pc, read_parquet
from tasks.load.storage.location import Location
from tasks.load.storage.manifest import published_files, read_manifest

# What is known of so many is 50 MB, and twice that with those of a week around.
_SPAN_ARTICLES = 50_000
_FACTS = ("published_date", "published_at", "text_sha256", "text_signature")
_MARKS = ("duplicate_of", "duplicate_method")
_TEXTS = ("lead_uk", "body_uk")


def marked(output: Location, plan: Plan) -> Plan:
    """Add to a plan which articles repeat another, and the partitions where that changes."""
    if not plan.placements and not plan.replaced:
        return plan
    arriving = [item for placed in plan.placed for item in _arriving(placed)]
    leaving = {known.article_id for known in plan.replaced.values()}
    days = {item.published_date for item in arriving} | _days_of(output, plan)
    marks: dict[str, Mark] = {}
    partitions: set[str] = set()
    for span in _spans(days, _counts(output, arriving)):
        near = _around(span) - span
        stored = list(_stored(output, span, plan))
        ours = [item for item in arriving if item.published_date in span]
        others = [*stored, *(item for item in arriving if item.published_date in near)]
        texts = _Texts(output, plan, (*ours, *others))
        found = new_marks(ours, others, leaving, texts.of, since=_first(span))
        marks |= found
        partitions |= {item.partition for item in stored if item.article_id in found}
    return _checked(output, plan.with_marks(marks, partitions))


def _counts(output: Location, arriving: Iterable[Candidate]) -> Counter[str]:
    """How many articles there are of each month."""
    counts = Counter(month_of(item.partition) for item in arriving)
    for entry in (read_manifest(output) or {}).values():
        if entry.dataset == ARTICLES.name and entry.partition:
            counts[month_of(entry.partition)] += entry.rows
    return counts


def _spans(days: Collection[date | None], counts: Mapping[str, int]) -> Iterator[set[date | None]]:
    """Part days so that of none too many articles are held at once; those without one last."""
    dated = sorted(day for day in days if day)
    concerned = Counter(map(_month, dated))
    span: set[date | None] = set()
    weight = 0.0
    for day in dated:
        share = counts[_month(day)] / concerned[_month(day)]
        if span and weight + share > _SPAN_ARTICLES:
            yield span
            span, weight = set(), 0.0
        span.add(day)
        weight += share
    if span:
        yield span
    if None in days:
        yield {None}


def _month(day: date) -> str:
    return partition_of(day, Granularity.MONTH)


def _first(span: Iterable[date | None]) -> date | None:
    return min((day for day in span if day), default=None)


def _checked(output: Location, plan: Plan) -> Plan:
    """Make sure that what articles are said to repeat is there afterwards.

    Raises:
        ChecksFailedError: something of it is not.
    """
    named = {mark.duplicate_of for mark in plan.marks.values()}
    named |= {placement.duplicate_of for placement in plan.placements.values()}
    arriving = {placement.article_id for placement in plan.placements.values()}
    lost = {name for name in named if name and name not in arriving}
    if lost:
        stored = StoredArticles(output).concerned(identifiers=lost)
        lost -= {known.article_id for uri, known in stored.items() if uri not in plan.replaced}
    if lost:
        raise broken_rules(
            f"articles.duplicate_of names {name}, which is not there" for name in lost
        )
    return plan


def _arriving(placed: PlacedBatch) -> Iterator[Candidate]:
    rows = read_staged(placed.batch, ARTICLES, placed.partitions, (DOCUMENT, PARTITION, *_FACTS))
    for document, partition, day, at, sha256, signature in _rows(
        rows, (DOCUMENT, PARTITION, *_FACTS)
    ):
        placement = placed.placements[document]
        if placement is not None:
            original = placement.duplicate_of
            method = DuplicateMethod.IDENTITY.value if original else None
            yield Candidate(
                placement.article_id, partition, day, at, sha256, signature, Mark(original, method)
            )


def _days_of(output: Location, plan: Plan) -> set[date | None]:
    """The days of articles that leave, and of those that shared a leaving one's identifier."""
    days: set[date | None] = set()
    leaving = pa.array(list(plan.replaced), pa.string())
    gone = pa.array(plan.gone, pa.string())
    for partition in plan.partitions:
        path = output / file_of(ARTICLES, partition)
        table = read_parquet(path, ARTICLES, ("source_uri", "published_date", "duplicate_of"))
        if table is not None:
            concerned = pc.or_(
                pc.is_in(table["source_uri"], leaving), pc.is_in(table["duplicate_of"], gone)
            )
            days.update(table.filter(concerned)["published_date"].to_pylist())
    return days


def _stored(output: Location, days: Collection[date | None], plan: Plan) -> Iterator[Candidate]:
    """The published articles of a week around some days that stay as they are."""
    leaving = pa.array([*plan.replaced, *plan.placements], pa.string())
    around = sorted(_around(days))
    names = ("article_id", *_FACTS, *_MARKS)
    wanted = partitions_of(around) | _undated(days)
    for dataset, partition, path in published_files(output):
        if dataset is not ARTICLES or partition not in wanted:
            continue
        table = read_parquet(path, ARTICLES, ("source_uri", *names))
        if table is None:
            continue
        table = table.filter(pc.invert(pc.is_in(table["source_uri"], leaving)))
        if partition != NO_DATE:
            table = table.filter(pc.is_in(table["published_date"], pa.array(around, pa.date32())))
        for article_id, day, at, sha256, signature, original, method in _rows(table, names):
            # Whose identifier it shared is gone: its text is judged as any other's.
            by = None if original in plan.gone else method
            yield Candidate(article_id, partition, day, at, sha256, signature, Mark(original, by))


def _around(days: Iterable[date | None]) -> set[date]:
    reach = range(-WINDOW.days, WINDOW.days + 1)
    return {day + timedelta(days=n) for day in days if day for n in reach}


def _undated(days: Collection[date | None]) -> set[str]:
    return {NO_DATE} if None in days else set()


class _Texts:
    """Lead and body of articles, read only for those that must be compared."""

    def __init__(self, output: Location, plan: Plan, items: Sequence[Candidate]) -> None:
        self._output = output
        self._plan = plan
        self._partition = {item.article_id: item.partition for item in items}

    def of(self, names: Collection[str]) -> dict[str, str]:
        found = dict(self._staged(names))
        by_partition: dict[str, list[str]] = defaultdict(list)
        for name in names:
            if name not in found:
                by_partition[self._partition[name]].append(name)
        for partition, some in sorted(by_partition.items()):
            found.update(self._published(partition, some))
        return found

    def _staged(self, names: Collection[str]) -> Iterator[tuple[str, str]]:
        for placed in self._plan.placed:
            wanted = {
                number: placement.article_id
                for number, placement in enumerate(placed.placements)
                if placement is not None and placement.article_id in names
            }
            if wanted:
                rows = read_staged(placed.batch, ARTICLES, placed.partitions, (DOCUMENT, *_TEXTS))
                for document, lead, body in _rows(rows, (DOCUMENT, *_TEXTS)):
                    if document in wanted:
                        yield wanted[document], f"{lead or ''}\n{body}"

    def _published(self, partition: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
        path = self._output / file_of(ARTICLES, partition)
        table = read_parquet(path, ARTICLES, ("article_id", *_TEXTS))
        if table is not None:
            wanted = pc.is_in(table["article_id"], pa.array(list(names), pa.string()))
            for name, lead, body in _rows(table.filter(wanted), ("article_id", *_TEXTS)):
                yield name, f"{lead or ''}\n{body}"


def _rows(table: pa.Table, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    columns: list[Any] = [table[name].to_pylist() for name in names]
    return zip(*columns, strict=True)
