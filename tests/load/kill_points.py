"""Kill a run before every single file operation, run again, compare: a script of its own.

Every attempt runs in forked processes: one is killed with SIGKILL before its n-th
operation, the next finishes the work, as a user would who runs the command again. The
parent never uses Arrow, whose threads would not survive a fork.

    python -m tests.load.kill_points FOLDER [STRIDE]
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import traceback
from datetime import date, timedelta
from pathlib import Path

import pandas as pd  # noqa: F401  Arrow imports it on first use: once here, not in each child
import pyarrow.parquet as pq

from tasks.load.datapackage import render_package
from tasks.load.locking import check_writable, live_run
from tasks.load.manifest import content_hash, published_files, read_manifest, reconciled
from tasks.load.publish import publish
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import RunState
from tasks.load.staging import stage_batch
from tasks.load.state import read_state
from tasks.load.verify import Kind, verify
from tests.load.factories import LATER, NOW, fail, load, make, make_page

NEXT_WEEK = LATER + timedelta(days=7)
# Opening changes nothing that a reader sees.
OPERATIONS = ("replace", "fsync", "unlink", "mkdir", "rmdir")
ALLOWED_FILES = {".lock", "datapackage.json", "manifest.json"}


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


def kill_before(number: int) -> None:
    """Make the n-th file operation of this process its last moment."""
    count = 0

    def counted(operation):
        def wrapper(*args, **kwargs):
            nonlocal count
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return operation(*args, **kwargs)

        return wrapper

    for name in OPERATIONS:
        setattr(os, name, counted(getattr(os, name)))


def check_readable(output: Path) -> None:
    """Between the kill and the next run every published file is whole."""
    for dataset, _, path in published_files(output):
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            keys = file.read(columns=list(dataset.key)).to_pylist()
        assert len({tuple(key.values()) for key in keys}) == len(keys), path
    kinds = {problem.kind for problem in verify(output).problems}
    assert kinds <= {Kind.INTERRUPTED, Kind.LEFTOVER}, kinds


def check_whole(output: Path, expected: dict[str, str]) -> None:
    found = content_hash(output)
    assert found == expected, {name for name in found if found[name] != expected[name]}
    assert reconciled(output) == read_manifest(output)
    package = (output / "datapackage.json").read_bytes()
    assert package == render_package(read_manifest(output))
    data = {path for _, _, path in published_files(output)}
    strays = {path.name for path in output.rglob("*") if path.is_file() and path not in data}
    assert strays == ALLOWED_FILES, strays
    assert not (output / ".staging").exists()
    assert verify(output).problems == ()


def in_child(function, *args) -> int:
    """Run a function in a forked process; give the signal it died of, 0 if it ended well."""
    child = os.fork()
    if child == 0:
        try:
            function(*args)
        except BaseException:  # noqa: BLE001  a forked child must never return
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status)
    if os.WEXITSTATUS(status):
        sys.exit("a step failed, see above")
    return 0


def killed_run(output: Path, number: int) -> None:
    kill_before(number)
    second_day(output, "run-killed")


def next_run(output: Path, expected: dict[str, str]) -> None:
    check_readable(output)
    second_day(output, "run-next")
    check_whole(output, expected)


def undisturbed(base: Path, output: Path) -> None:
    first_day(base)
    shutil.copytree(base, output)
    second_day(output, "run-2")
    (output.parent / "expected.json").write_text(json.dumps(content_hash(output)))


def main(folder: Path, stride: int) -> None:
    base, output = folder / "base", folder / "output"
    in_child(undisturbed, base, folder / "undisturbed")
    expected = json.loads((folder / "expected.json").read_text())
    number, kills = 1, -1
    died = signal.SIGKILL
    while died:
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(base, output)
        died = in_child(killed_run, output, number)
        in_child(next_run, output, expected)
        number, kills = number + stride, kills + 1
    sys.stdout.write(f"{kills}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
