"""Many files changed as one: all of them or, after a crash and a restart, all of them.

New files are written and synced in staging; then a journal of what to move where is
written; then the moves happen, those of the data package and the manifest last. A crash
before the journal changes nothing. A crash after it is finished by whoever holds the output
lock next. The order of the moves is that of `tasks.load.schema.DATASETS`: an article comes
after all its rows. In an object store it is the same, with copies instead of moves (see
`tasks.load.storage.s3.journal`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from tasks.load.schema import DATASETS, Dataset, file_of
from tasks.load.storage import files
from tasks.load.storage.arrow import write_parquet
from tasks.load.storage.datapackage import DATA_PACKAGE, render_package
from tasks.load.storage.location import STAGING, Location, work_folder
from tasks.load.storage.manifest import MANIFEST, Entries, FileEntry, describe, render
from tasks.load.storage.s3 import journal as store_journal
from tasks.load.storage.s3.paths import ObjectPath
from tasks.load.storage.steps import Step, decoded, encoded

# The rows that replace those of a file, in parts and in the order of the dataset's sort key;
# None removes the file. Parts are taken before the next change is asked for.
Change = tuple[Dataset, str | None, Iterable[pa.Table] | None]

# Not in the folder of a run, which goes when the run ends: recovery needs these files.
_FOLDER, _JOURNAL = ".commit", "commit.json"


def scratch_folder(output: Location) -> Path:
    """Where changes may put what does not fit in memory while they are committed."""
    return work_folder(output) / STAGING / _FOLDER


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit changed; unchanged files are in neither."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


def commit(output: Location, run_id: str, entries: Entries, changes: Iterable[Change]) -> Committed:
    """Replace the rows of files, and data package and manifest by such as say so.

    Call with the output lock held and recovery done. Rows that would give the very bytes
    that are there change nothing.
    """
    folder = scratch_folder(output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        steps = _prepare(output, folder, run_id, entries, changes)
        if steps:
            _write_journal(output, folder, steps)
    except BaseException:
        # A journal of this machine needs the files; those of a store's journal are in the store.
        if isinstance(output, ObjectPath) or not is_interrupted(output):
            shutil.rmtree(folder, ignore_errors=True)
        raise
    if steps:
        recover(output)
    shutil.rmtree(folder)
    data = [step for step in steps if step.path not in (DATA_PACKAGE, MANIFEST)]
    return Committed(
        written=tuple(step.path for step in data if step.staged),
        removed=tuple(step.path for step in data if not step.staged),
    )


def recover(output: Location) -> bool:
    """Finish the commit that a crash interrupted, if there is one; tell whether there was."""
    if isinstance(output, ObjectPath):
        return store_journal.recover(output)
    steps = interrupted_steps(output)
    if steps is None:
        return False
    for step in steps:
        _apply(output, step)
    files.remove(output / STAGING / _JOURNAL)
    return True


def interrupted_steps(output: Location) -> list[Step] | None:
    """What a commit that is under way, or was cut short, moves; None where there is none.

    Raises:
        DatasetCorruptError: the journal cannot be read.
    """
    if isinstance(output, ObjectPath):
        return store_journal.open_steps(output)
    journal = output / STAGING / _JOURNAL
    try:
        return decoded(journal.read_bytes(), journal)
    except FileNotFoundError:
        return None


def journal_of(output: Location) -> Location:
    """Where a publish writes what it is about to move."""
    if isinstance(output, ObjectPath):
        return store_journal.open_journal(output)
    return output / STAGING / _JOURNAL


def give_up(output: Location) -> None:
    """End an interrupted commit where it is, without finishing it; call with the lock held."""
    journal = journal_of(output)
    if isinstance(journal, ObjectPath):
        store_journal.close(journal)
    else:
        files.remove(journal)


def is_interrupted(output: Location) -> bool:
    """Tell whether a commit is under way, or was cut short."""
    if isinstance(output, ObjectPath):
        return store_journal.is_open(output)
    return (output / STAGING / _JOURNAL).exists()


def _prepare(
    output: Location, folder: Path, run_id: str, entries: Entries, changes: Iterable[Change]
) -> list[Step]:
    after = dict(entries)
    steps: dict[str, list[Step]] = {name: [] for name in DATASETS}
    for dataset, partition, parts in changes:
        path = file_of(dataset, partition)
        staged = folder / path.replace("/", "--")
        if parts is not None:
            write_parquet(parts, staged, dataset)
            files.sync_file(staged)
            # Read back: what cannot be read must not take the place of what can.
            after[path] = describe(staged, dataset, partition, run_id)
        else:
            after.pop(path, None)
        if not _differs(after.get(path), entries.get(path)):
            after |= {path: entries[path]} if path in entries else {}
            continue
        place = None if parts is None else _staged_name(output, staged.name)
        steps[dataset.name].append(Step(path, place))
    ordered = [step for name in DATASETS for step in steps[name]]
    ordered += _document_step(output, folder, DATA_PACKAGE, render_package(after))
    return ordered + _document_step(output, folder, MANIFEST, render(after))


def _differs(new: FileEntry | None, old: FileEntry | None) -> bool:
    return (new and new.sha256) != (old and old.sha256)


def _document_step(output: Location, folder: Path, name: str, content: bytes) -> list[Step]:
    current = output / name
    if current.exists() and current.read_bytes() == content:
        return []
    staged = folder / name
    staged.write_bytes(content)
    files.sync_file(staged)
    return [Step(name, _staged_name(output, name))]


def _write_journal(output: Location, folder: Path, steps: list[Step]) -> None:
    if isinstance(output, ObjectPath):
        store_journal.begin(output, folder, steps)
        return
    files.sync_folder(folder)
    files.write_durably(output / STAGING / _JOURNAL, encoded(steps))


def _apply(output: Path, step: Step) -> None:
    if step.staged is None:
        files.remove(output / step.path)
    elif (staged := output / step.staged).exists():  # else it was moved before the crash
        files.replace(staged, output / step.path)


def _staged_name(output: Location, name: str) -> str:
    """Where a file waits for the commit, relative to the output."""
    if isinstance(output, ObjectPath):
        return store_journal.staged_name(output, name)
    return f"{STAGING}/{_FOLDER}/{name}"
