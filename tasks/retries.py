"""When a task is tried again, and when it is given up."""

from __future__ import annotations

from typing import Any, Final

from tasks.errors import Transient

# Three more tries over about seven seconds ride out a hiccup of a service; a longer
# outage is left to the next run, which tries quarantined transient failures again.
DELAYS_SECONDS: Final = [1.0, 2.0, 4.0]
JITTER: Final = 0.5


def is_transient(task: object, task_run: object, state: Any) -> bool:  # noqa: ARG001
    """Tell Prefect (as a `retry_condition_fn`) whether the failure was a transient one."""
    return isinstance(state.result(raise_on_failure=False), Transient)


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
