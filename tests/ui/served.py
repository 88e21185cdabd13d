"""`visnyk serve` in a process of its own, as an operator starts it, and its API."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.standing_server import _free_port

DEPLOYMENTS = (
    "visnyk-etl/scheduled",
    "visnyk-etl/manual",
    "visnyk-retranslate/manual",
    "visnyk-maintain/scheduled",
)
# Its database is made first: 14 to 17 s, if nothing else keeps the machine busy.
START_SECONDS = 300
STOP_SECONDS = 60
# As the installed script does, which a checkout need not have; and without SIGINT, as
# everything is that a script starts with `&`.
VISNYK = (
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); "
    "from flows.cli import main; main()"
)


@dataclass(frozen=True)
class Served:
    """What is served: where its UI is, and where its runs publish to."""

    address: str
    output: Path
    process: subprocess.Popen[bytes]

    def ask(self, path: str, body: object = None) -> Any:
        """Ask the API; a body makes it a POST."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.address}/api/{path}", data, {"Content-Type": "application/json"}
        )
        with _direct().open(request, timeout=60) as answer:
            return json.load(answer)

    def is_ready(self) -> bool:
        """Whether all deployments are registered and something polls for their runs."""
        try:
            found = [self.ask(f"deployments/name/{name}") for name in DEPLOYMENTS]
        except urllib.error.HTTPError as error:
            if error.code in {HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE}:
                return False
            raise
        except OSError:
            return False
        return all(deployment["status"] == "READY" for deployment in found)

    def run_ids(self) -> set[str]:
        """The runs that were ever created."""
        return {run["id"] for run in self.ask("flow_runs/filter", {"sort": "START_TIME_DESC"})}


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve in `folder`, with what is served as a new user has it; it must end when told to."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    port = _free_port()
    log = folder / "serve.log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-c", VISNYK, "serve", "--port", str(port)],
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    place = Served(f"http://127.0.0.1:{port}", folder / "output", process)
    try:
        _wait_for(place, log)
        yield place
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert process.returncode == 0, log.read_text()[-4000:]


def _environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PREFECT_", "VISNYK_"))
    }
    return kept | {
        "PREFECT_HOME": str(folder / "prefect"),
        "PYTHONPATH": str(ROOT),
        "VISNYK_GOOGLE_URL": "http://127.0.0.1:9/m",
    }


def _wait_for(place: Served, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not place.is_ready():
        ended, late = place.process.poll() is not None, time.monotonic() > deadline
        if ended or late:
            raise RuntimeError(f"visnyk serve is not ready: {log.read_text()[-4000:]}")
        time.sleep(0.2)


def _direct() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))
