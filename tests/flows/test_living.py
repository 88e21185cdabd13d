"""Runs whose process is gone: the next one of this machine tells Prefect, of the right ones."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from filelock import FileLock
from prefect import flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import ConcurrencyOptions, State
from prefect.runtime import flow_run
from prefect.settings import PREFECT_HOME, temporary_settings
from prefect.states import Completed, Pending, Running

from flows.history.living import end_dead_runs, end_unstarted_runs, lives, living
from flows.serving.deployments import ONE_AT_A_TIME


@flow
def something() -> str:
    with living():
        return str(flow_run.id)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[SyncPrefectClient]:
    """Prefect's API, and a home without runs."""
    with temporary_settings({PREFECT_HOME: tmp_path}), get_client(sync_client=True) as client:
        lives().mkdir(parents=True)
        yield client


def left_behind(client: SyncPrefectClient, state: State[object]) -> UUID:
    """A run that Prefect holds to be in some state, and whose lock nobody has."""
    run = client.create_flow_run(something, state=state)
    (lives() / f"{run.id}.lock").touch()
    return run.id


def state_of(client: SyncPrefectClient, run_id: UUID) -> str:
    state = client.read_flow_run(run_id).state
    assert state is not None
    return state.type.value


def test_a_run_whose_lock_is_free_has_crashed_and_its_file_goes(client: SyncPrefectClient) -> None:
    dead = left_behind(client, Running())

    assert end_dead_runs() == [dead]
    assert state_of(client, dead) == "CRASHED"
    assert end_dead_runs() == []
    assert list(lives().glob("*.lock")) == []


def test_a_run_that_another_process_holds_lives(client: SyncPrefectClient) -> None:
    run_id = left_behind(client, Running())
    path = str(lives() / f"{run_id}.lock")
    code = f"import filelock, sys; lock = filelock.FileLock({path!r}); lock.acquire()"
    with subprocess.Popen(
        [sys.executable, "-c", f"{code}; print('held', flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert end_dead_runs() == []
        assert state_of(client, run_id) == "RUNNING"
        holder.kill()
        holder.wait()
        assert end_dead_runs() == [run_id]


def test_a_run_that_ended_keeps_its_state(client: SyncPrefectClient) -> None:
    done = left_behind(client, Completed())
    (lives() / f"{uuid4()}.lock").touch()  # of another server's history

    assert end_dead_runs() == []
    assert state_of(client, done) == "COMPLETED"
    assert list(lives().glob("*.lock")) == []


def test_each_run_looks_after_those_before_it_and_leaves_no_file(
    client: SyncPrefectClient,
) -> None:
    dead = left_behind(client, Running())
    mine = something()

    assert state_of(client, dead) == "CRASHED"
    assert state_of(client, UUID(mine)) == "COMPLETED"
    assert list(lives().glob("*.lock")) == []


def test_a_lock_that_nobody_could_read_the_run_of_waits(
    client: SyncPrefectClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = left_behind(client, Running())

    def refuse(*_arguments: object, **_more: object) -> None:
        raise ConnectionError("no API")

    with monkeypatch.context() as patch:
        patch.setattr(SyncPrefectClient, "read_flow_run", refuse)
        assert end_dead_runs() == []
    assert FileLock(lives() / f"{dead}.lock").lock_file
    assert end_dead_runs() == [dead]


def test_a_run_that_waits_where_nobody_executes_it_lets_go_of_the_slot_of_its_schedule(
    client: SyncPrefectClient,
) -> None:
    flow_id = client.create_flow(something)
    deployment = client.create_deployment(
        flow_id,
        name=f"limited-{uuid4()}",
        concurrency_limit=ONE_AT_A_TIME.limit,
        concurrency_options=ConcurrencyOptions(collision_strategy=ONE_AT_A_TIME.collision_strategy),
    )

    def due() -> tuple[UUID, str]:
        run = client.create_flow_run_from_deployment(deployment)
        client.set_flow_run_state(run.id, Pending())
        return run.id, state_of(client, run.id)

    stuck, state = due()
    assert state == "PENDING"
    assert due()[1] == "CANCELLED"

    assert end_unstarted_runs([something.name]) == [stuck]
    assert state_of(client, stuck) == "CRASHED"
    assert due()[1] == "PENDING"
    assert len(end_unstarted_runs([something.name])) == 1
