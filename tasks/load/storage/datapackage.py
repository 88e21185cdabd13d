"""datapackage.json: the published files and their schema, as Frictionless Data has it.

Version 1 of https://specs.frictionlessdata.io: any program that knows it finds the files,
columns, keys and references of an output. Made from the declared schema and the manifest,
and, like those, the same for the same data.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from tasks.load.schema import (
    ARTICLES,
    NO_DATE,
    PARTITION_KEY,
    READING_ORDER,
    REFERENCES,
    SCHEMA_VERSION,
    Dataset,
    Field,
)
from tasks.load.storage.manifest import Entries, FileEntry

DATA_PACKAGE = "datapackage.json"

Descriptor = dict[str, Any]

_MEDIA_TYPE = "application/vnd.apache.parquet"
# The types of Table Schema. Bytes have none there: as text they would be in base64.
_TYPES: dict[str, Descriptor] = {
    "string": {"type": "string"},
    "int32": {"type": "integer"},
    "int64": {"type": "integer"},
    "float64": {"type": "number"},
    "bool": {"type": "boolean"},
    "date": {"type": "date"},
    "timestamp": {"type": "datetime"},
    "binary": {"type": "string", "format": "binary"},
    "list<string>": {"type": "array", "arrayItem": {"type": "string"}},
    "list<struct>": {"type": "array", "arrayItem": {"type": "object"}},
}


def render_package(entries: Entries) -> bytes:
    """The data package as it is written: the same entries give the same bytes."""
    document = json.dumps(data_package(entries), indent=1, ensure_ascii=False)
    return f"{document}\n".encode()


def data_package(entries: Entries) -> Descriptor:
    """Describe the files of a manifest; a dataset without a file is no resource."""
    by_dataset: dict[str, list[FileEntry]] = {}
    for path in sorted(entries):
        by_dataset.setdefault(entries[path].dataset, []).append(entries[path])
    return {
        "profile": "data-package",
        "name": "visnyk",
        "title": "Ukrainian news in English",
        "description": "Articles with their sentences in Ukrainian and English, the names and "
        "labels in them, and the runs that made them.",
        "schema_version": SCHEMA_VERSION,
        "resources": [
            _resource(dataset, by_dataset[dataset.name], by_dataset)
            for dataset in READING_ORDER
            if dataset.name in by_dataset
        ],
    }


def _resource(dataset: Dataset, files: Sequence[FileEntry], present: Collection[str]) -> Descriptor:
    described: Descriptor = {
        "profile": "data-resource",
        "name": dataset.name,
        "description": dataset.description,
        "path": [entry.path for entry in files],
        "format": "parquet",
        "mediatype": _MEDIA_TYPE,
        "bytes": sum(entry.bytes for entry in files),
        "rows": sum(entry.rows for entry in files),
    }
    if len(files) == 1:  # of several, the specification knows no hash
        described["hash"] = _hash(files[0])
    described["files"] = [
        {"path": e.path, "bytes": e.bytes, "rows": e.rows, "hash": _hash(e)} for e in files
    ]
    if dataset.partition_key:
        described["partition"] = _partition(dataset.partition_key)
    return described | {"schema": _schema(dataset, present)}


def _hash(entry: FileEntry) -> str:
    return f"sha256:{entry.sha256}"


def _partition(key: str) -> Descriptor:
    """The column that is in the names of the folders, and in no file."""
    described: Descriptor = {"name": key, "type": "string", "layout": "hive"}
    return described | ({"undated": NO_DATE} if key == PARTITION_KEY else {})


def _schema(dataset: Dataset, present: Collection[str]) -> Descriptor:
    schema: Descriptor = {
        "fields": [_field(field) for field in dataset.fields],
        # Nulls are nulls in Parquet; an empty text is a text.
        "missingValues": [],
        "primaryKey": list(dataset.key),
    }
    column = REFERENCES.get(dataset.name)
    if column and ARTICLES.name in present:
        # An empty name is the resource itself.
        resource = "" if dataset is ARTICLES else ARTICLES.name
        reference = {"resource": resource, "fields": ARTICLES.key[0]}
        schema["foreignKeys"] = [{"fields": column, "reference": reference}]
    return schema


def _field(field: Field) -> Descriptor:
    described: Descriptor = {"name": field.name, **_TYPES[field.type]}
    described["description"] = field.description
    if field.unit:
        described["unit"] = field.unit
    if field.example or field.children:
        described["example"] = _example(field)
    constraints = {} if field.is_nullable else {"required": True}
    if field.type == "list<string>":
        # Rules for the elements, not for the list.
        described["arrayItem"] = _with_constraints(described["arrayItem"], _rules(field))
    elif field.children:
        children = [_field(child) for child in field.children]
        described["arrayItem"] = described["arrayItem"] | {"fields": children}
    else:
        constraints |= _rules(field)
    return _with_constraints(described, constraints)


def _with_constraints(described: Descriptor, constraints: Descriptor) -> Descriptor:
    return described | ({"constraints": constraints} if constraints else {})


def _rules(field: Field) -> Descriptor:
    """The rules for values that the specification has words for."""
    rules: Descriptor = {}
    if field.enum:
        rules["enum"] = list(field.enum)
    if field.pattern:
        rules["pattern"] = field.pattern
    # A bound that is not reached has no word in version 1: the unit of such a field tells it.
    least = field.minimum if field.above is None else field.above
    if least is not None:
        rules["minimum"] = least
    if field.maximum is not None:
        rules["maximum"] = field.maximum
    return rules


def _example(field: Field) -> Any:
    """The example as a value of the field's type; the dictionary writes it for readers."""
    match field.type:
        case "int32" | "int64":
            return int(field.example)
        case "float64":
            return float(field.example)
        case "bool":
            return field.example == "true"
        case "list<string>":
            return [field.example]
        case "list<struct>":
            return [{child.name: _example(child) for child in field.children}]
        case _:
            return field.example
