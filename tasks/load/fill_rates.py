"""How often each field is found on an outlet's pages: when a layout changes, it shows here.

A run's own rates are compared with those of the outlet's stored articles of the last
months. Nothing is refused for it: the articles may simply be of another kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa

from tasks.load.schema import ARTICLES, NO_DATE
from tasks.load.schema.partitions import month_of
from tasks.load.storage.arrow import Column, pc, read_parquet
from tasks.load.storage.location import Location
from tasks.load.storage.manifest import published_files
from tasks.models import Article, DateBasis

UNKNOWN: Final = "unknown"
# Columns of `articles`; a title they all have, or they would not be there.
FIELDS: Final = (
    "published_date", "authors", "sections_uk", "lead_uk", "body_uk", "photos", "tags_uk",
)  # fmt: skip
# What tells of each; the body itself is long, and its words are counted already.
_COLUMNS: Final = (
    "outlet_domain", "word_count", "published_basis", "published_date", "authors", "sections_uk",
    "lead_uk", "photos", "tags_uk",
)  # fmt: skip
# A body of fewer words is the beginning of one, or what stands where one should.
_BODY_WORDS: Final = 40
# Below these numbers a rate is chance. With a field on 95 of 100 pages, five pages of which
# two lack it come by chance once in 40 times, four out of ten once in 1,000.
_MIN_ARTICLES, _MIN_STORED = 5, 20
_MARGIN: Final = 0.25
# Layouts live for years; what an outlet looked like before the last months says little.
_MONTHS: Final = 3


@dataclass(slots=True)
class FillRates:
    """Articles by outlet, and how many of them have each field."""

    articles: Counter[str] = field(default_factory=Counter)
    filled: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, articles: Iterable[Article]) -> FillRates:
        """Count some articles."""
        rates = cls()
        for article in articles:
            outlet = article.outlet_domain or UNKNOWN
            rates.articles[outlet] += 1
            rates.filled.update((outlet, name) for name in _filled(article))
        return rates

    def add(self, other: FillRates) -> None:
        """Add the counts of other articles."""
        self.articles.update(other.articles)
        self.filled.update(other.filled)

    def rows(self) -> list[dict[str, object]]:
        """The counts as `runs.fill_rates` holds them."""
        return [
            {
                "outlet": outlet,
                "field": name,
                "articles": count,
                "filled": self.filled[outlet, name],
            }
            for outlet, count in sorted(self.articles.items())
            for name in FIELDS
        ]


def drops(now: FillRates, before: FillRates) -> Iterator[str]:
    """Say which fields are found much less often than before, and what to do."""
    for outlet, count in sorted(now.articles.items()):
        stored = before.articles[outlet]
        if outlet == UNKNOWN or count < _MIN_ARTICLES or stored < _MIN_STORED:
            continue
        for name in FIELDS:
            found, usual = now.filled[outlet, name], before.filled[outlet, name] / stored
            if found / count < usual - _MARGIN:
                yield (
                    f"{outlet}: {name} on {found} of the {count} pages of this run, on "
                    f"{usual:.0%} of {stored} before. The articles are loaded without it. Its "
                    "layout may have changed: compare a page with what `visnyk parse` prints of "
                    "it, and add what is new to the hints of the outlet"
                )


def stored_rates(output: Location, outlets: Collection[str]) -> FillRates:
    """The rates of the stored articles of some outlets, of the last months that hold any."""
    rates = FillRates()
    if not outlets:
        return rates
    files = {
        partition: path
        for dataset, partition, path in published_files(output)
        if dataset is ARTICLES and partition is not None and partition != NO_DATE
    }
    months = sorted({month_of(partition) for partition in files})[-_MONTHS:]
    wanted = pa.array(sorted(outlets), pa.string())
    for path in (path for partition, path in files.items() if month_of(partition) in months):
        table = read_parquet(path, ARTICLES, _COLUMNS)
        if table is None:  # another run has just emptied this month
            continue
        table = table.filter(pc.is_in(table["outlet_domain"], wanted))
        domains: Any = table["outlet_domain"]
        rates.articles.update(domains.to_pylist())
        for name in FIELDS:
            found = domains.filter(_has(table, name)).to_pylist()
            rates.filled.update((outlet, name) for outlet in found)
    return rates


def _filled(article: Article) -> Iterator[str]:
    values = {
        "published_date": article.published_basis is not DateBasis.LISTED
        and article.published_date,
        "authors": article.authors,
        "sections_uk": article.sections,
        "lead_uk": article.lead,
        "body_uk": article.word_count >= _BODY_WORDS,
        "photos": article.photos,
        "tags_uk": article.tags,
    }
    yield from (name for name in FIELDS if values[name])


def _has(table: pa.Table, name: str) -> Column:
    if name == "body_uk":
        return pc.greater_equal(table["word_count"], _BODY_WORDS)
    column = table[name]
    if name == "published_date":
        listed = pc.equal(table["published_basis"], DateBasis.LISTED.value)
        return pc.and_(pc.is_valid(column), pc.invert(pc.fill_null(listed, False)))
    if pa.types.is_list(column.type):
        return pc.greater(pc.fill_null(pc.list_value_length(column), 0), 0)
    return pc.is_valid(column)
