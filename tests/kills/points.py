"""Moments of a run at which it dies, told by what it asks of the operating system.

What a run does between two such calls, no other process can tell from a kill at the next.
Opening files and writing to them is left out: nothing that readers see hangs on it.
"""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

# Is told the operation, the path, and whether it is over.
Watcher = Callable[[str, str, bool], None]
OPERATIONS = ("replace", "fsync", "unlink", "mkdir", "rmdir")


class Point(NamedTuple):
    """The n-th operation on a file whose path matches; the target's, where one is replaced."""

    operation: str
    path: str
    number: int = 1
    is_after: bool = False


def die() -> None:
    """End this process as a power cut would: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(point: Point) -> None:
    """Make an operation of this process its last moment."""
    watch(reached(point, die))


def kill_before(number: int) -> None:
    """Make the n-th operation of this process, whatever it is, its last moment."""
    count = 0

    def at(_operation: str, _path: str, is_after: bool) -> None:
        nonlocal count
        count += not is_after
        if count == number:
            die()

    watch(at)


def reached(point: Point, then: Callable[[], object]) -> Watcher:
    """Watch for a point; what is called there may raise, and so end the operation."""
    pattern, count = re.compile(point.path), 0

    def at(operation: str, path: str, is_after: bool) -> None:
        nonlocal count
        if (operation, is_after) == (point.operation, point.is_after) and pattern.search(path):
            count += 1
            if count == point.number:
                then()

    return at


def watch(at: Watcher) -> Callable[[], None]:
    """Call a function before and after every operation; give what ends that.

    It is called for one thread at a time.
    """
    lock = threading.Lock()

    def watched(name: str) -> Callable[..., object]:
        original = originals[name]

        def operation(*args: object, **kwargs: object) -> object:
            path = _path(name, args)
            with lock:
                at(name, path, False)
            result = original(*args, **kwargs)
            with lock:
                at(name, path, True)
            return result

        return operation

    originals = {name: getattr(os, name) for name in OPERATIONS}
    for name in OPERATIONS:
        setattr(os, name, watched(name))

    def undo() -> None:
        for name, original in originals.items():
            setattr(os, name, original)

    return undo


def _path(operation: str, args: tuple[object, ...]) -> str:
    if operation == "fsync":
        return str(Path(f"/proc/self/fd/{args[0]}").readlink())
    return str(args[1] if operation == "replace" else args[0])
