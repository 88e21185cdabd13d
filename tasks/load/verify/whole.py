"""A whole output, month by month: one state of it, or none.

Only reading: nothing is locked and nothing is written. What readers see changes while a
publish moves its files; a look that overlaps one is thrown away and taken anew.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from tasks.load.errors import DatasetCorruptError, OutputBusyError
from tasks.load.schema import ARTICLES, DATASETS, DOCUMENTS, MENTIONS, Dataset, file_of
from tasks.load.storage.commit import interrupted_steps, is_interrupted
from tasks.load.storage.location import STAGING, Location, relative
from tasks.load.storage.locking import death_seconds, is_output_held, leftovers
from tasks.load.storage.manifest import MANIFEST, FileEntry, published_files
from tasks.load.verify.contents import look_into
from tasks.load.verify.listing import Listing, folder_problems, read_listing
from tasks.load.verify.problems import RUN_AGAIN, Kind, Problem
from tasks.load.verify.relations import Articles, mention_problems, month_problems, week_problems

_LOOKS = 5
_PAUSE_SECONDS = 0.05
_WAIT_SECONDS = 60.0

_Place = tuple[Dataset, str | None]


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and what is wrong with it."""

    files: int
    rows: int
    problems: tuple[Problem, ...]


def verify(output: Location, *, looks: int = _LOOKS, wait_seconds: float = _WAIT_SECONDS) -> Report:
    """Check a published output against its manifest, its schema and itself.

    Raises:
        OutputBusyError: it was published into during every look, or for longer than the wait.
    """
    for _ in range(looks):
        if not _is_settled(output, wait_seconds):
            return Report(0, 0, (_interrupted(output),))
        before, left = _manifest(output), set(leftovers(output))
        report = _look(output)
        # What is left over at the end, too, is of no run that was just ending.
        left &= set(leftovers(output))
        # In this order: the journal of a publish goes after its manifest has come.
        if not is_interrupted(output) and _manifest(output) == before:
            problems = (
                *report.problems,
                *(_left_over(output, path) for path in sorted(left, key=str)),
            )
            return Report(report.files, report.rows, problems)
    raise _busy(output)


def _is_settled(output: Location, wait_seconds: float) -> bool:
    """Wait until no publish is moving files; False where one never will end."""
    deadline = time.monotonic() + wait_seconds + death_seconds(output)
    while is_interrupted(output):
        # The journal goes before the lock does: there without a lock, nobody is at work.
        if not is_output_held(output) and is_interrupted(output):
            return False
        if time.monotonic() > deadline:
            raise _busy(output)
        time.sleep(_PAUSE_SECONDS)
    return True


def _interrupted(output: Location) -> Problem:
    mend = f"{RUN_AGAIN}: the next run finishes the publish before anything else"
    try:
        interrupted_steps(output)
    except DatasetCorruptError as exc:
        mend = exc.remedy
    return Problem(
        Kind.INTERRUPTED, STAGING, "a publish was cut short while it moved files",
        "Readers may see some datasets as before it and others as after; nothing else was checked",
        mend,
    )  # fmt: skip


def _look(output: Location) -> Report:
    listing = read_listing(output)
    if listing.is_newer:
        return Report(0, 0, listing.problems)
    problems = list(folder_problems(output, listing))
    files = rows = 0
    articles, is_complete = Articles(), True
    for partition, places in _by_partition(output, listing):
        keys: dict[str, pa.Table] = {}
        for place in places:
            looked = look_into(output, *place, (listing.entries or {}).get(file_of(*place)))
            problems += looked.problems
            files, rows = files + 1, rows + looked.rows
            if looked.keys is not None:
                keys[place[0].name] = looked.keys
        is_complete = is_complete and (ARTICLES.name in keys or ARTICLES not in dict(places))
        if partition is not None:
            problems += _between(output, partition, keys, articles)
    problems += articles.problems(is_complete=is_complete)
    return Report(files, rows, tuple(problems))


def _by_partition(output: Location, listing: Listing) -> Iterator[tuple[str | None, list[_Place]]]:
    """The files to look into, those of a month together, whether listed or there."""
    places: dict[str | None, dict[_Place, None]] = {}
    listed: list[FileEntry] = list((listing.entries or {}).values())
    for dataset, partition, _ in published_files(output):
        places.setdefault(partition, {})[dataset, partition] = None
    for entry in listed:
        place = DATASETS[entry.dataset], entry.partition
        places.setdefault(entry.partition, {})[place] = None
    for partition in sorted(places, key=str):
        yield partition, list(places[partition])


def _between(
    output: Location, partition: str, keys: dict[str, pa.Table], articles: Articles
) -> Iterator[Problem]:
    if DOCUMENTS.name in keys:
        yield from week_problems(partition, keys[DOCUMENTS.name])
    if ARTICLES.name in keys:
        articles.add(partition, keys[ARTICLES.name])
        yield from month_problems(partition, keys)
        if MENTIONS.name in keys:
            # A publish may take the file away meanwhile; the look is then taken anew.
            try:
                yield from mention_problems(output, partition)
            except (FileNotFoundError, DatasetCorruptError):
                return


def _manifest(output: Location) -> bytes | None:
    try:
        return (output / MANIFEST).read_bytes()
    except OSError:
        return None


def _left_over(output: Location, path: Location) -> Problem:
    return Problem(
        Kind.LEFTOVER, relative(path, output), "was left over by a run that died",
        "Nothing for readers; it takes space", f"{RUN_AGAIN}, which clears it away",
    )  # fmt: skip


def _busy(output: Location) -> OutputBusyError:
    return OutputBusyError(
        f"{output} was published into all the while it was looked at",
        data="What could be told of it is of no one state, and is not told",
        remedy="Verify again when no run is publishing",
    )
