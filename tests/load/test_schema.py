"""The schema: frozen, described, and the same in the files as in the code."""

import copy
import json
import re
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from tasks.load.dictionary import data_dictionary
from tasks.load.rows import article_rows
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import (
    ARTICLES,
    DATASETS,
    MENTIONS,
    SCHEMA_VERSION,
    SENTENCES,
    TAGS,
    RunState,
    file_of,
)
from tasks.load.storage.arrow import arrow_schema, write_parquet
from tasks.load.storage.manifest import published_files
from tests.load.factories import NOW, fail, load, make, make_page
from tests.load.frozen import Kind, described, differences, read_frozen, told

DICTIONARY = Path(__file__).parents[2] / "docs/data-dictionary.md"


def test_the_schema_of_this_version_is_frozen():
    found = list(differences(read_frozen(), described()))
    assert not found, told(found)


def changed(change):
    """The kinds of the differences that a change of the description makes."""
    new = copy.deepcopy(described())
    change(new)
    return [item.kind for item in differences(described(), new)]


def tags(schema):
    return schema["tags"]["fields"]


def add_column(schema, *, is_added=True, **attributes):
    column = {"name": "weight", "type": "float64", "is_nullable": True, "arrow": "double"}
    tags(schema)["weight"] = column | attributes
    schema["tags"]["added"].extend(["weight"] if is_added else [])


