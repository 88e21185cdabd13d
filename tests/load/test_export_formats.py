"""What each format holds, read back by those who read it: csv, json, sqlite3, duckdb, pyarrow."""

from __future__ import annotations

import base64
import csv
import json
import re
import sqlite3
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.load.export import CsvStyle, Filters, Format, export, make_plan
from tasks.load.export.as_csv import writing_csv
from tasks.load.export.as_duckdb import writing_duckdb
from tasks.load.export.as_jsonl import writing_jsonl
from tasks.load.export.as_parquet import writing_parquet
from tasks.load.export.as_sqlite import writing_sqlite
from tasks.load.export.reading import sheet_schema
from tasks.load.export.values import plain
from tasks.load.schema import ARTICLES, DATASETS, SENTENCES, TAGS
from tasks.load.storage.arrow import arrow_schema
from tests.load.exported import exported, load_all, read
from tests.load.factories import fail, load, make, make_page

OLD = Path(__file__).parent / "released/schema-1/1-first"
ORDER = ["published_month", "article_id"]
OF_ARTICLES = ("articles", "sentences", "mentions", "tags")


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    return load_all(tmp_path_factory.mktemp("exported"))


def write(output, target, wanted, **given):
    export(output, target, make_plan(wanted, **given), may_replace=True)
    return target


def source(output, name):
    """The published rows, the files one after another, read by nothing of ours."""
    files = sorted(output.glob(f"{name}/**/*.parquet"))
    return pa.concat_tables([pq.ParquetFile(path).read() for path in files]).to_pylist()


def test_csv_has_every_column_the_month_and_cells_that_people_can_read(output, tmp_path):
    rows = exported(output, tmp_path / "a.csv")

    names = [name for name in ARTICLES.names if name != "text_signature"]
    assert list(rows[0]) == [*names, "published_month"]
    published = source(output, "articles")
    assert [row["article_id"] for row in rows] == [row["article_id"] for row in published]
    row, stored = rows[-1], published[-1]
    assert row["published_month"] == "unknown"
    assert row["published_date"] == ""
    assert row["sections_uk"] == "; ".join(stored["sections_uk"]) == "Головна; Місто"
    assert json.loads(row["photos"]) == stored["photos"]
    assert row["body_uk"] == stored["body_uk"]
    assert "\n\n" in row["body_uk"]
    assert datetime.fromisoformat(row["loaded_at"]) == stored["loaded_at"]
    assert row["loaded_at"].endswith("Z")
    assert row["word_count"] == str(stored["word_count"])


def test_csv_begins_with_the_mark_and_ends_lines_as_spreadsheets_expect(output, tmp_path):
    plain = write(output, tmp_path / "a.csv", Format.CSV, datasets=["tags"]).read_bytes()
    style = CsvStyle(has_mark=False, delimiter=";")
    other = write(output, tmp_path / "b.csv", Format.CSV, datasets=["tags"], csv=style).read_bytes()

    assert plain.startswith(b"\xef\xbb\xbfarticle_id,scheme,code,")
    assert plain.count(b"\r\n") == plain.count(b"\n") == 1 + len(source(output, "tags"))
    assert other.startswith(b"article_id;scheme;code;")
    assert b"\xef\xbb\xbf" not in other


def test_json_lines_have_real_lists_objects_and_instants(output, tmp_path):
    rows = exported(output, tmp_path / "a.jsonl")

    for row, stored in zip(rows, source(output, "articles"), strict=True):
        assert row["photos"] == stored["photos"]
        assert row["tags_uk"] == stored["tags_uk"]
        assert row["lead_uk"] == stored["lead_uk"]
        assert row["language_codes"] is None
        assert row["published_at"] == f"{stored['published_at']:%Y-%m-%dT%H:%M:%SZ}"
        assert row["published_date"] == (
            stored["published_date"] and stored["published_date"].isoformat()
        )


@pytest.mark.parametrize("name", ["a.csv.gz", "a.jsonl.gz"])
def test_a_compressed_file_holds_what_the_plain_one_holds(output, tmp_path, name):
    packed = exported(output, tmp_path / name, "sentences")

    assert packed == exported(output, tmp_path / name.removesuffix(".gz"), "sentences")
    assert len(packed) == len(source(output, "sentences"))
    # No name of a file and no time in the head: else each export would be another file.
    assert (tmp_path / name).read_bytes()[3:8] == bytes(5)


