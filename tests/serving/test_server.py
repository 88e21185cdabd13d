"""Prefect's server: made once by several at a time, found, refused with a reason."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.serving.processes import ROOT, VISNYK, Api, command, environment, free_port, until


def visnyk(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*VISNYK, *arguments],
        cwd=ROOT,
        env=env,
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
    )


@pytest.mark.slow
def test_four_first_runs_at_once_make_one_database_and_one_complete_history(
    tmp_path: Path,
) -> None:
    env = environment(tmp_path / "home")
    (tmp_path / "home").mkdir()
    runs = [
        subprocess.Popen(
            [*VISNYK, "run", "seeds", "-e", "draft", "-o", str(tmp_path / f"output-{number}")],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    said = [process.communicate(timeout=600) for process in runs]
    assert [process.returncode for process in runs] == [0] * 4, said
    assert all("Completed: 1 document loaded" in out for out, _ in said)

    port = free_port()
    api = Api(port)
    log = tmp_path / "ui.log"
    with command("ui", "--no-browser", "--port", str(port), env=env, log=log):
        until(api.is_up)
        found = api.runs()
        assert [run["state_name"] for run in found] == ["Completed"] * 4
        assert [_task_runs(api, run["id"]) for run in found] == [8] * 4
    assert not (tmp_path / "home" / "visnyk" / "server").exists()


def _task_runs(api: Api, run_id: str) -> int:
    filters: dict[str, Any] = {
        "flow_runs": {"id": {"any_": [run_id]}},
        "task_runs": {"state": {"type": {"any_": ["COMPLETED"]}}},
    }
    return int(api.post("/task_runs/count", **filters))


@pytest.mark.slow
def test_a_server_that_comes_up_too_late_is_told_of_and_not_left_behind(tmp_path: Path) -> None:
    env = environment(tmp_path, PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="1")
    # One that was left behind would hold these pipes for ever.
    ended = visnyk("run", "seeds", "-e", "draft", "-o", str(tmp_path / "output"), env=env)
    assert ended.returncode == 1
    assert "Prefect's API did not start" in ended.stderr
    assert "let a server stand, with: visnyk ui" in ended.stderr
    assert not (tmp_path / "output" / "articles").exists()


def test_a_named_server_that_does_not_answer_is_told_of(tmp_path: Path) -> None:
    api = f"http://127.0.0.1:{free_port()}/api"
    env = environment(tmp_path, PREFECT_API_URL=api)
    ended = visnyk("run", "seeds", "-e", "draft", "-o", str(tmp_path / "output"), env=env)
    assert ended.returncode == 1
    assert f"Prefect's server at {api} does not answer" in ended.stderr
    assert "nothing was read or changed" in ended.stderr


@pytest.mark.slow
def test_a_port_that_another_program_has_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = visnyk("ui", "--no-browser", "--port", str(port), env=environment(tmp_path))
    assert ended.returncode == 1
    assert f"Prefect's server at http://127.0.0.1:{port}/api ended as it started" in ended.stderr
    assert "in use" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (["--cron", "now and then"], {}, "'now and then' in the time zone 'Europe/Kyiv' is no"),
        ([], {"VISNYK_TIMEZONE": "Mars"}, "in the time zone 'Mars' is no schedule"),
        (["--port", "0"], {}, "--port"),
        (["-e", "oracle"], {}, "engine"),
        ([], {"VISNYK_NOTIFY": "no block"}, "VISNYK_NOTIFY"),
    ],
)
def test_what_cannot_be_served_is_refused_before_anything_starts(
    tmp_path: Path, arguments: list[str], settings: dict[str, str], said: str
) -> None:
    env = environment(tmp_path / "home", VISNYK_OUTPUT=str(tmp_path / "output"), **settings)
    ended = visnyk("serve", *arguments, env=env)
    assert ended.returncode in {1, 2}
    assert said in " ".join(ended.stderr.split())
    assert not (tmp_path / "home" / "prefect.db").exists()
