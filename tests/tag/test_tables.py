"""The tables of the tag stage: each is described."""

from __future__ import annotations

import re
from importlib.resources import files


def test_the_description_lists_every_table_and_no_other():
    data = files("tasks.transform.tag").joinpath("data")
    tables = {item.name for item in data.iterdir() if item.name.endswith(".tsv")}
    for item in data.joinpath("topics").iterdir():
        tables.add(f"topics/{item.name}" if item.is_file() else f"topics/{item.name}/")

    described = re.findall(
        r"^\| `([\w/.]+)`", data.joinpath("README.md").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert sorted(described) == sorted(tables)
