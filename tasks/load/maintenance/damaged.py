"""Damaged files put out of the readers' way, and what cannot be made anew after them.

Nothing is lost: every file that goes lies in `.damaged` first, under the name that it had and
a piece of its checksum.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from tasks.load.errors import DatasetCorruptError, SchemaVersionError
from tasks.load.schema import DOCUMENTS, Dataset, file_of
from tasks.load.storage import files
from tasks.load.storage.arrow import corrupt, opened, read_group
from tasks.load.storage.commit import (
    Change,
    commit,
    give_up,
    interrupted_steps,
    journal_of,
    recover,
)
from tasks.load.storage.location import Location, relative
from tasks.load.storage.locking import LOCK_WAIT_SECONDS, output_lock, remove_dead_staging
from tasks.load.storage.manifest import published_files, read_manifest, reconciled
from tasks.load.verify.contents import look_into
from tasks.load.verify.problems import MANIFEST_ANEW, Kind

DAMAGED: Final = ".damaged"


@dataclass(frozen=True, slots=True)
class Damage:
    """A published file that cannot be used, and why; without a dataset, the journal of a publish.

    A journal that cannot be read ends a publish where it was cut short.
    """

    dataset: Dataset | None
    partition: str | None
    path: str
    what: str


def find_damage(output: Location) -> list[Damage]:
    """Read every file whole and name those that are not what was published.

    Raises:
        SchemaVersionError: a file is of a newer visnyk.
        DatasetCorruptError: a file may not be read by this user.
    """
    found = _journal_damage(output)
    entries = read_manifest(output) or {}
    for dataset, partition, path in published_files(output):
        name = file_of(dataset, partition)
        _refuse_unreadable(path)
        for problem in look_into(output, dataset, partition, entries.get(name)).problems:
            is_unlike = problem.kind in {Kind.FILE_UNREADABLE, Kind.FILE_CHANGED, Kind.SCHEMA_OTHER}
            # The right rows in other bytes are no damage: only the manifest is out of date.
            if is_unlike and problem.mend != MANIFEST_ANEW:
                found.append(Damage(dataset, partition, name, problem.what))
                break
    return found


def set_aside(
    output: Location, run_id: str, *, wait_seconds: float = LOCK_WAIT_SECONDS
) -> list[Damage]:
    """Keep damaged files in `.damaged`, and take them away from where readers meet them.

    The rest of a month stays: its articles count as not loaded until the month is whole again,
    and its translations are remembered. Of a week of pages those that are sound stay.

    Raises:
        OutputBusyError, OutputFullError, OutputNotWritableError: nothing was taken away.
        SchemaVersionError, DatasetCorruptError: see `find_damage`.
    """
    with output_lock(output, f"run {run_id}", wait_seconds):
        found = find_damage(output)
        for damage in found:
            keep(output, damage.path)
        if any(damage.dataset is None for damage in found):
            give_up(output)
        recover(output)
        names = {damage.path for damage in found}
        commit(output, run_id, reconciled(output, names), _changes(output, found))
        remove_dead_staging(output)
    return found


def keep(output: Location, name: str) -> None:
    """Copy a file of the output to `.damaged`, unless it was copied before."""
    path = output / name
    folder, _, last = name.rpartition("/")
    target = output / DAMAGED / folder / f"{files.sha256_of(path)[:12]}-{last}"
    if not target.exists():
        files.copy(path, target)


def _journal_damage(output: Location) -> list[Damage]:
    try:
        interrupted_steps(output)
    except DatasetCorruptError as exc:
        name = relative(journal_of(output), output)
        return [Damage(None, None, name, exc.what)]
    return []


def _refuse_unreadable(path: Location) -> None:
    """Give the error for a file that is of no use to this user, and may be sound."""
    try:
        with opened(path):
            return
    except SchemaVersionError:
        raise
    except FileNotFoundError:
        return  # a publish has just removed it
    except DatasetCorruptError as exc:
        if isinstance(exc.__cause__, PermissionError):
            raise corrupt(path, exc.__cause__) from exc


def _changes(output: Location, found: Collection[Damage]) -> Iterator[Change]:
    for damage in found:
        if damage.dataset is DOCUMENTS:
            sound = list(_sound_pages(output / damage.path))
            yield DOCUMENTS, damage.partition, sound or None
        elif damage.dataset is not None:
            yield damage.dataset, damage.partition, None


def _sound_pages(path: Location) -> Iterator[pa.Table]:
    """The pages of a damaged file whose bytes have the checksum that the row says."""
    try:
        with opened(path) as file:
            for number in range(file.metadata.num_row_groups):
                try:
                    group = read_group(file, number, DOCUMENTS, DOCUMENTS.names)
                except (pa.ArrowException, OSError):
                    continue
                columns: list[Any] = [group[name].to_pylist() for name in ("content", "sha256")]
                pairs = zip(*columns, strict=True)
                is_right = [hashlib.sha256(content).hexdigest() == told for content, told in pairs]
                sound = group.filter(pa.array(is_right, pa.bool_()))
                if sound.num_rows:
                    yield sound
    except DatasetCorruptError:
        return
