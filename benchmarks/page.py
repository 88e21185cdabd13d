"""What the reading page costs: writing it for many articles, adding to it, and a no-op.

    .venv/bin/python benchmarks/page.py [--size 10000] [--new 300]

The articles are those of `benchmarks/growth.py`: 13 sentences each, 10,000 a month.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from growth import in_process, publish_all, write_records


class Written(NamedTuple):
    """Seconds, and what was written."""

    seconds: float
    months: int
    files: int


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--size", type=int, default=10_000)
    arguments.add_argument("--new", type=int, default=300)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "output")
        publish(Path(folder), output, range(given.size), given.size)
        report("first", *in_process(write, output))
        show_sizes(output)
        report("nothing new", *in_process(write, output))
        late = range(given.size, given.size + given.new)
        publish(Path(folder), output, late, given.size)
        report(f"{given.new} more", *in_process(write, output))


def publish(folder: Path, output: Path, numbers: range, size: int) -> None:
    records = folder / f"records-{numbers.start}.jsonl"
    write_records(records, numbers, size)
    in_process(publish_all, records, output, size)


def write(output: Path) -> Written:
    from tasks.load.page import write_page

    start = time.perf_counter()
    written = write_page(output)
    return Written(time.perf_counter() - start, len(written.months), written.files_written)


def report(what: str, written: Written, peak: float) -> None:
    print(
        f"{what:14} {written.seconds:7.2f} s, peak {peak:5.0f} MB, "
        f"{written.months} months, {written.files} files"
    )


def show_sizes(output: Path) -> None:
    data = output / "report" / "data"
    for kind in ("summary", "list", "articles", "key", "ledger"):
        sizes = [path.stat().st_size for path in data.glob(f"{kind}*")]
        print(
            f"  {kind:9} {len(sizes):5} files, {sum(sizes) / 1e6:8.2f} MB, "
            f"largest {max(sizes, default=0) / 1e3:8.1f} kB"
        )


if __name__ == "__main__":
    main()
