"""Every reader infers the same columns, types and counts, whatever the rows hold."""

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pytest

from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import DATASETS, MENTIONS, NO_DATE, RunState
from tests.load.factories import NOW, fail, load, make, make_page

# What a declared type is called by each reader; pandas shows nested and missing as object.
NAMES = {
    "string": ("VARCHAR", pl.String),
    "int32": ("INTEGER", pl.Int32),
    "int64": ("BIGINT", pl.Int64),
    "float64": ("DOUBLE", pl.Float64),
    "bool": ("BOOLEAN", pl.Boolean),
    "date": ("DATE", pl.Date),
    "timestamp": ("TIMESTAMP WITH TIME ZONE", pl.Datetime("us", "UTC")),
    "binary": ("BLOB", pl.Binary),
    "list<string>": ("VARCHAR[]", pl.List(pl.String)),
}
BARE = {
    "lead": None, "url": None, "outlet_domain": None, "outlet_name": None, "published_at": None,
    "published_raw": None, "sections": (), "authors": (), "photos": (), "tags": (),
}  # fmt: skip


def plain(number, **changes):
    tagged = make(number, **BARE, **changes)
    return type(tagged)(tagged.translated)


CONTENTS = {
    "everything filled": [
        make(1, page=make_page(1)),
        make(2, published_date=None),
        make(3, page=make_page(3)),
    ],
    "null-only columns": [plain(1, page=make_page(1, charset=None, etag=None)), plain(2)],
    "unknown partition only": [plain(1, published_date=None, page=make_page(1))],
    "null-only beside filled": [make(1), plain(2, published_date=None, page=make_page(2))],
}


@pytest.fixture(params=CONTENTS)
def output(request, tmp_path):
    articles = CONTENTS[request.param]
    load(tmp_path, *articles, failures=(fail(9, source_sha256=None, raw=None),))
    append_run(tmp_path, RunRecord("run-1", NOW, None, RunState.RUNNING))
    return tmp_path


@pytest.mark.parametrize("name", DATASETS)
def test_all_readers_agree(output, name):
    dataset = DATASETS[name]
    columns = [*dataset.names, *([dataset.partition_key] if dataset.is_partitioned else [])]
    folder = output / name

    arrow = ds.dataset(folder, partitioning="hive").to_table()
    frame = pd.read_parquet(folder)
    polars = pl.scan_parquet(f"{folder}/**/*.parquet", hive_partitioning=True).collect()
    relation = duckdb.connect().sql(
        f"SELECT * FROM read_parquet('{folder}/**/*.parquet', hive_partitioning = true)"
    )

    assert (
        arrow.column_names == list(frame.columns) == polars.columns == relation.columns == columns
    )
    rows = relation.fetchall()
    assert arrow.num_rows == len(frame) == polars.height == len(rows)
    for field in dataset.fields:
        if field.type in NAMES:
            sql, dtype = NAMES[field.type]
            assert str(relation.types[relation.columns.index(field.name)]) == sql, field.name
            assert polars.schema[field.name] == dtype, field.name
    if dataset.is_partitioned:
        assert str(relation.types[-1]) == "VARCHAR"
        key = dataset.partition_key
        assert polars.schema[key] == pl.String
        partitions = set(arrow[key].to_pylist())
        assert partitions == set(frame[key].astype(str)) == {row[-1] for row in rows}
        assert partitions <= {"2026-02", NO_DATE, "2026-W06"}


def test_a_dataset_without_rows_is_read_like_any_other(tmp_path):
    load(tmp_path, plain(1))

    assert pd.read_parquet(tmp_path / "mentions").shape == (0, len(MENTIONS.fields) + 1)
    assert pl.read_parquet(f"{tmp_path}/mentions/**/*.parquet").height == 0
    assert pd.read_parquet(tmp_path / "quarantine").empty


def test_articles_and_their_rows_join(tmp_path):
    load(tmp_path, make(1), make(2))
    query = f"""
        SELECT a.title_en, s.uk, t.code
        FROM read_parquet('{tmp_path}/articles/**/*.parquet') a
        JOIN read_parquet('{tmp_path}/sentences/**/*.parquet') s USING (article_id)
        JOIN read_parquet('{tmp_path}/tags/**/*.parquet') t USING (article_id)
        WHERE t.scheme = 'iso3166' AND s.role = 'title'
    """

    rows = duckdb.connect().sql(query).fetchall()

    assert sorted(row[1] for row in rows) == ["Міст номер 1 у Києві", "Міст номер 2 у Києві"]
    assert {row[2] for row in rows} == {"UA"}
