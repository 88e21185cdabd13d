"""Prefect's server: found where one stands, else started, with its history in Prefect's home."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from prefect import __version__
from prefect.settings import (
    PREFECT_API_DATABASE_CONNECTION_URL,
    PREFECT_API_URL,
    PREFECT_HOME,
)

from flows.serving.standing import answers, published, standing, ui_of
from tasks.errors import Terminal

# A fresh database is made first: 14 to 17 s on an idle machine.
START_SECONDS = 180.0
# A server that somebody else starts may come up a little later, as in a composition.
_NAMED_SECONDS = 60.0
_STOP_SECONDS = 15.0
# Prefect would send the browser to the API at port 4200, whatever the port is. Messages of
# automations link to the UI, if its address is known.
_ADDRESSES = {"PREFECT_UI_API_URL": "/api"}
_POLL_SECONDS = 0.2


class ServerError(Terminal):
    """Prefect's server does not start, or does not answer."""


@dataclass(frozen=True)
class Server:
    """A server that stands.

    Attributes:
        api: the address of its API.
        is_ours: whether it was started here, and ends when it is not needed here any more.
    """

    api: str
    is_ours: bool


@contextmanager
def server(host: str, port: int) -> Iterator[Server]:
    """Give a server; one that had to be started ends with this.

    The one that Prefect's settings name comes first, then one that stands on this machine.

    Raises:
        ServerError: no server answers where it should, or a new one does not start.
    """
    if named := PREFECT_API_URL.value():
        _wait_for(named)
        yield Server(named, is_ours=False)
        return
    api = _api_of(host, port)
    if found := standing() or (api if answers(api) else None):
        yield Server(found, is_ours=False)
        return
    with started(host, port), published(api):
        yield Server(api, is_ours=True)


@contextmanager
def started(host: str, port: int) -> Iterator[None]:
    """Keep a server running."""
    folder = home()
    log = folder / "server.log"
    # In a session of its own, for Ctrl-C must not end it before the runs that report to it.
    command = [sys.executable, "-m", "flows.serving.api", "server", "start", "--host", host]
    with making_database(), log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(  # noqa: S603 - this interpreter, and our own words
            [*command, "--port", str(port), "--analytics-off"],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            env=_ADDRESSES | {"PREFECT_UI_URL": ui_of(_api_of(host, port))} | os.environ,
            start_new_session=True,
        )
        try:
            _wait_for(_api_of(host, port), process, log)
        except BaseException:
            _end(process)
            raise
    try:
        yield
    finally:
        _end(process)


@contextmanager
def making_database() -> Iterator[None]:
    """Let one process at a time make Prefect's database: in a race, some of them fail."""
    made = home() / f"database-{__version__}"
    with ExitStack() as stack:
        if not made.exists() or not _has_database():
            stack.enter_context(FileLock(home() / "database.lock"))
        yield
        made.touch()


def home() -> Path:
    """The folder in Prefect's home for what is visnyk's; made if it is missing."""
    folder = Path(PREFECT_HOME.value(), "visnyk")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _api_of(host: str, port: int) -> str:
    """The address at which this machine reaches what listens there."""
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}  # noqa: S104 - names, no bind
    return f"http://{here.get(host, host)}:{port}/api"


def _has_database() -> bool:
    address = str(PREFECT_API_DATABASE_CONNECTION_URL.value())
    # Whoever runs a database server upgrades it when they choose to.
    return not address.startswith("sqlite") or Path(address.partition(":///")[2]).exists()


def _wait_for(
    api: str, process: subprocess.Popen[bytes] | None = None, log: Path | None = None
) -> None:
    deadline = time.monotonic() + (START_SECONDS if process else _NAMED_SECONDS)
    while not answers(api):
        code = process.poll() if process else None
        if code is not None or time.monotonic() > deadline:
            said = log.read_text(encoding="utf-8", errors="replace")[-1500:] if log else ""
            ended = "ended as it started" if code is not None else "does not answer"
            raise ServerError(
                f"Prefect's server at {api} {ended}",
                data="No run was started",
                remedy=f"See {log}, which ends with: {said.strip()}"
                if log
                else "Start it, or correct PREFECT_API_URL",
            )
        time.sleep(_POLL_SECONDS)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
