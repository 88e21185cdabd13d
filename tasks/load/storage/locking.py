"""Who may write: one publisher an output, and which runs are alive.

Both are locks of the operating system: they end with the process that holds them, however
it ends. An output in an object store is held in the store, too (`tasks.load.storage.s3.lease`),
among machines. Readers of the datasets never lock.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from tasks.load.errors import OutputBusyError, OutputNotWritableError, explained_os_errors
from tasks.load.storage import files
from tasks.load.storage.location import LOCK, STAGING, Location, work_folder
from tasks.load.storage.s3 import journal
from tasks.load.storage.s3.lease import Hold, holder_of, leased
from tasks.load.storage.s3.paths import ObjectPath
from tasks.load.storage.s3.probe import check_store
from tasks.settings import get_settings

# Journals of paid answers in the folder of a run (see `tasks.load.memory.answers`), and its lock.
ANSWERS, LIVE = "answers-*.jsonl", ".live"
LOCK_WAIT_SECONDS = 300.0
_OWNER, _PROBE, _PLACE = ".lock-owner.json", ".probe", ".place"
_DAY_SECONDS = 86_400


@contextmanager
def output_lock(
    output: Location, holder: str, wait_seconds: float = LOCK_WAIT_SECONDS
) -> Iterator[None]:
    """Hold the output for one publisher; `holder` is told to those who wait in vain.

    Raises:
        OutputBusyError: another one held it for longer than the wait.
        OutputNotWritableError: the output cannot be written to.
        StoreRefusedError, StoreUnavailableError: its object store cannot be used.
    """
    deadline = time.monotonic() + wait_seconds
    with _machine_lock(output, holder, wait_seconds):
        left = max(0.0, deadline - time.monotonic())
        with _store_lock(output, holder, left):
            yield


@contextmanager
def _machine_lock(output: Location, holder: str, wait_seconds: float) -> Iterator[None]:
    """Hold the output among the processes of this machine."""
    folder = work_folder(output)
    with explained_os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=wait_seconds)
        try:
            lock.acquire()
        except Timeout as exc:
            raise OutputBusyError(
                f"Another run is publishing into {output} ({_describe_owner(folder)})",
                data="Nothing of this run was published",
                remedy="Wait until it has ended, and run again",
            ) from exc
    try:
        with explained_os_errors(folder):
            try:
                _write_owner(folder, holder)
                _remove_leftovers(folder)
                yield
            finally:
                (folder / _OWNER).unlink(missing_ok=True)
    finally:
        lock.release()


@contextmanager
def _store_lock(output: Location, holder: str, wait_seconds: float) -> Iterator[None]:
    if isinstance(output, Path):
        yield
        return
    place = _place(work_folder(output))
    with leased(output, holder, place=place, wait_seconds=wait_seconds) as lease:
        journal.take_over(output, lease)
        yield


def _place(folder: Path) -> str:
    """A name that no other work folder has; the lock of this machine is held meanwhile."""
    path = folder / _PLACE
    if not path.exists():
        files.write_durably(path, uuid.uuid4().hex.encode())
    return path.read_text(encoding="ascii")


def check_writable(output: Location) -> None:
    """Create the output folder if need be, and prove that files can be made and replaced.

    Raises:
        OutputNotWritableError: the path is a file, or this user may not write there.
        OutputFullError: there is no space for even a small file.
        StoreRefusedError, StoreUnavailableError: its object store cannot be used.
    """
    if isinstance(output, Path) and output.exists() and not output.is_dir():
        raise OutputNotWritableError(
            f"The output {output} is a file, not a folder",
            data="Nothing was written",
            remedy="Choose another output, or move the file away",
        )
    if isinstance(output, ObjectPath):
        check_store(output)
    folder = work_folder(output)
    try:
        with output_lock(output, "a check that the output is writable", wait_seconds=0):
            files.write_durably(folder / _PROBE, b"visnyk")
            files.write_durably(folder / _PROBE, b"visnyk again")
            (folder / _PROBE).unlink()
    except OutputBusyError:
        return  # somebody publishes there right now: it is writable enough to go on


@contextmanager
def live_run(output: Location, run_id: str) -> Iterator[Path]:
    """Keep the staging folder of a run for as long as the run lives; yield the folder.

    After a kill, or an interrupt while tasks still write, the folder stays until the next
    publish of any run clears it away. Answers that were paid for and not published stay
    until they are, whatever becomes of the run.
    """
    folder = staging_folder(output, run_id)
    lock = FileLock(folder / LIVE)
    # Under the lock of the output: a folder that is not locked yet looks dead to others.
    with _machine_lock(output, f"run {run_id}", LOCK_WAIT_SECONDS):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(blocking=False)
        except Timeout as exc:
            raise OutputBusyError(
                f"Run {run_id} is already writing into {output}",
                data="Nothing was written",
                remedy="Give every run its own identifier",
            ) from exc
    is_interrupted = True  # until proven otherwise: an interrupt is no `Exception`
    try:
        yield folder
        is_interrupted = False
    except Exception:
        is_interrupted = False
        raise
    finally:
        lock.release()
        if not is_interrupted:
            clear_staging(folder)
            files.remove_if_empty(folder.parent)


def require_live(output: Location, run_id: str) -> Path:
    """The staging folder of a run that is alive.

    Raises:
        OutputNotWritableError: the folder is gone, or was never opened with `live_run`.
    """
    folder = staging_folder(output, run_id)
    if not (folder / LIVE).exists():
        raise OutputNotWritableError(
            f"The staging folder {folder} of this run is gone",
            data="Nothing of this run was published",
            remedy="Leave the output folder in place while a run works in it, and run again",
        )
    return folder


def remove_dead_staging(output: Location) -> None:
    """Remove what killed runs left in staging; the folders of live runs stay.

    Paid answers stay until they are published, or too old. Call with the output lock
    held, after recovery.
    """
    if isinstance(output, ObjectPath):
        journal.clear_staged(output)
    oldest = time.time() - get_settings().answers_kept_days * _DAY_SECONDS
    staging = work_folder(output) / STAGING
    for folder in sorted(staging.glob("*/")):
        lock = FileLock(folder / LIVE)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            continue
        try:
            for answers in folder.glob(ANSWERS):
                if answers.stat().st_mtime < oldest:
                    answers.unlink()
            clear_staging(folder)
        finally:
            lock.release()
    files.remove_if_empty(staging)


def staging_folder(output: Location, run_id: str) -> Path:
    """Where a run keeps its batches until they are published."""
    if not run_id or Path(run_id).name != run_id or run_id.startswith("."):
        raise ValueError(f"a run identifier must be usable as a file name: {run_id!r}")
    return work_folder(output) / STAGING / run_id


def clear_staging(folder: Path) -> None:
    """Empty the staging folder of a run that is over, but for answers; remove it if it is empty."""
    if any(folder.glob(ANSWERS)):
        for path in sorted(folder.glob("*")):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif not path.match(ANSWERS):
                path.unlink(missing_ok=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)


def is_held(lock: Path) -> bool:
    """Tell whether a process holds a lock, without writing anything.

    Where that cannot be told it counts as held. A writer that tries in the very moment of
    the look tries again a moment later.
    """
    try:
        import fcntl

        with lock.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except (ImportError, OSError):
        return True
    return False


def is_output_held(output: Location) -> bool:
    """Tell whether somebody who is alive holds an output, without writing anything."""
    if isinstance(output, Path):
        return is_held(output / LOCK)
    holder = holder_of(output)
    return holder is not None and not _died_here(output, holder)


def death_seconds(output: Location) -> float:
    """How long a holder that died may count as alive: in a store, until its hold expires."""
    return get_settings().lease_seconds if isinstance(output, ObjectPath) else 0.0


def _died_here(output: ObjectPath, holder: Hold) -> bool:
    """Whether a holder was of this machine, where the lock shows that it lives no more."""
    folder = work_folder(output)
    place = folder / _PLACE
    is_ours = place.exists() and place.read_text(encoding="ascii") == holder.place
    return is_ours and not is_held(folder / LOCK)


def leftovers(output: Location) -> list[Location]:
    """What dead processes left beside the datasets: the next holder of the lock removes it.

    Answers that were paid for are none: they wait for the run that publishes them.
    """
    found: list[Location] = []
    folder = work_folder(output)
    if not is_held(folder / LOCK):
        found += [path for path in (folder / _OWNER, *_dead_files(folder)) if path.exists()]
    for staged in sorted((folder / STAGING).glob("*/")):
        lock = LOCK if staged.name.startswith(".") else LIVE
        if not is_held((folder if lock == LOCK else staged) / lock) and _has_leftovers(staged):
            found.append(staged)
    if isinstance(output, ObjectPath) and not is_output_held(output):
        found += journal.staged(output)
    return found


def _has_leftovers(folder: Path) -> bool:
    names = [path for path in folder.glob("*") if path.name != LIVE]
    return not names or not all(path.match(ANSWERS) for path in names)


def _remove_leftovers(folder: Path) -> None:
    # Only holders of the lock write these: what is there now is dead.
    for path in _dead_files(folder):
        path.unlink(missing_ok=True)


def _dead_files(folder: Path) -> list[Path]:
    probe = folder / _PROBE
    return [probe, files.temporary_of(probe), *(folder / STAGING).glob(".*.tmp")]


def _write_owner(folder: Path, holder: str) -> None:
    owner = {
        "holder": holder,
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    (folder / _OWNER).write_text(json.dumps(owner), encoding="utf-8")


def _describe_owner(folder: Path) -> str:
    try:
        owner = json.loads((folder / _OWNER).read_text(encoding="utf-8"))
        return (
            f"{owner['holder']}, process {owner['pid']} on {owner['host']}, since {owner['since']}"
        )
    except (OSError, ValueError, KeyError, TypeError):
        return "it left no name"
