"""A month of the page: its list, its articles, and what the charts count of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from tasks.load.page.chunks import Shelf, cut, listed
from tasks.load.page.joining import WholeArticle, whole_articles
from tasks.load.page.rows import (
    COUNTRY,
    TOPIC,
    article_page,
    encoded,
    list_row,
    moment_of,
    outlet_of,
)
from tasks.load.page.spool import Spool, Spooled, spool
from tasks.load.storage.location import Location

# A browser reads a piece of the list in 20 ms, and one of articles in 10.
_LIST_ROWS, _LIST_BYTES = 1_000, 1_500_000
_PIECE_ARTICLES, _PIECE_BYTES = 250, 1_000_000
_DAY_LETTERS: Final = len("2026-02-05")


@dataclass(slots=True)
class Counts:
    """How many articles, repetitions left out, there are of each day, outlet, topic, country."""

    days: Counter[str] = field(default_factory=Counter)
    outlets: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, whole: WholeArticle) -> None:
        """Count an article."""
        article = whole.article
        outlet, name = outlet_of(article)
        self.days[moment_of(article)[:_DAY_LETTERS]] += 1
        self.outlets[outlet] += 1
        self.names[outlet] = name
        for tag in whole.tags:
            if tag["scheme"] in (TOPIC, COUNTRY):
                (self.topics if tag["scheme"] == TOPIC else self.countries)[tag["code"]] += 1
                self.names[tag["code"]] = tag["label_en"]

    def add_month(self, counted: Mapping[str, Any]) -> None:
        """Add the counts of a month as `rendered` gave them."""
        self.days.update(dict(counted["days"]))
        for kind, counter in self._named():
            for code, name, count in counted[kind]:
                counter[code] += count
                self.names[code] = name

    def rendered(self) -> dict[str, list[list[Any]]]:
        """The counts for JSON: days in their order, others the most frequent first."""
        found: dict[str, list[list[Any]]] = {
            "days": [[day, count] for day, count in sorted(self.days.items())]
        }
        for kind, counter in self._named():
            ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
            found[kind] = [[code, self.names[code], count] for code, count in ranked]
        return found

    def _named(self) -> Iterable[tuple[str, Counter[str]]]:
        return (
            ("outlets", self.outlets), ("topics", self.topics), ("countries", self.countries),
        )  # fmt: skip


class _Noted(NamedTuple):
    """An article of the month in the order of time, and where its texts lie."""

    moment: str
    article_id: str
    is_repeated: bool
    line: Spooled
    page: Spooled


@dataclass(frozen=True, slots=True)
class MonthWritten:
    """What was written of a month.

    `lists` are names with their rows and with those that repeat nothing, `articles` names;
    both the latest first. `key` is the name of the file that says where each article is.
    """

    lists: list[tuple[str, int, int]]
    articles: list[str]
    key: str
    counts: dict[str, list[list[Any]]]


def write_month(output: Location, month: str, shelf: Shelf, scratch: Path) -> MonthWritten:
    """Write the data files of a month as far as they are not there.

    Raises:
        DatasetCorruptError: a file of the month cannot be read.
    """
    counts = Counts()
    with spool(scratch) as texts:
        noted = []
        for whole in whole_articles(output, month):
            noted.append(_noted(whole, texts))
            if not noted[-1].is_repeated:
                counts.add(whole)
        noted.sort()
        lists = _write_lists(month, noted, texts, shelf)
        articles, key = _write_articles(month, noted, texts, shelf)
    return MonthWritten(lists, articles, key, counts.rendered())


def _noted(whole: WholeArticle, texts: Spool) -> _Noted:
    article = whole.article
    return _Noted(
        moment_of(article),
        article["article_id"],
        article["duplicate_of"] is not None,
        texts.put(encoded(list_row(article, whole.tags))),
        texts.put(encoded(article_page(*whole))),
    )


def _write_lists(
    month: str, noted: list[_Noted], texts: Spool, shelf: Shelf
) -> list[tuple[str, int, int]]:
    lists = []
    pieces = cut(noted, most=_LIST_ROWS, most_bytes=_LIST_BYTES, size=lambda item: item.line.size)
    for number, piece in enumerate(pieces):
        lines = (texts.get(item.line) for item in reversed(piece))
        name = shelf.put(f"list-{month}-{number:03d}", listed(lines))
        lists.append((name, len(piece), sum(not item.is_repeated for item in piece)))
    return lists[::-1]


def _write_articles(
    month: str, noted: list[_Noted], texts: Spool, shelf: Shelf
) -> tuple[list[str], str]:
    names, ids = [], []
    pieces = cut(
        noted, most=_PIECE_ARTICLES, most_bytes=_PIECE_BYTES, size=lambda item: item.page.size
    )
    for number, piece in enumerate(pieces):
        lines = (texts.get(item.page) for item in piece)
        names.append(shelf.put(f"articles-{month}-{number:03d}", listed(lines)))
        ids.append("".join(item.article_id for item in piece))
    key = shelf.put(f"key-{month}", encoded({"articles": names[::-1], "ids": ids[::-1]}))
    return names[::-1], key
