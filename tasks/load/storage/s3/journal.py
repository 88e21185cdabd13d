"""Commits in an object store: journals that only their holder can write, and only in time.

New files are put beside the datasets; then the journal of the hold, `.lock/00000012.commit`,
is created, which only one can do; then each file is copied to its place within the store,
which readers see as the old object or the new one. Who takes over from a dead holder creates
an empty journal in its name first: from then on that holder cannot begin a commit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tasks.load.errors import DatasetCorruptError
from tasks.load.storage.location import LOCK, STAGING, relative
from tasks.load.storage.s3.lease import Lease, held, hold_path, numbers, read_hold
from tasks.load.storage.s3.paths import ObjectPath
from tasks.load.storage.steps import Step, decoded, encoded

_NAME = re.compile(r"(\d{8})\.commit")
_CLOSED = b""
# Closed journals, and what a killed look at the store left: by then the slowest holder that
# was taken for dead has found out.
_NEEDED_FOR = timedelta(days=1)


def staged_name(output: ObjectPath, name: str) -> str:
    """Where a file is staged for the commit of this process's hold, relative to the output."""
    return f"{STAGING}/{held(output).number:08d}/{name}"


def begin(output: ObjectPath, folder: Path, steps: Sequence[Step]) -> None:
    """Put the staged files of a folder of this machine, and then the journal.

    Raises:
        HoldLostError: another run has taken over; nothing is changed.
    """
    lease = held(output)
    for step in steps:
        if step.staged:
            place = output / step.staged
            place.upload(folder / place.name)
    lease.check()
    content = encoded(steps)
    journal = _journal(output, lease.number)
    try:
        journal.write_new(content)
    except FileExistsError:
        # Ours, if the answer to the first of two tries was lost on the way.
        if journal.read_bytes() != content:
            lease.look()
            raise


def recover(output: ObjectPath) -> bool:
    """Finish the commits that were begun, this hold's own or of dead ones; tell if there was one.

    Raises:
        HoldLostError: another run has taken over, and finishes them.
    """
    lease = held(output)
    found = list(_open_journals(output))
    waiting = {relative(path, output): path for path in staged(output)} if found else {}
    for number, journal in found:
        for step in _steps(journal):
            lease.check()
            _apply(output, step, waiting, journal)
        lease.check()
        if number == lease.number:
            journal.unlink()
        else:
            close(journal)
    return bool(found)


def take_over(output: ObjectPath, lease: Lease) -> None:
    """Close the numbers of earlier holders, and clear away what they no longer need."""
    earlier = sorted(number for number in numbers(output) if number < lease.number)
    for number in earlier:
        hold = read_hold(output, number)
        if hold is not None and not hold.is_released:
            # Where there is one, it had begun a commit, which is to be finished; or is closed.
            with suppress(FileExistsError):
                _journal(output, number).write_new(_CLOSED)
        hold_path(output, number).unlink()
    for path in (output / LOCK).below():
        is_hold = path.name.endswith(".json")
        is_begun = path.name.endswith(".commit") and path.stat().st_size
        age = datetime.now(UTC) - path.stat().modified_at
        if not is_hold and not is_begun and age > _NEEDED_FOR:
            path.unlink()


def clear_staged(output: ObjectPath) -> None:
    """Remove staged files; call with the output held, after recovery and outside of a commit."""
    for path in (output / STAGING).below():
        path.unlink()


def staged(output: ObjectPath) -> Sequence[ObjectPath]:
    """The staged files that are there."""
    return (output / STAGING).below()


def is_open(output: ObjectPath) -> bool:
    """Whether a commit is under way, or was cut short."""
    return any(True for _ in _open_journals(output))


def open_journal(output: ObjectPath) -> ObjectPath:
    """The journal of the commit that is under way or was cut short, or where the next will be."""
    for _, journal in _open_journals(output):
        return journal
    return _journal(output, max(numbers(output), default=1))


def close(journal: ObjectPath) -> None:
    """End a commit where it is, so that nobody can begin it anew."""
    journal.write_bytes(_CLOSED)


def open_steps(output: ObjectPath) -> list[Step] | None:
    """What a commit that is under way, or was cut short, moves; None where there is none."""
    for _, journal in _open_journals(output):
        if steps := _steps(journal):
            return steps
    return None


def _steps(journal: ObjectPath) -> list[Step]:
    """What a journal moves; nothing if its commit has ended since it was found."""
    try:
        content = journal.read_bytes()
    except FileNotFoundError:
        content = _CLOSED
    return decoded(content, journal) if content else []


def _apply(
    output: ObjectPath, step: Step, waiting: Mapping[str, ObjectPath], journal: ObjectPath
) -> None:
    target = output / step.path
    if step.staged is None:
        target.unlink()
        return
    try:
        waiting.get(step.staged, output / step.staged).copy_to(target)
    except FileNotFoundError as exc:
        held(output).look()  # whoever took over has finished the commit and cleared away
        raise DatasetCorruptError(
            f"{output / step.staged} is gone, which was to become {target}",
            data="The last publish is there in part",
            remedy=f"Delete {journal}, and run again with --refresh what was published last",
        ) from exc


def _open_journals(output: ObjectPath) -> Iterator[tuple[int, ObjectPath]]:
    return (found for found in _journals(output) if found[1].stat().st_size)


def _journals(output: ObjectPath) -> Iterator[tuple[int, ObjectPath]]:
    for path in (output / LOCK).below():
        if match := _NAME.fullmatch(path.name):
            yield int(match[1]), path


def _journal(output: ObjectPath, number: int) -> ObjectPath:
    return output / LOCK / f"{number:08d}.commit"
