"""A real S3 API on loopback, in a process of its own, and a bucket for every test."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.load.s3.paths import ObjectPath, filesystem, parse
from tasks.settings import get_settings

ROOT = Path(__file__).parents[3]

_SERVER = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""
_IRRELEVANT = ("AWS_", "VISNYK_")


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """The address of the store."""
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert server.stdout is not None
    yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    server.kill()
    server.wait()


@pytest.fixture
def environment(endpoint: str, tmp_path: Path) -> dict[str, str]:
    """What a process needs to know to use the store from this test's own machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_IRRELEVANT)}
    return kept | {
        "AWS_ENDPOINT_URL_S3": endpoint,
        "AWS_ACCESS_KEY_ID": "tester",
        "AWS_SECRET_ACCESS_KEY": "of no use elsewhere",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_CONFIG_FILE": str(tmp_path / "no-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "no-credentials"),
        "VISNYK_WORK_FOLDER": str(tmp_path / "work"),
    }


@pytest.fixture
def store(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this process use the store, too."""
    for name in list(os.environ):
        if name.startswith(_IRRELEVANT):
            monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    # The connection is kept from test to test: making one takes half a second.
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def bucket(store: None) -> str:
    """A new bucket."""
    name = f"news-{uuid.uuid4().hex[:8]}"
    filesystem().call_s3(
        "create_bucket",
        Bucket=name,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )
    return name


@pytest.fixture
def output(bucket: str) -> ObjectPath:
    """A place for datasets."""
    return parse(f"s3://{bucket}/visnyk/daily")