CHANGES = {
    "a nullable column that is said to be added": (add_column, Kind.ADDITIVE),
    "a new dataset": (lambda s: s.update(more=s["tags"]), Kind.ADDITIVE),
    "a unit where there was none": (lambda s: tags(s)["scheme"].update(unit="x"), Kind.ADDITIVE),
    "a bound where there was none": (
        lambda s: tags(s)["mention_count"].update(maximum=0), Kind.ADDITIVE
    ),
    "other row groups": (lambda s: s["tags"].update(row_group_rows=5), Kind.LAYOUT),
    "no dictionary": (lambda s: tags(s)["code"].pop("is_repetitive"), Kind.LAYOUT),
    "a column that must be there": (
        lambda s: add_column(s, is_nullable=False), Kind.BREAKING
    ),
    "a column that older files are not said to lack": (
        lambda s: add_column(s, is_added=False), Kind.BREAKING
    ),
    "a column less": (lambda s: tags(s).pop("label_en"), Kind.BREAKING),
    "a dataset less": (lambda s: s.pop("tags"), Kind.BREAKING),
    "another type": (
        lambda s: tags(s)["rank"].update(type="int64", arrow="int64"), Kind.BREAKING
    ),
    "another unit": (lambda s: tags(s)["score"].update(unit="percent"), Kind.BREAKING),
    "another bound": (lambda s: tags(s)["score"].update(maximum=100), Kind.BREAKING),
    "a bound less": (lambda s: tags(s)["rank"].pop("minimum"), Kind.BREAKING),
    "nulls where there were none": (
        lambda s: tags(s)["code"].update(is_nullable=True), Kind.BREAKING
    ),
    "no nulls where there were some": (lambda s: tags(s)["rank"].pop("is_nullable"), Kind.BREAKING),
    "a value more": (
        lambda s: s["mentions"]["fields"]["kind"]["enum"].append("event"), Kind.BREAKING
    ),
    "a part of a struct more": (
        lambda s: s["articles"]["fields"]["photos"]["children"].update(
            size={"name": "size", "is_nullable": True}
        ),
        Kind.BREAKING,
    ),
    "another key": (lambda s: s["tags"].update(key=["code"]), Kind.BREAKING),
    "another partition": (lambda s: s["tags"].update(partition_key="month"), Kind.BREAKING),
    "another order": (lambda s: tags(s).update(run_id=tags(s).pop("run_id"),
                                               scheme=tags(s).pop("scheme")), Kind.BREAKING),
    "a column that is in the content hash no longer": (
        lambda s: tags(s)["score"].update(is_volatile=True), Kind.BREAKING
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_the_schema_is_told_by_what_it_asks_for(name):
    change, kind = CHANGES[name]
    assert set(changed(change)) == {kind}


def test_a_schema_without_a_change_has_no_difference():
    assert not changed(lambda schema: None)


def test_what_to_do_is_said_in_words():
    new = described()
    add_column(new)
    tags(new)["score"]["unit"] = "percent"

    text = told(differences(described(), new))

    assert "tags.weight is new, and null in older files: readers of older files stay right" in text
    assert "unit of tags.score was 'share' and is 'percent': programs that read" in text


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    folder = tmp_path_factory.mktemp("output")
    load(folder, make(1), make(2, page=make_page(2)), failures=(fail(3),))
    append_run(folder, RunRecord("run-1", NOW, NOW, RunState.COMPLETED, engines={"draft": 16}))
    return folder


def test_every_file_has_the_declared_schema_with_what_its_fields_mean(output):
    seen = set()
    for dataset, _, path in published_files(output):
        schema = pq.read_schema(path)
        assert schema.equals(arrow_schema(dataset), check_metadata=True)
        assert schema.metadata[b"schema_version"] == SCHEMA_VERSION.encode()
        assert all(field.metadata[b"description"] for field in schema)
        seen.add(dataset.name)
    assert seen == DATASETS.keys()


def test_a_reader_of_one_file_is_told_units_examples_and_enumerations(output):
    schema = pq.read_schema(next(output.glob("articles/*/articles.parquet")))
    told_of = {field.name: field.metadata for field in schema}
    part = schema.field("key_numbers").type.value_type.field("kind").metadata

    assert told_of["word_count"][b"unit"] == b"words"
    assert told_of["published_at"][b"example"] == b"2026-02-05T08:15:00Z"
    assert json.loads(told_of["translation_tier"][b"enum"]) == ["none", "cloud", "neural", "draft"]
    assert "killed" in json.loads(part[b"enum"])
    assert b"unit" not in told_of["title_uk"]
    assert b"enum" not in told_of["title_uk"]


def test_files_that_are_told_of_otherwise_are_read_as_one(output, tmp_path):
    plain = pq.ParquetFile(next(output.glob("articles/*/articles.parquet"))).read()
    bare = pa.schema([field.remove_metadata() for field in plain.schema])
    pq.write_table(plain, tmp_path / "a.parquet")
    pq.write_table(plain.cast(bare), tmp_path / "b.parquet")
    every = f"{tmp_path}/*.parquet"

    assert ds.dataset(tmp_path).to_table().num_rows == 4
    assert len(pd.read_parquet(tmp_path)) == 4
    assert pl.scan_parquet(every).collect().height == 4
    relation = duckdb.connect().sql(f"SELECT article_id FROM read_parquet('{every}')")
    assert len(relation.fetchall()) == 4


def test_files_are_compressed_sorted_and_indexed(output):
    for dataset, _, path in published_files(output):
        group = pq.ParquetFile(path).metadata.row_group(0)
        columns = [group.column(number) for number in range(group.num_columns)]
        assert {column.compression for column in columns} == {"ZSTD"}
        assert all(column.has_offset_index for column in columns)
        (order,) = group.sorting_columns
        assert arrow_schema(dataset).names[order.column_index] == dataset.sort_key


def test_repetitive_columns_have_a_dictionary_and_texts_have_none(output):
    for dataset, _, path in published_files(output):
        group = pq.ParquetFile(path).metadata.row_group(0)
        found = {
            column.path_in_schema.split(".")[0]
            for column in (group.column(n) for n in range(group.num_columns))
            if column.has_dictionary_page
        }
        expected = {field.name for field in dataset.fields if field.is_repetitive}
        assert found <= expected
        assert "uk" not in found
        assert {"engine", "tier", "role"} & expected <= found


@pytest.mark.parametrize(
    ("dataset", "column"),
    [
        (ARTICLES, "article_id"),
        (ARTICLES, "url"),
        (ARTICLES, "outlet_domain"),
        (SENTENCES, "article_id"),
        (TAGS, "code"),
    ],
)
def test_files_without_a_value_are_ruled_out_without_being_read(output, dataset, column):
    path = output / file_of(dataset, "2026-02")
    value = pq.read_table(path, columns=[column])[column][0].as_py()

    def is_ruled_out(value):
        probe = "SELECT bool_and(bloom_filter_excludes) FROM parquet_bloom_probe(?, ?, ?)"
        return duckdb.execute(probe, [str(path), column, value]).fetchone()[0]

    assert not is_ruled_out(value)
    assert is_ruled_out("nowhere.example")


def test_large_tables_are_cut_into_row_groups(tmp_path):
    row = article_rows(make(1), "run-1")["sentences"][0]
    part = pa.Table.from_pylist([row] * 30_005, arrow_schema(SENTENCES))
    rows = 4 * part.num_rows

    write_parquet([part] * 4, tmp_path / "t.parquet", SENTENCES)

    metadata = pq.read_metadata(tmp_path / "t.parquet")
    assert [metadata.row_group(n).num_rows for n in range(2)] == [
        SENTENCES.row_group_rows,
        rows - SENTENCES.row_group_rows,
    ]


def every_field():
    for dataset in DATASETS.values():
        for field in dataset.fields:
            yield f"{dataset.name}.{field.name}", field
            for child in field.children:
                yield f"{dataset.name}.{field.name}.{child.name}", child


def test_keys_and_other_columns_that_datasets_name_are_there():
    for dataset in DATASETS.values():
        assert {*dataset.key, *dataset.added, dataset.sort_key} <= set(dataset.names)
        assert dataset.flagged_by is None or dataset.flagged_by in dataset.names
        for owner in (dataset.fields, *(field.children for field in dataset.fields)):
            names = {field.name for field in owner}
            assert {field.after for field in owner if field.after} <= names


VALUES = {
    "string": str, "list<string>": str, "int32": int, "int64": int, "float64": float,
    "bool": lambda text: {"true": True, "false": False}[text], "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
}  # fmt: skip


@pytest.mark.parametrize(("name", "field"), list(every_field()), ids=[n for n, _ in every_field()])
def test_every_field_is_described_and_its_example_keeps_its_rules(name, field):
    assert field.description.endswith(".")
    if field.type in ("int32", "int64", "float64", "date", "timestamp", "binary"):
        assert field.unit
    # Bytes would tell nothing, and the parts of a struct have their own.
    if field.type == "binary" or field.children:
        assert not field.example
    else:
        value = VALUES[field.type](field.example)
        assert value != ""
        assert not field.enum or value in field.enum
        assert not field.pattern or re.fullmatch(field.pattern, value)
        assert field.minimum is None or value >= field.minimum
        assert field.above is None or value > field.above
        assert field.maximum is None or value <= field.maximum


def test_examples_of_one_row_fit_together():
    for owner in (
        MENTIONS.fields,
        next(f for f in ARTICLES.fields if f.name == "key_numbers").children,
    ):
        example = {field.name: field.example for field in owner}
        assert len(example["surface_uk"]) == int(example["end"]) - int(example["start"])
        for field in owner:
            assert not field.after or float(field.example) > float(example[field.after])


def test_the_data_dictionary_is_up_to_date():
    # python -m tasks.load.dictionary > docs/data-dictionary.md
    assert DICTIONARY.read_text(encoding="utf-8") == data_dictionary()


def test_the_data_dictionary_names_every_column():
    text = data_dictionary()
    for dataset in DATASETS.values():
        section = text.split(f"\n## {dataset.name}\n")[1].split("\n## ")[0]
        assert all(f"| `{name}` |" in section for name in dataset.names)


def test_the_data_dictionary_tells_units_and_rules():
    lines = [re.split(r"(?<!\\) \| ", line) for line in data_dictionary().splitlines()]
    rows = {cells[0]: cells for cells in lines if cells[0].startswith("| `")}
    assert {len(cells) for cells in rows.values()} == {6}
    assert rows["| `score`"][2] == "share"
    assert rows["| `score`"][4].endswith("More than 0, at most 1.")
    assert rows["| `end`"][4].endswith("More than `start`.")
    assert rows["| `sha256`"][4].endswith("Matches `[0-9a-f]{64}`.")
    assert r"[A-Z]{3}\|person" in rows["| `key_numbers.unit`"][4]
