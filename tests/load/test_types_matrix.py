"""Every reader infers the same types and gives the same rows, whatever the files hold."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import (
    ARTICLES,
    DATASETS,
    NO_DATE,
    Dataset,
    Field,
    Granularity,
    RunState,
    file_of,
)
from tasks.load.storage.manifest import published_files
from tests.load.factories import LATER, NOW, fail, load, make, make_page
from tests.load.parted import parted_by
from tests.load.readers import READERS, Table

BARE = {
    "lead": None, "url": None, "outlet_domain": None, "outlet_name": None, "published_at": None,
    "published_raw": None, "sections": (), "authors": (), "photos": (), "tags": (),
}  # fmt: skip
MARCH = {"published_date": date(2026, 3, 3), "published_at": None}


def plain(number: int, **changes):
    """An article with no more than it must have: most of its columns are null or empty."""
    tagged = make(number, **BARE, **changes)
    return type(tagged)(tagged.translated)


def several_months(output: Path) -> None:
    undated = make(2, published_date=None, page=make_page(2, fetched_at=LATER))
    load(output, make(1, page=make_page(1)), undated, make(3, **MARCH), failures=(fail(9),))
    append_run(output, RunRecord("run-1", NOW, NOW, RunState.COMPLETED, engines={"draft": 24}))


def one_month(output: Path) -> None:
    load(output, make(1, page=make_page(1)), make(2), failures=(fail(9),))


def no_dates(output: Path) -> None:
    load(output, plain(1, published_date=None, page=make_page(1)))


def only_nulls(output: Path) -> None:
    bare = plain(1, page=make_page(1, charset=None, etag=None))
    load(output, bare, plain(2), failures=(fail(9, source_sha256=None, raw=None),))
    append_run(output, RunRecord("run-1", NOW, None, RunState.RUNNING))


def nulls_beside_values(output: Path) -> None:
    load(output, plain(1), make(2, **MARCH), plain(3, published_date=None))


def no_rows(output: Path) -> None:
    """The month that everything has left, and nothing else of the monthly datasets."""
    load(output, make(1))
    load(output, make(1, text="Нова дата.", **MARCH), run_id="run-2")
    for folder in output.glob("*/published_month=2026-03"):
        shutil.rmtree(folder)


def by_day(output: Path) -> None:
    """Files of days, and one of a month from before."""
    load(output, make(8))
    with parted_by(Granularity.DAY):
        undated = plain(2, published_date=None)
        load(output, make(1), make(2), undated, make(3, **MARCH), run_id="run-2")


def older_files(output: Path) -> None:
    """A month that was written before columns were added, and one that was written since."""
    load(output, make(1), make(2, **MARCH))
    for dataset, month, path in published_files(output):
        if month == "2026-02":
            names = [name for name in dataset.names if name not in dataset.added]
            pq.write_table(pq.ParquetFile(path).read(columns=names), path)


CASES = {
    make_it.__name__.replace("_", " "): make_it
    for make_it in (
        several_months, one_month, no_dates, only_nulls, nulls_beside_values, no_rows, by_day,
        older_files,
    )
}  # fmt: skip
HAS_SPARK = find_spec("pyspark") is not None and shutil.which("java") is not None
# 400 MB for one reader: not in the lock, so that it is tried where it is installed.
WHY_NOT_SPARK = "PySpark is not in the lock, being 400 MB, or there is no Java: pip install pyspark"
NEEDS_SPARK = [pytest.mark.slow, pytest.mark.skipif(not HAS_SPARK, reason=WHY_NOT_SPARK)]


@pytest.fixture(scope="module", params=CASES)
def case(request, tmp_path_factory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("output")
    CASES[request.param](folder)
    return request.param, folder


@pytest.mark.parametrize(
    "reader",
    [pytest.param(n, marks=NEEDS_SPARK if n == "pyspark" else []) for n in READERS],
)
def test_all_readers_agree(case: tuple[str, Path], reader: str) -> None:
    name, output = case
    is_mixed = name == "older files"
    there = {dataset.name for dataset, _, _ in published_files(output)}
    for dataset in (DATASETS[name] for name in sorted(there)):
        found = READERS[reader](output / dataset.name, is_mixed)
        assert found.types == declared(dataset)
        assert in_order(dataset, found) == stored(output, dataset)


def declared(dataset: Dataset) -> dict[str, str]:
    """Types by column; what stands in the names of the folders is text."""
    types = {field.name: type_of(field) for field in dataset.fields}
    return types | ({dataset.partition_key: "string"} if dataset.partition_key else {})


def type_of(field: Field) -> str:
    if field.type != "list<struct>":
        return field.type
    return f"list<struct<{', '.join(f'{c.name}: {type_of(c)}' for c in field.children)}>>"


def stored(output: Path, dataset: Dataset) -> list[dict[str, Any]]:
    """The rows, file by file and by nobody's inference; null where a file lacks a column."""
    rows: list[dict[str, Any]] = []
    for of, _, path in published_files(output):
        if of is dataset:
            folder = path.parent.name.rpartition("=")[2]
            place = {dataset.partition_key: folder} if dataset.partition_key else {}
            empty = dict.fromkeys(dataset.names)
            rows += [{**empty, **row, **place} for row in pq.ParquetFile(path).read().to_pylist()]
    return sorted(rows, key=lambda row: key_of(dataset, row))


def in_order(dataset: Dataset, table: Table) -> list[dict[str, Any]]:
    return sorted((dict(row) for row in table.rows), key=lambda row: key_of(dataset, row))


def key_of(dataset: Dataset, row: dict[str, Any]) -> list[str]:
    return [str(row[name]) for name in dataset.key]


@pytest.mark.parametrize("reader", [name for name in READERS if name != "pyspark"])
def test_the_values_are_those_that_were_loaded(tmp_path, reader):
    tagged = make(1, published_at=datetime(2026, 2, 1, 22, 30, tzinfo=UTC))
    load(tmp_path, tagged, plain(2, published_date=None))

    rows = READERS[reader](tmp_path / ARTICLES.name, False).rows
    filled, bare = sorted(rows, key=lambda row: row["published_month"])

    assert (filled["published_month"], bare["published_month"]) == ("2026-02", NO_DATE)
    assert filled["published_at"] == tagged.article.published_at
    assert filled["published_date"] == tagged.article.published_date
    assert filled["sections_uk"] == ["Головна", "Місто"]
    assert filled["photos"][1] == {"caption_uk": None, "caption_en": None, "credit": "Вісті"}
    assert (bare["url"], bare["published_at"], bare["photos"]) == (None, None, [])


def test_a_file_of_every_monthly_dataset_is_there_without_rows(tmp_path):
    no_rows(tmp_path)

    for dataset in (ARTICLES, DATASETS["sentences"], DATASETS["mentions"], DATASETS["tags"]):
        assert pq.read_metadata(tmp_path / file_of(dataset, "2026-02")).num_rows == 0
