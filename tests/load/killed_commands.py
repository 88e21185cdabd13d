"""Kill a command that changes published files before every file operation, then run it again.

As `kill_points` does with a run: a script of its own, for processes that have used Arrow must
not be forked.

    python -m tests.load.killed_commands FOLDER COMMAND [STRIDE]
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq

from tasks.load.maintenance.closing import close
from tasks.load.maintenance.compact import compact
from tasks.load.maintenance.damaged import set_aside
from tasks.load.maintenance.forget import Target, forget
from tasks.load.maintenance.untidy import look
from tasks.load.storage.manifest import content_hash, published_files, read_manifest, reconciled
from tasks.load.verify import verify
from tasks.settings import get_settings
from tests.kills.forks import in_child
from tests.kills.points import kill_before
from tests.kills.whole import check_readable
from tests.load.factories import LATER, fail, load, make, make_page
from tests.load.verified import relist


def full_output(output: Path) -> None:
    """Two months, pages of two weeks, a repetition across months, something in quarantine."""
    in_march = make(2).article.published_date.replace(month=3, day=1)
    load(
        output,
        make(1, page=make_page(1)),
        make(2, page=make_page(2, fetched_at=LATER.replace(month=3))),
        make(3, published_date=in_march, published_at=None, outlet_domain="inshi.example"),
        make(4, article_id=make(1).article.article_id, published_date=in_march, published_at=None),
        failures=(fail(1, source_uri="https://visti.example/9"), fail(8)),
    )


def forget_outlet(output: Path) -> None:
    """Forget an outlet that has rows in every dataset."""
    forget(output, "run-forget", Target(outlet="visti.example"))


def old_output(output: Path) -> None:
    """The same as files of another time, and a batch of a dead run."""
    full_output(output)
    as_of_old(output)
    (output / ".staging/run-dead/batch-00001").mkdir(parents=True)


def as_of_old(output: Path) -> None:
    """Write every file in another compression, and the manifest to fit."""
    for _, _, path in published_files(output):
        pq.write_table(pq.ParquetFile(path).read(), path, compression="gzip")
    relist(output)


def compact_all(output: Path) -> None:
    """Write all of it anew."""
    compact(output, "run-compact")
    assert look(output) == []


def move_into_days(output: Path) -> None:
    """Part all of it by day; what gave up its rows goes the second time."""
    os.environ["VISNYK_PARTITION_BY"] = "day"
    get_settings.cache_clear()
    compact(output, "run-compact")
    compact(output, "run-compact")
    assert look(output) == []


def damaged_output(output: Path) -> None:
    """The same with damage to articles, sentences, pages and the history."""
    full_output(output)
    for name in ("articles/*-03", "sentences/*-02", "documents/*-W06", "quarantine"):
        (path,) = output.glob(f"{name}/*.parquet")
        path.write_bytes(path.read_bytes()[:100])


def mend(output: Path) -> None:
    """Put damage out of the way, and leave no month half there."""
    set_aside(output, "run-rebuild")
    close(output, "run-rebuild")


COMMANDS: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "forget": (full_output, forget_outlet),
    "compact": (old_output, compact_all),
    "move": (full_output, move_into_days),
    "mend": (damaged_output, mend),
}


def _killed(output: Path, command: Callable[[Path], None], number: int) -> None:
    kill_before(number)
    command(output)


def _again(output: Path, command: Callable[[Path], None], expected: Path) -> None:
    if command is not mend:
        check_readable(output)
    command(output)
    assert content_hash(output) == json.loads(expected.read_text())
    assert reconciled(output) == read_manifest(output)
    assert verify(output).problems == ()
    assert not (output / ".staging").exists()


def _undisturbed(
    base: Path, prepare: Callable[[Path], None], command: Callable[[Path], None], expected: Path
) -> None:
    prepare(base)
    undisturbed = base.with_name("undisturbed")
    shutil.copytree(base, undisturbed)
    command(undisturbed)
    expected.write_text(json.dumps(content_hash(undisturbed)))


def main(folder: Path, name: str, stride: int) -> None:
    """Kill and repeat until the command outlives its number; print how often it was killed."""
    prepare, command = COMMANDS[name]
    base, output, expected = folder / "base", folder / "output", folder / "expected.json"
    in_child(_undisturbed, base, prepare, command, expected)
    number, kills, died = 1, -1, int(signal.SIGKILL)
    while died:
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(base, output)
        died = in_child(_killed, output, command, number)
        in_child(_again, output, command, expected)
        number, kills = number + stride, kills + 1
    sys.stdout.write(f"{kills}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1)
