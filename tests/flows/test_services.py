"""What the translate task takes from Prefect: keys from blocks, and slots."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect import flow
from prefect.blocks.system import Secret
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.task_runners import ThreadPoolTaskRunner

from tasks.models import Article, Batch
from tasks.settings import get_settings
from tasks.transform.translate.base import NotConfigured
from tasks.transform.translate.task import chain_for, translate
from tests.flows.test_etl import read, run
from tests.translate.services import FakeServices

SENTENCE = "Уряд ухвалив бюджет на 2027 рік."


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, offline: None) -> Iterator[FakeServices]:
    """The services on the loopback, and settings that point there, without keys."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeServices() as fake:
        for name, value in fake.settings().items():
            if not name.endswith("_key"):
                monkeypatch.setenv(f"VISNYK_{name.upper()}", str(value))
        get_settings.cache_clear()
        yield fake


@pytest.fixture
def block(request: pytest.FixtureRequest) -> Iterator[None]:
    """A Secret block with the key for DeepL."""
    Secret(value="key-from-a-block").save("visnyk-deepl-key")  # type: ignore[arg-type]
    yield
    Secret.delete("visnyk-deepl-key")


def test_a_key_comes_from_a_secret_block_and_shows_nowhere(
    server: FakeServices, block: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        (made,) = chain_for("deepl").translate([SENTENCE])
    assert made.engine == "deepl"  # type: ignore[union-attr]
    (request,) = server.seen
    assert request.headers["Authorization"] == "DeepL-Auth-Key key-from-a-block"
    assert "key-from-a-block" not in caplog.text


def test_a_key_of_the_environment_comes_before_the_block(
    server: FakeServices, block: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISNYK_DEEPL_KEY", "key-from-the-environment")
    get_settings.cache_clear()
    chain_for("deepl").translate([SENTENCE])
    assert server.seen[0].headers["Authorization"].endswith(" key-from-the-environment")


def test_without_key_and_block_an_engine_named_alone_ends_the_run(server: FakeServices) -> None:
    with pytest.raises(NotConfigured, match="visnyk-deepl-key"):
        chain_for("deepl")


def test_a_key_is_in_no_row_parameter_or_message_of_a_run(
    server: FakeServices, block: None, inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    (inbox / "a.txt").write_text(page("Новина про Луцьк"), encoding="utf-8")
    state, report = run(inbox, output, engine="deepl")
    assert report.sentences_by_engine["deepl"] == 3
    rows = [
        read(output, name).to_csv()
        for name in ("articles", "sentences", "mentions", "tags", "runs", "quarantine")
    ]
    with get_client(sync_client=True) as client:
        flow_run = client.read_flow_run(UUID(report.flow_run_id))
    told = [
        *rows,
        repr(state),
        repr(report),
        repr(flow_run),
        (output / "manifest.json").read_text(),
    ]
    assert not any("key-from-a-block" in text for text in told)


@flow(task_runner=ThreadPoolTaskRunner(max_workers=3))  # type: ignore[arg-type]
def three_batches() -> list[Any]:
    """Translate three batches at once."""
    batches = [
        Batch(
            number,
            (Article("", "", "", title=SENTENCE, body=tuple(f"{SENTENCE} {n}" for n in range(8))),),
        )
        for number in range(3)
    ]
    futures = [translate.submit(batch, "google") for batch in batches]
    return [future.result() for future in futures]


def test_a_global_concurrency_limit_bounds_the_batches_at_a_service(server: FakeServices) -> None:
    server.delay = 1.0  # on a busy machine, too, they overlap
    three_batches()
    assert server.busiest > 1
    with get_client(sync_client=True) as client:
        client.create_global_concurrency_limit(
            GlobalConcurrencyLimitCreate(name="visnyk-google", limit=1)
        )
        server.busiest = 0
        try:
            results = three_batches()
        finally:
            client.delete_global_concurrency_limit_by_name("visnyk-google")
    assert server.busiest == 1
    assert [len(result.items) for result in results] == [1, 1, 1]
