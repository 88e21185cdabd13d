"""`visnyk serve` through its life: schedules, overlaps, kills, notifications, its end."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import write_page
from tests.serving.conftest import SlowEngine, asking
from tests.serving.processes import (
    ROOT,
    VISNYK,
    Api,
    command,
    environment,
    free_port,
    make_webhook_block,
    process_of,
    until,
)
from tests.webhook import Webhook, listening

pytestmark = pytest.mark.slow


@dataclass
class Served:
    """A serving process, its API, the pages it reads, and the engine that it asks."""

    process: subprocess.Popen[bytes]
    api: Api
    inbox: Path
    output: Path
    log: Path
    env: dict[str, str]
    engine: SlowEngine
    webhook: Webhook


@pytest.fixture(scope="module")
def webhook() -> Iterator[Webhook]:
    with listening() as server:
        yield server


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, engine: SlowEngine, webhook: Webhook
) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    inbox, output, port = folder / "inbox", folder / "output", free_port()
    inbox.mkdir()
    (inbox / "first.txt").write_text(write_page("Місто отримало новий міст"))
    env = environment(
        folder / "home",
        **asking(engine),
        VISNYK_NOTIFY="custom-webhook/alerts",
    )
    api = Api(port)
    with command("ui", "--no-browser", "--port", str(port), env=env, log=folder / "ui.log"):
        until(api.is_up)
        make_webhook_block(api, "alerts", webhook.url)
        given = ["-o", str(output), "-e", "google", "--port", str(port), "--cron", "* * * * *"]
        log = folder / "serve.log"
        with command("serve", str(inbox), *given, env=env, log=log) as process:
            until(lambda: api.deployment("visnyk-maintain/scheduled"))
            yield Served(process, api, inbox, output, log, env, engine, webhook)
            engine.gate.set()


def _begun(served: Served, before: set[str]) -> dict[str, Any] | None:
    runs = served.api.runs("scheduled", type={"any_": ["RUNNING"]})
    return next((run for run in runs if run["id"] not in before), None)


def _ended(served: Served, run_id: str) -> dict[str, Any] | None:
    run = served.api.run(run_id)
    return run if run["state_type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"} else None


def test_the_schedule_fires_by_itself_and_publishes(served: Served) -> None:
    run = until(lambda: next(iter(served.api.runs("scheduled")), None))
    ended = until(lambda: _ended(served, run["id"]))

    assert (ended["state_name"], ended["state"]["message"]) == ("Completed", "1 document loaded")
    assert (served.output / "manifest.json").exists()
    assert "auto-scheduled" in ended["tags"]


def test_runs_do_not_overlap_and_a_killed_one_is_crashed_and_its_work_done_by_the_next(
    served: Served,
) -> None:
    before = {run["id"] for run in served.api.runs()}
    served.engine.gate.clear()
    (served.inbox / "second.txt").write_text(write_page("Область отримала нову лікарню"))
    stuck = until(lambda: _begun(served, before))
    # The next one is due while this one waits for the engine.
    cancelled = until(lambda: next(iter(served.api.runs(type={"any_": ["CANCELLED"]})), None))
    assert cancelled["state"]["message"] == "Deployment concurrency limit reached."
    assert served.api.run(stuck["id"])["state_type"] == "RUNNING"

    os.kill(process_of(stuck["id"]), signal.SIGKILL)
    crashed = until(lambda: _ended(served, stuck["id"]))
    assert crashed["state_type"] == "CRASHED"

    served.engine.gate.set()
    seen = before | {stuck["id"], cancelled["id"]}
    done = until(
        lambda: next(
            (
                run
                for run in served.api.runs("scheduled", type={"any_": ["COMPLETED"]})
                if run["id"] not in seen
            ),
            None,
        )
    )
    assert done["state"]["message"] == "1 document loaded, 1 unchanged"


def test_who_is_to_be_told_hears_of_a_run_that_was_killed(served: Served, tmp_path: Path) -> None:
    run = _killed(served, tmp_path)
    (letter,) = until(lambda: _letters_of(served, run["id"]))
    assert letter["subject"] == f"visnyk: {run['name']} Crashed"
    assert "SIGKILL" in letter["body"]
    assert f"/runs/flow-run/{run['id']}" in letter["body"]


def _killed(served: Served, folder: Path) -> dict[str, Any]:
    (folder / "page.txt").write_text(write_page("Громада отримала нову дорогу"))
    served.engine.gate.clear()
    given = {"sources": [str(folder)], "output": str(folder / "output"), "engine": "google"}
    asked = served.api.start("visnyk-etl/manual", **given)
    until(lambda: any("Громада" in str(it) for it in served.engine.requests))
    os.kill(process_of(asked), signal.SIGKILL)
    served.engine.gate.set()
    return until(lambda: _ended(served, asked))


def test_a_run_of_another_machine_that_falls_silent_is_crashed(
    served: Served, tmp_path: Path
) -> None:
    served.engine.gate.clear()
    env = served.env | {
        "PREFECT_HOME": str(tmp_path / "home"),
        "PREFECT_API_URL": served.api.address,
    }
    (tmp_path / "page.txt").write_text(write_page("Село отримало школу"))
    known = {run["id"] for run in served.api.runs()}
    script = [*VISNYK, "run", str(tmp_path / "page.txt")]
    with subprocess.Popen(
        [*script, "-o", str(tmp_path / "output"), "-e", "google"],
        cwd=ROOT,
        env=env,
        stderr=subprocess.DEVNULL,
    ) as process:
        mine = until(
            lambda: next(
                (
                    run
                    for run in served.api.runs(type={"any_": ["RUNNING"]})
                    if run["id"] not in known and run["deployment_id"] is None
                ),
                None,
            )
        )
        until(lambda: any("Село" in str(it) for it in served.engine.requests))
        process.kill()
    served.engine.gate.set()
    crashed = until(lambda: _ended(served, mine["id"]))
    assert crashed["state_type"] == "CRASHED"
    assert "the next run over the same sources does the rest" in crashed["state"]["message"]
    # Nobody but the server is left to tell of it.
    (letter,) = until(lambda: _letters_of(served, mine["id"]))
    assert "No sign of life" in letter["body"]
    # And it tells of no run that somebody else has told of.
    ids = [letter["body"].partition("/flow-run/")[2][:36] for letter in served.webhook.letters]
    assert len(set(ids)) == len(ids)


def _letters_of(served: Served, run_id: str) -> list[dict[str, str]]:
    return [letter for letter in served.webhook.letters if run_id in letter["body"]]


def test_the_command_line_joins_the_history_and_the_forms_run(served: Served) -> None:
    given = {"sources": [str(ROOT / "seeds")], "engine": "draft", "batch_size": 7}
    asked = served.api.start("visnyk-etl/manual", **given, output=str(served.output))
    env = served.env | {"COLUMNS": "200"}
    ended = subprocess.run(
        [*VISNYK, "run", str(served.inbox), "-o", str(served.output), "-e", "google"],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert "Nothing new: 2 documents unchanged" in ended.stdout
    assert "temporary server" not in ended.stderr
    assert until(lambda: _ended(served, asked))["state"]["message"] == "1 document loaded"
    run = served.api.run(asked)
    assert run["parameters"]["batch_size"] == 7
    by_hand = [
        it for it in served.api.runs(type={"any_": ["COMPLETED"]}) if not it["deployment_id"]
    ]
    assert [it["state"]["message"] for it in by_hand] == ["Nothing new: 2 documents unchanged"]
