"""`visnyk serve` told to stop: runs end and say so, schedules rest, and all begins again."""

from __future__ import annotations

import subprocess
from pathlib import Path

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
    process_of,
    until,
)


@pytest.mark.slow
def test_a_run_under_way_is_crashed_and_schedules_rest_until_the_next_start(
    tmp_path: Path, engine: SlowEngine
) -> None:
    inbox, output, port = tmp_path / "inbox", tmp_path / "output", free_port()
    inbox.mkdir()
    (inbox / "page.txt").write_text(write_page("Місто отримало новий міст"))
    env = environment(tmp_path / "home", **asking(engine))
    given = ["serve", str(inbox), "-o", str(output), "-e", "google", "--port", str(port)]
    api, log = Api(port), tmp_path / "serve.log"
    engine.gate.clear()
    with command("ui", "--no-browser", "--port", str(port), env=env, log=tmp_path / "ui.log"):
        until(api.is_up)
        # Who opens a server that somebody else has started need not wait, and does not end it.
        subprocess.run([*VISNYK, "ui", "--no-browser"], cwd=ROOT, env=env, check=True)
        with command(*given, env=env, log=log):
            until(lambda: api.deployment("visnyk-maintain/scheduled"))
            stuck = api.start("visnyk-etl/manual")
            until(lambda: engine.requests)
            process = process_of(stuck)

        assert not Path(f"/proc/{process}").exists()
        assert api.run(stuck)["state_name"] == "Crashed"
        assert not _is_scheduled(api)
        assert "never awaited" not in log.read_text()

        engine.gate.set()
        with command(*given, env=env, log=log):
            until(lambda: _is_scheduled(api))
            again = api.start("visnyk-etl/manual")
            done = until(lambda: (run := api.run(again))["state_type"] == "COMPLETED" and run)
            assert done["state"]["message"] == "1 document loaded"


def _is_scheduled(api: Api) -> bool:
    deployment = api.deployment("visnyk-etl/scheduled")
    return deployment is not None and not deployment["paused"]
