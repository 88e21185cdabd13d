"""One Prefect server for all tests that need one, in whichever worker of pytest they run.

    python -m tests.standing_server FOLDER

keeps it: starts it with its database in FOLDER, writes its address there, and ends it when
no test process is left that locks FOLDER/users. Killed ones lock nothing, either.
"""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock

ROOT = Path(__file__).parents[1]
ADDRESS, USERS, LOG = "address", "users", "log"
# Its database is made first: 14 to 17 s, if nothing else keeps the machine busy.
START_SECONDS = 600


@contextmanager
def standing_server(folder: Path) -> Iterator[str]:
    """Give the address of the API of the server in `folder`; the first to ask starts it."""
    folder.mkdir(exist_ok=True)
    with (folder / USERS).open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        with FileLock(folder / "start.lock"):
            if not (folder / ADDRESS).exists():
                _start_keeper(folder)
        yield (folder / ADDRESS).read_text()


def _start_keeper(folder: Path) -> None:
    with (folder / LOG).open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.standing_server", str(folder)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C ends the tests, which ends the server
        )
    while not (folder / ADDRESS).exists():
        if keeper.poll() is not None:
            raise RuntimeError(f"Prefect's server did not start: {(folder / LOG).read_text()}")
        time.sleep(0.1)


def keep(folder: Path) -> None:
    """Run a server as long as a test process uses it."""
    with (folder / USERS).open("w") as users:
        address = f"http://127.0.0.1:{_free_port()}/api"
        server = _start_server(folder, address)
        try:
            _wait_for(server, address)
            (folder / "new").write_text(address)
            (folder / "new").rename(folder / ADDRESS)
            fcntl.flock(users, fcntl.LOCK_EX)
            (folder / ADDRESS).unlink()
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start_server(folder: Path, address: str) -> subprocess.Popen[bytes]:
    url = urlsplit(address)
    command = ["server", "start", "--host", str(url.hostname), "--port", str(url.port)]
    # What no test asks for would only take time from the tests.
    without = ["--no-ui", "--no-scheduler", "--no-late-runs", "--analytics-off"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.Popen(
        [sys.executable, "-m", "flows.serving.api", *command, *without],
        cwd=folder,  # Prefect reads settings from the folder that it is started in
        env=kept
        | {
            "PREFECT_HOME": str(folder),
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_LOG_RETRYABLE_ERRORS": "true",
            "PYTHONPATH": str(ROOT),
        },
    )


def _wait_for(server: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with direct.open(f"{address}/health", timeout=10):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"No answer from {address}; the server's exit code is {server.poll()}.")


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
