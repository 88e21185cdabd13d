"""Rows against the rows of other files: keys, references, partitions, places of names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from tasks.load.schema import (
    ARTICLES,
    CHILDREN,
    DOCUMENTS,
    MENTIONS,
    NO_DATE,
    SENTENCES,
    Dataset,
    file_of,
)
from tasks.load.schema.partitions import day_format
from tasks.load.storage.arrow import Column, opened, pc, read_parquet
from tasks.load.storage.location import Location
from tasks.load.verify.problems import REFRESH, Kind, Problem, restore, some
from tasks.models import Role

# A few megabytes of text at a time.
_ARTICLES_AT_ONCE = 1_000
_TEXTS = ("article_id", "title_uk", "lead_uk", "body_uk", "photos", "sections_uk", "tags_uk")
_PLACES = ("article_id", "role", "paragraph", "start", "end", "surface_uk")


class Articles:
    """The identifiers of all articles, gathered month by month."""

    def __init__(self) -> None:
        self._parts: dict[str, Column] = {}
        self._originals: dict[str, Column] = {}

    def add(self, partition: str, keys: pa.Table) -> None:
        """Take the articles of a month."""
        self._parts[partition] = keys["article_id"].combine_chunks()
        repeating = keys.filter(pc.is_valid(keys["duplicate_of"]))
        self._originals[partition] = repeating.select(["article_id", "duplicate_of"])

    def problems(self, *, is_complete: bool) -> Iterator[Problem]:
        """Find what lies in two months, and, with all of them there, what repeats nothing."""
        every = pa.chunked_array(list(self._parts.values()), pa.string())
        counts = pc.value_counts(every)
        twice = counts.field(0).filter(pc.greater(counts.field(1), 1))
        across = {name: months for name, months in self._months(twice).items() if len(months) > 1}
        if across:
            places = [f"{name} in {' and '.join(months)}" for name, months in across.items()]
            yield Problem(
                Kind.KEY_REPEATED,
                ARTICLES.name,
                f"{len(across):,} articles lie in two files or more: {some(places)}",
                "Readers of both get them twice",
                "Delete the files where they do not belong, in "
                f"{', '.join(dataset.name for dataset in (ARTICLES, *CHILDREN))}, and run again "
                "over its inputs (visnyk run INPUTS)",
            )
        for partition, table in self._originals.items() if is_complete else ():
            lost = table.filter(pc.invert(pc.is_in(table["duplicate_of"], value_set=every)))
            if lost.num_rows:
                yield Problem(
                    Kind.ARTICLE_MISSING, file_of(ARTICLES, partition),
                    f"duplicate_of of {lost.num_rows:,} articles names none that is there: "
                    f"{some(lost['article_id'].to_pylist())}",
                    "`duplicate_of IS NULL` leaves these texts out altogether", REFRESH,
                )  # fmt: skip

    def _months(self, names: Column) -> dict[str, list[str]]:
        """The months that articles lie in, by their identifier."""
        found: dict[str, list[str]] = {}
        for month, ids in self._parts.items():
            for name in ids.filter(pc.is_in(ids, value_set=names)).unique().to_pylist():
                found.setdefault(name, []).append(month)
        return found


def month_problems(partition: str, keys: Mapping[str, pa.Table]) -> Iterator[Problem]:
    """Check the files of a month against each other, as far as they could be read."""
    articles = keys.get(ARTICLES.name)
    if articles is None:
        return
    dates = pc.strftime(articles["published_date"], format=day_format(partition))
    astray = articles.filter(pc.not_equal(pc.fill_null(dates, NO_DATE), partition))
    if astray.num_rows:
        yield _astray(ARTICLES, partition, astray["article_id"], REFRESH)
    for child in CHILDREN:
        if child.name in keys:
            yield from _orphans(partition, child, keys[child.name], articles["article_id"])
    sentences = keys.get(SENTENCES.name)
    if sentences is not None:
        told = pc.is_in(articles["article_id"], value_set=pc.unique(sentences["article_id"]))
        silent = articles.filter(pc.invert(told))
        if silent.num_rows:
            yield Problem(
                Kind.SENTENCES_MISSING, file_of(SENTENCES, partition),
                f"{silent.num_rows:,} articles have no sentence: "
                f"{some(silent['article_id'].to_pylist())}",
                "Joins of articles and sentences leave them out", REFRESH,
            )  # fmt: skip


def week_problems(partition: str, documents: pa.Table) -> Iterator[Problem]:
    """Check that kept pages lie in the week they were fetched in."""
    week = pc.strftime(documents["fetched_at"], format="%G-W%V")
    astray = documents.filter(pc.not_equal(week, partition))
    if astray.num_rows:
        yield _astray(DOCUMENTS, partition, astray["source_uri"], restore(DOCUMENTS))


def mention_problems(output: Location, partition: str) -> Iterator[Problem]:
    """Check that names stand where they are said to; call where both files are sound."""
    mentions = read_parquet(output / file_of(MENTIONS, partition), MENTIONS, _PLACES)
    if mentions is None or not mentions.num_rows:
        return
    misplaced: list[str] = []
    with opened(output / file_of(ARTICLES, partition)) as file:
        for batch in file.iter_batches(_ARTICLES_AT_ONCE, columns=list(_TEXTS)):
            articles = {row["article_id"]: _texts(row) for row in batch.to_pylist()}
            ids = pa.array(list(articles), pa.string())
            misplaced += [
                f"{row['surface_uk']} in {row['article_id']}"
                for row in mentions.filter(pc.is_in(mentions["article_id"], ids)).to_pylist()
                if not _is_in_place(row, articles[row["article_id"]])
            ]
    if misplaced:
        yield Problem(
            Kind.MENTION_MISPLACED, file_of(MENTIONS, partition),
            f"{len(misplaced):,} names are not at their place in the text: {some(misplaced)}",
            "What marks names in the text by start and end marks something else", REFRESH,
        )  # fmt: skip


def _orphans(partition: str, child: Dataset, keys: pa.Table, articles: Column) -> Iterator[Problem]:
    name = file_of(child, partition)
    lost = keys.filter(pc.invert(pc.is_in(keys["article_id"], value_set=articles)))
    if lost.num_rows:
        yield Problem(
            Kind.ARTICLE_MISSING, name,
            f"{lost.num_rows:,} rows belong to articles that the month does not have: "
            f"{some(pc.unique(lost['article_id']).to_pylist())}",
            "Counts by dataset disagree, and joins leave the rows out",
            "Run any input of this month again (visnyk run INPUT --refresh), which drops them; "
            "or restore the file of articles from a copy, if it is that one that lost rows",
        )  # fmt: skip
    if child is SENTENCES:
        owners = pc.replace_substring_regex(keys["sentence_id"], r"-[0-9]+$", "")
        other = keys.filter(pc.not_equal(owners, keys["article_id"]))
        if other.num_rows:
            yield Problem(
                Kind.RULE_BROKEN, name,
                f"sentence_id of {other.num_rows:,} rows does not begin with their article_id: "
                f"{some(other['sentence_id'].to_pylist())}",
                "The order of sentences, and their keys, are not what they should be", REFRESH,
            )  # fmt: skip


def _astray(dataset: Dataset, partition: str, names: Column, mend: str) -> Problem:
    return Problem(
        Kind.PARTITION_WRONG, file_of(dataset, partition),
        f"{len(names):,} rows do not belong here by their "
        f"date: {some(names.to_pylist())}",
        "Readers that filter by partition miss them", mend,
    )  # fmt: skip


def _is_in_place(mention: dict[str, Any], texts: Mapping[str, list[str | None]]) -> bool:
    passages = texts.get(mention["role"], [])
    start, end, number = mention["start"], mention["end"], mention["paragraph"]
    if not (0 <= number < len(passages) and 0 <= start < end):
        return False
    return bool((passages[number] or "")[start:end] == mention["surface_uk"])


def _texts(article: dict[str, Any]) -> dict[str, list[str | None]]:
    """The texts of an article by role and number."""
    return {
        Role.TITLE: [article["title_uk"]],
        Role.LEAD: [article["lead_uk"]],
        Role.BODY: article["body_uk"].split("\n\n"),
        Role.CAPTION: [photo["caption_uk"] for photo in article["photos"]],
        Role.SECTION: article["sections_uk"],
        Role.TAG: article["tags_uk"],
    }
