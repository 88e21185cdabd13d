"""Flows in this process, at the one Prefect server of all tests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
from prefect.client.schemas.objects import Artifact

from tests.translate.conftest import GooglePage

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session", autouse=True)
def prefect_server(prefect_address: str) -> Iterator[None]:
    """Let the flows of this process run at the server that stands."""
    from prefect.logging.handlers import APILogHandler
    from prefect.settings import (
        PREFECT_API_URL,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        temporary_settings,
    )

    # A run that sends heartbeats waits at its end until their thread has slept its second.
    quick = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with temporary_settings({PREFECT_API_URL: prefect_address, **quick}):
        yield
        APILogHandler().flush()  # the server ends before this process does


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Google's address be one where nobody answers, on this machine."""
    from tasks.settings import get_settings
    from tasks.transform.translate import registry

    monkeypatch.setenv("VISNYK_GOOGLE_URL", "http://127.0.0.1:9/m")
    get_settings.cache_clear()
    registry._cached_chain.cache_clear()
    yield
    get_settings.cache_clear()
    registry._cached_chain.cache_clear()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty folder to put pages into."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where a test's datasets go."""
    return tmp_path / "output"


def shown_of(flow_run_id: str) -> dict[str | None, Artifact]:
    """What a run has left in Prefect to look at, by key; results have none."""
    wanted = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[UUID(flow_run_id)]))
    with get_client(sync_client=True) as client:
        found = [it for it in client.read_artifacts(artifact_filter=wanted) if it.key]
    shown = {artifact.key: artifact for artifact in found}
    assert len(shown) == len(found)
    return shown


Page = Callable[..., str]


def write_page(
    title: str,
    *,
    date: str = "2026-03-14",
    body: str = "Міська рада Луцька виділила 12 млн гривень на ремонт дитячої лікарні.",
    tags: str = "Луцьк медицина",
) -> str:
    """A page in the pasted layout."""
    return (
        f"date {date} Головна Суспільство\n{title}\n\nОлена Ткачук\nvisti.example\n\n"
        f"{body}\n\nДепутати проголосували одноголосно.\n\nТеги: {tags}\n"
    )


@pytest.fixture
def page() -> Page:
    """Write a page in the pasted layout."""
    return write_page


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[GooglePage]:
    """A service on this machine that counts what it is asked."""
    from tasks.settings import get_settings

    server = GooglePage()
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("VISNYK_GOOGLE_URL", server.url)
    monkeypatch.setenv("VISNYK_GOOGLE_RATE", "10000")
    get_settings.cache_clear()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