@pytest.mark.parametrize("dataset", OF_ARTICLES)
def test_one_parquet_file_has_the_schema_the_descriptions_and_the_month(output, tmp_path, dataset):
    target = write(output, tmp_path / "a.parquet", Format.PARQUET, datasets=[dataset])

    table = pq.ParquetFile(target).read()
    declared = arrow_schema(DATASETS[dataset])
    assert pa.schema(list(table.schema)[:-1]).equals(
        declared.remove_metadata(), check_metadata=False
    )
    assert table.schema.metadata == declared.metadata
    for field in table.schema:
        assert field.metadata[b"description"]
    assert table.schema.field("published_month").type == pa.string()
    assert table.drop_columns("published_month").to_pylist() == source(output, dataset)
    ordered = [tuple(row.values()) for row in table.select(ORDER).to_pylist()]
    assert ordered == sorted(ordered)


def test_sqlite_has_tables_with_keys_indexes_and_json(output, tmp_path):
    target = write(output, tmp_path / "news.sqlite", Format.SQLITE)

    with sqlite3.connect(target) as database:

        def ask(statement):
            return database.execute(statement).fetchall()

        assert ask("PRAGMA integrity_check") == [("ok",)]
        assert ask("PRAGMA foreign_key_check") == []
        for name in OF_ARTICLES:
            assert ask(f"SELECT count(*) FROM {name}") == [(len(source(output, name)),)]
            keys = sorted((c[5], c[1]) for c in ask(f"PRAGMA table_info({name})") if c[5])
            assert tuple(key for _, key in keys) == DATASETS[name].key
        assert ask("PRAGMA foreign_key_list(sentences)")[0][2:5] == (
            "articles", "article_id", "article_id",
        )  # fmt: skip
        assert ask(
            "SELECT DISTINCT value FROM articles, json_each(sections_uk) ORDER BY value"
        ) == [("Головна",), ("Місто",)]
        assert ask("SELECT DISTINCT json_extract(photos, '$[0].credit') FROM articles") == [("AP",)]
        assert ask("SELECT count(*) FROM articles WHERE published_date >= date('2026-02-14')") == [
            (4,)
        ]
        assert ask("SELECT typeof(loaded_at), datetime(loaded_at) FROM articles LIMIT 1") == [
            ("text", "2026-02-06 09:30:00")
        ]
        assert ask("SELECT DISTINCT typeof(score), typeof(rank) FROM tags") == [("real", "integer")]
        assert ask("SELECT DISTINCT is_from_memory FROM sentences") == [(0,)]
        plan = str(ask("EXPLAIN QUERY PLAN SELECT * FROM sentences WHERE article_id = 'x'"))
        assert "sentences_article_id" in plan
        (schema,) = ask("SELECT sql FROM sqlite_master WHERE name = 'articles'")[0]
        assert '"title_en" TEXT NOT NULL, -- Headline in English.' in schema
    database.close()


def test_duckdb_has_native_lists_structs_instants_keys_and_comments(output, tmp_path):
    target = write(output, tmp_path / "news.duckdb", Format.DUCKDB)

    with duckdb.connect(str(target), read_only=True) as database:

        def ask(statement):
            return database.execute(statement).fetchall()

        for name in OF_ARTICLES:
            assert ask(f"SELECT count(*) FROM {name}") == [(len(source(output, name)),)]
        types = dict(
            ask("SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'articles'")
        )
        assert types["published_date"] == "DATE"
        assert types["loaded_at"] == "TIMESTAMP WITH TIME ZONE"
        assert types["tags_uk"] == "VARCHAR[]"
        assert types["photos"].startswith("STRUCT(")
        assert ask("SELECT photos[1].credit, tags_uk[1] FROM articles LIMIT 1") == [("AP", "мости")]
        assert ask("SELECT count(*) FROM sentences JOIN articles USING (article_id)") == [
            (len(source(output, "sentences")),)
        ]
        assert ask("SELECT comment FROM duckdb_columns() WHERE column_name = 'title_en'") == [
            ("Headline in English.",)
        ]
        assert ask("SELECT comment FROM duckdb_tables() WHERE table_name = 'tags'") == [
            (TAGS.description,)
        ]
        kinds = ask("SELECT DISTINCT constraint_type FROM duckdb_constraints()")
        assert {("PRIMARY KEY",), ("FOREIGN KEY",), ("NOT NULL",)} <= set(kinds)
        ordered = ask("SELECT published_month, article_id FROM articles")
        assert ordered == sorted(ordered)


@pytest.mark.parametrize("wanted", list(Format))
def test_the_same_data_gives_the_same_rows_and_where_promised_the_same_bytes(
    output, tmp_path, wanted
):
    first = write(output, tmp_path / "first", wanted).read_bytes()
    second = write(output, tmp_path / "second", wanted).read_bytes()

    # DuckDB writes identifiers of its own.
    assert first == second or wanted is Format.DUCKDB


