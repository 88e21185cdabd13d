"""The flow `visnyk-etl` in a process without Prefect: its stages as it composes them.

What Prefect does (a thread for each task, which waits for the task before it) plain threads
do here. All else is the product's own, from `flows.etl` down to the client of the engine.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import flows.etl
import tasks.extract.task
from flows import batches, endings
from flows.account.run import versions
from flows.etl import etl
from flows.naming import name_in_english
from flows.parameters import EtlParameters
from tasks.batches import for_each
from tasks.extract.discovery import discover
from tasks.extract.read import read_batch
from tasks.load.memory import answers
from tasks.models import Batch, Stage
from tasks.transform.parse.article import parse_document
from tasks.transform.tag.article import tag_article
from tasks.transform.translate import task as translating
from tasks.transform.translate.article import translate_articles
from tasks.transform.translate.registry import shared_chain
from tests.kills import inbox
from tests.kills.points import Point, die, die_at

ENGINE = "libretranslate"


def run(pages: str, output: str, name: str, day: int, point: list[Any] | None = None) -> None:
    """Do a whole run over an inbox and an address, up to a point if there is one."""
    _unplug(name, day)
    if point is not None:
        die_at(Point(*point))
    _run([pages, inbox.ADDRESS], output)


def run_without_address(pages: str, output: str, name: str, day: int) -> None:
    """Do a run over the inbox alone, which may have nothing new."""
    _unplug(name, day)
    _run([pages], output)


def refresh(pages: str, output: str, name: str, day: int) -> None:
    """Process all inputs again."""
    _unplug(name, day)
    _run([pages, inbox.ADDRESS], output, is_refresh=True)


def run_to_half_an_answer(pages: str, output: str, name: str, day: int, number: int) -> None:
    """Die when the line of the n-th answer has been written in half."""
    _unplug(name, day)
    append, before = answers.Journal.append, []

    def torn(journal: answers.Journal, answer: answers.Answer) -> None:
        before.append(answer)
        if len(before) == number:
            with journal._lock:
                stream, _ = journal._opened or journal._open()
                line = b"\n" + answers._encode(answer)
                stream.write(line[: len(line) // 2])
                die()
        append(journal, answer)

    answers.Journal.append = torn
    _run([pages, inbox.ADDRESS], output)


def warm_up() -> None:
    """Read rules, dictionaries and libraries once for all children: take pages through."""
    with TemporaryDirectory() as folder:
        inbox.fill(Path(folder), day=1)
        found = discover([folder, inbox.ADDRESS], loaded={}, quarantined={}, fetcher=inbox.site(1))
        read = read_batch(
            Batch(1, found.new), max_bytes=10**6, max_raw_bytes=10**6, fetcher=inbox.site(1)
        )
    parsed = for_each(
        read, parse_document, stage=Stage.PARSE, source=lambda it: (it.uri, it.sha256)
    )
    for item in translate_articles(parsed.items, shared_chain("draft")):
        tag_article(item, english=name_in_english)
    shared_chain(ENGINE)
    versions()


def _run(sources: list[str], output: str, *, is_refresh: bool = False) -> None:
    parameters = EtlParameters(
        sources=sources,
        output=output,
        engine=ENGINE,
        batch_size=inbox.BATCH,
        refresh=is_refresh,
    )
    state = etl.fn(**parameters.each())
    if not state.is_completed():
        raise RuntimeError(state.message)


class _Threads:
    """Stands for a task runner of Prefect: the functions of the tasks, in threads."""

    def __init__(self, workers: int) -> None:
        self._pool = ThreadPoolExecutor(workers)

    def submit(self, task: Any, parameters: dict[str, Any]) -> _Run:
        return _Run(self._pool.submit(self._call, task.fn, parameters))

    def _call(self, function: Callable[..., Any], parameters: dict[str, Any]) -> Any:
        values = {
            name: it.result() if isinstance(it, _Run) else it for name, it in parameters.items()
        }
        return function(**values)


class _Run:
    """Stands for the future of a task run, and for its state."""

    def __init__(self, future: Future[Any]) -> None:
        self._future = future

    @property
    def state(self) -> _Run:
        return self

    def wait(self) -> None:
        self._future.exception()

    def is_final(self) -> bool:
        return self._future.done()

    def is_completed(self) -> bool:
        return self._future.exception() is None

    def result(self, *, raise_on_failure: bool = True) -> Any:
        error = self._future.exception()
        return error if error and not raise_on_failure else self._future.result()


def _unplug(name: str, day: int) -> None:
    """Take Prefect out of the flow, for good: this process is only there for one run."""
    os.environ["PREFECT__RUNTIME__FLOW_RUN__ID"] = name
    for logger in ("prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(logger).disabled = True
    threads = _Threads(batches.IN_FLIGHT * batches.TASK_RUNS_PER_BATCH)
    flows.etl.task_runner = lambda _choice: nullcontext(threads)
    flows.etl.living = nullcontext
    flows.etl.discover_inputs = flows.etl.discover_inputs.fn
    flows.etl.publish = flows.etl.publish.fn
    endings.record = endings.record.fn
    translating._limits_of = lambda _chain: []
    tasks.extract.task.shared_fetcher = lambda: inbox.site(day)
