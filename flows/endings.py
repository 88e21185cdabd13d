"""How a flow ends: its record, its summary page, and a final state that tells the truth."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, Protocol, TypeVar

from prefect import get_run_logger
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.states import Completed, Failed

from flows.account.report import Outcome
from flows.history.artifacts import keep_page
from flows.history.labels import WITH_WARNINGS, add_tags
from flows.summary.markdown import lasted
from tasks.errors import VisnykError
from tasks.load.runs import RunRecord, append_run
from tasks.load.storage.location import Location
from tasks.load.task import record

# Whoever pressed Ctrl-C does not want to wait for another run's publishing.
_STOP_SECONDS = 5.0
_LEVELS: Final = {
    Outcome.COMPLETED: logging.INFO,
    Outcome.COMPLETED_WITH_WARNINGS: logging.WARNING,
    Outcome.FAILED: logging.ERROR,
}


class Report(Protocol):
    """What every report of a run says."""

    @property
    def outcome(self) -> Outcome:
        """The truth in a word."""
        ...

    @property
    def headline(self) -> str:
        """The truth in a line."""
        ...


Reported = TypeVar("Reported", bound=Report)


def finish(
    report: Reported, row: RunRecord, *, output: Location, key: str, page: Callable[[], str]
) -> State[Reported]:
    """Record a run as a row of the datasets, and conclude it.

    Args:
        report: the account of the run; a state that is completed carries it.
        row: the same as a row of `runs`.
        output: the folder of the datasets.
        key: the key of the artifact: lower-case letters, digits and dashes.
        page: writes the summary in Markdown.
    """
    record(output, row)
    return conclude(report, key=key, page=page)


def conclude(report: Reported, *, key: str, page: Callable[[], str]) -> State[Reported]:
    """Keep the page of a run as an artifact, and give its final state; see `finish`."""
    keep_page(key, page, report.headline)
    if report.outcome is Outcome.COMPLETED_WITH_WARNINGS:
        add_tags(WITH_WARNINGS)
    context = FlowRunContext.get()
    took = f" after {lasted(context.start_time, datetime.now(UTC))}" if context else ""
    get_run_logger().log(_LEVELS[report.outcome], "%s%s: %s", report.outcome, took, report.headline)
    if report.outcome is Outcome.FAILED:
        return Failed(message=report.headline)
    return Completed(name=report.outcome.value, message=report.headline, data=report)


def record_stop(row: RunRecord, *, output: Location) -> None:
    """Record a run that was broken off; why it was matters more than its record."""
    try:
        append_run(output, row, wait_seconds=_STOP_SECONDS)
    except VisnykError as error:
        get_run_logger().warning("The run could not be recorded: %s", error)
