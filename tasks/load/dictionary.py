"""The data dictionary, `docs/data-dictionary.md`, made from the declared schema.

`python -m tasks.load.dictionary` prints it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tasks.load.schema import (
    ARTICLES,
    DOCUMENTS,
    PARTITION_KEY,
    PARTITIONED,
    READING_ORDER,
    SCHEMA_VERSION,
    Dataset,
    Field,
    file_of,
)

_INTRODUCTION = f"""\
<!-- Made by `python -m tasks.load.dictionary > docs/data-dictionary.md`: do not edit. -->

# Data dictionary

Schema version {SCHEMA_VERSION}. Within a version columns are only ever added, and added ones may be
null in older files. Texts ending in `_uk` are as printed, those ending in `_en` are English;
`_at` is an instant in UTC. A unit is what a number counts or measures, or the standard of a code;
a pattern matches the whole value.

The datasets {{partitioned}} lie in one folder a month,
`{file_of(ARTICLES, "2026-02")}`; `{PARTITION_KEY}` is `unknown` for articles
without a date, and is a string to every reader. Where an output is written by day, the folder has a
file a day, `{file_of(ARTICLES, "2026-02-05").rpartition("/")[2]}`. `documents`, which is there
once a page was fetched, has one folder a week of fetching,
`{file_of(DOCUMENTS, "2026-W06")}`.
The others are one file each. `manifest.json` lists every file with its rows, size and checksums;
`datapackage.json` says what is on this page to programs ([reading.md](reading.md)), and so does the
metadata of each column in the files: `description`, `unit`, `example`, `enum` (a JSON array). All
of it is made from `tasks/load/schema/`, and so are the checks before publishing.
"""


def data_dictionary() -> str:
    """The whole dictionary as Markdown."""
    names = ", ".join(f"`{dataset.name}`" for dataset in READING_ORDER if dataset in PARTITIONED)
    sections = [_INTRODUCTION.format(partitioned=names), *map(_section, READING_ORDER)]
    return "\n".join(sections)


def _section(dataset: Dataset) -> str:
    key = ", ".join(f"`{name}`" for name in dataset.key)
    lines = [
        f"## {dataset.name}",
        "",
        f"{dataset.description} A row is {dataset.row}; its key is {key}.",
        "",
        "| column | type | unit | null | what it is | example |",
        "|---|---|---|---|---|---|",
        *(line for field in dataset.fields for line in _lines(field)),
    ]
    return "\n".join(lines) + "\n"


def _lines(field: Field, parent: str = "") -> Iterator[str]:
    name = f"{parent}{field.name}"
    cells = (
        f"`{name}`",
        field.type,
        field.unit,
        "yes" if field.is_nullable else "",
        " ".join([field.description, *_rules(field)]),
        field.example,
    )
    yield f"| {' | '.join(map(_escaped, cells))} |"
    for child in field.children:
        yield from _lines(child, f"{name}.")


def _rules(field: Field) -> Iterator[str]:
    if field.enum:
        yield f"One of {', '.join(f'`{value}`' for value in field.enum)}."
    if field.pattern:
        yield f"Matches `{field.pattern}`."
    bounds = [
        *([f"at least {field.minimum}"] if field.minimum is not None else []),
        *([f"more than {field.above}"] if field.above is not None else []),
        *([f"at most {field.maximum}"] if field.maximum is not None else []),
        *([f"more than `{field.after}`"] if field.after else []),
    ]
    if bounds:
        yield f"{', '.join(bounds).capitalize()}."
    if field.is_volatile:
        yield "Not part of the content hash."


def _escaped(cell: str) -> str:
    # Also between backticks a bar ends the cell.
    return cell.replace("|", r"\|")


if __name__ == "__main__":
    sys.stdout.write(data_dictionary())
