"""Which flow runs live: a killed process cannot say that it is gone, so its lock does.

Each run locks a file of its own as long as its process lives. A run of this machine that
Prefect holds for running and whose file nobody locks is dead: the next run says so. Runs
of other machines are left to Prefect's heartbeats (`flows.serving.automations`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from filelock import FileLock, Timeout
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.client.schemas.responses import SetStateStatus
from prefect.exceptions import ObjectNotFound
from prefect.runtime import flow_run
from prefect.settings import PREFECT_HOME
from prefect.states import Crashed

from flows.history.hooks import settle

logger = logging.getLogger(__name__)

DEAD = (
    "The process of this run is gone: it was killed, or the machine went down. What it had "
    "published is whole; the next run over the same sources does the rest, and asks for no "
    "translation again that was paid for."
)


@contextmanager
def living() -> Iterator[None]:
    """Show that the flow run which this is called in lives; say of those that do not."""
    lock = FileLock(lives() / f"{flow_run.id}.lock")
    with _guard():  # a file that is not locked yet looks dead to others
        lock.acquire()
        _end_dead_runs()
    try:
        yield
    finally:
        with _guard():  # who has listed the file must not find it free, and the run not ended yet
            Path(lock.lock_file).unlink(missing_ok=True)
            lock.release()


def lives() -> Path:
    """The folder of the locks of this machine's runs."""
    return Path(PREFECT_HOME.value(), "visnyk", "lives")


def end_dead_runs() -> list[UUID]:
    """Tell Prefect which runs of this machine crashed; without an answer, the next run does.

    Returns:
        The ids of the runs that are now crashed.
    """
    with _guard():
        return _end_dead_runs()


def end_unstarted_runs(flows: Sequence[str]) -> list[UUID]:
    """Tell Prefect that the runs of this machine's deployments that wait to begin never will.

    Call where nobody executes them (any more). The process of such a run never came so far as
    to lock a file; left alone, it would hold the slot of its schedule, and no other could run.

    Returns:
        The ids of the runs that are now crashed.
    """
    pending = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.PENDING]))
    ended: list[UUID] = []
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=list(flows))),
            flow_run_filter=FlowRunFilter(state=pending),
        ):
            if run.deployment_id and not run.work_pool_name:
                crashed: State[Any] = Crashed(message=DEAD)
                # By force: only so the slot is free again without its lease.
                client.set_flow_run_state(run.id, crashed, force=True)
                settle(client.read_flow(run.flow_id).name, run, crashed)
                ended.append(run.id)
    return ended


def _guard() -> FileLock:
    lives().mkdir(parents=True, exist_ok=True)
    return FileLock(lives() / "guard")


def _end_dead_runs() -> list[UUID]:
    ended: list[UUID] = []
    for path in sorted(lives().glob("*.lock")):
        lock = FileLock(path)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            continue
        try:
            with get_client(sync_client=True) as client:
                run_id = UUID(path.stem)
                if _end(client, run_id):
                    ended.append(run_id)
            path.unlink(missing_ok=True)
        except Exception as error:  # noqa: BLE001 - Prefect raises what its client raises
            logger.warning("Run %s is dead, and Prefect does not take it: %s", path.stem, error)
            break  # the next run tries again; others wait for this one to begin
        finally:
            lock.release()
    return ended


def _end(client: SyncPrefectClient, run_id: UUID) -> bool:
    try:
        run = client.read_flow_run(run_id)
    except ObjectNotFound:  # it was deleted, or is in the history of another server
        return False
    if run.state is None or run.state.is_final():
        return False
    crashed: State[Any] = Crashed(message=DEAD)
    # Not by force: Prefect refuses it for a run that has ended meanwhile.
    if client.set_flow_run_state(run_id, crashed).status is not SetStateStatus.ACCEPT:
        return False
    settle(client.read_flow(run.flow_id).name, run, crashed)
    logger.info("Run %s (%s) is dead: it counts as crashed now", run.name, run_id)
    return True
