"""Time what a run reads of a large output before it begins, and before it publishes.

    .venv/bin/python benchmarks/state.py [--articles 1000000] [--months 24] [--inputs 100000]
        [--pages 100000] [--folder FOLDER]

Writes published articles, a file a month: the first of them are records of one JSON lines
file that is written, too, then come pages with an address, all others are files. Prints the
seconds and the most memory that it takes to open the state, to look up what is known, what
is new and all the inputs of a run in which nothing is new, and to plan a publish.

With `--folder` the datasets are left there, and taken from there the next time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.load.schema import ARTICLES, CHILDREN, DOCUMENTS, Dataset, file_of
from tasks.load.storage.arrow import arrow_schema, write_parquet
from tasks.version import pipeline_version

SITE = "https://visti.example/svit"
RECORDS = "records.jsonl"
EMPTY: dict[str, Any] = {
    "string": "",
    "int32": 0,
    "int64": 0,
    "float64": 0.0,
    "bool": False,
    "binary": b"",
    "timestamp": datetime(2026, 2, 6, tzinfo=UTC),
    "date": date(2026, 2, 6),
}
SOME = 1_000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=1_000_000)
    arguments.add_argument("--months", type=int, default=24)
    arguments.add_argument("--inputs", type=int, default=100_000)
    arguments.add_argument("--pages", type=int, default=100_000)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.step:
        STEPS[given.step](given.folder)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        if not (folder / "articles").exists():
            write(folder, given.articles, given.months, given.inputs, given.pages)
        stored = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
        print(f"{given.articles:,} articles, {given.pages:,} pages, {stored / 1e6:,.0f} MB")
        # Each in a process of its own: the most memory of one is not that of another.
        for step in STEPS:
            command = [sys.executable, __file__, "--folder", str(folder), "--step", step]
            subprocess.run(command, check=True)


# What is timed.


def measure_known(folder: Path) -> None:
    from tasks.load.state.known import read_state

    state = told("open the state", lambda: read_state(folder))
    uris = random.Random(1).sample(list(state.documents), SOME)
    told(f"look up {SOME:,} known", lambda: [state.documents[uri].sha256 for uri in uris])
    told(f"look up {SOME:,} new", lambda: [state.documents.get(f"{uri}?") for uri in uris])
    told(f"look up {SOME:,} pages", lambda: [state.pages().get(page_uri(n)) for n in range(SOME)])


def measure_discovery(folder: Path) -> None:
    from tasks.extract.discovery import discover
    from tasks.load.state.known import read_state

    state = told("open the state", lambda: read_state(folder))
    source = str(folder / RECORDS)
    found = told(
        "find the inputs",
        lambda: discover(
            [source],
            loaded=state.loaded(),
            quarantined={},
            pages=state.pages(),
            holders=state.holders,
        ),
    )
    assert not found.new
    assert len(found.unchanged) == found.total


def measure_publish(folder: Path) -> None:
    from tasks.load.fill_rates import FillRates
    from tasks.load.merge.identity import StagedDocument
    from tasks.load.merge.plan import plan
    from tasks.load.merge.stored import StoredArticles
    from tasks.load.staging import StagedBatch
    from tasks.load.state.pages import latest_versions
    from tasks.load.storage.manifest import reconciled, render

    edited = [StagedDocument(page_uri(n), sha256(f"{n}"), f"{n:016x}", "2024-03") for n in range(9)]
    new = [
        StagedDocument(f"file:///new/{n}", sha256(f"new {n}"), f"a{n:015x}", "2024-03")
        for n in range(SOME - len(edited))
    ]
    batch = StagedBatch("benchmark", 1, folder, (*edited, *new), {}, {}, 0, FillRates(), ())
    planned = told(f"plan {SOME:,}", lambda: plan([batch], StoredArticles(folder)))
    assert planned.replaced.keys() == {document.source_uri for document in edited}
    told("their kept pages", lambda: latest_versions(folder, planned.placements))
    (folder / "manifest.json").write_bytes(render(reconciled(folder)))
    told("check the manifest", lambda: reconciled(folder))


STEPS: dict[str, Callable[[Path], None]] = {
    "known": measure_known,
    "discovery": measure_discovery,
    "publish": measure_publish,
}


# What is written.


def write(folder: Path, articles: int, months: int, inputs: int, pages: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    sources = list(sources_of(folder, articles, inputs, pages))
    random.Random(7).shuffle(sources)
    for month in range(months):
        name = f"{2024 + month // 12}-{month % 12 + 1:02d}"
        some = sources[month::months]
        put(
            folder,
            ARTICLES,
            name,
            {
                "article_id": sorted(sha256(uri)[:16] for uri, _ in some),
                "source_uri": [uri for uri, _ in some],
                "source_sha256": [digest for _, digest in some],
                "parsed_sha256": [digest for _, digest in some],
                "body_uk": [f"{digest} " * 20 for _, digest in some],
                "pipeline_version": [pipeline_version()] * len(some),
                "revision": [1] * len(some),
            },
        )
        for child in CHILDREN:
            put(folder, child, name, {})
    kept = [(uri, digest) for uri, digest in sorted(sources) if uri.startswith(SITE)]
    weeks = 4 * months
    for week in range(weeks):
        some = kept[week::weeks]
        put(
            folder,
            DOCUMENTS,
            f"{2024 + week // 52}-W{week % 52 + 1:02d}",
            {
                "source_uri": [uri for uri, _ in some],
                "sha256": [digest for _, digest in some],
                "etag": [f'"{digest[:16]}"' for _, digest in some],
                "last_modified": ["Thu, 05 Feb 2026 12:05:00 GMT"] * len(some),
                "content": [f"<p>{digest}</p>".encode() for _, digest in some],
            },
        )


def sources_of(folder: Path, articles: int, inputs: int, pages: int) -> Iterator[tuple[str, str]]:
    """The URI and the SHA-256 of every article."""
    from tasks.extract.discovery import discover

    path = folder / RECORDS
    with path.open("w") as file:
        for number in range(inputs):
            record = {"url": f"{SITE}/{number}", "title": f"Новина {number}", "text": "Слово " * 50}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    for ref in discover([str(path)], loaded={}, quarantined={}).new:
        yield ref.uri, ref.sha256 or ""
    for number in range(pages):
        yield page_uri(number), sha256(f"page {number}")
    for number in range(inputs + pages, articles):
        yield f"file:///archive/2024/page-{number:08d}.html", sha256(f"file {number}")


def page_uri(number: int) -> str:
    return f"{SITE}/news/{number:08d}.html"


def put(folder: Path, dataset: Dataset, partition: str, columns: dict[str, list[Any]]) -> None:
    rows = len(next(iter(columns.values()), []))
    table = {
        field.name: columns.get(
            field.name,
            [None if field.is_nullable else EMPTY.get(field.type, [])] * rows,
        )
        for field in dataset.fields
    }
    path = folder / file_of(dataset, partition)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_parquet([pa.table(table, schema=arrow_schema(dataset))], path, dataset)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def told(what: str, step: Callable[[], Any]) -> Any:
    """Do something and print the time it took, and what memory the process has had at most."""
    before, start, busy = peak(), time.perf_counter(), time.process_time()
    result = step()
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    print(f"{what:<22}{seconds:8.2f} s, {busy:6.2f} s of a core, {peak() - before:5.0f} MB more")
    return result


def peak() -> float:
    """The most memory the process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    os.nice(5)
    main()
