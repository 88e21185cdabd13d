"""Who is told of which ends, through a block of Prefect and a webhook on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from filelock import FileLock
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_HOME, temporary_settings
from prefect.states import Crashed, Running

from flows.etl import etl
from flows.history.artifacts import create
from flows.history.hooks import on_end
from flows.history.living import end_dead_runs, lives
from tasks.settings import get_settings
from tests.flows.conftest import Page, shown_of
from tests.flows.test_shown import logged
from tests.serving.processes import Api, make_webhook_block
from tests.webhook import Webhook, listening


@pytest.fixture
def webhook(prefect_address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    """An address behind a block of its own that the settings name."""
    name = f"told-{uuid4().hex}"
    with listening() as webhook:
        make_webhook_block(Api.at(prefect_address), name, webhook.url)
        monkeypatch.setenv("VISNYK_NOTIFY", f"custom-webhook/{name}")
        get_settings.cache_clear()
        yield webhook


def run(sources: Path, output: Path) -> State[object]:
    return etl(sources=[str(sources)], output=str(output), engine="draft", return_state=True)


def name_of(state: State[object]) -> str:
    with get_client(sync_client=True) as client:
        assert state.state_details.flow_run_id
        return client.read_flow_run(state.state_details.flow_run_id).name


@pytest.mark.slow
def test_a_failed_run_is_told_of_once_with_what_happened_and_where_to_look(
    webhook: Webhook, tmp_path: Path, output: Path
) -> None:
    state = run(tmp_path / "missing", output)

    assert state.is_failed()
    (letter,) = webhook.letters
    assert letter["subject"] == f"visnyk: {name_of(state)} Failed"
    assert letter["body"].startswith(f"visnyk-etl: {state.message}\n\nhttp://127.0.0.1:")
    assert f"/runs/flow-run/{state.state_details.flow_run_id}" in letter["body"]
    assert "docs/operations.md" in letter["body"]


@pytest.mark.slow
def test_a_run_that_went_well_is_not_told_of_and_one_with_warnings_if_it_is_wished(
    webhook: Webhook, inbox: Path, output: Path, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISNYK_NOTIFY_WARNINGS", "true")
    get_settings.cache_clear()
    (inbox / "1.txt").write_text(page("Лікарню відремонтують"))
    assert run(inbox, output).name == "Completed"
    assert webhook.letters == []

    (inbox / "2.txt").write_text(page("Міст відкрили"))
    (inbox / "bad.txt").write_bytes(b"\0\0")
    state = run(inbox, output)
    assert state.name == "Completed with warnings"
    (letter,) = webhook.letters
    assert letter["subject"] == f"visnyk: {name_of(state)} Completed with warnings"

    monkeypatch.setenv("VISNYK_NOTIFY_WARNINGS", "false")
    get_settings.cache_clear()
    (inbox / "3.txt").write_text(page("Школу збудували"))
    (inbox / "bad.txt").write_bytes(b"\0\0\0")
    assert run(inbox, output).name == "Completed with warnings"
    assert len(webhook.letters) == 1


@pytest.mark.slow
def test_a_message_that_cannot_be_sent_costs_nothing_but_a_line_in_the_log_of_the_run(
    webhook: Webhook, tmp_path: Path, output: Path
) -> None:
    webhook.status = 500
    state = run(tmp_path / "missing", output)

    assert state.is_failed()
    assert (state.message or "").startswith("Nothing could be read")
    log = logged(str(state.state_details.flow_run_id))
    (line,) = [line for _, line in log if "did not send word of the run" in line]
    assert line.endswith("the answer was HTTP 500")
    assert webhook.url not in line  # the address of a webhook is its password


def test_a_dead_run_is_told_of_by_the_next_and_never_twice(
    webhook: Webhook, tmp_path: Path
) -> None:
    with temporary_settings({PREFECT_HOME: tmp_path}), get_client(sync_client=True) as client:
        lives().mkdir(parents=True)
        left = client.create_flow_run(etl, state=Running())
        FileLock(lives() / f"{left.id}.lock").acquire().lock.release()
        assert end_dead_runs() == [left.id]

        assert letters_of(webhook, left.id) == 1
        on_end(etl, client.read_flow_run(left.id), Crashed(message="found by another"))
    assert letters_of(webhook, left.id) == 1


def test_a_run_that_was_killed_as_it_ended_is_told_of_though_it_has_its_page(
    webhook: Webhook,
) -> None:
    with get_client(sync_client=True) as client:
        killed = client.create_flow_run(etl, state=Running())
        create(killed.id, "visnyk-run", "markdown", "# Completed", "1 document loaded")
        on_end(etl, killed, Crashed(message="killed"))
    assert letters_of(webhook, killed.id) == 1
    assert shown_of(str(killed.id))["visnyk-run"].data == "# Completed"


def letters_of(webhook: Webhook, run_id: UUID) -> int:
    return sum(str(run_id) in letter["body"] for letter in webhook.letters)
