"""How a run is told from others in lists: its name, and tags to filter by."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from prefect.client.orchestration import get_client

from flows.history.artifacts import this_run, unharmed

PROJECT: Final = "visnyk"
NOTHING_NEW: Final = "nothing-new"
WITH_WARNINGS: Final = "with-warnings"


def begun(kind: str) -> str:
    """Name a run that begins, such as `etl 2026-02-05 14:30`."""
    return f"{kind} {datetime.now().astimezone():%Y-%m-%d %H:%M}"


def add_tags(*tags: str) -> None:
    """Add tags to those of this flow run, which may have some of its deployment."""
    with unharmed("tag the run"):
        run = this_run()
        if run is None or set(tags) <= set(run.tags):
            return
        wanted = sorted({*run.tags, *tags})
        with get_client(sync_client=True) as client:
            client.update_flow_run(run.id, tags=wanted).raise_for_status()
        run.tags = wanted


def add_to_name(text: str) -> None:
    """Add what is now known to the name of this flow run: `etl 2026-02-05 14:30, 12 new`."""
    with unharmed("rename the run"):
        if run := this_run():
            name = f"{run.name}, {text}"
            with get_client(sync_client=True) as client:
                client.update_flow_run(run.id, name=name).raise_for_status()
            run.name = name
