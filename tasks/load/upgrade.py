"""Better English in the place of worse: sentences, and what articles and tags say by them.

A partition changes as one. Whether a row may be replaced is decided when it is: another
run may have got there first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.load.arrow import arrow_schema, pc, read_parquet
from tasks.load.commit import Change, commit, recover
from tasks.load.locking import LOCK_WAIT_SECONDS, output_lock, remove_dead_staging
from tasks.load.manifest import reconciled
from tasks.load.merge import in_order
from tasks.load.rows import Row, english_columns, label_rows
from tasks.load.schema import ARTICLES, SENTENCES, TAGS, Dataset, file_of
from tasks.load.selection import LABEL_ROLES, Selection, articles_in
from tasks.models import Article, Label, Photo, Role, SentencePair, Tier, TranslatedArticle

# The labels that an article's own tags give; the tag stage knows how.
SourceLabels = Callable[[TranslatedArticle], Sequence[Label]]
# New translations by what was translated, and whether that was a label.
Better = Mapping[tuple[str, bool], SentencePair]
_SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade of a partition changed; `engines` counts its new rows."""

    rows: int
    articles: int
    from_memory: int
    engines: Mapping[str, int]


def upgrade(
    output: Path,
    run_id: str,
    partition: str,
    *,
    better: Better,
    selection: Selection,
    source_labels: SourceLabels,
    now: datetime | None = None,
    wait_seconds: float = LOCK_WAIT_SECONDS,
) -> Upgraded:
    """Replace the rows of a partition that fit the selection and are worse, all at once.

    Flagged translations replace nothing. What a crashed publish began is finished first.

    Raises:
        OutputBusyError, OutputFullError, OutputNotWritableError: nothing was changed.
        DatasetCorruptError: a file that must be read cannot be.
        ChecksFailedError: the new rows break rules; nothing was changed.
    """
    with output_lock(output, f"run {run_id}", wait_seconds):
        recover(output)
        change = _Change(output, run_id, partition, now or datetime.now(UTC))
        replaced = change.replace(better, selection)
        if replaced:
            changes = change.tables(source_labels)
            commit(output, run_id, reconciled(output), changes)
        remove_dead_staging(output)
    engines: dict[str, int] = {}
    for pair in replaced:
        engines[pair.engine] = engines.get(pair.engine, 0) + 1
    return Upgraded(
        rows=len(replaced),
        articles=len(change.articles),
        from_memory=sum(pair.is_from_memory for pair in replaced),
        engines=engines,
    )


