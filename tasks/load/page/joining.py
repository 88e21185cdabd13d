"""The rows of a month, article by article: a row group of each dataset in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from tasks.load.errors import DatasetCorruptError
from tasks.load.page.rows import ARTICLE_COLUMNS, MENTION_COLUMNS, SENTENCE_COLUMNS, TAG_COLUMNS
from tasks.load.rows import Row
from tasks.load.schema import ARTICLES, MENTIONS, SENTENCES, TAGS, Dataset, file_of
from tasks.load.schema.partitions import month_of
from tasks.load.storage.arrow import read_groups
from tasks.load.storage.location import Location
from tasks.load.storage.manifest import published_files

# Rows as Python objects take ten times what they take in Arrow.
_SLICE_ROWS = 500
_ID = itemgetter("article_id")


class WholeArticle(NamedTuple):
    """An article with all its rows that are shown."""

    article: Row
    sentences: Sequence[Row]
    mentions: Sequence[Row]
    tags: Sequence[Row]


def whole_articles(output: Location, month: str) -> Iterator[WholeArticle]:
    """Yield the articles of a month, those of each file in the order of their identifiers.

    Raises:
        DatasetCorruptError: a file cannot be read, or its rows do not lie in order.
    """
    for dataset, partition, _ in published_files(output):
        if dataset is ARTICLES and partition is not None and month_of(partition) == month:
            yield from _of_partition(output, partition)


def _of_partition(output: Location, partition: str) -> Iterator[WholeArticle]:
    children = [
        _Following(output, partition, dataset, columns)
        for dataset, columns in (
            (SENTENCES, SENTENCE_COLUMNS),
            (MENTIONS, MENTION_COLUMNS),
            (TAGS, TAG_COLUMNS),
        )
    ]
    for article in _rows(output, partition, ARTICLES, ARTICLE_COLUMNS):
        yield WholeArticle(article, *(child.of(article["article_id"]) for child in children))


class _Following:
    """The rows of a dataset that are asked for in the order they lie in."""

    def __init__(
        self, output: Location, partition: str, dataset: Dataset, columns: Sequence[str]
    ) -> None:
        self._groups = groupby(_rows(output, partition, dataset, columns), key=_ID)
        self._next: tuple[str, list[Row]] | None = None

    def of(self, article_id: str) -> list[Row]:
        """The rows of an article; those of articles before it are passed over."""
        while self._next is None or self._next[0] < article_id:
            found = next(self._groups, None)
            if found is None:
                return []
            self._next = found[0], list(found[1])
        return self._next[1] if self._next[0] == article_id else []


def _rows(
    output: Location, partition: str, dataset: Dataset, columns: Sequence[str]
) -> Iterator[Row]:
    path, last = output / file_of(dataset, partition), ""
    for group in read_groups(path, dataset, columns):
        for start in range(0, group.num_rows, _SLICE_ROWS):
            for row in group.slice(start, _SLICE_ROWS).to_pylist():
                if row["article_id"] < last:
                    raise DatasetCorruptError(
                        f"The rows of {path} do not lie in order",
                        data="They are all there",
                        remedy="Put them in order with: visnyk compact",
                    )
                last = row["article_id"]
                yield row
