"""The flow `visnyk-retranslate`: better English in the place of worse, within a budget.

for each month: select → retranslate in batches → upgrade all at once; then record

What is done stays done: a month is published before the next one is begun, and what was
paid for one that was not waits in the journal of the run for the next run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.account.upgrade import UpgradeAccount
from flows.account.upgrade_report import RetranslateReport
from flows.batches import IN_FLIGHT
from flows.endings import finish, record_stop
from flows.history.artifacts import Progress
from flows.history.hooks import key_of, on_end
from flows.history.labels import NOTHING_NEW, PROJECT, add_tags, add_to_name, begun
from flows.history.living import living
from flows.history.logs import tidy_log
from flows.naming import name_in_english
from flows.parameters import (
    Below,
    BetterEngine,
    Flagged,
    MadeBy,
    MadeByVersion,
    MostCharacters,
    MostSentences,
    Outlet,
    Output,
    RetranslateParameters,
    SentencesTask,
    Since,
    Until,
)
from flows.progress import observer
from flows.reading_page import renew_page
from flows.summary.upgrade_page import upgrade_page
from flows.upgrades import remembered, selection_of
from tasks.load.memory.selection import Selection, Wanted, partitions, wanted_in
from tasks.load.memory.translations import StoredMemory
from tasks.load.state.known import finish_interrupted
from tasks.load.storage.locking import check_writable, live_run
from tasks.load.task import upgrade
from tasks.models import Batch, Passage, Role, SentencePair
from tasks.settings import get_settings
from tasks.transform.tag.source_tags import source_labels
from tasks.transform.translate.chain import Chain
from tasks.transform.translate.memory import shared_memory
from tasks.transform.translate.registry import better_engines
from tasks.transform.translate.task import chain_for
from tasks.transform.translate.task import retranslate as retranslate_batch

# Single sentences may be too much for an engine; so many in a row are the engine's fault.
_GIVE_UP_AFTER = 20
_RUNNER: TaskRunner[PrefectFuture[Any]] = ThreadPoolTaskRunner(max_workers=IN_FLIGHT)  # type: ignore[assignment]  # invariant
# What the form begins with.
_FORM = RetranslateParameters()


@flow(
    name="visnyk-retranslate",
    flow_run_name=partial(begun, "retranslate"),
    timeout_seconds=get_settings().run_hours * 3600,
    description="Translate published sentences anew with a better engine, within a budget.",
    task_runner=_RUNNER,
    on_completion=[on_end],
    on_failure=[on_end],
    on_crashed=[on_end],
)
def retranslate(
    *,
    output: Output = _FORM.output,
    engine: BetterEngine = _FORM.engine,
    below: Below = _FORM.below,
    flagged: Flagged = _FORM.flagged,
    made_by: MadeBy = _FORM.made_by,
    engine_version: MadeByVersion = _FORM.engine_version,
    outlet: Outlet = _FORM.outlet,
    since: Since = _FORM.since,
    until: Until = _FORM.until,
    max_sentences: MostSentences = _FORM.max_sentences,
    max_characters: MostCharacters = _FORM.max_characters,
    batch_size: SentencesTask = _FORM.batch_size,
) -> State[RetranslateReport]:
    """Upgrade what fits the parameters; the final state says how it went."""
    parameters = RetranslateParameters(
        output=output,
        engine=engine,
        below=below,
        flagged=flagged,
        made_by=made_by,
        engine_version=engine_version,
        outlet=outlet,
        since=since,
        until=until,
        max_sentences=max_sentences,
        max_characters=max_characters,
        batch_size=batch_size,
    )
    with living():
        return _run(parameters)


def _run(parameters: RetranslateParameters) -> State[RetranslateReport]:
    account = UpgradeAccount.open(parameters)
    tidy_log()
    add_tags(PROJECT, f"engine:{parameters.engine}")
    get_run_logger().info(
        "Run %s upgrades %s, engine %s", account.run_id, account.output, parameters.engine
    )
    try:
        engines = better_engines(parameters.engine, get_settings())
        check_writable(account.output)
        finish_interrupted(account.output)
        with live_run(account.output, account.run_id):
            _Work(account, engines).do()
    except BaseException as error:  # an interrupt, too, leaves a row in the history
        get_run_logger().error("The run stops: %s", error or type(error).__name__)
        record_stop(account.record(None), output=account.output)
        raise
    return _finish(account)


class _Work:
    """The months one after the other; `is_given_up` once no engine answers."""

    def __init__(self, account: UpgradeAccount, engines: str) -> None:
        self._account = account
        self._engines = engines
        self._store = StoredMemory(account.output, account.run_id)
        self._batches = 0
        self._failed_in_a_row = 0
        self._is_given_up = False
        self._progress = Progress(0, "month")

    def do(self) -> None:
        """Upgrade partition after partition, and clean up behind."""
        chain: Chain = chain_for(self._engines)
        selection = selection_of(self._account.parameters, chain)
        months = partitions(self._account.output, selection)
        self._progress = Progress(len(months), "month")
        for number, partition in enumerate(months, start=1):
            self._upgrade(partition, selection, chain)
            self._progress.reach(number)
        if self._account.upgraded:
            self._store.settle()
            self._account.warnings.extend(renew_page(self._account.output))

    def _upgrade(self, partition: str, selection: Selection, chain: Chain) -> None:
        account = self._account
        wanted = wanted_in(account.output, partition, selection)
        account.found += sum(item.rows for item in wanted)
        if self._is_given_up:
            return
        free = remembered(wanted, shared_memory(self._store), chain)
        chosen = account.budget.take(wanted, free)
        observer().on_discovered(len(chosen), len(wanted))
        better: dict[tuple[str, bool], SentencePair] = {}
        for items, pairs in self._translated(chosen):
            account.tried += sum(item.rows for item in items)
            for item, pair in zip(items, pairs, strict=True):
                if pair is None:
                    account.failed += item.rows
                else:
                    better[item.text, item.is_label] = pair
            observer().on_processed(len(items))
            self._progress.advance(len(items) / len(chosen))
        if better:
            account.task_runs += 1
            # Unquoted, Prefect looks for futures in every pair: 0.6 ms each.
            untouched: Any = quote(better)
            upgraded = upgrade(
                account.output,
                account.run_id,
                partition,
                better=untouched,
                selection=selection,
                source_labels=partial(source_labels, english=name_in_english),
            )
            account.upgraded.append(upgraded)
            get_run_logger().info(
                "%s: %d sentences of %d articles upgraded",
                partition,
                upgraded.rows,
                upgraded.articles,
            )

    def _translated(
        self, wanted: Sequence[Wanted]
    ) -> Iterator[tuple[Sequence[Wanted], Sequence[SentencePair | None]]]:
        """Translate in batches, a few at a time; stop sending once a whole batch failed."""
        size = self._account.parameters.batch_size
        flying: deque[tuple[Sequence[Wanted], PrefectFuture[Any]]] = deque()
        for start in range(0, len(wanted), size):
            if len(flying) == IN_FLIGHT:
                yield self._landed(*flying.popleft())
            if self._is_given_up:
                break
            self._batches += 1
            self._account.task_runs += 1
            items = wanted[start : start + size]
            batch = Batch(self._batches, tuple(map(_passage, items)))
            flying.append((items, retranslate_batch.submit(batch, self._engines, self._store)))
        while flying:
            yield self._landed(*flying.popleft())

    def _landed(
        self, items: Sequence[Wanted], future: PrefectFuture[Any]
    ) -> tuple[Sequence[Wanted], Sequence[SentencePair | None]]:
        future.wait()
        pairs: Sequence[SentencePair | None] = [None] * len(items)
        if future.state.is_completed():
            pairs = future.result()
        else:
            error = future.state.result(raise_on_failure=False)
            self._account.warnings.append(f"A batch of {len(items)} sentences broke down: {error}")
        for pair in pairs:
            self._failed_in_a_row = 0 if pair else self._failed_in_a_row + 1
        if self._failed_in_a_row >= _GIVE_UP_AFTER and not self._is_given_up:
            self._is_given_up = True
            self._account.warnings.append(
                f"No engine of {self._engines} translated the last {self._failed_in_a_row} "
                "sentences: the run gave up, and what was left stays as it was. Run again later."
            )
        return items, pairs


def _passage(wanted: Wanted) -> Passage:
    return Passage(Role.TAG if wanted.is_label else Role.BODY, 0, wanted.text)


def _finish(account: UpgradeAccount) -> State[RetranslateReport]:
    """Record the run and say in its final state how it went."""
    report = account.close()
    observer().on_retranslated(report)
    if not report.found:
        add_tags(NOTHING_NEW)
    add_to_name(f"{report.upgraded:,} upgraded" if report.found else "nothing to do")
    return finish(
        report,
        account.record(report),
        output=account.output,
        key=key_of("visnyk-retranslate"),
        page=partial(upgrade_page, report),
    )
