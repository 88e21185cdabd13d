"""Wait until Prefect has stored the task runs of a finished flow run.

The embedded API is killed when the process ends, with its queue of task-run events
unflushed: of 100 task runs 17 to 33 were recorded. A standing server loses none, and
then the first look finds them all.
"""

from __future__ import annotations

import logging
import time
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

logger = logging.getLogger(__name__)

_FINAL_STATES = ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]
# The recorder stores 35 to 45 task runs a second: looking more often costs more than it gains.
_POLL_SECONDS = 0.2
# It stores them in batches, about one a second.
_SETTLED_SECONDS = 1.5


def wait_for_history(flow_run_id: UUID, *, task_runs: int, timeout: float) -> bool:
    """Wait until `task_runs` final task runs are stored, `timeout` seconds at most.

    Returns:
        Whether the history is complete; if not, only the UI lacks rows, no data.
    """
    deadline = time.monotonic() + timeout
    stored = 0
    try:
        with get_client(sync_client=True) as client:
            while (stored := count_final_task_runs(client, flow_run_id)) < task_runs:
                if time.monotonic() >= deadline:
                    break
                time.sleep(_POLL_SECONDS)
    except httpx.HTTPError as error:
        logger.warning("Prefect's API does not answer (%s)", error)
    if stored >= task_runs:
        return True
    logger.warning(
        "Prefect stored %d of %d task runs within %.0f s. The data is complete; the run "
        "history in the UI is not. Raise VISNYK_HISTORY_TIMEOUT if it matters.",
        stored,
        task_runs,
        timeout,
    )
    return False


def settle_history(flow_run_id: UUID, *, timeout: float) -> None:
    """Wait until no more final task runs come, `timeout` seconds at most.

    For a run that broke off: nobody knows how many task runs it has.
    """
    deadline = time.monotonic() + timeout
    before = -1
    try:
        with get_client(sync_client=True) as client:
            while before != (stored := count_final_task_runs(client, flow_run_id)):
                if time.monotonic() >= deadline:
                    return
                before = stored
                time.sleep(_SETTLED_SECONDS)
    except httpx.HTTPError as error:
        logger.warning("Prefect's API does not answer (%s)", error)


def count_final_task_runs(client: SyncPrefectClient, flow_run_id: UUID) -> int:
    """Count the stored task runs of a flow run that have reached a final state."""
    run = FlowRunFilter(id=FlowRunFilterId(any_=[flow_run_id]))
    response = client.request(
        "POST",
        "/task_runs/count",
        json={
            "flow_runs": run.model_dump(mode="json"),
            "task_runs": {"state": {"type": {"any_": _FINAL_STATES}}},
        },
    )
    response.raise_for_status()
    return int(response.json())
