"""Time the translation memory over a large output.

    .venv/bin/python benchmarks/memory.py [--rows 1000000] [--months 24]

Writes published sentences of about 100 characters, a file a month, half of them of another
engine, and prints what the first look-up costs (the index is built then), what the index
takes in memory, and how many sentences a second are looked up: batches of 1,000 that are all
known (each from two months, as news comes), and batches that are all new.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.language.text import sentence_key
from tasks.load.memory.sentence_index import SentenceIndex
from tasks.load.schema import SENTENCES, file_of
from tasks.load.storage.arrow import arrow_schema, write_parquet
from tasks.models import Maker

DRAFT, CLOUD = Maker("draft", "2-abc"), Maker("google", "deep-translator-1.11.4")
WORDS = (
    "міська", "рада", "виділила", "мільйонів", "гривень", "на", "ремонт", "лікарні", "голова",
    "повідомив", "сьогодні", "уряд", "ухвалив", "постанову", "про", "відбудову", "мостів",
    "області", "внаслідок", "обстрілу", "пошкоджено", "будинки",
)  # fmt: skip
BATCH = 1_000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--months", type=int, default=24)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        months = write(Path(folder), given.rows, given.months)
        stored = sum(path.stat().st_size for path in Path(folder).rglob("*.parquet"))
        print(f"{given.rows:,} sentences in {given.months} files, {stored / 1e6:,.0f} MB")
        measure(Path(folder), months)


def measure(folder: Path, months: list[list[str]]) -> None:
    index = SentenceIndex(folder)
    before = peak()
    build = timed(lambda: [index.holds(["Немає."], maker) for maker in (CLOUD, DRAFT)])
    print(f"build           {build:8.2f} s   (once a process, at the first batch with news)")
    print(f"index           {index.nbytes / 1e6:8.1f} MB")
    print(f"peak memory     {peak() - before:8.0f} MB  more than before, of the process")
    again = timed(lambda: index.holds(["Немає."], DRAFT))
    print(f"nothing changed {again * 1000:8.1f} ms  to see that no file was replaced")
    drawn = random.Random(1)
    known = [text for month in months[:2] for text in month[1::2]]
    batches = [drawn.sample(known, BATCH) for _ in range(10)]
    rate("known", batches, lambda batch: index.find(list(map(sentence_key, batch)), DRAFT), BATCH)
    new = [[f"Нове речення {n} {number}" for number in range(BATCH)] for n in range(10)]
    rate("new", new, lambda batch: index.find(list(map(sentence_key, batch)), DRAFT), 0)


def rate(
    name: str, batches: list[list[str]], find: Callable[[list[str]], dict[str, str]], hits: int
) -> None:
    found: list[dict[str, str]] = []
    seconds = timed(lambda: found.extend(find(batch) for batch in batches))
    assert [len(item) for item in found] == [hits] * len(batches)
    count = sum(map(len, batches))
    print(f"look-ups, {name:<6}{count / seconds:8,.0f} a second")


def write(folder: Path, rows: int, months: int) -> list[list[str]]:
    """Write the files; returns the Ukrainian of each."""
    drawn = random.Random(7)
    texts: list[list[str]] = []
    for month in range(months):
        count = rows // months + (month < rows % months)
        uk = [
            f"{' '.join(drawn.choices(WORDS, k=12)).capitalize()} {month}-{number}."
            for number in range(count)
        ]
        path = folder / file_of(SENTENCES, f"{2024 + month // 12}-{month % 12 + 1:02d}")
        path.parent.mkdir(parents=True)
        write_parquet([table(uk, month)], path, SENTENCES)
        texts.append(uk)
    return texts


def table(uk: list[str], month: int) -> pa.Table:
    count = len(uk)
    columns: dict[str, list[Any]] = {
        "article_id": [f"{month:04x}{number // 20:012x}" for number in range(count)],
        "sentence_id": [f"{month:04x}{n // 20:012x}-{n % 20:04d}" for n in range(count)],
        "role": ["body"] * count,
        "paragraph": [number % 20 // 3 for number in range(count)],
        "uk": uk,
        "en": [text.translate(LATIN) for text in uk],
        "engine": [DRAFT.engine if n % 2 else CLOUD.engine for n in range(count)],
        "engine_version": [(DRAFT if n % 2 else CLOUD).engine_version for n in range(count)],
        "tier": ["draft" if number % 2 else "cloud" for number in range(count)],
        "flags": [[]] * count,
        "is_from_memory": [False] * count,
        "fallback_reason": [None] * count,
        "glossary_version": [None] * count,
        "run_id": ["benchmark"] * count,
    }
    return pa.table(columns, schema=arrow_schema(SENTENCES))


LATIN = str.maketrans("абвгдежзийклмнопрстуфхцчшщьюяіїєґ", "abvhdezzyiklmnoprstufkcss'uaiieg'"[:33])


def timed(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def peak() -> float:
    """The most memory the process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    os.nice(5)
    main()
