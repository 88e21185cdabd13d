"""What of the schema is frozen within a version, and what a change of it asks for.

`python -m tests.load.frozen > tests/load/schema_v1.json` notes what has been added.
"""

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from tasks.load.schema import DATASETS, SCHEMA_VERSION, Dataset
from tasks.load.storage.arrow import arrow_schema

FROZEN = Path(__file__).parent / f"schema_v{SCHEMA_VERSION}.json"
# Words may be improved; what programs depend on may not change within a version.
_WORDS = {"description", "example", "row"}
_LAYOUT = {"is_repetitive", "is_sought", "row_group_rows"}
_PROMISES = {"unit", "enum", "pattern", "minimum", "maximum", "above", "after"}


class Kind(StrEnum):
    """What a difference asks for."""

    ADDITIVE = (
        "readers of older files stay right: note it in the frozen file "
        f"(python -m tests.load.frozen > tests/load/{FROZEN.name}) and in CHANGELOG.md"
    )
    LAYOUT = (
        "only how new files are laid out: note it in the frozen file (python -m "
        f"tests.load.frozen > tests/load/{FROZEN.name}); files of more rows than a row group "
        "get other content hashes where `row_group_rows` changes"
    )
    BREAKING = (
        "programs that read this version would fail or misread: take it back, or raise "
        f"SCHEMA_VERSION in tasks/load/schema, leave {FROZEN.name} and tests/load/released as "
        "they are, and freeze the new version beside it"
    )


class Difference(NamedTuple):
    """A change of the schema; `what` is in words."""

    what: str
    kind: Kind


def described():
    """The schema without its words, and without what a field is not."""
    return json.loads(json.dumps({name: _dataset(found) for name, found in DATASETS.items()}))


def read_frozen():
    return json.loads(FROZEN.read_text(encoding="utf-8"))


def differences(old, new):
    """Yield what changed between two descriptions."""
    for name in old.keys() - new.keys():
        yield Difference(f"the dataset {name} is gone", Kind.BREAKING)
    for name in new.keys() - old.keys():
        yield Difference(f"the dataset {name} is new", Kind.ADDITIVE)
    for name in old.keys() & new.keys():
        yield from _of_dataset(name, old[name], new[name])


def told(found):
    """Say all differences, and what to do."""
    return "\n".join(f"{item.what}: {item.kind}" for item in sorted(found))


def _dataset(dataset):
    types = {field.name: str(field.type) for field in arrow_schema(dataset)}
    columns = {name: kind | {"arrow": types[name]} for name, kind in _fields(dataset).items()}
    return _plain(asdict(dataset)) | {"fields": columns}


def _fields(owner):
    parts = owner.fields if isinstance(owner, Dataset) else owner.children
    return {
        part.name: _plain(asdict(part)) | ({"children": _fields(part)} if part.children else {})
        for part in parts
    }


def _plain(attributes):
    return {
        key: value
        for key, value in attributes.items()
        if key not in _WORDS and value not in ("", (), None) and value is not False
    }


def _of_dataset(name, old, new):
    yield from _of_fields(name, old["fields"], new["fields"], set(new.get("added", ())))
    # What was added is told by its column.
    for key in sorted((old.keys() | new.keys()) - {"fields", "added"}):
        yield from _of_attribute(name, key, old.get(key), new.get(key))
    for column in set(old.get("added", ())) - set(new.get("added", ())):
        yield Difference(f"{name}.{column} no longer counts as added", Kind.BREAKING)


def _of_fields(owner, old, new, added):
    for name in old.keys() - new.keys():
        yield Difference(f"{owner}.{name} is gone", Kind.BREAKING)
    for name in new.keys() - old.keys():
        if new[name].get("is_nullable") and name in added:
            yield Difference(f"{owner}.{name} is new, and null in older files", Kind.ADDITIVE)
        else:
            what = f"{owner}.{name} is new, but not nullable and listed in `added`"
            yield Difference(what, Kind.BREAKING)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield Difference(f"the columns of {owner} are in another order", Kind.BREAKING)
    for name in old.keys() & new.keys():
        children = old[name].get("children", {}), new[name].get("children", {})
        yield from _of_fields(f"{owner}.{name}", *children, set())
        for key in sorted((old[name].keys() | new[name].keys()) - {"children"}):
            yield from _of_attribute(f"{owner}.{name}", key, old[name].get(key), new[name].get(key))


def _of_attribute(owner, key, old, new):
    if old == new:
        return
    kind = Kind.BREAKING
    if key in _LAYOUT:
        kind = Kind.LAYOUT
    elif key in _PROMISES and old is None:
        # That released files keep it, too, is tested with them.
        kind = Kind.ADDITIVE
    yield Difference(f"{key} of {owner} was {old!r} and is {new!r}", kind)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(described(), indent=1, ensure_ascii=False) + "\n")
