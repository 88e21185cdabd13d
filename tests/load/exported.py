"""An output of three months, two outlets and a hierarchy of topics, and what exports hold."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from tasks.load.export import Filters, Format, export, make_plan
from tasks.models import Label, TaggedArticle
from tests.load.factories import LATER, load, make

CONFLICT = Label("iptc", "16000000", "конфлікт", "conflict, war and peace", 0.9)
ARMED = Label("iptc", "20000056", "збройний конфлікт", "armed conflict", 0.8, broader="16000000")
WAR = Label("iptc", "20000062", "війна", "war", 0.7, broader="20000056")
HEALTH = Label("iptc", "07000000", "здоровʼя", "health", 0.6)
POLAND = Label("iso3166", "PL", "Польща", "Poland", 0.5)
UKRAINE = Label("iso3166", "UA", "Україна", "Ukraine", 0.5)
BRIDGES = Label("source", "мости", "мости", "bridges", 1.0)

# Each combination of what filters ask for is there, and each label somewhere alone.
ARTICLES = (
    (date(2026, 1, 31), "visti.example", (WAR, UKRAINE)),
    (date(2026, 2, 1), "visti.example", (HEALTH, POLAND, BRIDGES)),
    (date(2026, 2, 1), "inshi.example", (CONFLICT,)),
    (date(2026, 2, 14), "visti.example", (CONFLICT, ARMED, POLAND, UKRAINE)),
    (date(2026, 2, 28), "inshi.example", ()),
    (date(2026, 3, 1), None, (HEALTH, WAR, BRIDGES)),
    (date(2026, 3, 2), "inshi.example", (POLAND,)),
    (None, "visti.example", (ARMED, POLAND)),
    (None, None, (UKRAINE, BRIDGES)),
)


def labelled(number: int, *labels: Label, **changes: object) -> TaggedArticle:
    return replace(make(number, **changes), labels=labels)


def load_all(folder: Path) -> Path:
    articles = [
        labelled(number, *labels, published_date=day, outlet_domain=outlet)
        for number, (day, outlet, labels) in enumerate(ARTICLES, start=1)
    ]
    load(folder, *articles[:5])
    load(folder, *articles[5:], run_id="run-2", now=LATER)
    return folder


def exported(output: Path, target: Path, dataset: str = "articles", **given: Any) -> list[Any]:
    """The rows of a text format as its own reader of the standard library has them."""
    wanted = Format.CSV if ".csv" in target.name else Format.JSONL
    plan = make_plan(wanted, datasets=[dataset], is_compressed=target.suffix == ".gz", **given)
    export(output, target, plan, may_replace=True)
    return list(read(target))


def read(target: Path, delimiter: str = ",") -> Iterator[dict[str, Any]]:
    content = target.read_bytes()
    text = (gzip.decompress(content) if target.suffix == ".gz" else content).decode()
    if ".csv" in target.name:
        lines = StringIO(text.removeprefix("\ufeff"), newline="")
        yield from csv.DictReader(lines, delimiter=delimiter, strict=True)
    else:
        yield from (json.loads(line) for line in text.split("\n")[:-1])


def chosen(output: Path, target: Path, filters: Filters, dataset: str = "articles") -> list[str]:
    """The articles whose rows are exported, in their order."""
    return [row["article_id"] for row in exported(output, target, dataset, filters=filters)]
