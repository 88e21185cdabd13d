"""Which articles an export is of: what is asked for, not yet looked up in the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from tasks.load.memory.selection import Selection
from tasks.load.storage.arrow import Column, pc

# The schemes of `tags`, by what they are asked for.
TOPICS, COUNTRIES, TAGS_OF_PAGES = "iptc", "iso3166", "source"


@dataclass(frozen=True, slots=True)
class Filters:
    """What an article must be; of several values of a kind, any one.

    `since` and `until` are days of publication, both included. Topics, countries and tags
    are codes or labels of `tags`, in either language.
    """

    since: date | None = None
    until: date | None = None
    outlets: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether every article fits."""
        return self == Filters()

    @property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """What labels are asked for, by the scheme they belong to."""
        asked = {TOPICS: self.topics, COUNTRIES: self.countries, TAGS_OF_PAGES: self.tags}
        return {scheme: terms for scheme, terms in asked.items() if terms}

    @property
    def domains(self) -> tuple[str, ...]:
        """The outlets as `outlet_domain` has them."""
        return tuple(name.strip().lower().removeprefix("www.") for name in self.outlets)

    def may_lie_in(self, partition: str) -> bool:
        """Tell whether a partition can hold articles of the days that are wanted."""
        return self._days.may_lie_in(partition)

    def of_articles(self, table: pa.Table) -> Column:
        """Mark the rows of `articles` that fit, as far as the articles tell."""
        fits = self._days.of_articles(table)
        if self.outlets:
            known = pa.array(self.domains, pa.string())
            fits = pc.and_(fits, pc.is_in(table["outlet_domain"], value_set=known))
        return fits

    @property
    def _days(self) -> Selection:
        return Selection(since=self.since, until=self.until)
