"""A writer that publishes, and readers that read meanwhile: processes for the tests of races.

    python -m tests.load.racing write FOLDER PUBLISHES
    python -m tests.load.racing read FOLDER PUBLISHES READER STOP_FILE

What every publish makes is known beforehand, so that a reader can tell which state it sees.
A reader says "ready", goes on until the stop file is there, looks once more, and prints what
it saw.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds

from tasks.load.storage import files
from tests.load.factories import load, make

GUIDE = Path(__file__).parents[2] / "docs/reading.md"
FEBRUARY, MARCH, APRIL = date(2026, 2, 3), date(2026, 3, 4), date(2026, 4, 5)
EDITED, MOVER, NEW = 3, 7, 100
# The day of an article by its number; without one it lies in `unknown`.
FIRST = {1: FEBRUARY, 2: MARCH, EDITED: MARCH, 4: None, 5: None, MOVER: FEBRUARY}


@dataclass(frozen=True)
class Version:
    """An article as a publish made it; `month` is its partition, `bodies` its sentences."""

    publish: int
    day: date | None
    bodies: int

    @property
    def month(self) -> str:
        return f"{self.day:%Y-%m}" if self.day else "unknown"

    @property
    def run_id(self) -> str:
        return f"run-{self.publish:04d}"


def changed(publish: int) -> tuple[int, Version]:
    """The article that a publish changes: a new one, another text, there and back again.

    While the mover is in February, the files of April have no rows.
    """
    match publish % 4:
        case 1:
            return NEW + publish, Version(publish, FEBRUARY if publish % 8 == 1 else None, 2)
        case 2:
            return EDITED, Version(publish, MARCH, 1 + publish % 7)
        case 3:
            return MOVER, Version(publish, APRIL, 1 + publish % 3)
        case _:
            return MOVER, Version(publish, FEBRUARY, 1 + publish % 3)


def states(publishes: int) -> list[dict[str, Version]]:
    """What is published after each publish, by article; the first load is publish 0."""
    state = {identifier(n): Version(0, day, 2) for n, day in FIRST.items()}
    found = [state]
    for publish in range(1, publishes + 1):
        number, version = changed(publish)
        state = state | {identifier(number): version}
        found.append(state)
    return found


def identifier(number: int) -> str:
    return make(number).article.article_id


def article(number: int, version: Version):
    body = tuple(f"Речення {n} видання {version.publish}" for n in range(version.bodies))
    return make(number, text=version.run_id, body=body, published_date=version.day)


def begin(output: Path) -> None:
    load(output, *(article(n, Version(0, day, 2)) for n, day in FIRST.items()), run_id="run-0000")


def write(output: Path, publishes: int) -> None:
    # No power is cut here: waiting for the disk would only make the test longer.
    files.sync_file = files.sync_folder = lambda path: None
    pa.set_cpu_count(1)
    for publish in range(1, publishes + 1):
        number, version = changed(publish)
        load(output, article(number, version), run_id=version.run_id)


# The schema as a reader sees it, and rows.
Read = tuple[str, list[tuple[Any, ...]]]


def read_pyarrow(folder: Path, columns: list[str]) -> Read:
    dataset = ds.dataset(folder, partitioning="hive")
    rows = zip(*dataset.to_table(columns=columns).to_pydict().values(), strict=True)
    return str(dataset.schema.remove_metadata()), list(rows)


def read_pandas(folder: Path, columns: list[str]) -> Read:
    frame = pd.read_parquet(folder, dtype_backend="pyarrow").astype({"published_month": str})
    return str(dict(frame.dtypes)), list(frame[columns].itertuples(index=False, name=None))


def read_polars(folder: Path, columns: list[str]) -> Read:
    frame = pl.scan_parquet(f"{folder}/**/*.parquet", hive_partitioning=True)
    return str(frame.collect_schema()), frame.select(columns).collect().rows()


def read_duckdb(folder: Path, columns: list[str]) -> Read:
    return _read_relation(
        duckdb.sql(f"FROM read_parquet('{folder}/**/*.parquet', hive_partitioning = true)"), columns
    )


def read_duckdb_by_arrow(folder: Path, columns: list[str]) -> Read:
    dataset = ds.dataset(folder, partitioning="hive")  # noqa: F841 - DuckDB finds it by its name
    return _read_relation(duckdb.sql("FROM dataset"), columns)


def _read_relation(everything: duckdb.DuckDBPyRelation, columns: list[str]) -> Read:
    schema = str(list(zip(everything.columns, everything.types, strict=True)))
    return schema, everything.select(*columns).fetchall()


def read_polars_by_arrow(folder: Path, columns: list[str]) -> Read:
    frame = pl.scan_pyarrow_dataset(ds.dataset(folder, partitioning="hive"))
    return str(frame.collect_schema()), frame.select(columns).collect().rows()


# How a folder is read that is written to, and how a copy is that nobody writes to. Polars and
# DuckDB open a file by its name twice, and fail if it was replaced in between.
READERS = {
    "pyarrow": (read_pyarrow, read_pyarrow),
    "pandas": (read_pandas, read_pandas),
    "polars": (read_polars_by_arrow, read_polars),
    "duckdb": (read_duckdb_by_arrow, read_duckdb),
}


class Known:
    """The states that there will be, by publish, and what each month has in any of them."""

    def __init__(self, publishes: int) -> None:
        self.states = states(publishes)
        self.months = {
            (month, frozenset(rows))
            for state in self.states
            for month, rows in _by_month(state).items()
        }


def _by_month(state: dict[str, Version]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for name, made in state.items():
        found.setdefault(made.month, set()).add((name, made.run_id))
    return found


@dataclass
class Seen:
    """What a reader saw: `reads` of the folder as it was, `states` of its copy, by publish."""

    reads: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    schemas: Counter[str] = field(default_factory=Counter)
    copied_schemas: Counter[str] = field(default_factory=Counter)
    passing: Counter[str] = field(default_factory=Counter)
    states: list[int] = field(default_factory=list)


def read(output: Path, publishes: int, name: str, stop: Path) -> Seen:
    os.nice(5)  # the writer sets the pace
    pa.set_cpu_count(1)
    seen, known, is_last = Seen(), Known(publishes), False
    names: dict[str, Any] = {}
    exec(recipe(), names)
    print("ready", flush=True)  # noqa: T201
    with tempfile.TemporaryDirectory() as copy:
        while not is_last:
            is_last = stop.exists()
            try:
                look_at_folder(output, READERS[name][0], known, seen)
            except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
                seen.errors[f"{type(error).__name__}: {error}"[:300]] += 1
            names["follow"](output, Path(copy), tries=1_000)
            look_at_copy(Path(copy), READERS[name][1], known, seen)
    return seen


def recipe() -> str:
    """The program by which the guide tells how to get one whole state."""
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (block,) = (block for block in blocks if "def follow(" in block)
    return block


def look_at_folder(output: Path, reader: Callable[..., Read], known: Known, seen: Seen) -> None:
    """Read articles, then sentences, as they are: each file is whole, several may disagree."""
    schema, articles = reader(output / "articles", ["article_id", "run_id", "published_month"])
    seen.schemas[schema] += 1
    _, sentences = reader(output / "sentences", ["article_id", "role"])
    seen.reads += 1

    by_month: dict[Any, list[Any]] = {}
    for name, run_id, month in articles:
        by_month.setdefault(month, []).append((name, run_id))
    for month, rows in by_month.items():
        if len(rows) != len(set(rows)) or (month, frozenset(rows)) not in known.months:
            seen.wrong.append(f"{month} is of no state: {sorted(rows)}")

    counts = Counter(name for name, _, _ in articles)
    mover = identifier(MOVER)
    seen.passing["moved article twice"] += counts[mover] > 1
    seen.passing["moved article missing"] += mover not in counts
    others = {name: count for name, count in counts.items() if name != mover}
    if set(others.values()) != {1} or not known.states[0].keys() - {mover} <= others.keys():
        seen.wrong.append(f"articles are lost or doubled: {others}")

    bodies = Counter(name for name, role in sentences if role == "body")
    for name in others.keys() - {identifier(EDITED)}:
        if bodies[name] != 2:
            seen.wrong.append(f"{name} is there, and has {bodies[name]} sentences")


def look_at_copy(copy: Path, reader: Callable[..., Read], known: Known, seen: Seen) -> None:
    """Read a copy of one state: articles and sentences are those of one publish, exactly."""
    columns = ["article_id", "run_id", "published_month"]
    schema, articles = reader(copy / "articles", columns)
    seen.copied_schemas[schema] += 1
    _, sentences = reader(copy / "sentences", [*columns, "role"])
    publish = max(int(run_id.removeprefix("run-")) for _, run_id, _ in articles)
    state = known.states[publish]
    expected = {(name, made.run_id, made.month): made.bodies for name, made in state.items()}
    if Counter(articles) != dict.fromkeys(expected, 1):
        seen.wrong.append(f"articles are not those of publish {publish}")
    if Counter(row[:3] for row in sentences if row[3] == "body") != expected:
        seen.wrong.append(f"sentences are not those of publish {publish}")
    seen.states.append(publish)


if __name__ == "__main__":
    verb, folder, count, *rest = sys.argv[1:]
    if verb == "write":
        write(Path(folder), int(count))
    else:
        found = read(Path(folder), int(count), rest[0], Path(rest[1]))
        print(json.dumps(vars(found)))  # noqa: T201
