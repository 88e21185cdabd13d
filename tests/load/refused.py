"""Runs that the machine itself refuses to let write: each function is a process of its own.

The disk really is full (a small one of its own, made of memory), and the user really is one
who may not write. Each function says by an error what was not as it should be.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tasks.load.errors import OutputFullError, OutputNotWritableError
from tasks.load.memory.translations import StoredMemory
from tasks.load.state.known import read_state
from tasks.load.storage.locking import live_run
from tasks.load.storage.manifest import content_hash
from tasks.load.verify import Kind, verify
from tasks.models import Maker
from tests.kills.points import Point, reached, watch
from tests.kills.whole import check_readable
from tests.load import kill_points
from tests.load.factories import snapshot

NOBODY = 65534
MAKER = Maker("google", "1", "1")


def fill_up_at(disk: str, base: str, *point: object) -> None:
    """Let the disk of a run become full at a point, and have space again for the next run."""
    output = _on_a_small_disk(Path(disk), Path(base))
    expected = _expected(output)
    states = content_hash(output), expected
    undo = watch(reached(Point(*point), lambda: _fill(output.parent)))
    with pytest.raises(OutputFullError, match="no space left") as caught:
        kill_points.second_day(output, "run-full")
    undo()
    assert (output.parent / "ballast").exists(), "the run does not come to this point"
    _check_told(caught.value)
    _check_one_state(output, states)

    (output.parent / "ballast").unlink()
    kill_points.second_day(output, "run-next")

    kill_points.check_whole(output, expected)


def fill_up_between_answers(disk: str, base: str) -> None:
    """Let the disk become full while answers come in: those before are kept, whole."""
    output = _on_a_small_disk(Path(disk), Path(base))
    before = content_hash(output)
    # Longer than what is left of a page of the disk that is begun.
    english = "Long. " * 2_000
    with live_run(output, "run-full"):
        store = StoredMemory(output, "run-full")
        store.keep("before", english, MAKER)
        _fill(output.parent)
        with pytest.raises(OutputFullError, match="no space left") as caught:
            store.keep("during", english, MAKER)
        _check_told(caught.value)
        (output.parent / "ballast").unlink()
        store.keep("after", english, MAKER)
        found = StoredMemory(output, "run-other").find(["before", "during", "after"], MAKER)
    assert found == {"before": english, "after": english}
    assert content_hash(output) == before


def lose_permission_at(base: str, folder: str, lost: str, *point: object) -> None:
    """Let a folder of the output become read-only for its user while a run works."""
    output = Path(folder) / "output"
    shutil.copytree(base, output)
    expected = _expected(output)
    _become_nobody(Path(folder))
    states = content_hash(output), expected
    undo = watch(reached(Point(*point), lambda: (output / lost).chmod(0o555)))
    with pytest.raises(OutputNotWritableError, match="Permission denied") as caught:
        kill_points.second_day(output, "run-refused")
    undo()
    assert "that this user may write to" in caught.value.remedy
    _check_told(caught.value)
    _check_one_state(output, states)

    (output / lost).chmod(0o755)
    kill_points.second_day(output, "run-next")

    kill_points.check_whole(output, expected)


def read_without_permission_to_write(base: str, folder: str) -> None:
    """Everything that only reads works, and leaves no trace, where nothing may be written."""
    output = Path(folder) / "output"
    shutil.copytree(base, output)
    for path in (output, *output.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = snapshot(output)
    _become_nobody(None)

    assert len(read_state(output).documents) == 6
    assert verify(output).problems == ()
    with pytest.raises(OutputNotWritableError, match="Permission denied"):
        kill_points.second_day(output, "run-refused")
    assert snapshot(output) == before


def _on_a_small_disk(disk: Path, base: Path) -> Path:
    """Mount a disk of two megabytes, seen by this process only, with a copy of the base."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    subprocess.run(mount, check=True)
    return shutil.copytree(base, disk / "output")


def _fill(disk: Path) -> None:
    """Write until there is no space left."""
    with (disk / "ballast").open("ab", buffering=0) as stream, suppress(OSError):
        while stream.write(bytes(65_536)):
            pass
    assert shutil.disk_usage(disk).free == 0


def _expected(output: Path) -> dict[str, str]:
    """The content hash of an undisturbed second day."""
    undisturbed = output.with_name("undisturbed")
    shutil.copytree(output, undisturbed)
    kill_points.second_day(undisturbed, "run-2")
    found = content_hash(undisturbed)
    shutil.rmtree(undisturbed)
    return found


def _become_nobody(folder: Path | None) -> None:
    """Stop being root, who may do everything; own a folder and all in it."""
    if os.geteuid() != 0:
        return
    if folder is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def _check_told(error: OutputFullError | OutputNotWritableError) -> None:
    assert "still whole and readable" in error.data
    assert "run again" in error.remedy


def _check_one_state(output: Path, states: tuple[dict[str, str], dict[str, str]]) -> None:
    """What readers see is whole: the state before or, if all was published, the one after.

    Only a commit whose moves have begun may show both, and then says so.
    """
    check_readable(output)
    kinds = {problem.kind for problem in verify(output).problems}
    assert kinds <= {Kind.INTERRUPTED, Kind.LEFTOVER}
    assert Kind.INTERRUPTED in kinds or content_hash(output) in states
