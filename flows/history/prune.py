"""Run history that is older than wanted: gone from Prefect, with its logs and artifacts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterEndTime,
)
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import ObjectNotFound

_PAGE = 100


def prune_history(flows: Sequence[str], before: datetime) -> int:
    """Delete the runs of some flows that ended before a moment; returns how many.

    Prefect's server deletes the logs of a run with it, but leaves its artifacts.
    """
    deleted = 0
    with get_client(sync_client=True) as client:
        for run in _ended_before(client, flows, before):
            _delete_artifacts(client, run)
            try:
                client.delete_flow_run(run.id)
            except ObjectNotFound:
                continue  # somebody else was faster
            deleted += 1
    return deleted


def _ended_before(
    client: SyncPrefectClient, flows: Sequence[str], before: datetime
) -> Iterator[FlowRun]:
    while runs := client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=list(flows))),
        flow_run_filter=FlowRunFilter(end_time=FlowRunFilterEndTime(before_=before)),
        limit=_PAGE,
    ):
        yield from runs


def _delete_artifacts(client: SyncPrefectClient, run: FlowRun) -> None:
    of_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
    for artifact in client.read_artifacts(artifact_filter=of_run, limit=_PAGE):
        try:
            client.delete_artifact(artifact.id)
        except ObjectNotFound:
            continue
