"""`visnyk-maintain`: history pruned, datasets verified and tidied, damage never written over."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.account.maintain_report import MaintainReport
from flows.history.prune import prune_history
from flows.maintain import maintain


@pytest.fixture
def output(tmp_path: Path, seed_output: Path) -> Path:
    return Path(shutil.copytree(seed_output, tmp_path / "output"))


def looked_after(output: Path, **given: Any) -> State[MaintainReport]:
    state: State[MaintainReport] = maintain(output=str(output), return_state=True, **given)
    return state


def page_of(state: State[Any]) -> str:
    run_id = state.state_details.flow_run_id
    assert run_id
    only = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run_id]))
    with get_client(sync_client=True) as client:
        (artifact,) = client.read_artifacts(artifact_filter=only)
    return str(artifact.data)


def test_datasets_that_are_whole_and_tidy_are_left_as_they_are(output: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*.parquet")}
    state = looked_after(output)

    assert state.is_completed()
    assert state.message is not None
    assert state.message.endswith("5 files whole, 0 files written anew")
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*.parquet")} == before
    assert "Completed" in page_of(state)


def test_damage_is_a_failure_that_says_what_to_do_and_nothing_is_written_over_it(
    output: Path,
) -> None:
    damaged = next((output / "sentences").rglob("*.parquet"))
    damaged.write_bytes(damaged.read_bytes()[:-100])
    before = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    state = looked_after(output)

    assert state.is_failed()
    assert state.message is not None
    assert "problem" in state.message
    after = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    assert {path: content for path, content in after.items() if path in before} == before
    page = page_of(state)
    assert damaged.relative_to(output).as_posix() in page
    assert "visnyk rebuild" in page or "run again" in page.lower()


def test_an_output_that_is_not_there_yet_needs_nothing(tmp_path: Path) -> None:
    state = looked_after(tmp_path / "none")
    assert state.is_completed()
    assert not (tmp_path / "none").exists()


@flow(name="visnyk-test-of-pruning")
def pruned() -> None:
    """Stand for a run of long ago."""


def test_runs_that_ended_before_the_moment_go_with_their_artifacts_and_others_stay() -> None:
    with get_client(sync_client=True) as client:

        def run_that_ended() -> UUID:
            run = client.create_flow_run(pruned)
            client.set_flow_run_state(run.id, Completed(), force=True)
            return run.id

        old = [run_that_ended() for _ in range(3)]
        moment = datetime.now(UTC)
        recent, running = run_that_ended(), client.create_flow_run(pruned).id
        artifact = {
            "key": "visnyk-run",
            "type": "markdown",
            "data": "x",
            "flow_run_id": str(old[0]),
        }
        client.request("POST", "/artifacts/", json=artifact)
        deleted = prune_history(["visnyk-test-of-pruning"], moment)

        assert deleted == 3
        assert client.read_flow_run(recent).id == recent
        assert client.read_flow_run(running).id == running
        left = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=old))
        assert client.read_artifacts(artifact_filter=left) == []
    assert prune_history(["visnyk-test-of-pruning"], moment) == 0
