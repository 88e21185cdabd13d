"""The command line as a user has it: a real process with its own Prefect home."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"

Visnyk = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the commands see: this machine's environment, no network, no server, no terminal."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VISNYK_", "PREFECT_"))
    }
    return kept | {
        "PREFECT_HOME": str(tmp_path_factory.mktemp("prefect")),
        "VISNYK_GOOGLE_URL": "http://127.0.0.1:9/m",
        "COLUMNS": "160",
    }


@pytest.fixture(scope="session")
def visnyk(environment: dict[str, str]) -> Visnyk:
    """Run a command and give back what it printed and how it ended.

    Flows run as they do for a new user: with Prefect's embedded API, which starts in seconds.
    """
    command = Path(sys.executable).with_name("visnyk")

    def run(
        *arguments: str | Path, stdin: str | bytes = "", **settings: str
    ) -> subprocess.CompletedProcess[str]:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        ended = subprocess.run(
            [str(command), *map(str, arguments)],
            input=given,
            capture_output=True,
            check=False,
            cwd=ROOT,
            env=environment | settings,
            timeout=120,
        )
        return subprocess.CompletedProcess(
            ended.args, ended.returncode, ended.stdout.decode(), ended.stderr.decode()
        )

    return run


@pytest.fixture(scope="session")
def visnyk_at_server(visnyk: Visnyk, prefect_address: str) -> Visnyk:
    """Run a command whose flow runs at a Prefect server that stands: ten seconds less."""
    return partial(visnyk, PREFECT_API_URL=prefect_address)
