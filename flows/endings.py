"""How a flow ends: its record, its summary page, and a final state that tells the truth."""

from __future__ import annotations

from typing import Protocol, TypeVar

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.report import Outcome
from tasks.errors import VisnykError
from tasks.load.runs import RunRecord, append_run
from tasks.load.storage.location import Location
from tasks.load.task import record

# Whoever pressed Ctrl-C does not want to wait for another run's publishing.
_STOP_SECONDS = 5.0


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
    report: Reported, row: RunRecord, *, output: Location, key: str, page: str
) -> State[Reported]:
    """Record a run as a row of the datasets, and conclude it.

    Args:
        report: the account of the run; a state that is completed carries it.
        row: the same as a row of `runs`.
        output: the folder of the datasets.
        key: the key of the artifact: lower-case letters, digits and dashes.
        page: the summary in Markdown.
    """
    record(output, row)
    return conclude(report, key=key, page=page)


def conclude(report: Reported, *, key: str, page: str) -> State[Reported]:
    """Keep the page of a run as an artifact, and give its final state; see `finish`."""
    get_run_logger().info("%s: %s", report.outcome, report.headline)
    _keep(key, page, report.headline)
    if report.outcome is Outcome.FAILED:
        return Failed(message=report.headline)
    return Completed(name=report.outcome.value, message=report.headline, data=report)


def record_stop(row: RunRecord, *, output: Location) -> None:
    """Record a run that was broken off; why it was matters more than its record."""
    try:
        append_run(output, row, wait_seconds=_STOP_SECONDS)
    except VisnykError as error:
        get_run_logger().warning("The run could not be recorded: %s", error)


def _keep(key: str, page: str, headline: str) -> None:
    """Keep the summary as an artifact; the data is published, whatever becomes of it."""
    try:
        create_markdown_artifact(key=key, markdown=page, description=headline)
    except Exception as error:  # noqa: BLE001 - Prefect raises what its client raises
        get_run_logger().warning("Prefect did not keep the summary of the run: %s", error)
