"""How a run in this process is watched while it works: the command line draws a bar from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flows.account.report import RunReport

if TYPE_CHECKING:
    from flows.account.upgrade_report import RetranslateReport


class Observer:
    """What a watcher of a run is told; this one ignores it all, as workers do."""

    def on_discovered(self, new: int, total: int) -> None:
        """`new` of `total` inputs are going to be processed."""

    def on_processed(self, documents: int) -> None:
        """So many documents more went through all stages, or fell out."""

    def on_finished(self, report: RunReport) -> None:
        """The run is over and this is what it did, good or bad."""

    def on_retranslated(self, report: RetranslateReport) -> None:
        """The retranslation is over and this is what it did, good or bad."""


# A flow's parameters must be plain data, so an observer cannot be one of them.
_observers: list[Observer] = []


def observer() -> Observer:
    """Return who watches the runs of this process."""
    return _observers[-1] if _observers else Observer()


@contextmanager
def observed_by(watcher: Observer) -> Iterator[None]:
    """Let `watcher` watch the runs started within."""
    _observers.append(watcher)
    try:
        yield
    finally:
        _observers.remove(watcher)
