"""The content hash depends on what rows say, and on nothing else."""

import io
import itertools
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.load.rows import article_rows
from tasks.load.schema import ARTICLES, PARTITIONED, SENTENCES
from tasks.load.storage.arrow import arrow_schema, write_parquet
from tasks.load.storage.hashing import content_sha256
from tests.load.factories import NOW, make

ROWS = [
    article_rows(make(n, lead=None if n % 2 else "Лід."), "run-1")["articles"][0]
    | {"loaded_at": NOW}
    for n in range(6)
]


def table_of(rows, dataset=ARTICLES):
    return pa.Table.from_pylist(rows, arrow_schema(dataset))


def hashed(table, dataset):
    stream = io.BytesIO()
    write_parquet([table], stream, dataset)
    with pq.ParquetFile(stream) as file:
        return content_sha256(file, dataset)


WHOLE = hashed(table_of(ROWS), ARTICLES)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 6), max_size=4), st.integers(0, 3))
def test_chunks_and_slices_do_not_matter(cuts, before):
    padded = table_of(ROWS[:before] + ROWS).slice(before)
    edges = [0, *sorted(cuts), 6]
    parts = [padded.slice(a, b - a) for a, b in itertools.pairwise(edges)]

    assert hashed(pa.concat_tables(parts), ARTICLES) == WHOLE


@pytest.mark.parametrize("name", [field.name for field in ARTICLES.fields if not field.is_volatile])
def test_every_column_that_is_not_volatile_matters(name):
    other = make(77, outlet_domain="x", outlet_name="x", published_raw="x", language_code="en",
                 sections=(), authors=(), photos=(), tags=(), parser="x",
                 published_at=datetime(2020, 1, 1, tzinfo=UTC))  # fmt: skip
    changed = article_rows(other, "run-1")["articles"][0] | {
        "translation_tier": "cloud", "flag_count": 5, "pipeline_version": "x", "word_count": 1,
        "duplicate_of": "x", "cited_sources": ["x"], "lead_uk": "x", "lead_en": "y",
        "title_en": "x", "body_en": "x", "published_basis": "listed", "source_encoding": "x",
        "language_codes": ["uk", "ru"], "duplicate_method": "text", "text_sha256": "x",
        "text_signature": b"x", "updated_at": datetime(2020, 1, 1, tzinfo=UTC),
        "key_numbers": [
            {"kind": "killed", "value": 1.0, "high": None, "unit": "person", "role": "title",
             "qualifier": "exact", "surface_uk": "x", "paragraph": 0, "start": 0, "end": 1},
        ],
    }  # fmt: skip
    rows = [ROWS[0] | {name: changed[name]}, *ROWS[1:]]

    assert rows[0][name] != ROWS[0][name]
    assert hashed(table_of(rows), ARTICLES) != WHOLE


@pytest.mark.parametrize(
    ("name", "value"), [("run_id", "other"), ("loaded_at", None), ("source_uri", "file:///x")]
)
def test_volatile_columns_do_not_matter(name, value):
    rows = [row | {name: value or datetime(2030, 1, 1, tzinfo=UTC)} for row in ROWS]

    assert hashed(table_of(rows), ARTICLES) == WHOLE


def test_a_null_an_empty_text_and_a_shifted_text_all_differ():
    first, second, *others = ROWS
    variants = [
        [first | {"lead_uk": a}, second | {"lead_uk": b}, *others]
        for a, b in [(None, "ab"), ("", "ab"), ("a", "b"), ("ab", ""), ("ab", None)]
    ]

    assert len({hashed(table_of(rows), ARTICLES) for rows in variants}) == len(variants)


def test_an_element_that_moves_between_lists_matters():
    first, second, *others = ROWS
    variants = [
        [first | {"tags_uk": a}, second | {"tags_uk": b}, *others]
        for a, b in [(["x", "y"], []), (["x"], ["y"]), ([], ["x", "y"]), (["x", None], ["y"])]
    ]

    assert len({hashed(table_of(rows), ARTICLES) for rows in variants}) == len(variants)


def test_the_order_of_rows_matters():
    assert hashed(table_of(ROWS[::-1]), ARTICLES) != WHOLE


def test_tables_without_rows_have_a_hash():
    hashes = {hashed(table_of([], dataset), dataset) for dataset in PARTITIONED}
    assert len(hashes) == 1
    assert SENTENCES in PARTITIONED
