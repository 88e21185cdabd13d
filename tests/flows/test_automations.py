"""The automations of visnyk are what the settings want, after every start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client

from flows.history.notifications import NotificationBlockError
from flows.serving.automations import set_automations
from tasks.settings import Settings
from tests.serving.processes import Api, make_webhook_block

ROOT = Path(__file__).parents[2]
# As a run has them that anybody starts: on the command line, by a worker, from a script.
HEARTBEAT = """
import flows.etl
from prefect.settings import get_current_settings
print(get_current_settings().flows.heartbeat_frequency)
"""
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


def test_a_run_shows_that_it_lives_before_it_counts_as_silent_whoever_started_it() -> None:
    set_automations(Settings())
    with get_client(sync_client=True) as client:
        (end,) = (it for it in client.read_automations() if it.name == END)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    told = subprocess.run(
        [sys.executable, "-c", HEARTBEAT],
        cwd=ROOT, env=kept, check=True, capture_output=True, text=True,
    )  # fmt: skip

    assert 2 * int(told.stdout) < end.trigger.within.total_seconds()
