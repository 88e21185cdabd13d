"""The schema: frozen, described, and the same in the files as in the code."""

import json
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tasks.load.arrow import arrow_schema, write_parquet
from tasks.load.dictionary import data_dictionary
from tasks.load.manifest import published_files
from tasks.load.rows import article_rows
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import DATASETS, SCHEMA_VERSION, SENTENCES, RunState
from tests.load.factories import NOW, fail, load, make, make_page

FROZEN = Path(__file__).parent / f"schema_v{SCHEMA_VERSION}.json"
DICTIONARY = Path(__file__).parents[2] / "docs/data-dictionary.md"
# Words may be improved; what programs depend on may not change within a version.
WORDS = {"description", "example", "row"}


def described():
    return {
        name: _without_words(asdict(dataset))
        | {"arrow": [str(field.type) for field in arrow_schema(dataset)]}
        for name, dataset in DATASETS.items()
    }


def _without_words(value):
    if isinstance(value, dict):
        return {key: _without_words(item) for key, item in value.items() if key not in WORDS}
    if isinstance(value, (list, tuple)):
        return [_without_words(item) for item in value]
    return value


def test_the_schema_of_this_version_is_frozen():
    # An additive change: add it to the file too. Any other change: a new SCHEMA_VERSION.
    assert described() == json.loads(FROZEN.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    folder = tmp_path_factory.mktemp("output")
    load(folder, make(1), make(2, page=make_page(2)), failures=(fail(3),))
    append_run(folder, RunRecord("run-1", NOW, NOW, RunState.COMPLETED, engines={"draft": 16}))
    return folder


def test_every_file_has_the_declared_schema_with_its_descriptions(output):
    seen = set()
    for dataset, _, path in published_files(output):
        schema = pq.read_schema(path)
        assert schema.equals(arrow_schema(dataset), check_metadata=True)
        assert schema.metadata[b"schema_version"] == SCHEMA_VERSION.encode()
        assert all(field.metadata[b"description"] for field in schema)
        seen.add(dataset.name)
    assert seen == DATASETS.keys()


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


def test_every_field_is_described_and_every_enumeration_has_its_example():
    for dataset in DATASETS.values():
        assert set(dataset.key) <= set(dataset.names)
        assert dataset.flagged_by is None or dataset.flagged_by in dataset.names
        for field in dataset.fields:
            assert field.description.endswith("."), field.name
            assert not field.enum or field.example in field.enum, field.name


def test_the_data_dictionary_is_up_to_date():
    # python -m tasks.load.dictionary > docs/data-dictionary.md
    assert DICTIONARY.read_text(encoding="utf-8") == data_dictionary()


def test_the_data_dictionary_names_every_column():
    text = data_dictionary()
    for dataset in DATASETS.values():
        section = text.split(f"\n## {dataset.name}\n")[1].split("\n## ")[0]
        assert all(f"| `{name}` |" in section for name in dataset.names)
