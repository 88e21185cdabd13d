"""The flow `visnyk-maintain`: history no longer than wanted, datasets whole and in order.

prune the history → verify → compact
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows.account.maintain_report import MaintainReport
from flows.account.run import new_run_id
from flows.endings import conclude
from flows.history.hooks import on_end
from flows.history.labels import PROJECT, add_tags, begun
from flows.history.living import living
from flows.history.logs import tidy_log
from flows.history.prune import prune_history
from flows.parameters import (
    Compacts,
    HistoryDays,
    MaintainParameters,
    Output,
    PagesDays,
    RunsDays,
    Verifies,
)
from flows.summary.maintain_page import markdown
from tasks.load.maintenance.compact import Compacted
from tasks.load.maintenance.compact import compact as compact_output
from tasks.load.maintenance.untidy import Limits
from tasks.load.storage.location import Location, open_output
from tasks.load.verify import Report as Verified
from tasks.load.verify import verify as verify_output
from tasks.retries import RETRY
from tasks.settings import get_settings

FLOWS = ("visnyk-etl", "visnyk-retranslate", "visnyk-maintain")
# What the form begins with.
_FORM = MaintainParameters()


@flow(
    name="visnyk-maintain",
    flow_run_name=partial(begun, "maintain"),
    timeout_seconds=get_settings().run_hours * 3600,
    description="Prune the run history, verify the datasets, write old files anew.",
    on_completion=[on_end],
    on_failure=[on_end],
    on_crashed=[on_end],
)
def maintain(
    *,
    output: Output = _FORM.output,
    history_days: HistoryDays = _FORM.history_days,
    runs_days: RunsDays = _FORM.runs_days,
    pages_days: PagesDays = _FORM.pages_days,
    verify: Verifies = _FORM.verify,
    compact: Compacts = _FORM.compact,
) -> State[MaintainReport]:
    """Look after history and datasets; the final state says whether all is whole."""
    now = datetime.now(UTC)
    folder = open_output(output).resolve()
    with living():
        tidy_log()
        add_tags(PROJECT)
        pruned = prune(FLOWS, now - timedelta(days=history_days))
        is_there = folder.is_dir()
        if not is_there:
            get_run_logger().info("There is no output %s yet", folder)
        verified = verify_datasets(folder) if verify and is_there else None
        is_damaged = verified is not None and bool(verified.problems)
        compacted = None
        # What is damaged is not written over: it may be all there is to mend it from.
        if compact and is_there and not is_damaged:
            limits = Limits(_days_before(now, pages_days), _days_before(now, runs_days))
            compacted = compact_datasets(folder, new_run_id(now, str(flow_run.id)), limits)
        report = MaintainReport(str(folder), pruned, verified, compacted)
        return conclude(report, key="visnyk-maintain", page=partial(markdown, report))


@task(name="prune-history", cache_policy=NO_CACHE, **RETRY)
def prune(flows: Sequence[str], before: datetime) -> int:
    """Delete what is too old from Prefect's history."""
    return prune_history(flows, before)


@task(name="verify", cache_policy=NO_CACHE, **RETRY)
def verify_datasets(output: Location) -> Verified:
    """Read every published file and check it."""
    verified = verify_output(output)
    for problem in verified.problems:
        get_run_logger().error("%s", problem.sentence)
    return verified


@task(name="compact", cache_policy=NO_CACHE, **RETRY)
def compact_datasets(output: Location, run_id: str, limits: Limits) -> Compacted:
    """Write files anew that are not as they would be written today."""
    return compact_output(output, run_id, limits)


def _days_before(now: datetime, days: int | None) -> datetime | None:
    return None if days is None else now - timedelta(days=days)
