"""What a run leaves in Prefect beside its state: a page, tables, a bar of progress.

They tell of data that is published, whatever becomes of them: none of this ever fails a
run. Outside of a flow run there is nobody to show them to, and nothing is done.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import ArtifactCreate, ArtifactUpdate
from prefect.client.schemas.objects import FlowRun
from prefect.context import FlowRunContext

from flows.summary.markdown import counted
from flows.summary.tables import Row

logger = logging.getLogger(__name__)
Log = logging.Logger | logging.LoggerAdapter[logging.Logger]

# Keys are lower-case letters, digits and dashes. The UI keeps the latest of each.
PROGRESS: Final = "visnyk-progress"
QUARANTINE: Final = "visnyk-quarantine"
FIELDS: Final = "visnyk-fields"
# Whoever watches does not look more often; a call takes 10 to 20 ms.
_EVERY_SECONDS: Final = 5.0


def this_run() -> FlowRun | None:
    """The flow run that this is called in."""
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    return run if isinstance(run, FlowRun) else None


@contextmanager
def unharmed(task: str, *, level: int = logging.DEBUG, log: Log = logger) -> Iterator[None]:
    """Let a `task` fail that is not worth a run."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - Prefect raises what its client raises
        log.log(level, "Prefect did not %s: %s", task, error)


def keep_page(key: str, page: Callable[[], str], description: str) -> None:
    """Keep a page of Markdown with this flow run."""
    with unharmed("keep the summary of the run", level=logging.WARNING):
        if run := this_run():
            create(run.id, key, "markdown", page(), description)


def keep_table(key: str, rows: Callable[[], Sequence[Row]], description: str) -> None:
    """Keep a table with this flow run, if it has rows; its columns are those of the first."""
    with unharmed("keep a table of the run", level=logging.WARNING):
        if (run := this_run()) and (found := rows()):
            create(run.id, key, "table", json.dumps(found, ensure_ascii=False), description)


def create(flow_run_id: UUID, key: str, kind: str, data: str | float, description: str) -> UUID:
    """Keep an artifact with a flow run, from whichever process."""
    # prefect.artifacts has functions for it, but for the run that they are called in only.
    wanted = ArtifactCreate(
        key=key, type=kind, data=data, description=description, flow_run_id=flow_run_id
    )
    with get_client(sync_client=True) as client:
        return client.create_artifact(wanted).id


class Progress:
    """A bar in the UI that says how far a run has come, moved every few seconds at most.

    Args:
        total: how many there are to do; with none, there is no bar.
        noun: what they are called, one of them.
        every_seconds: the least time between two moves.
        clock: seconds that pass.
    """

    def __init__(
        self,
        total: int,
        noun: str,
        *,
        every_seconds: float = _EVERY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total, self._noun = total, noun
        self._every_seconds, self._clock = every_seconds, clock
        self._begun = self._shown = clock()
        self._done: float = 0
        self._id: UUID | None = None
        with unharmed("show the progress of the run"):
            if total and (run := this_run()):
                self._id = create(run.id, PROGRESS, "progress", 0.0, self._description())

    def advance(self, done: float) -> None:
        """Note that so many more are done."""
        self.reach(self._done + done)

    def reach(self, done: float) -> None:
        """Note that so many are done."""
        self._done = min(done, self._total)
        now = self._clock()
        if self._done >= self._total or now - self._shown >= self._every_seconds:
            self._shown = now
            self._show()

    def _show(self) -> None:
        artifact, self._id = self._id, None
        if artifact is None:
            return
        with unharmed("show the progress of the run"):
            moved = ArtifactUpdate(
                data=100.0 * self._done / self._total, description=self._description()
            )
            with get_client(sync_client=True) as client:
                client.update_artifact(artifact, moved)
            # Not after a failure: its client asks for a minute before it gives up.
            self._id = artifact

    def _description(self) -> str:
        text = f"{int(self._done):,} of {counted(self._total, self._noun)}"
        elapsed = self._clock() - self._begun
        if 0 < self._done < self._total and elapsed > 0:
            left = elapsed / self._done * (self._total - self._done)
            text += f", about {_rounded(left)} left"
        return text


def _rounded(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:,.0f} min"
