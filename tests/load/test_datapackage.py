"""datapackage.json: what Frictionless Data requires, true of the files that are there."""

import hashlib
import json
import re
from datetime import date

import pyarrow.parquet as pq
import pytest

from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import DATASETS, SCHEMA_VERSION, RunState
from tasks.load.storage.datapackage import data_package, render_package
from tasks.load.storage.manifest import published_files, read_manifest
from tests.load.factories import LATER, NOW, fail, load, make, make_page, snapshot

MARCH = {"published_date": date(2026, 3, 1), "published_at": None}
# Of the specifications, version 1: Data Package, Data Resource, Table Schema.
PATH = re.compile(r"(?![./~])(?!.*\.\.).+")
NAME = re.compile(r"[-a-z0-9._/]+")
HASH = re.compile(r"[^:]+:[a-fA-F0-9]+")
TYPES = {
    "string": str, "integer": int, "number": float, "boolean": bool, "date": str,
    "datetime": str, "array": list, "object": dict,
}  # fmt: skip
ARROW = {
    "string": "string", "int32": "integer", "int64": "integer", "double": "number",
    "bool": "boolean", "date32[day]": "date", "timestamp[us, tz=UTC]": "datetime",
    "binary": "string",
}  # fmt: skip


def read_package(output):
    return json.loads((output / "datapackage.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    folder = tmp_path_factory.mktemp("output")
    articles = [make(1), make(2, page=make_page(2)), make(3, **MARCH), make(4, published_date=None)]
    load(folder, *articles, failures=(fail(9),))
    append_run(folder, RunRecord("run-1", NOW, NOW, RunState.COMPLETED, engines={"draft": 16}))
    return folder


@pytest.fixture(scope="module")
def resources(output):
    return {resource["name"]: resource for resource in read_package(output)["resources"]}


def test_what_the_specification_requires_is_there(output, resources):
    package = read_package(output)
    assert package["profile"] == "data-package"
    assert NAME.fullmatch(package["name"])
    assert package["schema_version"] == SCHEMA_VERSION
    assert "licenses" not in package
    assert resources.keys() == DATASETS.keys()
    for resource in resources.values():
        assert resource["profile"] == "data-resource"
        assert NAME.fullmatch(resource["name"])
        assert resource["path"]
        assert all(PATH.fullmatch(path) for path in resource["path"])
        assert "data" not in resource
        assert isinstance(resource["bytes"], int)
        assert HASH.fullmatch(resource.get("hash", "sha256:0"))


def test_it_describes_exactly_the_published_files(output, resources):
    described = {item["path"]: item for found in resources.values() for item in found["files"]}

    assert described.keys() == {
        path.relative_to(output).as_posix() for _, _, path in published_files(output)
    }
    for path, item in described.items():
        content = (output / path).read_bytes()
        assert item["bytes"] == len(content)
        assert item["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert item["rows"] == pq.read_metadata(output / path).num_rows
    for resource in resources.values():
        assert resource["path"] == [item["path"] for item in resource["files"]]
        for total in ("bytes", "rows"):
            assert resource[total] == sum(item[total] for item in resource["files"])
        assert ("hash" in resource) == (len(resource["path"]) == 1)


def test_its_fields_are_those_of_the_files(output, resources):
    for dataset, _, path in published_files(output):
        fields = resources[dataset.name]["schema"]["fields"]
        schema = pq.read_schema(path)
        assert [field["name"] for field in fields] == schema.names
        for field, arrow in zip(fields, schema, strict=True):
            assert field["type"] == ARROW.get(str(arrow.type), "array")
            assert field["description"] == arrow.metadata[b"description"].decode()
            is_required = field.get("constraints", {}).get("required", False)
            assert is_required == (not arrow.nullable)


def fields_below(fields):
    for field in fields:
        yield field
        yield from fields_below(field.get("arrayItem", {}).get("fields", []))


def test_examples_and_enumerations_are_values_of_their_type(resources):
    for resource in resources.values():
        for field in fields_below(resource["schema"]["fields"]):
            kind = TYPES[field["type"]]
            assert isinstance(field.get("example", kind()), kind), field["name"]
            allowed = field.get("constraints", {}).get("enum")
            assert allowed is None or field.get("example", allowed[0]) in allowed
    by_name = {field["name"]: field for field in resources["runs"]["schema"]["fields"]}
    assert by_name["engines"]["example"] == [{"engine": "draft", "sentences": 1830}]


def test_units_and_rules_are_told_of_columns_and_of_what_lists_hold(resources):
    fields = {
        name: {field["name"]: field for field in resource["schema"]["fields"]}
        for name, resource in resources.items()
    }
    article, tag = fields["articles"], fields["tags"]
    numbers = {part["name"]: part for part in article["key_numbers"]["arrayItem"]["fields"]}

    assert article["article_id"]["constraints"] == {"required": True, "pattern": "[0-9a-f]{16}"}
    assert article["word_count"]["unit"] == "words"
    assert "unit" not in article["title_uk"]
    assert article["language_codes"]["arrayItem"]["constraints"] == {"pattern": "[a-z]{2}"}
    assert "constraints" not in article["language_codes"]
    assert (tag["score"]["unit"], tag["score"]["constraints"]) == (
        "share", {"required": True, "minimum": 0, "maximum": 1}
    )  # fmt: skip
    assert tag["rank"]["constraints"] == {"minimum": 1}
    assert numbers["value"]["example"] == 3_000_000
    assert numbers["role"]["constraints"]["enum"][0] == "title"
    assert article["photos"]["example"] == [
        {"caption_uk": "Новий міст", "caption_en": "New bridge", "credit": "AP"}
    ]


def test_keys_and_references_name_fields_that_exist(resources):
    names = {
        name: {field["name"] for field in resource["schema"]["fields"]}
        for name, resource in resources.items()
    }
    referring = set()
    for name, resource in resources.items():
        assert set(resource["schema"]["primaryKey"]) <= names[name]
        for key in resource["schema"].get("foreignKeys", ()):
            reference = key["reference"]
            assert key["fields"] in names[name]
            assert reference["fields"] in names[reference["resource"] or name]
            referring.add((name, key["fields"]))
    assert referring == {
        ("articles", "duplicate_of"),
        ("sentences", "article_id"),
        ("mentions", "article_id"),
        ("tags", "article_id"),
    }


def test_the_partition_is_described_beside_the_fields(resources):
    assert resources["tags"]["partition"] == {
        "name": "published_month", "type": "string", "layout": "hive", "undated": "unknown",
    }  # fmt: skip
    assert resources["documents"]["partition"]["name"] == "fetched_week"
    assert "partition" not in resources["runs"]


def test_the_same_articles_give_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        load(tmp_path / name, make(1), make(2, **MARCH))

    first, second = ((tmp_path / name / "datapackage.json").read_bytes() for name in ("a", "b"))
    assert first == second


def test_it_follows_what_runs_add_and_take_away(tmp_path):
    load(tmp_path, make(1), make(2))
    load(tmp_path, make(1, text="Зміна.", **MARCH), run_id="run-2", now=LATER)
    load(tmp_path, make(2, text="Зміна.", **MARCH), run_id="run-3", now=LATER)

    rows = {
        item["path"]: item["rows"]
        for found in read_package(tmp_path)["resources"]
        for item in found["files"]
    }
    monthly = {"articles": 2, "sentences": 18, "mentions": 2, "tags": 4}
    assert rows == {
        f"{name}/published_month={month}/{name}.parquet": count * (month == "2026-03")
        for name, count in monthly.items()
        for month in ("2026-02", "2026-03")
    } | {"quarantine/quarantine.parquet": 0}
    expected = render_package(read_manifest(tmp_path))
    assert (tmp_path / "datapackage.json").read_bytes() == expected


def test_a_lost_one_is_made_anew_and_a_run_without_news_leaves_it_alone(tmp_path):
    load(tmp_path, make(1))
    before = snapshot(tmp_path)
    load(tmp_path, run_id="run-2", now=LATER)
    assert snapshot(tmp_path) == before

    (tmp_path / "datapackage.json").unlink()
    published = load(tmp_path, run_id="run-3", now=LATER)

    assert published.files_written == ()
    assert (tmp_path / "datapackage.json").read_bytes() == before["datapackage.json"][0]


def test_without_articles_there_is_no_reference_to_them(output):
    entries = {
        path: entry for path, entry in read_manifest(output).items() if entry.dataset != "articles"
    }

    assert all("foreignKeys" not in item["schema"] for item in data_package(entries)["resources"])