@pytest.mark.parametrize("wanted", list(Format))
def test_an_output_of_the_first_schema_is_exported_with_the_new_columns_empty(tmp_path, wanted):
    target = write(OLD, tmp_path / "old", wanted)

    match wanted:
        case Format.CSV:
            found = [
                row["revision"] or None
                for row in csv.DictReader(StringIO(target.read_text("utf-8-sig"), newline=""))
            ]
        case Format.JSONL:
            found = [json.loads(line)["revision"] for line in target.open()]
        case Format.PARQUET:
            found = pq.read_table(target)["revision"].to_pylist()
        case Format.SQLITE:
            with sqlite3.connect(target) as database:
                found = [row[0] for row in database.execute("SELECT revision FROM articles")]
            database.close()
        case Format.DUCKDB:
            with duckdb.connect(str(target)) as database:
                found = [
                    row[0] for row in database.execute("SELECT revision FROM articles").fetchall()
                ]
    assert found
    assert set(found) == {None}


def test_columns_can_be_chosen_even_without_the_one_that_filters_need(output, tmp_path):
    rows = exported(
        output, tmp_path / "a.csv", "sentences", columns=["en", "published_month"],
        filters=Filters(since=date(2026, 3, 1)),
    )  # fmt: skip

    assert {tuple(row) for row in rows} == {("en", "published_month")}
    assert {row["published_month"] for row in rows} == {"2026-03"}
    months = exported(output, tmp_path / "b.csv", "sentences", columns=["published_month"])
    assert len(months) == len(source(output, "sentences"))


def test_bytes_are_exported_when_asked_for_and_left_out_otherwise(tmp_path):
    output = tmp_path / "output"
    load(output, make(1, page=make_page(1, content=b"\x00<p>")), failures=(fail(2),))

    (page,) = exported(output, tmp_path / "pages.jsonl", "documents")
    (lost,) = exported(output, tmp_path / "lost.csv", "quarantine")
    (article,) = exported(output, tmp_path / "a.jsonl", columns=["article_id", "text_signature"])

    assert base64.b64decode(page["content"]) == b"\x00<p>"
    assert page["fetched_week"] == "2026-W06"
    assert base64.b64decode(lost["raw"]) == b"\xff\x00raw"
    assert lost["is_transient"] == "false"
    assert "text_signature" in article
    with sqlite3.connect(
        write(output, tmp_path / "a.db", Format.SQLITE, datasets=["documents", "runs"])
    ) as database:
        assert database.execute("SELECT content FROM documents").fetchone() == (b"\x00<p>",)
        assert database.execute("SELECT count(*) FROM runs").fetchone() == (0,)
    database.close()


# Texts of pages: quotes, line ends, what spreadsheets calculate, NUL. No halves of surrogate
# pairs: they have no UTF-8, and Arrow refuses them long before an export.
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.lists(
        st.sampled_from(
            ["=", "+", "-", "@", "＝", "'", '"', ",", ";", "\t", "\r", "\n", "\r\n", "\u2028",
             "\x85", "\x00", "\ufeff", "’", "Їжак", "🌻", "e\u0301", " ", "\\", "\\N"]
        ),
        max_size=6,
    ).map("".join),
)  # fmt: skip


def sentence_table(sheet, pairs):
    """Sentences with odd texts and lists of them."""
    rows = [
        {
            "article_id": f"{number:016x}", "sentence_id": f"{number:016x}-0000", "role": "body",
            "paragraph": number, "uk": text, "en": text, "engine": "draft", "engine_version": "1",
            "tier": "draft", "flags": flags, "is_from_memory": False, "run_id": "run-1",
            "fallback_reason": text, "published_month": "2026-02",
        }
        for number, (text, flags) in enumerate(pairs)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=sheet_schema(sheet))


odd_rows = st.lists(st.tuples(texts, st.lists(texts, max_size=3)), max_size=8)
WRITERS = {
    Format.CSV: writing_csv,
    Format.JSONL: writing_jsonl,
    Format.PARQUET: writing_parquet,
    Format.SQLITE: writing_sqlite,
    Format.DUCKDB: writing_duckdb,
}


def through(wanted, target, pairs, **given):
    """Write rows in a format; give back texts and lists as its reader has them."""
    target.unlink(missing_ok=True)
    plan = make_plan(wanted, datasets=["sentences"], **given)
    table = sentence_table(plan.sheets[0], pairs)
    with WRITERS[wanted](target, plan) as write_rows:
        write_rows(plan.sheets[0], table)
    match wanted:
        case Format.CSV | Format.JSONL:
            rows = read(target, plan.csv.delimiter)
            return [(row["uk"], row["flags"]) for row in rows]
        case Format.PARQUET:
            return [(row["uk"], row["flags"]) for row in pq.read_table(target).to_pylist()]
        case Format.SQLITE:
            with sqlite3.connect(target) as database:
                rows = database.execute("SELECT uk, flags FROM sentences").fetchall()
            database.close()
            return [(uk, json.loads(flags)) for uk, flags in rows]
        case Format.DUCKDB:
            with duckdb.connect(str(target)) as database:
                return database.execute("SELECT uk, flags FROM sentences").fetchall()


