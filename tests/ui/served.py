"""`visnyk serve` in a process of its own, as a new user starts it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.serving.processes import Api, command, environment, free_port, until

DEPLOYMENTS = (
    "visnyk-etl/scheduled",
    "visnyk-etl/manual",
    "visnyk-retranslate/manual",
    "visnyk-maintain/scheduled",
)


@dataclass(frozen=True)
class Served:
    """What is served: where its UI is, where its runs publish to, and its API."""

    address: str
    output: Path
    api: Api

    def is_ready(self) -> bool:
        """Whether all deployments are registered and something polls for their runs."""
        if not self.api.is_up():
            return False
        found = [self.api.deployment(name) for name in DEPLOYMENTS]
        return all(it is not None and it["status"] == "READY" for it in found)

    def run_ids(self) -> set[str]:
        """The runs that were ever created."""
        runs: list[dict[str, Any]] = self.api.post("/flow_runs/filter", sort="START_TIME_DESC")
        return {run["id"] for run in runs}


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve in `folder`, with what is served as a new user has it; it must end when told to."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    port, log = free_port(), folder / "serve.log"
    env = environment(folder / "prefect", VISNYK_GOOGLE_URL="http://127.0.0.1:9/m")
    given = ["serve", "--port", str(port)]
    with command(*given, env=env, log=log, cwd=folder) as process:
        place = Served(f"http://127.0.0.1:{port}", folder / "output", Api(port))
        until(place.is_ready)
        yield place
    assert process.returncode == 0, log.read_text()[-4000:]
