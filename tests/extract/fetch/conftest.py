"""Sites to fetch from, and fetchers that may reach them."""

from __future__ import annotations

import pytest

from tasks.extract.fetch.fetcher import Fetcher
from tasks.settings import Settings
from tests.extract.fetch.site import Reply, Site


@pytest.fixture
def site():
    with Site() as running:
        running.pages["/"] = Reply()
        yield running


@pytest.fixture
def other():
    """A second site, at another address of this machine."""
    with Site("127.0.0.2") as running:
        running.pages["/"] = Reply()
        yield running


@pytest.fixture
def fetcher_of():
    def make(**changed):
        quick = {
            "allowed_addresses": "127.0.0.0/8, ::1",
            "fetch_rate": 1000.0,
            "fetch_timeout": 10.0,
            "connect_timeout": 5.0,
            "read_timeout": 5.0,
            "retry_backoff": 0.01,
        }
        return Fetcher(Settings(**quick | changed))

    return make


@pytest.fixture
def fetcher(fetcher_of):
    return fetcher_of()
