"""See what the glossary does to human translations, which should need nothing of it.

    .venv/bin/python benchmarks/glossary.py --source news.uk --reference news.en

Prints how many sentences it changes, each change, and sentences a second.
"""

from __future__ import annotations

import argparse
import time
from difflib import SequenceMatcher
from pathlib import Path

from mt import read_lines

from tasks.transform.translate.glossary import edit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--source", type=Path, required=True, help="Ukrainian, a sentence a line")
    parser.add_argument("--reference", type=Path, required=True, help="its English, line by line")
    given = parser.parse_args()
    pairs = list(zip(read_lines(given.source), read_lines(given.reference), strict=True))
    start = time.perf_counter()
    edited = [(en, edit(uk, en)) for uk, en in pairs]
    seconds = time.perf_counter() - start
    changed = [(before, after) for before, after in edited if before != after]
    print(f"sentences  {len(pairs)} of {given.source.name}")
    print(f"changed    {len(changed)}")
    print(f"speed      {len(pairs) / seconds:,.0f} sentences/s")
    for before, after in changed:
        print("  " + ", ".join(_changes(before.split(), after.split())))


def _changes(before: list[str], after: list[str]) -> list[str]:
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [
        f"{' '.join(before[a:b])} -> {' '.join(after[c:d])}"
        for kind, a, b, c, d in blocks
        if kind != "equal"
    ]


if __name__ == "__main__":
    main()