@pytest.mark.parametrize("wanted", [Format.JSONL, Format.PARQUET, Format.SQLITE])
@settings(max_examples=50, deadline=None)
@given(pairs=odd_rows)
def test_any_text_comes_back_as_it_was(tmp_path_factory, wanted, pairs):
    target = tmp_path_factory.getbasetemp() / f"odd.{wanted}"

    assert through(wanted, target, pairs) == pairs


def test_any_text_comes_back_from_duckdb_as_it_was(tmp_path):
    # One file for many texts: to make one takes longer than all the others.
    pairs = [
        (text, [text, "", text])
        for text in ("", "a\x00b", "\x00", "=1", '"', "'", "\r\n", "Їжак 🌻", "\u2028", "e\u0301")
    ]

    assert through(Format.DUCKDB, tmp_path / "odd.duckdb", pairs) == pairs


GUARDED = re.compile(r"'(?='*[=+\-@\t\r\n\x00＝＋－＠])")


@settings(max_examples=100, deadline=None)
@given(pairs=odd_rows)
def test_no_cell_of_csv_begins_a_formula_and_the_guard_can_be_taken_off(tmp_path_factory, pairs):
    target = tmp_path_factory.getbasetemp() / "odd.csv"

    found = through(Format.CSV, target, pairs)

    for (uk, flags), (text, parts) in zip(found, pairs, strict=True):
        for cell, original in ((uk, text), (flags, "; ".join(parts))):
            assert not re.match(r"[=+\-@\t\r\n\x00＝＋－＠]", cell)
            assert (cell[1:] if GUARDED.match(cell) else cell) == original


@settings(max_examples=50, deadline=None)
@given(pairs=odd_rows, delimiter=st.sampled_from([",", ";", "\t"]))
def test_csv_without_the_guard_holds_the_very_text(tmp_path_factory, pairs, delimiter):
    target = tmp_path_factory.getbasetemp() / "bare.csv"
    style = CsvStyle(has_mark=False, delimiter=delimiter, is_guarded=False)

    found = through(Format.CSV, target, pairs, csv=style)

    assert found == [(text, "; ".join(parts)) for text, parts in pairs]


def test_every_line_of_json_is_a_line_to_every_reader(tmp_path):
    pairs = [("one\u2028two\x85three\x0bfour", [])] * 2

    assert through(Format.JSONL, tmp_path / "a.jsonl", pairs) == pairs
    assert len((tmp_path / "a.jsonl").read_text().splitlines()) == 2


def test_numbers_are_never_guarded(tmp_path):
    target, plan = tmp_path / "a.csv", make_plan(Format.CSV, datasets=["sentences"])
    table = sentence_table(plan.sheets[0], [("x", [])])
    table = table.set_column(
        table.schema.get_field_index("paragraph"), table.schema.field("paragraph"),
        pa.array([-1], pa.int32()),
    )  # fmt: skip
    with writing_csv(target, plan) as write_rows:
        write_rows(plan.sheets[0], table)

    assert next(read(target))["paragraph"] == "-1"


def test_row_groups_are_filled_across_months(tmp_path):
    plan = make_plan(Format.PARQUET, datasets=["sentences"])
    (sheet,) = plan.sheets
    part = sentence_table(sheet, [("x", [])] * 30_000)
    with writing_parquet(tmp_path / "a.parquet", plan) as write_rows:
        for _ in range(8):
            write_rows(sheet, part)

    file = pq.ParquetFile(tmp_path / "a.parquet")
    rows = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert rows == [SENTENCES.row_group_rows, SENTENCES.row_group_rows, 40_000]
    file.close()


def test_row_groups_are_smaller_where_texts_are_long(tmp_path, monkeypatch):
    monkeypatch.setattr("tasks.load.export.as_parquet._GROUP_BYTES", 10_000)
    plan = make_plan(Format.PARQUET, datasets=["sentences"])
    (sheet,) = plan.sheets
    with writing_parquet(tmp_path / "a.parquet", plan) as write_rows:
        for _ in range(4):
            write_rows(sheet, sentence_table(sheet, [("довге речення " * 200, [])]))

    file = pq.ParquetFile(tmp_path / "a.parquet")
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [1] * 4
    file.close()


def test_instants_keep_their_microseconds():
    assert plain(datetime(2026, 2, 5, 8, 15, tzinfo=UTC)) == "2026-02-05T08:15:00Z"
    assert plain(datetime(2026, 2, 5, 8, 15, 0, 70, UTC)) == "2026-02-05T08:15:00.000070Z"
