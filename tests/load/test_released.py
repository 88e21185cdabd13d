"""Outputs that earlier versions wrote are read, verified and published into."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from tasks.load.schema import ARTICLES, DATASETS, PARTITIONED, SENTENCES
from tasks.load.state.known import read_state
from tasks.load.state.read import read_articles, read_sentences
from tasks.load.storage.arrow import arrow_schema, read_parquet
from tasks.load.storage.manifest import content_hash, published_files, read_manifest, reconciled
from tasks.load.verify import verify
from tests.load.factories import LATER, load, make, make_page, snapshot
from tests.load.released.sample import write_sample

RELEASED = Path(__file__).parent / "released"
OUTPUTS = sorted(RELEASED.glob("schema-*/*/"))
CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"


@pytest.fixture(params=OUTPUTS, ids=[path.name for path in OUTPUTS])
def old(request, tmp_path):
    return Path(shutil.copytree(request.param, tmp_path / "old"))


def stored(output, dataset):
    """The rows of a dataset as its files have them, null where they lack a column."""
    return [
        dict.fromkeys(dataset.names) | row
        for found, _, path in published_files(output)
        if found is dataset
        for row in pq.ParquetFile(path).read().to_pylist()
    ]


def of_articles(output, dataset, ids):
    return [row for row in stored(output, dataset) if row["article_id"] in ids]


def test_state_articles_and_sentences_are_read_with_nulls_for_what_came_later(old):
    articles, sentences = stored(old, ARTICLES), stored(old, SENTENCES)

    known = read_state(old).documents
    assert known == {
        row["source_uri"]: (row["source_sha256"], row["parsed_sha256"]) for row in articles
    }
    read = {row["article_id"]: row for row in read_articles(old)}
    for row in articles:
        assert read[row["article_id"]] == row | {"published_month": "2026-02"}
    assert [
        row for item in articles for row in read_sentences(old, item["article_id"])
    ] == sentences


def test_every_file_is_read_in_the_current_schema(old):
    for dataset, _, path in published_files(old):
        table = read_parquet(path, dataset)
        assert table.schema.equals(arrow_schema(dataset), check_metadata=True)
        assert table.num_rows == pq.read_metadata(path).num_rows


def test_nothing_is_wrong_with_it(old):
    report = verify(old)
    assert report.problems == ()
    assert report.files == len(list(published_files(old)))


def test_it_still_has_the_hashes_it_was_published_with(old):
    listed = read_manifest(old)
    whole = json.loads((old / "manifest.json").read_text(encoding="utf-8"))["content_sha256"]
    # What is a dataset now and was none then is empty.
    assert whole.items() <= content_hash(old).items()

    (old / "manifest.json").unlink()

    anew = reconciled(old)
    assert anew.keys() == listed.keys()
    for path, entry in anew.items():
        assert (entry.sha256, entry.content_sha256) == (
            listed[path].sha256, listed[path].content_sha256
        )  # fmt: skip


def test_a_run_without_news_rewrites_no_data(old):
    before = snapshot(old)

    published = load(old, run_id="run-new", now=LATER)

    assert (published.files_written, published.files_removed) == ((), ())
    after = snapshot(old)
    assert {name: after[name] for name in before if name.endswith(".parquet")} == {
        name: found for name, found in before.items() if name.endswith(".parquet")
    }
    assert verify(old).problems == ()


def test_another_month_leaves_its_files_alone(old):
    before = snapshot(old)

    load(old, make(7, published_date=date(2026, 3, 1)), run_id="run-new", now=LATER)

    after = snapshot(old)
    assert all(after[name] == found for name, found in before.items() if "2026-02" in name)
    assert verify(old).problems == ()


def test_new_articles_are_published_beside_those_that_are_there(old):
    ids = {row["article_id"] for row in stored(old, ARTICLES)}
    before = {dataset.name: of_articles(old, dataset, ids) for dataset in PARTITIONED}

    load(old, make(7, page=make_page(7)), run_id="run-new", now=LATER)

    assert {d.name: of_articles(old, d, ids) for d in PARTITIONED} == before
    assert len(stored(old, ARTICLES)) == len(ids) + 1
    assert verify(old).problems == ()


def test_after_a_publish_every_reader_sees_the_current_schema(old):
    load(old, make(7), make(8, published_date=None), run_id="run-new", now=LATER)

    for dataset in PARTITIONED:
        folder = old / dataset.name
        columns = [*dataset.names, dataset.partition_key]
        files = f"{folder}/**/*.parquet"
        relation = duckdb.connect().sql(
            f"SELECT * FROM read_parquet('{files}', hive_partitioning = true)"
        )
        assert ds.dataset(folder, partitioning="hive").schema.names == columns
        assert list(pd.read_parquet(folder).columns) == columns
        assert pl.scan_parquet(files, hive_partitioning=True).collect().columns == columns
        assert relation.columns == columns
        for path in folder.glob("*/*.parquet"):
            assert pq.read_schema(path).equals(arrow_schema(dataset), check_metadata=True)


def test_the_columns_said_to_be_added_are_those_that_older_files_lack():
    for dataset in DATASETS.values():
        lacking = {
            name
            for output in OUTPUTS
            for path in output.glob(f"{dataset.name}/**/*.parquet")
            for name in set(dataset.names) - set(pq.read_schema(path).names)
        }
        assert lacking == set(dataset.added)


def test_every_release_has_its_output_and_the_output_says_so():
    releases = re.findall(
        r"^## \[(\d+\.\d+\.\d+)\]", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE
    )
    kept = {output.name: output for output in OUTPUTS}
    assert set(releases) <= kept.keys()
    for name in releases:
        manifest = json.loads((kept[name] / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["visnyk_version"] == name
    table = (RELEASED / "README.md").read_text(encoding="utf-8")
    assert all(f"`{output.parent.name}/{output.name}`" in table for output in OUTPUTS)


def test_the_output_to_keep_has_a_value_in_every_column(tmp_path):
    write_sample(tmp_path)

    for dataset in DATASETS.values():
        rows = stored(tmp_path, dataset)
        for field in dataset.fields:
            values = [row[field.name] for row in rows]
            assert any(value not in (None, []) for value in values), f"{dataset.name}.{field.name}"
            parts = [part for value in values for part in (value if field.children else ())]
            for child in field.children:
                assert any(part[child.name] is not None for part in parts), child.name
    assert verify(tmp_path).problems == ()
