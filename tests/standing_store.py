"""A real S3 API on loopback, in a process of its own, and what processes need to use it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SERVER = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""
REGION = "eu-central-1"


@contextmanager
def standing_store() -> Iterator[str]:
    """Run a store; yield its address."""
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.kill()
        server.communicate()


def store_settings(address: str, folder: Path) -> dict[str, str]:
    """The environment of a machine that uses a store; `folder` is where that machine works."""
    return {
        "AWS_ENDPOINT_URL_S3": address,
        "AWS_ACCESS_KEY_ID": "tester",
        "AWS_SECRET_ACCESS_KEY": "of no use elsewhere",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": str(folder / "no-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "no-credentials"),
        "VISNYK_WORK_FOLDER": str(folder / "work"),
    }


def without_settings() -> dict[str, str]:
    """This process's environment but for what would lead to another store."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "VISNYK_"))
    }
