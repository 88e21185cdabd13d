"""Better English in the place of worse: sentences, and what articles and tags say by them.

A partition changes as one. Whether a row may be replaced is decided when it is: another
run may have got there first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import pyarrow as pa

from tasks.load.arrow import arrow_schema, pc, read_parquet
from tasks.load.commit import Change, commit, recover
from tasks.load.locking import LOCK_WAIT_SECONDS, output_lock, remove_dead_staging
from tasks.load.manifest import reconciled
from tasks.load.merge import in_order
from tasks.load.rows import Row, article_of, english_columns, label_rows, translation_columns
from tasks.load.schema import ARTICLES, SENTENCES, TAGS, Dataset, file_of
from tasks.load.selection import LABEL_ROLES, Selection, articles_in
from tasks.load.storage import Location
from tasks.models import Label, Role, SentencePair, Tier, TranslatedArticle

# The labels that an article's own tags give; the tag stage knows how.
SourceLabels = Callable[[TranslatedArticle], Sequence[Label]]
# New translations by what was translated, and whether that was a label.
Better = Mapping[tuple[str, bool], SentencePair]
_SOURCE = "source"
_CHANGED = (SENTENCES, TAGS, ARTICLES)
_JUDGED = ["sentence_id", "article_id", "role", "uk", "tier", "flags"]
# As Python objects rows take twenty times their room in Arrow: some megabytes at a time.
_ROWS_AT_ONCE, _ARTICLES_AT_ONCE = 10_000, 500


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade of a partition changed; `engines` counts its new rows."""

    rows: int
    articles: int
    from_memory: int
    engines: Mapping[str, int]


def upgrade(
    output: Location,
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

    def __init__(self, output: Location, run_id: str, partition: str, now: datetime) -> None:
        self._output = output
        self._run_id = run_id
        self._partition = partition
        self._now = now
        self._tables = {name: self._read(name) for name in _CHANGED}
        self._replaced: dict[str, SentencePair] = {}
        self._retagged: set[str] = set()
        self.articles: set[str] = set()

    def replace(self, better: Better, selection: Selection) -> list[SentencePair]:
        """Note the rows that change; returns their new pairs."""
        table = self._tables[SENTENCES]
        fits = selection.of_sentences(table)
        if selection.needs_articles:
            fitting = articles_in(self._output, self._partition, selection)
            ours = pc.is_in(table["article_id"], pa.array(fitting, pa.string()))
            fits = pc.and_(fits, ours)
        texts = pa.array([text for text, _ in better], pa.string())
        candidates = table.filter(pc.and_(fits, pc.is_in(table["uk"], texts))).select(_JUDGED)
        for rows in candidates.to_batches(max_chunksize=_ROWS_AT_ONCE):
            for row in rows.to_pylist():
                pair = better.get((row["uk"], row["role"] in LABEL_ROLES))
                if pair and _may_replace(pair, row, selection):
                    self._note(row, pair)
        return list(self._replaced.values())

    def tables(self, source_labels: SourceLabels) -> Iterator[Change]:
        """Yield the tables that change, whole."""
        new: dict[Dataset, list[pa.Table]] = {dataset: [] for dataset in _CHANGED}
        ids = iter(sorted(self.articles))
        while some := set(islice(ids, _ARTICLES_AT_ONCE)):
            for dataset, rows in self._new_rows(some, source_labels).items():
                new[dataset].append(pa.Table.from_pylist(rows, arrow_schema(dataset)))
        yield self._merged(SENTENCES, self.articles, new[SENTENCES])
        if self._retagged:
            yield self._merged(TAGS, self._retagged, new[TAGS])
        yield self._merged(ARTICLES, self.articles, new[ARTICLES])

    def _note(self, row: Row, pair: SentencePair) -> None:
        self._replaced[row["sentence_id"]] = pair
        self.articles.add(row["article_id"])
        if row["role"] == Role.TAG:
            self._retagged.add(row["article_id"])

    def _new_rows(self, ids: set[str], source_labels: SourceLabels) -> dict[Dataset, list[Row]]:
        """All rows of some articles that change, as they shall be."""
        sentences: dict[str, list[Row]] = {}
        for row in _of_articles(self._tables[SENTENCES], ids).to_pylist():
            pair = self._replaced.get(row["sentence_id"])
            new = row | translation_columns(pair) | {"run_id": self._run_id} if pair else row
            sentences.setdefault(row["article_id"], []).append(new)
        articles, tags = [], []
        kept = _of_articles(self._tables[TAGS], ids & self._retagged).to_pylist()
        for row in _of_articles(self._tables[ARTICLES], ids).to_pylist():
            pairs = map(_pair, sentences[row["article_id"]])
            translated = TranslatedArticle(article_of(row), tuple(pairs))
            mark = {"run_id": self._run_id, "loaded_at": self._now}
            articles.append(row | english_columns(translated) | mark)
            if row["article_id"] in self._retagged:
                theirs = [tag for tag in kept if tag["article_id"] == row["article_id"]]
                tags += self._tags(theirs, translated, source_labels)
        return {
            SENTENCES: [row for rows in sentences.values() for row in rows],
            TAGS: tags,
            ARTICLES: articles,
        }

    def _tags(
        self, rows: list[Row], translated: TranslatedArticle, source_labels: SourceLabels
    ) -> list[Row]:
        """The labels of an article by scheme and code, those of its own tags anew."""
        mark = {"article_id": translated.article.article_id, "run_id": self._run_id}
        new = [row | mark for row in label_rows(source_labels(translated))]
        kept = [row for row in rows if row["scheme"] != _SOURCE]
        return sorted([*kept, *new], key=lambda row: (row["scheme"], row["code"]))

    def _merged(self, dataset: Dataset, ids: set[str], new: list[pa.Table]) -> Change:
        table = self._tables[dataset]
        others = table.filter(pc.invert(pc.is_in(table["article_id"], pa.array(ids, pa.string()))))
        return dataset, self._partition, [in_order(dataset, [others, *new])]

    def _read(self, dataset: Dataset) -> pa.Table:
        table = read_parquet(self._output / file_of(dataset, self._partition), dataset)
        return arrow_schema(dataset).empty_table() if table is None else table


def _may_replace(pair: SentencePair, row: Row, selection: Selection) -> bool:
    better = selection.is_better(pair.tier, Tier(row["tier"]), is_row_flagged=bool(row["flags"]))
    return not pair.flags and better


def _of_articles(table: pa.Table, ids: set[str]) -> pa.Table:
    return table.filter(pc.is_in(table["article_id"], pa.array(ids, pa.string())))


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
