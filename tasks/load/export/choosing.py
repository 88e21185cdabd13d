"""Which articles of a month fit the filters: what is asked for, looked up in the data."""

from __future__ import annotations

import pyarrow as pa

from tasks.load.export.filters import COUNTRIES, TAGS_OF_PAGES, TOPICS, Filters
from tasks.load.export.labels import Unknown, codes_of, read_labels
from tasks.load.export.reading import tables
from tasks.load.schema import ARTICLES, TAGS, file_of
from tasks.load.storage.arrow import Column, pc
from tasks.load.storage.location import Location

_KINDS = {TOPICS: "topic", COUNTRIES: "country", TAGS_OF_PAGES: "tag"}
_COLUMNS = ("article_id", "published_date", "outlet_domain")


class Chooser:
    """Looks labels up once, then articles month by month."""

    def __init__(self, output: Location, filters: Filters) -> None:
        self._output = output
        self._filters = filters
        self._codes: dict[str, set[str]] = {}
        self._unknown: list[Unknown] = []
        self._outlets: set[str] = set()
        if filters.labels:
            labels = read_labels(output, filters.labels.keys())
            self._codes, self._unknown = codes_of(labels, filters.labels)

    def articles(self, partition: str | None) -> Column | None:
        """The identifiers of the articles that fit; None where all do."""
        if self._filters.is_open or partition is None:
            return None
        found = []
        for table in tables(self._output / file_of(ARTICLES, partition), ARTICLES, _COLUMNS):
            self._outlets |= set(pc.unique(table["outlet_domain"]).to_pylist())
            found += table.filter(self._filters.of_articles(table))["article_id"].chunks
        fitting = pa.chunked_array(found, pa.string())
        if self._codes and len(fitting):
            for labelled in self._labelled(partition):
                fitting = fitting.filter(pc.is_in(fitting, value_set=labelled))
        return fitting.combine_chunks()

    def unknown(self) -> tuple[Unknown, ...]:
        """What the filters name and no article has; call when all months were looked at."""
        lost = [
            Unknown("outlet", name)
            for name, domain in zip(self._filters.outlets, self._filters.domains, strict=True)
            if domain not in self._outlets
        ]
        labels = [Unknown(_KINDS[item.kind], item.term, item.similar) for item in self._unknown]
        return (*lost, *labels)

    def _labelled(self, partition: str) -> list[Column]:
        """For each scheme, the articles that have one of the codes."""
        found: dict[str, list[Column]] = {scheme: [] for scheme in self._codes}
        columns = ("article_id", "scheme", "code")
        for table in tables(self._output / file_of(TAGS, partition), TAGS, columns):
            for scheme, codes in self._codes.items():
                known = pa.array(sorted(codes), pa.string())
                fits = pc.and_(
                    pc.equal(table["scheme"], scheme), pc.is_in(table["code"], value_set=known)
                )
                found[scheme] += table.filter(fits)["article_id"].chunks
        return [pa.chunked_array(chunks, pa.string()) for chunks in found.values()]
