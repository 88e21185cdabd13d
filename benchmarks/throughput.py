"""Time the whole job over many articles, then a second run with nothing new.

    .venv/bin/python benchmarks/throughput.py [--articles 1000] [--runner threads]

The articles are the pages of tests/fixtures/pages, each time with other sentences of
the pool and another title and day, so that nothing is a copy. Prints articles a second,
with and without the start of Prefect (timed on an empty run), and peak memory.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "tests" / "fixtures" / "pages"
PARAGRAPHS = 6


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=1000)
    arguments.add_argument("--batch-size", type=int, default=50)
    arguments.add_argument("--runner", choices=["threads", "processes"], default="threads")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder, "inbox")
        options = ["-b", str(given.batch_size), "--runner", given.runner]
        write_pages(inbox, 1)
        run(folder, inbox, options)  # makes Prefect's database
        start = run(folder, inbox, options)
        size = write_pages(inbox, given.articles)
        first = run(folder, inbox, options)
        second = run(folder, inbox, options)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    work = first - start
    print(f"{given.articles} articles of {size / given.articles:,.0f} bytes on average")
    print(f"empty run       {start:7.1f} s  (Prefect starts and ends)")
    print(f"first run       {first:7.1f} s  {given.articles / first:6.1f} articles/s")
    print(f"  beyond empty  {work:7.1f} s  {given.articles / work:6.1f} articles/s")
    print(f"nothing new     {second:7.1f} s  {second - start:+.1f} s beyond an empty run")
    print(f"peak memory     {peak:7.0f} MB of the largest process")


def write_pages(inbox: Path, count: int) -> int:
    """Write `count` different pages; returns their bytes."""
    inbox.mkdir(exist_ok=True)
    drawn = random.Random(count)
    pool = [
        paragraph
        for page in sorted(PAGES.glob("*.txt"))
        for paragraph in page.read_text(encoding="utf-8").split("\n")
        if len(paragraph) > 120
    ]
    total = 0
    for number in range(count):
        day = date(2025, 1, 1) + timedelta(days=number % 365)
        body = "\n\n".join(drawn.sample(pool, PARAGRAPHS))
        title = f"Новина дня номер {number}: {drawn.choice(pool)[:60].rsplit(' ', 1)[0]}"
        page = (
            f"date {day} Головна Суспільство\n{title}\n\nОлена Ткачук\nvisti.example\n\n"
            f"{body}\n\nТеги: Україна, новини\n"
        ).encode()
        total += len(page)
        (inbox / f"{number:06}.txt").write_bytes(page)
    return total


def run(folder: str, inbox: Path, options: list[str]) -> float:
    """Run visnyk and return the seconds it took."""
    visnyk = Path(sys.executable).with_name("visnyk")
    command = [str(visnyk), "run", str(inbox), "-o", str(Path(folder, "output")), "-e", "draft"]
    environment = os.environ | {"PREFECT_HOME": str(Path(folder, "prefect"))}
    start = time.perf_counter()
    ended = subprocess.run(
        [*command, *options],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        cwd=folder,
    )
    if ended.returncode:
        raise SystemExit(f"visnyk run failed:\n{ended.stderr[-2000:]}")
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
