"""Serve: deployments registered, and executed by this process until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from filelock import FileLock, Timeout
from prefect.runner import Runner
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows import HEARTBEAT_SECONDS
from flows.history.living import end_dead_runs, end_unstarted_runs
from flows.maintain import FLOWS
from flows.serving.automations import set_automations
from flows.serving.deployments import Deployed
from flows.serving.server import home
from tasks.errors import Terminal
from tasks.settings import Settings


class ServedAlreadyError(Terminal):
    """Two processes would serve the same deployments."""


def serve(api: str, wanted: Iterable[Deployed], settings: Settings) -> None:
    """Register the deployments at a server and execute their runs, until SIGTERM or Ctrl-C.

    Their schedules rest while nobody is there to execute what they make.

    Raises:
        NotificationBlockError: the block that should tell of bad ends does not exist.
        ServedAlreadyError: another process of this machine serves.
    """
    with _alone(), temporary_settings({PREFECT_API_URL: api}):
        _end_what_is_dead()
        set_automations(settings)
        runner = _Runner(name="visnyk", heartbeat_seconds=HEARTBEAT_SECONDS)
        for deployed in wanted:
            runner.add_deployment(deployed.at_runner())
        # What a script starts with `&` ignores SIGINT, through which SIGTERM stops the runner.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            asyncio.run(runner.start())
        # The runs that were under way have ended with the runner, and could not say so.
        _end_what_is_dead()


def _end_what_is_dead() -> None:
    end_dead_runs()
    end_unstarted_runs(FLOWS)


@contextmanager
def _alone() -> Iterator[None]:
    """Serve once on a machine: of two, the one that ends would let the schedules rest."""
    try:
        with FileLock(home() / "serve.lock", timeout=0):
            yield
    except Timeout as error:
        raise ServedAlreadyError(
            "Another visnyk serve works on this machine",
            data="Nothing was started",
            remedy="Stop it first, or give this one a Prefect home of its own (PREFECT_HOME)",
        ) from error


class _Runner(Runner):
    def handle_sigterm(self, *_args: Any, **_more: Any) -> None:
        """Stop as with Ctrl-C: Prefect's own way forgets to await its stop, and warns of it."""
        signal.raise_signal(signal.SIGINT)
