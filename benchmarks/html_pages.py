"""Speed of reading HTML pages: ours beside plain trafilatura, in one run.

    .venv/bin/python benchmarks/html_pages.py [--rounds N] [FILE.html ...]

Without files, the pages of the tests are read. Each round reads every page by both, one
right after the other, so that both see the same machine; the medians over the rounds are
compared. Trafilatura runs as it comes, with its metadata; ours is the whole of the parse
stage for HTML: metadata, date, authors, captions, tags and text.

Fails where ours is slower than 0.8 of trafilatura's own speed.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from trafilatura import bare_extraction

from tasks.models import MediaType, SourceDocument
from tasks.transform.parse.errors import NotAnArticleError
from tasks.transform.parse.html.document import read_html

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures" / "outlets"
FLOOR = 0.8


def main(arguments: Sequence[str] | None = None) -> int:
    """Time both readers and print pages a second; 1 where ours is below the floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args(arguments)
    files = options.files or sorted(FIXTURES.glob("**/*.html"))
    if not files:
        print(f"No pages: none were given, and there are none in {FIXTURES}", file=sys.stderr)
        return 2
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    pages = [file.read_text(encoding="utf-8", errors="replace") for file in files]
    ours, theirs = compare(pages, options.rounds)
    ratio = ours / theirs
    size = sum(map(len, pages)) / len(pages) / 1000
    print(f"{len(pages)} pages of {size:.0f} thousand characters, {options.rounds} rounds")
    print(f"visnyk       {ours:7.1f} pages/s")
    print(f"trafilatura  {theirs:7.1f} pages/s")
    print(f"ratio        {ratio:7.2f}   (at least {FLOOR})")
    return 0 if ratio >= FLOOR else 1


def compare(pages: Sequence[str], rounds: int) -> tuple[float, float]:
    """Pages a second of both readers: the medians of rounds that take turns."""
    _seconds(_read, pages[:1])  # tables are read once a process, not once a page
    _seconds(_extract, pages[:1])
    times = [(_seconds(_read, pages), _seconds(_extract, pages)) for _ in range(rounds)]
    ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    return len(pages) / ours, len(pages) / theirs


def _seconds(read: Callable[[str], None], pages: Sequence[str]) -> float:
    started = time.perf_counter()
    for page in pages:
        read(page)
    return time.perf_counter() - started


def _read(page: str) -> None:
    document = SourceDocument(
        "https://example.org/page", "0" * 64, page, "utf-8", datetime.now(UTC), MediaType.HTML
    )
    try:
        read_html(document)
    except NotAnArticleError:
        return


def _extract(page: str) -> None:
    bare_extraction(page, with_metadata=True)


if __name__ == "__main__":
    raise SystemExit(main())
