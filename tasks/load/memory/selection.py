"""Which published sentences a better engine should translate anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from tasks.load.schema import ARTICLES, NO_DATE, SENTENCES, file_of
from tasks.load.storage.arrow import Column, pc, read_parquet
from tasks.load.storage.location import Location
from tasks.load.storage.manifest import published_files
from tasks.models import Maker, Role, Tier

# Labels come from the lexicon whatever the engine: only another version of it changes them.
LABEL_ROLES = (Role.SECTION.value, Role.TAG.value)
_TIERS = list(Tier)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a row must be to be translated anew; None: whatever it is.

    `below`: made by a worse kind of engine than this; `is_flagged_too` adds rows that a
    check flagged, whatever made them. `since` and `until` are days of publication, both
    included. `maker` and `label_maker` are those that would be asked first, for text and for
    labels: good rows of theirs would come out as they are.
    """

    below: Tier | None = Tier.CLOUD
    is_flagged_too: bool = False
    engine: str | None = None
    engine_version: str | None = None
    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    maker: Maker | None = None
    label_maker: Maker | None = None

    def is_better(self, tier: Tier, row_tier: Tier, *, is_row_flagged: bool) -> bool:
        """Tell whether a good translation of a tier may take the place of a row.

        Of the same tier only where the row is flagged, or where the tier was left open: then
        the rows of another engine or version are meant.
        """
        if tier is row_tier:
            return is_row_flagged or self.below is None
        return _TIERS.index(tier) < _TIERS.index(row_tier)

    def of_sentences(self, table: pa.Table) -> Column:
        """Mark the rows of `sentences` that fit, as far as the sentences tell."""
        flagged = pc.greater(pc.list_value_length(table["flags"]), 0)
        labels = pc.is_in(table["role"], pa.array(LABEL_ROLES))
        fits = pc.not_equal(table["tier"], Tier.NONE.value)
        if self.below is not None:
            worse = [tier.value for tier in _TIERS[_TIERS.index(self.below) + 1 :]]
            wanted = pc.is_in(table["tier"], pa.array(worse, pa.string()))
            fits = pc.and_(fits, pc.or_(wanted, flagged) if self.is_flagged_too else wanted)
            fits = pc.and_(fits, pc.invert(labels))
        for name, value in (("engine", self.engine), ("engine_version", self.engine_version)):
            if value is not None:
                fits = pc.and_(fits, pc.equal(table[name], value))
        for maker, theirs in ((self.maker, pc.invert(labels)), (self.label_maker, labels)):
            if maker is not None:
                same = pc.and_(theirs, _is_of(table, maker))
                fits = pc.and_(fits, pc.or_(flagged, pc.invert(same)))
        return fits

    def of_articles(self, table: pa.Table) -> Column:
        """Mark the rows of `articles` that fit."""
        fits = pc.is_valid(table["article_id"])
        if self.outlet is not None:
            fits = pc.and_(fits, pc.equal(table["outlet_domain"], self.outlet))
        if self.since is not None:
            fits = pc.and_(fits, pc.greater_equal(table["published_date"], pa.scalar(self.since)))
        if self.until is not None:
            fits = pc.and_(fits, pc.less_equal(table["published_date"], pa.scalar(self.until)))
        return pc.fill_null(fits, False)

    @property
    def needs_articles(self) -> bool:
        """Whether the sentences alone do not tell."""
        return any(item is not None for item in (self.outlet, self.since, self.until))

    def may_lie_in(self, partition: str) -> bool:
        """Tell whether a partition can hold articles of the days that are wanted."""
        if self.since is None and self.until is None:
            return True
        # A month, or a day: as much of the dates as it names.
        first = self.since.isoformat()[: len(partition)] if self.since else ""
        last = self.until.isoformat()[: len(partition)] if self.until else "9999"
        return partition != NO_DATE and first <= partition <= last


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sentence that should be translated anew, and how many rows have it."""

    text: str
    is_label: bool
    rows: int


def partitions(output: Location, selection: Selection) -> list[str]:
    """The partitions that may hold such rows, the latest month first, undated ones last."""
    found = [
        partition or ""
        for dataset, partition, _ in published_files(output)
        if dataset is SENTENCES and selection.may_lie_in(partition or "")
    ]
    return sorted(found, key=lambda name: (name != NO_DATE, name), reverse=True)


def wanted_in(output: Location, partition: str, selection: Selection) -> list[Wanted]:
    """The sentences of a partition that fit, each once, in the order of their rows."""
    path = output / file_of(SENTENCES, partition)
    names = ("article_id", "role", "uk", "tier", "flags", *Maker._fields)
    table = read_parquet(path, SENTENCES, names)
    if table is None:  # another run has just emptied this partition
        return []
    table = table.filter(selection.of_sentences(table))
    if selection.needs_articles:
        fitting = articles_in(output, partition, selection)
        table = table.filter(pc.is_in(table["article_id"], pa.array(fitting, pa.string())))
    return list(_counted(table))


def articles_in(output: Location, partition: str, selection: Selection) -> Collection[str]:
    """The identifiers of the articles of a partition that fit."""
    names = ("article_id", "outlet_domain", "published_date")
    table = read_parquet(output / file_of(ARTICLES, partition), ARTICLES, names)
    if table is None:
        return []
    found: list[str] = table.filter(selection.of_articles(table))["article_id"].to_pylist()  # type: ignore[assignment]
    return found


def _counted(table: pa.Table) -> Iterator[Wanted]:
    rows: dict[tuple[str, bool], int] = {}
    for text, role in zip(table["uk"].to_pylist(), table["role"].to_pylist(), strict=True):
        unit = (str(text), role in LABEL_ROLES)
        rows[unit] = rows.get(unit, 0) + 1
    for (text, is_label), count in rows.items():
        yield Wanted(text, is_label, count)


def _is_of(table: pa.Table, maker: Maker) -> Column:
    same = pc.and_(
        pc.equal(table["engine"], maker.engine),
        pc.equal(table["engine_version"], maker.engine_version),
    )
    glossary = table["glossary_version"]
    if maker.glossary_version is None:
        return pc.and_(same, pc.is_null(glossary))
    return pc.and_(same, pc.fill_null(pc.equal(glossary, maker.glossary_version), False))
