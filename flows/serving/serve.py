"""Serve: deployments registered, and executed by this process until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from prefect.runner import Runner
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.history.living import end_dead_runs
from flows.serving.automations import HEARTBEAT_SECONDS, set_automations
from flows.serving.deployments import Deployed
from tasks.settings import Settings


def serve(api: str, wanted: Iterable[Deployed], settings: Settings) -> None:
    """Register the deployments at a server and execute their runs, until SIGTERM or Ctrl-C.

    Their schedules rest while nobody is there to execute what they make.

    Raises:
        NotificationBlockError: the block that should tell of bad ends does not exist.
    """
    with temporary_settings({PREFECT_API_URL: api}):
        end_dead_runs()
        set_automations(settings)
        runner = _Runner(name="visnyk", heartbeat_seconds=HEARTBEAT_SECONDS)
        for deployed in wanted:
            runner.add_deployment(deployed.at_runner())
        with suppress(KeyboardInterrupt):
            asyncio.run(runner.start())


class _Runner(Runner):
    def handle_sigterm(self, *_args: Any, **_more: Any) -> None:
        """Stop as with Ctrl-C: Prefect's own way forgets to await its stop, and warns of it."""
        signal.raise_signal(signal.SIGINT)
