"""What Prefect calls when a run has ended: who is to be told is told, and each run has a page."""

from __future__ import annotations

import logging
from typing import Any, Final

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    ArtifactFilterKey,
)
from prefect.client.schemas.objects import Artifact, FlowRun, State

from flows.history.artifacts import create, unharmed
from flows.history.notifications import tell
from flows.summary.broken import Broken, broken_page

# The key of each flow's page; a flow without one of its own has its name for it.
KEYS: Final = {"visnyk-etl": "visnyk-run"}
_BROKE_OFF: Final = "The run broke off"


def key_of(flow: str) -> str:
    """Name the key that the pages of a flow are kept by."""
    return KEYS.get(flow, flow)


def on_end(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Do what is left to do when a run has ended; Prefect calls this as a hook.

    The process may be about to end, or not be the one that the run was in.
    """
    settle(flow.name, flow_run, state)


def settle(flow: str, flow_run: FlowRun, state: State[Any]) -> None:
    """Leave a page with a run that broke off and has none, and tell who is to be told."""
    is_new = state.is_completed() or _leave_page(flow, flow_run, state)
    # Of a crash the run's own process may tell, or whoever finds it dead: the first one does.
    if is_new or not state.is_crashed():
        tell(flow, flow_run, state)


def _leave_page(flow: str, flow_run: FlowRun, state: State[Any]) -> bool:
    """Write a page from what Prefect knows; one that failed by its own count has a better one.

    Returns:
        Whether nobody has done so before.
    """
    key = key_of(flow)
    with unharmed("keep the page of a run that broke off", level=logging.WARNING):
        if page := _page_of(flow_run, key):
            return page.description != _BROKE_OFF
        text = broken_page(
            Broken(
                flow=flow,
                state=state.name or state.type.value.capitalize(),
                message=state.message or "Prefect was told no reason.",
                parameters=flow_run.parameters,
                error=_error_of(state),
                is_crash=state.is_crashed(),
            )
        )
        create(flow_run.id, key, "markdown", text, _BROKE_OFF)
    return True


def _page_of(flow_run: FlowRun, key: str) -> Artifact | None:
    wanted = ArtifactFilter(
        flow_run_id=ArtifactFilterFlowRunId(any_=[flow_run.id]), key=ArtifactFilterKey(any_=[key])
    )
    with get_client(sync_client=True) as client:
        return next(iter(client.read_artifacts(artifact_filter=wanted, limit=1)), None)


def _error_of(state: State[Any]) -> BaseException | None:
    """The error that a state holds, if this process has it; another has its message only."""
    try:
        found = state.result(raise_on_failure=False)
    except Exception:  # noqa: BLE001 - results that were not kept raise what they like
        return None
    return found if isinstance(found, BaseException) else None