class _Change:
    """The rows of one partition on their way from what they are to what they shall be."""

    def __init__(self, output: Path, run_id: str, partition: str, now: datetime) -> None:
        self._output = output
        self._run_id = run_id
        self._partition = partition
        self._now = now
        self._tables = {name: self._read(name) for name in (SENTENCES, TAGS, ARTICLES)}
        self._rows: dict[str, list[Row]] = {}
        self._retagged: set[str] = set()

    @property
    def articles(self) -> set[str]:
        """The identifiers of the articles that get another sentence."""
        return set(self._rows)

    def replace(self, better: Better, selection: Selection) -> list[SentencePair]:
        """Note the rows that change; returns their new pairs."""
        table = self._tables[SENTENCES]
        fits = selection.of_sentences(table)
        if selection.needs_articles:
            fitting = articles_in(self._output, self._partition, selection)
            ours = pc.is_in(table["article_id"], pa.array(fitting, pa.string()))
            fits = pc.and_(fits, ours)
        texts = pa.array([text for text, _ in better], pa.string())
        candidates = table.filter(pc.and_(fits, pc.is_in(table["uk"], texts)))
        replaced: dict[str, SentencePair] = {}
        for row in candidates.to_pylist():
            pair = better.get((row["uk"], row["role"] in LABEL_ROLES))
            if pair and _may_replace(pair, row, selection):
                replaced[row["sentence_id"]] = pair
                if row["role"] == Role.TAG:
                    self._retagged.add(row["article_id"])
        touched = table.filter(pc.is_in(table["sentence_id"], pa.array(replaced, pa.string())))
        ids = {str(article_id) for article_id in touched["article_id"].to_pylist()}
        for row in _of_articles(table, ids).to_pylist():
            pair = replaced.get(row["sentence_id"])
            new = row | self._new(pair) if pair else row
            self._rows.setdefault(row["article_id"], []).append(new)
        return list(replaced.values())

    def tables(self, source_labels: SourceLabels) -> Iterator[Change]:
        """Yield the tables that change, whole."""
        sentences = [row for rows in self._rows.values() for row in rows]
        yield self._merged(SENTENCES, self.articles, sentences)
        articles = _of_articles(self._tables[ARTICLES], self.articles).to_pylist()
        translated = {row["article_id"]: _translated(row, self._rows) for row in articles}
        if self._retagged:
            tags = [
                row
                for each in self._retagged
                for row in self._tags(each, translated, source_labels)
            ]
            yield self._merged(TAGS, self._retagged, tags)
        mark = {"run_id": self._run_id, "loaded_at": self._now}
        told = [row | english_columns(translated[row["article_id"]]) | mark for row in articles]
        yield self._merged(ARTICLES, self.articles, told)

    def _new(self, pair: SentencePair) -> Row:
        return {
            "en": pair.en,
            "engine": pair.engine,
            "engine_version": pair.engine_version,
            "tier": pair.tier.value,
            "flags": list(pair.flags),
            "is_from_memory": pair.is_from_memory,
            "fallback_reason": pair.fallback_reason,
            "glossary_version": pair.glossary_version,
            "run_id": self._run_id,
        }

    def _tags(
        self,
        article_id: str,
        translated: Mapping[str, TranslatedArticle],
        source_labels: SourceLabels,
    ) -> list[Row]:
        """The labels of an article by scheme and code, those of its own tags anew."""
        kept = [
            row
            for row in _of_articles(self._tables[TAGS], {article_id}).to_pylist()
            if row["scheme"] != _SOURCE
        ]
        new = label_rows(source_labels(translated[article_id]))
        mark = {"article_id": article_id, "run_id": self._run_id}
        rows = [*kept, *(row | mark for row in new)]
        return sorted(rows, key=lambda row: (row["scheme"], row["code"]))

    def _merged(self, dataset: Dataset, ids: set[str], rows: list[Row]) -> Change:
        table = self._tables[dataset]
        others = table.filter(pc.invert(pc.is_in(table["article_id"], pa.array(ids, pa.string()))))
        new = pa.Table.from_pylist(rows, arrow_schema(dataset))
        return dataset, self._partition, in_order(dataset, [others, new])

    def _read(self, dataset: Dataset) -> pa.Table:
        table = read_parquet(self._output / file_of(dataset, self._partition), dataset)
        return arrow_schema(dataset).empty_table() if table is None else table


def _may_replace(pair: SentencePair, row: Row, selection: Selection) -> bool:
    better = selection.is_better(pair.tier, Tier(row["tier"]), is_row_flagged=bool(row["flags"]))
    return not pair.flags and better


def _of_articles(table: pa.Table, ids: set[str]) -> pa.Table:
    return table.filter(pc.is_in(table["article_id"], pa.array(ids, pa.string())))


def _translated(row: Row, sentences: Mapping[str, list[Row]]) -> TranslatedArticle:
    """An article and its sentences as they were before they became rows, as far as English goes."""
    article = Article(
        article_id=row["article_id"],
        source_uri=row["source_uri"],
        source_sha256=row["source_sha256"],
        title=row["title_uk"],
        lead=row["lead_uk"],
        body=tuple(row["body_uk"].split("\n\n")),
        sections=tuple(row["sections_uk"]),
        photos=tuple(Photo(photo["caption_uk"], photo["credit"]) for photo in row["photos"]),
        tags=tuple(row["tags_uk"]),
    )
    pairs = tuple(_pair(sentence) for sentence in sentences[row["article_id"]])
    return TranslatedArticle(article, pairs)


def _pair(row: dict[str, Any]) -> SentencePair:
    return SentencePair(
        role=Role(row["role"]),
        paragraph=row["paragraph"],
        uk=row["uk"],
        en=row["en"],
        engine=row["engine"],
        engine_version=row["engine_version"],
        tier=Tier(row["tier"]),
        flags=tuple(row["flags"]),
    )
