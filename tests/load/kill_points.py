"""Two days of the load stage, and what must be true after the second one was killed.

    python -m tests.load.kill_points FOLDER [STRIDE]

kills the second day before every file operation (or every STRIDE-th), each time from the
same start, lets another run finish it, and prints how many kills there were.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from tasks.load.publish import publish
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import RunState
from tasks.load.staging import stage_batch
from tasks.load.state.known import read_state
from tasks.load.storage.locking import check_writable, live_run
from tasks.load.storage.manifest import content_hash
from tests.kills.forks import Forks
from tests.kills.points import kill_before
from tests.kills.whole import check_readable, check_tidy
from tests.load.factories import LATER, NOW, fail, load, make, make_page

NEXT_WEEK = LATER + timedelta(days=7)


def inputs():
    """The second day's inbox: edits, moves, one that empties a month, a conflict, new pages."""
    moved = {"published_date": date(2026, 3, 2)}
    new_page = make_page(7, content=b"<html>2</html>", fetched_at=LATER)
    return [
        make(1),
        make(2, text="Нова дата.", **moved),
        make(3, text="Зміна.", body=("Коротко.",)),
        make(5),
        make(6, article_id=make(1).article.article_id),
        make(7, text="Нова версія.", page=new_page),
        make(11, page=make_page(11, fetched_at=NEXT_WEEK)),
        make(12, text="Нова дата.", **moved),
        make(9, **moved),
    ]


def first_day(output: Path) -> None:
    articles = [make(1), make(2), make(3), make(4, published_date=date(2026, 1, 9))]
    articles += [make(7, page=make_page(7)), make(12, published_date=date(2025, 12, 30))]
    load(output, *articles, failures=(fail(9), fail(8)), now=NOW)


def second_day(output: Path, run_id: str) -> None:
    """Do what the flow does: stage what is new, publish it, record the run."""
    check_writable(output)
    known = read_state(output).documents
    new = [
        tagged
        for tagged in inputs()
        if tagged.article.source_uri not in known
        or known[tagged.article.source_uri].sha256 != tagged.article.source_sha256
    ]
    with live_run(output, run_id):
        batches = [new[start : start + 2] for start in range(0, len(new), 2)]
        staged = [stage_batch(output, run_id, n, b, now=LATER) for n, b in enumerate(batches)]
        publish(output, run_id, staged, [fail(10)], now=LATER)
        append_run(output, RunRecord(run_id, LATER, LATER, RunState.COMPLETED))


def check_whole(output: Path, expected: dict[str, str]) -> None:
    found = content_hash(output)
    assert found == expected, {name for name in found if found[name] != expected[name]}
    check_tidy(output)


def killed_run(output: str, number: int) -> None:
    kill_before(number)
    second_day(Path(output), "run-killed")


def kill_everywhere(folder: Path, stride: int) -> Iterator[int]:
    """Kill at a point, finish, compare, at one point after the other; yield each one's number."""
    base, output, undisturbed = folder / "base", folder / "output", folder / "undisturbed"
    first_day(base)
    shutil.copytree(base, undisturbed)
    second_day(undisturbed, "run-2")
    expected = content_hash(undisturbed)
    with Forks(__name__) as forks:
        for number in count(1, stride):
            shutil.rmtree(output, ignore_errors=True)
            shutil.copytree(base, output)
            died = forks.run(killed_run, output, number)
            assert died in {0, -signal.SIGKILL}
            check_readable(output)
            second_day(output, f"run-next-{os.getpid()}")
            check_whole(output, expected)
            if not died:
                return
            yield number


if __name__ == "__main__":
    kills = list(kill_everywhere(Path(sys.argv[1]), int((*sys.argv, "1")[2])))
    sys.stdout.write(f"{len(kills)}\n")
