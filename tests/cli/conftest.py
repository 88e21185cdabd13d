"""The command line as a user has it: a real process with its own Prefect home."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from .forked import PATIENCE_SECONDS, Commands

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
        "VISNYK_OUTPUT": str(tmp_path_factory.mktemp("default") / "output"),
        "VISNYK_GOOGLE_URL": "http://127.0.0.1:9/m",
        "COLUMNS": "160",
    }


@pytest.fixture(scope="session")
def visnyk(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visnyk]:
    """Run a command, with its imports done, and give back what it printed and how it ended."""
    with Commands(tmp_path_factory.mktemp("streams"), environment) as commands:

        def run(
            *arguments: str | Path, stdin: str | bytes = "", **settings: str
        ) -> subprocess.CompletedProcess[str]:
            ended = commands.run([*map(str, arguments)], stdin=_encoded(stdin), settings=settings)
            return _decoded(ended)

        yield run


@pytest.fixture(scope="session")
def visnyk_at_server(visnyk: Visnyk, prefect_address: str) -> Visnyk:
    """Run a command whose flow runs at a Prefect server that stands: ten seconds less."""
    return partial(visnyk, PREFECT_API_URL=prefect_address)


@pytest.fixture(scope="session")
def installed_visnyk(environment: dict[str, str]) -> Visnyk:
    """Run the installed script, as a user does: with all imports, and Prefect's embedded API."""
    command = Path(sys.executable).with_name("visnyk")

    def run(
        *arguments: str | Path, stdin: str | bytes = "", **settings: str
    ) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            [str(command), *map(str, arguments)],
            input=_encoded(stdin),
            capture_output=True,
            check=False,
            cwd=ROOT,
            env=environment | settings,
            timeout=PATIENCE_SECONDS,
        )
        return _decoded(ended)

    return run


def _encoded(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _decoded(
    ended: subprocess.CompletedProcess[bytes],
) -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess(
        ended.args, ended.returncode, ended.stdout.decode(), ended.stderr.decode()
    )
