"""Where the tasks of a run work: in threads of the flow's process, or in processes of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.futures import PrefectFuture
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from flows.history.logs import tidy_log
from flows.parameters import RunnerChoice
from tasks.cores import available_cores
from tasks.rate import share_rates

Runner = TaskRunner[PrefectFuture[Any]]


@contextmanager
def task_runner(choice: RunnerChoice) -> Iterator[Runner]:
    """Give what the flow run that this is called in submits its tasks to.

    `threads` is the runner of the flow itself. `processes` are as many as there are cores;
    together they call a service no oftener than one process would.
    """
    context = FlowRunContext.get()
    if context is None:
        raise RuntimeError("A task runner belongs to a flow run")
    if choice == "threads":
        yield context.task_runner
        return
    cores = available_cores()
    with get_client(sync_client=True) as client:
        address = str(client.api_url)
    pool: Any = ProcessPoolTaskRunner(max_workers=cores, initializer=_prepare, initargs=(cores,))
    # Without the address, each process would start an API of its own.
    with temporary_settings({PREFECT_API_URL: address}), pool as runner:
        yield runner


def _prepare(processes: int) -> None:
    """Make a process that runs tasks one of so many."""
    share_rates(processes)
    tidy_log()
