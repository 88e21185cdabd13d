"""When a task is tried again, and when it is given up."""

from __future__ import annotations

import logging
from typing import Any, Final

from tasks.errors import Transient

logger = logging.getLogger(__name__)

# Three more tries over about seven seconds ride out a hiccup of a service; a longer
# outage is left to the next run, which tries quarantined transient failures again.
DELAYS_SECONDS: Final = [1.0, 2.0, 4.0]
JITTER: Final = 0.5


def is_transient(task: Any, task_run: Any, state: Any) -> bool:
    """Tell Prefect (as a `retry_condition_fn`) whether the failure was a transient one.

    It asks only while there are tries left.
    """
    error = state.result(raise_on_failure=False)
    if not isinstance(error, Transient):
        return False
    logger.warning(
        "%s is tried again in some seconds (try %d of %d failed): %s",
        task_run.name,
        task_run.run_count,
        task.retries + 1,
        error,
    )
    return True


# Keyword arguments of every `@task` that talks to something that can hiccup.
RETRY: Final[dict[str, Any]] = {
    "retries": len(DELAYS_SECONDS),
    "retry_delay_seconds": DELAYS_SECONDS,
    "retry_jitter_factor": JITTER,
    "retry_condition_fn": is_transient,
}

# Of every `@task` that works on a batch: of 5,000 documents, the draft engine needs minutes, a
# neural model on a slow processor hours. What takes longer hangs, and holds up all that follows.
# Publishing has no limit: how long it takes depends on what is stored.
LIMIT: Final[dict[str, Any]] = {"timeout_seconds": 6 * 3600.0}
