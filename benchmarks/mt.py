"""Score a translation engine on a pair of files, and time it.

    .venv/bin/python benchmarks/mt.py --source news.uk --reference news.en [--engine draft]

Prints BLEU and chrF (by sacrebleu), sentences a second on the first pass over the text and
on the second, seconds to load, and peak memory. Where `mt_floors.json` has floors for the
name of the source file, the benchmark fails if a score is below its floor.

`benchmarks/house.uk` and `house.en` are a small set of our own. Scores on public sets
(FLORES-200, WMT24) need their files, which are not ours to ship.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import sacrebleu

from tasks.transform.translate.base import Engine

FLOORS = Path(__file__).with_name("mt_floors.json")


def main() -> None:
    given = _arguments()
    source, reference = (read_lines(path) for path in (given.source, given.reference))
    if len(source) != len(reference):
        sys.exit(f"{given.source} has {len(source)} lines, {given.reference} {len(reference)}.")
    start = time.perf_counter()
    engine = _engine(given.engine)
    loaded = time.perf_counter() - start
    first, english = _timed(engine, source)
    second, _ = _timed(engine, source)
    print(f"engine     {given.engine} {getattr(engine, 'version', '')}")
    print(f"sentences  {len(source)} of {given.source.name}")
    print(f"load       {loaded:.2f} s")
    print(f"speed      {first:.0f} sentences/s at first sight, {second:.0f} on the second pass")
    print(f"machine    {steps_a_second() / 1e6:.1f} million steps of a plain loop a second")
    print(f"memory     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")
    if given.output:
        given.output.write_text("\n".join(english) + "\n", encoding="utf-8")
    scores = _scores(english, reference)
    for name, score in scores.items():
        print(f"{name:10} {score:.2f}")
    floors = json.loads(given.floors.read_text(encoding="utf-8"))
    _check(scores, floors.get(given.engine, {}).get(given.source.stem, {}))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--source", type=Path, required=True, help="Ukrainian, a sentence a line")
    parser.add_argument("--reference", type=Path, required=True, help="its English, line by line")
    parser.add_argument("--engine", default="draft", help="name of the engine")
    parser.add_argument("--output", type=Path, help="file to write the English to")
    parser.add_argument(
        "--floors",
        type=Path,
        default=FLOORS,
        help="JSON file of the least scores allowed, by engine and set",
    )
    return parser.parse_args()


def read_lines(path: Path) -> list[str]:
    """The lines of a file of sentences; ends the program where it is not there."""
    if not path.is_file():
        sys.exit(f"{path} is not there. Give a text file with a sentence a line.")
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def _engine(name: str) -> Engine:
    from tasks.settings import get_settings
    from tasks.transform.translate.registry import ENGINES

    if name not in ENGINES:
        sys.exit(f"No engine is called {name}. There are: {', '.join(ENGINES)}.")
    return ENGINES[name](get_settings())


def _timed(engine: Engine, source: Sequence[str]) -> tuple[float, list[str]]:
    start = time.perf_counter()
    english = [str(text) for text in engine.translate(source)]
    return len(source) / (time.perf_counter() - start), english


def steps_a_second() -> float:
    """Time a plain loop beside the engine: speeds of two machines, or days, compare by it."""
    start = time.perf_counter()
    kept: dict[int, str] = {}
    for step in range(1_000_000):
        kept[step % 5000] = str(step)
    return 1_000_000 / (time.perf_counter() - start)


def _scores(english: Sequence[str], reference: Sequence[str]) -> dict[str, float]:
    return {
        "BLEU": sacrebleu.corpus_bleu(english, [reference]).score,
        "chrF": sacrebleu.corpus_chrf(english, [reference]).score,
    }


def _check(scores: dict[str, float], floors: dict[str, float]) -> None:
    fallen = [f"{name} {scores[name]:.2f} < {floor}" for name, floor in floors.items()
              if scores[name] < floor]  # fmt: skip
    if fallen:
        sys.exit("Below the floor: " + ", ".join(fallen))


if __name__ == "__main__":
    main()
