"""The automations of visnyk are what the settings want, after every start."""

from __future__ import annotations

import pytest
from prefect.client.orchestration import get_client

from flows.history.notifications import NotificationBlockError
from flows.serving.automations import set_automations
from tasks.settings import Settings
from tests.serving.processes import Api, make_webhook_block

END, WORD = (
    "visnyk: a run whose process is gone has crashed",
    "visnyk: tell of runs whose process is gone",
)


def standing() -> list[str]:
    with get_client(sync_client=True) as client:
        return sorted(it.name for it in client.read_automations() if it.name.startswith("visnyk"))


def test_who_is_told_follows_the_settings_and_nothing_is_made_twice(prefect_address: str) -> None:
    make_webhook_block(Api.at(prefect_address), "automations", "http://127.0.0.1:9/")

    told = Settings(notify="custom-webhook/automations", notify_warnings=True)
    assert set_automations(told) == [END, WORD]
    assert set_automations(told) == [END, WORD]
    assert standing() == [END, WORD]
    assert set_automations(Settings()) == [END]
    assert standing() == [END]


def test_a_block_that_does_not_exist_is_named_before_anything_is_changed() -> None:
    set_automations(Settings())
    with pytest.raises(NotificationBlockError, match="slack-webhook/nobody"):
        set_automations(Settings(notify="slack-webhook/nobody"))
    assert standing() == [END]
