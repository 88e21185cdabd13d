"""The flow `visnyk-etl`: pages in, published datasets out.

discover → (extract → parse → translate → tag → stage) per batch → publish → record
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.account.report import RunReport
from flows.account.run import Account
from flows.batches import IN_FLIGHT, TASK_RUNS_PER_BATCH, BatchResult, process
from flows.endings import finish, record_stop
from flows.history.artifacts import FIELDS, QUARANTINE, Progress, keep_table
from flows.history.hooks import key_of, on_end
from flows.history.labels import NOTHING_NEW, PROJECT, add_tags, add_to_name, begun
from flows.history.living import living
from flows.history.logs import batch_line, found_line, published_line, tidy_log
from flows.parameters import (
    BatchSize,
    Engine,
    EtlParameters,
    Output,
    Refresh,
    Runner,
    Sources,
)
from flows.progress import observer
from flows.reading_page import renew_page
from flows.runners import task_runner
from flows.summary.page import run_page
from flows.summary.tables import field_rows, quarantine_rows
from tasks.extract.discovery import Discovery
from tasks.extract.task import discover_inputs
from tasks.forgotten import Forgotten
from tasks.load.fill_rates import stored_rates
from tasks.load.maintenance.ledger import read_forgotten
from tasks.load.memory.translations import StoredMemory
from tasks.load.schema import ARTICLES
from tasks.load.state.known import State as Known
from tasks.load.state.known import read_state
from tasks.load.state.shelf import StoredShelf
from tasks.load.storage.locking import check_writable, live_run
from tasks.load.storage.manifest import row_counts
from tasks.load.task import publish
from tasks.settings import get_settings
from tasks.transform.translate.task import chain_for

# Each stage of a batch waits for the one before it in a thread of its own.
_RUNNER: TaskRunner[PrefectFuture[Any]] = ThreadPoolTaskRunner(  # type: ignore[assignment]  # invariant
    max_workers=IN_FLIGHT * TASK_RUNS_PER_BATCH
)
# A publish writes the files that it touches whole. With a quarter more each time, a run over
# a million documents writes five times what it would in one, and never loses hours of work.
_CHECKPOINT_SHARE = 0.25
# All of them are in the quarantine dataset; a log is to be read.
_LOGGED_FAILURES = 5
# What the form begins with.
_FORM = EtlParameters()


@flow(
    name="visnyk-etl",
    flow_run_name=partial(begun, "etl"),
    timeout_seconds=get_settings().run_hours * 3600,
    description="Parse, translate, tag and publish pages of Ukrainian news.",
    task_runner=_RUNNER,
    on_completion=[on_end],
    on_failure=[on_end],
    on_crashed=[on_end],
)
def etl(
    *,
    sources: Sources = _FORM.sources,
    output: Output = _FORM.output,
    engine: Engine = _FORM.engine,
    batch_size: BatchSize = _FORM.batch_size,
    refresh: Refresh = _FORM.refresh,
    runner: Runner = _FORM.runner,
) -> State[RunReport]:
    """Process what is new in the sources; the final state says how it went."""
    parameters = EtlParameters(
        sources=sources,
        output=output,
        engine=engine,
        batch_size=batch_size,
        refresh=refresh,
        runner=runner,
    )
    with living():
        return _run(parameters)


def _run(parameters: EtlParameters) -> State[RunReport]:
    account = Account.open(parameters)
    tidy_log()
    add_tags(PROJECT, f"engine:{parameters.engine}")
    get_run_logger().info(
        "Run %s reads %s into %s, engine %s",
        account.run_id,
        ", ".join(parameters.sources),
        account.output,
        parameters.engine,
    )
    try:
        chain_for(parameters.engine)  # a wrong name or a missing key must touch no document
        check_writable(account.output)
        with live_run(account.output, account.run_id):
            known = read_state(account.output)
            account.quarantine = known.quarantine
            account.forgotten = read_forgotten(account.output)
            found = _discover(parameters, account, known)
            account.add_discovery(found)
            _process(parameters, account, found)
            _publish_rest(account, known, found)
    except BaseException as error:  # an interrupt, too, leaves a row in the history
        get_run_logger().error("The run stops: %s", error or type(error).__name__)
        record_stop(account.record(None), output=account.output)
        raise
    return _finish(account)


def _discover(parameters: EtlParameters, account: Account, known: Known) -> Discovery:
    """Find the inputs; what is loaded, or would only fail again, needs no work."""
    if parameters.refresh:
        known = Known()
    quarantined = {
        uri: failed.sha256
        for uri, failed in known.quarantine.items()
        if failed.sha256 and failed.is_settled
    }
    found = discover_inputs(
        parameters.sources,
        known.loaded(),
        quarantined,
        pages=known.pages(),
        among=known.loaded_among,
        holders=known.holders,
        shelf=StoredShelf(account.output),
        # A worker that was started without one has none.
        stdin=sys.stdin.buffer.read if sys.stdin else None,
    )
    found = _without_forgotten(found, account.forgotten)
    observer().on_discovered(len(found.new), found.total)
    add_to_name(f"{len(found.new):,} new" if found.new else "nothing new")
    get_run_logger().info("%s", found_line(found))
    return found


def _without_forgotten(found: Discovery, forgotten: Forgotten) -> Discovery:
    """Leave out what was removed for good, as far as its name or its bytes tell."""
    unwanted = {ref.uri for ref in found.new if forgotten.holds_input(ref.uri, ref.sha256)}
    if not unwanted:
        return found
    wanted = tuple(ref for ref in found.new if ref.uri not in unwanted)
    return replace(found, new=wanted, forgotten=tuple(sorted(unwanted)))


def _process(parameters: EtlParameters, account: Account, found: Discovery) -> None:
    """Send the new inputs through the stages; of very many, publish some before the end."""
    least = get_settings().checkpoint
    new = found.new
    if not new:
        return
    if len(new) > least:
        # As in publishing the first by address counts: in this order it does not matter where
        # a publish, or a kill, parts them.
        new = tuple(sorted(new, key=lambda ref: ref.uri))
    batches = -(-len(new) // parameters.batch_size)
    progress = Progress(len(new), "document")
    with task_runner(parameters.runner) as runner:
        for result in process(
            new,
            batch_size=parameters.batch_size,
            engine=parameters.engine,
            output=account.output,
            run_id=account.run_id,
            runner=runner,
            forgotten=account.forgotten,
        ):
            account.add_batch(result)
            observer().on_processed(result.documents)
            progress.advance(result.documents)
            _log_batch(result, batches)
            if account.waiting_documents >= least and _is_due(account):
                _publish(account)


def _log_batch(result: BatchResult, batches: int) -> None:
    logger = get_run_logger()
    logger.info("%s", batch_line(result, batches))
    for failure in result.failures[:_LOGGED_FAILURES]:
        logger.warning("To quarantine: %s (%s)", failure.reason, failure.source_uri)
    if len(result.failures) > _LOGGED_FAILURES:
        logger.warning("… and %d more of this batch", len(result.failures) - _LOGGED_FAILURES)


def _is_due(account: Account) -> bool:
    """Whether enough waits that files grow by a good part: all writing is then linear."""
    stored = row_counts(account.output)[ARTICLES.name]
    return account.waiting_documents >= _CHECKPOINT_SHARE * stored


def _publish_rest(account: Account, known: Known, found: Discovery) -> None:
    """Publish what is not published yet; with nothing new, nothing is written."""
    resolved = _no_longer_bad(
        known, (*found.unchanged, *found.duplicates, *found.closed, *account.unchanged)
    )
    if account.waiting or account.unstaged_failures or resolved:
        _publish(account, resolved)
    # Also where nothing is new: a run that was killed just after it published left its answers.
    StoredMemory(account.output, account.run_id).settle()
    account.warnings.extend(renew_page(account.output))


def _publish(account: Account, resolved: Collection[str] = ()) -> None:
    new = account.fill_rates.articles.keys() - account.fill_rates_before.articles.keys()
    account.add_rates_before(stored_rates(account.output, new), new)
    published = publish(
        account.output, account.run_id, account.waiting, account.unstaged_failures, resolved
    )
    account.add_published(published)
    get_run_logger().info("%s", published_line(published))


def _no_longer_bad(known: Known, uris: Iterable[str]) -> tuple[str, ...]:
    return tuple(uri for uri in uris if uri in known.quarantine)


def _finish(account: Account) -> State[RunReport]:
    """Record the run, show what it did, and say in its final state how it went."""
    report = account.close()
    observer().on_finished(report)
    if report.is_quiet:
        add_tags(NOTHING_NEW)
    keep_table(QUARANTINE, partial(quarantine_rows, report.failures), "What failed in this run")
    keep_table(FIELDS, partial(field_rows, report.fill_rates), "Fields found, by outlet")
    return finish(
        report,
        account.record(report),
        output=account.output,
        key=key_of("visnyk-etl"),
        page=partial(run_page, report, account.output),
    )
