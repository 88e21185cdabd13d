"""Serve: deployments registered, and executed by this process until it is told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from prefect.runner import Runner
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.history.living import end_dead_runs
from flows.serving.automations import HEARTBEAT_SECONDS, set_automations
from flows.serving.deployments import Deployed
from tasks.settings import Settings


def serve(api: str, wanted: Iterable[Deployed], settings: Settings) -> None:
    """Register the deployments at a server and execute their runs; ends with SIGTERM.

    Their schedules rest while nobody is there to execute what they make.

    Raises:
        NotificationBlockError: the block that should tell of bad ends does not exist.
    """
    with temporary_settings({PREFECT_API_URL: api}):
        end_dead_runs()
        set_automations(settings)
        runner = Runner(name="visnyk", heartbeat_seconds=HEARTBEAT_SECONDS)
        for deployed in wanted:
            runner.add_deployment(deployed.at_runner())
        asyncio.run(runner.start())
