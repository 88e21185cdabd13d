"""Batches on their way: written beside the output as they are done, published together.

Memory stays flat over a run. Rows are checked here, so that one bad article costs only
itself. What a killed run had staged is cleared away by the next publish, not adopted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.fingerprint import parsed_sha256
from tasks.load import checks
from tasks.load.errors import explained_os_errors
from tasks.load.fill_rates import FillRates
from tasks.load.merge.identity import StagedDocument
from tasks.load.rows import Row, article_rows, document_row, quarantine_row
from tasks.load.schema import DOCUMENTS, PARTITIONED, QUARANTINE, Dataset
from tasks.load.schema.partitions import granularity, partition_of
from tasks.load.storage import files
from tasks.load.storage.arrow import DOCUMENT, PARTITION, arrow_schema, pc, staged_schema
from tasks.load.storage.location import Location
from tasks.load.storage.locking import require_live
from tasks.models import Article, Failure, Stage, TaggedArticle

Tables = dict[str, pa.Table]

_UNREPRESENTABLE = (pa.ArrowException, UnicodeError, OverflowError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class StagedBatch:
    """A batch on disk; small, so that it travels between processes.

    `documents` are in the order of the staged column `_document`. `rejected` are articles
    that failed the checks: they are staged as failures, beside those that were given.
    """

    run_id: str
    number: int
    path: Path
    documents: tuple[StagedDocument, ...]
    rows: dict[str, int]
    sentences_by_engine: dict[str, int]
    sentences_from_memory: int
    fill_rates: FillRates
    rejected: tuple[Failure, ...]


def stage_batch(
    output: Location,
    run_id: str,
    number: int,
    articles: Sequence[TaggedArticle],
    failures: Sequence[Failure] = (),
    *,
    now: datetime | None = None,
) -> StagedBatch:
    """Check the rows of a batch and write them to the staging folder of a live run.

    Staging the same number again replaces the batch.
    """
    folder = require_live(output, run_id) / f"batch-{number:05d}"
    good, rejected, tables = _accepted(articles, run_id)
    failed = [
        quarantine_row(failure, run_id, now or datetime.now(UTC))
        for failure in (*failures, *rejected)
    ]
    with explained_os_errors(folder):
        folder.mkdir(exist_ok=True)
        for dataset in PARTITIONED:
            _write(folder, dataset, _by_partition(tables[dataset.name]))
        _write(folder, DOCUMENTS, _by_partition(_pages(good, run_id)))
        _write(folder, QUARANTINE, [pa.Table.from_pylist(failed, arrow_schema(QUARANTINE))])
    return StagedBatch(
        run_id=run_id,
        number=number,
        path=folder,
        documents=tuple(_document(tagged) for tagged in good),
        rows={name: table.num_rows for name, table in tables.items()},
        sentences_by_engine=_engines(good),
        sentences_from_memory=sum(
            pair.is_from_memory for tagged in good for pair in tagged.translated.sentences
        ),
        fill_rates=FillRates.of(tagged.article for tagged in good),
        rejected=tuple(rejected),
    )


def read_staged(
    batch: StagedBatch,
    dataset: Dataset,
    partitions: Collection[str],
    columns: Sequence[str] | None = None,
) -> pa.Table:
    """The staged rows of some partitions, with the columns that say where they belong."""
    with pq.ParquetFile(_staged_file(batch, dataset)) as file:
        groups = [n for n, name in enumerate(_partitions_of_groups(file)) if name in partitions]
        return file.read_row_groups(groups, columns=list(columns) if columns else None)


def staged_partitions(batch: StagedBatch, dataset: Dataset) -> set[str]:
    """The partitions that a batch has staged rows for."""
    with pq.ParquetFile(_staged_file(batch, dataset)) as file:
        return set(_partitions_of_groups(file))


def read_staged_failures(batch: StagedBatch) -> list[Row]:
    """The quarantine rows of a batch."""
    with pq.ParquetFile(batch.path / f"{QUARANTINE.name}.parquet") as file:
        return file.read().to_pylist()


def _accepted(
    articles: Sequence[TaggedArticle], run_id: str
) -> tuple[list[TaggedArticle], list[Failure], Tables]:
    """Part the articles whose rows keep every rule from the others; make the rows."""
    rejected = {
        n: found for n, t in enumerate(articles) if (found := list(checks.article_problems(t)))
    }
    try:
        tables = _tables(_others(articles, rejected), run_id)
    except _UNREPRESENTABLE:
        for number, tagged in enumerate(articles):
            if number not in rejected and (found := _conversion_problems(tagged, run_id)):
                rejected[number] = found
        tables = _tables(_others(articles, rejected), run_id)
    broken = _broken_rules(tables)
    if broken:
        sound = [number for number in range(len(articles)) if number not in rejected]
        rejected |= {sound[number]: found for number, found in broken.items()}
        tables = _tables(_others(articles, rejected), run_id)
    failures = [_rejection(articles[number], rejected[number]) for number in sorted(rejected)]
    return _others(articles, rejected), failures, tables


def _others(articles: Sequence[TaggedArticle], rejected: Collection[int]) -> list[TaggedArticle]:
    return [tagged for number, tagged in enumerate(articles) if number not in rejected]


def _broken_rules(tables: Tables) -> dict[int, list[str]]:
    """The rules that documents break, by their number in the batch."""
    broken: dict[int, list[str]] = {}
    for dataset in PARTITIONED:
        table = tables[dataset.name]
        for violation in checks.violations(table, dataset, scope=DOCUMENT):
            documents: list[Any] = table[DOCUMENT].take(list(violation.rows)).to_pylist()
            for document in documents:
                broken.setdefault(document, []).append(violation.sentence)
    return broken


def _conversion_problems(tagged: TaggedArticle, run_id: str) -> list[str]:
    try:
        _tables([tagged], run_id)
    except _UNREPRESENTABLE as exc:
        return [f"its values do not fit the schema ({exc})"]
    return []


def _rejection(tagged: TaggedArticle, problems: Iterable[str]) -> Failure:
    article = tagged.article
    listed = "; ".join(dict.fromkeys(problems))
    return Failure(
        source_uri=article.source_uri,
        source_sha256=article.source_sha256,
        stage=Stage.LOAD,
        error_type="ChecksFailedError",
        reason=f"The article breaks rules of the datasets: {listed}. It was not published. "
        "This is a fault of visnyk, not of the page: please report it.",
    )


def _document(tagged: TaggedArticle) -> StagedDocument:
    article = tagged.article
    return StagedDocument(
        article.source_uri,
        article.source_sha256,
        article.article_id,
        _partition(article),
        parsed_sha256(article),
    )


def _partition(article: Article) -> str:
    return partition_of(article.published_date, granularity())


def _engines(articles: Iterable[TaggedArticle]) -> dict[str, int]:
    pairs = (pair for tagged in articles for pair in tagged.translated.sentences)
    return dict(sorted(Counter(pair.engine for pair in pairs).items()))


def _tables(articles: Sequence[TaggedArticle], run_id: str) -> Tables:
    rows: dict[str, list[dict[str, Any]]] = {dataset.name: [] for dataset in PARTITIONED}
    for number, tagged in enumerate(articles):
        place = {DOCUMENT: number, PARTITION: _partition(tagged.article)}
        for name, found in article_rows(tagged, run_id).items():
            rows[name] += [row | place for row in found]
    return {
        dataset.name: pa.Table.from_pylist(rows[dataset.name], staged_schema(dataset))
        for dataset in PARTITIONED
    }


def _pages(articles: Sequence[TaggedArticle], run_id: str) -> pa.Table:
    rows = [
        row | {DOCUMENT: number, PARTITION: f"{row['fetched_at'].astimezone(UTC):%G-W%V}"}
        for number, tagged in enumerate(articles)
        if (row := document_row(tagged.article, run_id))
    ]
    return pa.Table.from_pylist(rows, staged_schema(DOCUMENTS))


def _by_partition(table: pa.Table) -> list[pa.Table]:
    partitions = pc.unique(table[PARTITION]).to_pylist()
    return [table.filter(pc.equal(table[PARTITION], name)) for name in sorted(partitions)]


def _write(folder: Path, dataset: Dataset, parts: Sequence[pa.Table]) -> None:
    """Write one row group a part: a partition is then read without the others."""
    schema = staged_schema(dataset) if dataset is not QUARANTINE else arrow_schema(dataset)
    path = folder / f"{dataset.name}.parquet"
    with pq.ParquetWriter(files.temporary_of(path), schema, compression="zstd") as writer:
        for part in parts:
            writer.write_table(part)
    files.temporary_of(path).replace(path)


def _staged_file(batch: StagedBatch, dataset: Dataset) -> Path:
    return batch.path / f"{dataset.name}.parquet"


def _partitions_of_groups(file: pq.ParquetFile) -> Iterator[str]:
    # All rows of a group lie in one partition, which is then the least of them.
    column = file.schema_arrow.get_field_index(PARTITION)
    for group in range(file.metadata.num_row_groups):
        statistics: Any = file.metadata.row_group(group).column(column).statistics
        yield str(statistics.min)
