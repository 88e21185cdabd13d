"""Batches of documents on their way through the stages, a few at a time.

Only so many batches are in flight, so memory does not grow with the number of
documents; what a finished batch made is staged on disk and only its account is kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from time import monotonic
from typing import Any, Final

from prefect.futures import PrefectFuture

from flows.naming import name_in_english
from flows.runners import Runner
from tasks.batches import failure
from tasks.extract.task import extract
from tasks.forgotten import NOTHING_FORGOTTEN, Forgotten
from tasks.load.memory.translations import StoredMemory
from tasks.load.state.shelf import StoredShelf
from tasks.load.storage.location import Location
from tasks.load.task import BatchAccount, stage
from tasks.models import Batch, Failure, InputRef, Settled, Stage
from tasks.transform.parse.task import parse
from tasks.transform.tag.task import tag
from tasks.transform.translate.task import translate

# Calls to a translation service wait for the network most of the time: four batches
# overlap their waiting. The built-in engine is bound to one core whatever the number.
IN_FLIGHT: Final = 4
TASK_RUNS_PER_BATCH: Final = 5


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of batch `number`, of so many `documents`.

    `settled` turned out to need no work. `account` is None where a task broke down: then
    all the others are in `failures`. `passed` counts those that came out of each stage.
    `seconds` went by from its submission. `task_runs` counts those that reached a final
    state; what waits for a task that broke down never does.
    """

    number: int
    documents: int
    account: BatchAccount | None
    failures: tuple[Failure, ...]
    settled: tuple[Settled, ...]
    passed: Mapping[Stage, int]
    seconds: float
    task_runs: int


def process(
    refs: Sequence[InputRef],
    *,
    batch_size: int,
    engine: str,
    output: Location,
    run_id: str,
    runner: Runner,
    forgotten: Forgotten = NOTHING_FORGOTTEN,
) -> Iterator[BatchResult]:
    """Send the inputs through the stages batch by batch; results come in order."""
    flying: deque[_Flight] = deque()
    memory, shelf = StoredMemory(output, run_id), StoredShelf(output)
    for number, some in enumerate(_batched(refs, batch_size), start=1):
        if len(flying) == IN_FLIGHT:
            yield flying.popleft().land()
        batch = Batch(number, some)
        # Each takes what the one before it will give.
        documents = runner.submit(extract, {"batch": batch, "shelf": shelf})
        articles = runner.submit(parse, {"batch": documents, "forgotten": forgotten})
        asked = {"batch": articles, "engine": engine, "store": memory}
        translated = runner.submit(translate, asked)
        tagged = runner.submit(tag, {"batch": translated, "english": name_in_english})
        staged = runner.submit(stage, {"batch": tagged, "output": output, "run_id": run_id})
        flying.append(
            _Flight(
                batch,
                {
                    Stage.EXTRACT: documents,
                    Stage.PARSE: articles,
                    Stage.TRANSLATE: translated,
                    Stage.TAG: tagged,
                    Stage.LOAD: staged,
                },
            )
        )
    while flying:
        yield flying.popleft().land()


@dataclass(frozen=True, slots=True)
class _Flight:
    batch: Batch[InputRef]
    futures: dict[Stage, PrefectFuture[Any]]
    submitted_at: float = field(default_factory=monotonic)

    def land(self) -> BatchResult:
        """Wait for the batch; a task that broke down takes its documents to quarantine."""
        for future in self.futures.values():
            future.wait()
        task_runs = sum(future.state.is_final() for future in self.futures.values())
        earlier: Batch[Any] = replace(self.batch, items=())
        passed: dict[Stage, int] = {}
        for at, future in self.futures.items():
            if not future.state.is_completed():
                error = future.state.result(raise_on_failure=False)
                failures = self._broken(at, error, earlier)
                return self._result(None, failures, earlier.settled, passed, task_runs)
            if at is not Stage.LOAD:
                earlier = future.result()
                passed[at] = len(earlier.items)
        account: BatchAccount = self.futures[Stage.LOAD].result()
        passed[Stage.LOAD] = len(account.staged.documents)
        return self._result(account, account.failures, account.settled, passed, task_runs)

    def _broken(self, at: Stage, error: Any, earlier: Batch[Any]) -> tuple[Failure, ...]:
        cause = error if isinstance(error, BaseException) else RuntimeError(str(error))
        gone = {item.source_uri for item in earlier.failures}
        gone |= {item.source_uri for item in earlier.settled}
        return earlier.failures + tuple(
            failure(cause, uri=ref.uri, sha256=ref.sha256, stage=at)
            for ref in self.batch.items
            if ref.uri not in gone
        )

    def _result(
        self,
        account: BatchAccount | None,
        failures: tuple[Failure, ...],
        settled: tuple[Settled, ...],
        passed: Mapping[Stage, int],
        task_runs: int,
    ) -> BatchResult:
        return BatchResult(
            number=self.batch.number,
            documents=len(self.batch.items),
            account=account,
            failures=failures,
            settled=settled,
            passed=passed,
            seconds=monotonic() - self.submitted_at,
            task_runs=task_runs,
        )


def _batched(refs: Sequence[InputRef], size: int) -> Iterator[tuple[InputRef, ...]]:
    iterator = iter(refs)
    while some := tuple(islice(iterator, size)):
        yield some
