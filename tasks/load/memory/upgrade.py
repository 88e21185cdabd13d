"""Better English in the place of worse: sentences, and what articles and tags say by them.

A partition changes as one. Whether a row may be replaced is decided when it is: another
run may have got there first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from tasks.load.memory.selection import LABEL_ROLES, Selection, articles_in
from tasks.load.merge.partitions import in_order, side_by_side
from tasks.load.merge.pieces import cuts
from tasks.load.rows import Row, article_of, english_columns, label_rows, translation_columns
from tasks.load.schema import ARTICLES, SENTENCES, TAGS, Dataset, file_of
from tasks.load.storage.arrow import arrow_schema, pc, read_groups
from tasks.load.storage.commit import Change, commit, recover
from tasks.load.storage.location import Location
from tasks.load.storage.locking import LOCK_WAIT_SECONDS, output_lock, remove_dead_staging
from tasks.load.storage.manifest import reconciled
from tasks.models import Label, Maker, Role, SentencePair, Tier, TranslatedArticle

# The labels that an article's own tags give; the tag stage knows how.
SourceLabels = Callable[[TranslatedArticle], Sequence[Label]]
# New translations by what was translated, and whether that was a label.
Better = Mapping[tuple[str, bool], SentencePair]
_SOURCE = "source"
_JUDGED = ["sentence_id", "article_id", "role", "uk", "tier", "flags"]
_KEY = ("article_id",)
# As Python objects rows take twenty times their room in Arrow: some megabytes at a time.
_ROWS_AT_ONCE, _ARTICLES_AT_ONCE, _PIECE = 10_000, 500, 2_500


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
            changes = change.changes(source_labels)
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
        self._partition = partition
        self._mark = {"run_id": run_id}
        self._loaded = {"loaded_at": now}
        self._replaced: dict[str, SentencePair] = {}
        self._retagged: set[str] = set()
        self.articles: set[str] = set()

    def replace(self, better: Better, selection: Selection) -> list[SentencePair]:
        """Note the rows that change; returns their new pairs."""
        texts = pa.array([text for text, _ in better], pa.string())
        fitting = None
        if selection.needs_articles:
            fitting = pa.array(articles_in(self._output, self._partition, selection), pa.string())
        for table in read_groups(self._path(SENTENCES), SENTENCES, (*_JUDGED, *Maker._fields)):
            fits = pc.and_(selection.of_sentences(table), pc.is_in(table["uk"], texts))
            if fitting is not None:
                fits = pc.and_(fits, pc.is_in(table["article_id"], fitting))
            for rows in table.filter(fits).select(_JUDGED).to_batches(_ROWS_AT_ONCE):
                for row in rows.to_pylist():
                    pair = better.get((row["uk"], row["role"] in LABEL_ROLES))
                    if pair and _may_replace(pair, row, selection):
                        self._note(row, pair)
        return list(self._replaced.values())

    def changes(self, source_labels: SourceLabels) -> Iterator[Change]:
        """Yield the new rows of the files that change."""
        ids = [rows["article_id"] for rows in read_groups(self._path(ARTICLES), ARTICLES, _KEY)]
        at = cuts(pa.chunked_array([chunk for column in ids for chunk in column.chunks]), _PIECE)
        yield SENTENCES, self._partition, self._sentences(at)
        if self._retagged:
            yield TAGS, self._partition, self._tags(at, source_labels)
        yield ARTICLES, self._partition, self._articles(at)

    def _note(self, row: Row, pair: SentencePair) -> None:
        self._replaced[row["sentence_id"]] = pair
        self.articles.add(row["article_id"])
        if row["role"] == Role.TAG:
            self._retagged.add(row["article_id"])

    def _sentences(self, at: Sequence[str]) -> Iterator[pa.Table]:
        for piece in self._pieces(SENTENCES, at):
            new = (rows for some in self._changing(piece) for rows in some.values())
            yield self._merged(SENTENCES, piece, self.articles, new)

    def _articles(self, at: Sequence[str]) -> Iterator[pa.Table]:
        for piece, sentences in self._with_sentences(ARTICLES, at):
            new = ([self._described(row, made)] for row, made in self._translated(piece, sentences))
            yield self._merged(ARTICLES, piece, self.articles, new)

    def _tags(self, at: Sequence[str], source_labels: SourceLabels) -> Iterator[pa.Table]:
        texts = self._with_sentences(ARTICLES, at)
        for piece, (articles, sentences) in zip(self._pieces(TAGS, at), texts, strict=True):
            kept = _of_articles(piece, self._retagged).to_pylist()
            new = (
                self._relabelled(kept, made, source_labels)
                for row, made in self._translated(articles, sentences)
                if row["article_id"] in self._retagged
            )
            yield self._merged(TAGS, piece, self._retagged, new)

    def _changing(self, sentences: pa.Table) -> Iterator[dict[str, list[Row]]]:
        """All rows of the articles that change, as they shall be, by article, some at a time."""
        ids: Any = pc.unique(_of_articles(sentences, self.articles)["article_id"]).to_pylist()
        for start in range(0, len(ids), _ARTICLES_AT_ONCE):
            some: dict[str, list[Row]] = {}
            for row in _of_articles(sentences, ids[start : start + _ARTICLES_AT_ONCE]).to_pylist():
                pair = self._replaced.get(row["sentence_id"])
                new = row | translation_columns(pair) | self._mark if pair else row
                some.setdefault(row["article_id"], []).append(new)
            yield some

    def _translated(
        self, articles: pa.Table, sentences: pa.Table
    ) -> Iterator[tuple[Row, TranslatedArticle]]:
        """The articles that change: their stored rows, and what they are now."""
        for some in self._changing(sentences):
            for row in _of_articles(articles, some.keys()).to_pylist():
                pairs = map(_pair, some[row["article_id"]])
                yield row, TranslatedArticle(article_of(row), tuple(pairs))

    def _described(self, row: Row, translated: TranslatedArticle) -> Row:
        return row | english_columns(translated) | self._mark | self._loaded

    def _relabelled(
        self, rows: list[Row], translated: TranslatedArticle, source_labels: SourceLabels
    ) -> list[Row]:
        """The labels of an article by scheme and code, those of its own tags anew."""
        article_id = translated.article.article_id
        mark = {"article_id": article_id} | self._mark
        new = [row | mark for row in label_rows(source_labels(translated))]
        kept = [row for row in rows if row["article_id"] == article_id and row["scheme"] != _SOURCE]
        return sorted([*kept, *new], key=lambda row: (row["scheme"], row["code"]))

    def _merged(
        self, dataset: Dataset, piece: pa.Table, ids: Collection[str], new: Iterable[list[Row]]
    ) -> pa.Table:
        """A piece with new rows in the place of those of some articles."""
        schema = arrow_schema(dataset)
        kept = piece.filter(
            pc.invert(pc.is_in(piece["article_id"], pa.array(list(ids), pa.string())))
        )
        return in_order(dataset, [kept, *(pa.Table.from_pylist(rows, schema) for rows in new)])

    def _with_sentences(
        self, dataset: Dataset, at: Sequence[str]
    ) -> Iterator[tuple[pa.Table, pa.Table]]:
        return zip(self._pieces(dataset, at), self._pieces(SENTENCES, at), strict=True)

    def _pieces(self, dataset: Dataset, at: Sequence[str]) -> Iterator[pa.Table]:
        for stored, _ in side_by_side(self._path(dataset), dataset, (), at, None):
            yield stored

    def _path(self, dataset: Dataset) -> Location:
        return self._output / file_of(dataset, self._partition)


def _may_replace(pair: SentencePair, row: Row, selection: Selection) -> bool:
    better = selection.is_better(pair.tier, Tier(row["tier"]), is_row_flagged=bool(row["flags"]))
    return not pair.flags and better


def _of_articles(table: pa.Table, ids: Collection[str]) -> pa.Table:
    return table.filter(pc.is_in(table["article_id"], pa.array(list(ids), pa.string())))


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
