"""One state of the files that an export reads, or none.

Readers lock nothing, so that a publish may move files meanwhile. What was read over it is
thrown away and read anew; a publish of other files disturbs nobody.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from tasks.load.errors import DatasetCorruptError, OutputBusyError
from tasks.load.storage.arrow import corrupt
from tasks.load.storage.commit import interrupted_steps
from tasks.load.storage.location import Location
from tasks.load.storage.locking import death_seconds, is_output_held
from tasks.load.storage.manifest import FileEntry, read_manifest

LOOKS = 5
WAIT_SECONDS = 60.0
_PAUSE_SECONDS = 0.05
_NOTHING = "Nothing was written"

Result = TypeVar("Result")
# Tells of a file, by its path in the manifest, whether it is read.
IsRead = Callable[[str], bool]


class StateMovedError(Exception):
    """A publish changed what is being read."""


class State:
    """What the files that are read were when reading began."""

    def __init__(self, output: Location, is_read: IsRead) -> None:
        self._output = output
        self._is_read = is_read
        self._before = self._listed()

    def check(self) -> None:
        """Stop where a publish has changed the files, or is about to.

        Raises:
            StateMovedError: it has.
        """
        # The journal first: a publish that ended before it was read has changed the manifest.
        if _is_moving(self._output, self._is_read) or self._listed() != self._before:
            raise StateMovedError

    def check_complete(self) -> None:
        """Refuse to read where a file is listed and missing: its rows would be lost silently.

        Raises:
            DatasetCorruptError: there is such a file.
        """
        for name in self._before:
            path = self._output / name
            if not path.exists():
                raise corrupt(path, FileNotFoundError("it is listed, and missing"))

    def _listed(self) -> dict[str, FileEntry]:
        entries = read_manifest(self._output) or {}
        return {path: entry for path, entry in entries.items() if self._is_read(path)}


def steadily(
    output: Location,
    is_read: IsRead,
    look: Callable[[State], Result],
    *,
    looks: int = LOOKS,
    wait_seconds: float = WAIT_SECONDS,
) -> Result:
    """Look until nothing changed meanwhile, and give what the last look found.

    `look` checks the state it gets: as often as it likes, to stop early, and at the end,
    before what it made is put in its place.

    Raises:
        OutputBusyError: it was published into during every look, or for longer than the wait.
    """
    for _ in range(looks):
        _settle(output, is_read, wait_seconds)
        state = State(output, is_read)
        try:
            return look(state)
        except StateMovedError:
            continue
        except DatasetCorruptError:
            # A publish may have taken the file away; then this is no damage.
            try:
                state.check()
            except StateMovedError:
                continue
            raise
    raise _busy(output)


def _settle(output: Location, is_read: IsRead, wait_seconds: float) -> None:
    """Wait until no publish is moving the files."""
    deadline = time.monotonic() + wait_seconds + death_seconds(output)
    while _is_moving(output, is_read):
        # The journal goes before the lock does: there without a lock, nobody is at work.
        if not is_output_held(output) and _is_moving(output, is_read):
            raise OutputBusyError(
                f"A publish into {output} was cut short while it moved files",
                data=_NOTHING,
                remedy="Start visnyk run, which finishes it before anything else, then try again",
            )
        if time.monotonic() > deadline:
            raise _busy(output)
        time.sleep(_PAUSE_SECONDS)


def _is_moving(output: Location, is_read: IsRead) -> bool:
    return any(is_read(step.path) for step in interrupted_steps(output) or ())


def _busy(output: Location) -> OutputBusyError:
    return OutputBusyError(
        f"{output} was published into all the while it was read",
        data=_NOTHING,
        remedy="Export again when no run is publishing",
    )
