"""A store on loopback, and a bucket for every test."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.load.storage.s3.paths import ObjectPath, filesystem, parse
from tasks.settings import get_settings
from tests.standing_store import REGION, store_settings, without_settings

ROOT = Path(__file__).parents[3]


@pytest.fixture
def environment(store_address: str, tmp_path: Path) -> dict[str, str]:
    """What a process needs to know to use the store from this test's own machine."""
    return without_settings() | store_settings(store_address, tmp_path)


@pytest.fixture
def store(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this process use the store, too."""
    for name in os.environ.keys() - environment.keys():
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
    make_bucket(name)
    return name


@pytest.fixture
def output(bucket: str) -> ObjectPath:
    """A place for datasets."""
    return parse(f"s3://{bucket}/visnyk/daily")


def make_bucket(name: str) -> None:
    filesystem().call_s3(
        "create_bucket", Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
