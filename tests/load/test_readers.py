"""What a reader gets who gives no more than a path."""

import duckdb
import pandas as pd
import polars as pl

from tasks.load.schema import MENTIONS
from tests.load.factories import load, make


def test_a_dataset_without_rows_is_read_like_any_other(tmp_path):
    bare = make(1)
    load(tmp_path, type(bare)(bare.translated))

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
