"""`visnyk run`: the whole pipeline in this process, watched from the terminal."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Self, TypeVar

import typer
from pydantic import BaseModel, ValidationError
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed
from rich.table import Table

from flows.account.report import Outcome, RunReport
from flows.cli.console import (
    BAD_USAGE,
    INTERRUPTED,
    DebugOption,
    OutputOption,
    err,
    fail,
    is_debugging,
    out,
    warn,
)
from flows.parameters import EtlParameters
from flows.progress import Observer, observed_by
from flows.serving.standing import join_standing_server, ui_of
from tasks.errors import VisnykError
from tasks.extract.sources import check_source
from tasks.settings import get_settings

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

# A screen holds about this many; the rest is in the quarantine dataset.
_SHOWN_FAILURES = 10


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATHS]...",
            help="Pages as text or HTML, folders, globs, .jsonl or .csv of articles, addresses of "
            "pages, feeds and sitemaps, lists of these; - for standard input.",
            show_default="seeds",
        ),
    ] = None,
    output: OutputOption = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            "-e",
            help="auto (the best within reach), draft (offline), local, google, deepl or another.",
            show_default="auto, or VISNYK_ENGINE",
        ),
    ] = None,
    batch_size: Annotated[
        int | None,
        typer.Option("--batch-size", "-b", help="Documents a batch.", show_default="50"),
    ] = None,
    runner: Annotated[
        str | None,
        typer.Option(
            "--runner", help="Where tasks work: threads or processes.", show_default="threads"
        ),
    ] = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Process unchanged inputs again, too.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show the log instead of a progress bar.")
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Parse, translate, tag and publish pages as Parquet datasets."""
    parameters = checked(
        EtlParameters,
        "run",
        sources=paths or None,
        output=output,
        engine=engine,
        batch_size=batch_size,
        refresh=refresh,
        runner=runner,
    )
    _refuse_sources_without_documents(parameters.sources)
    execute(parameters, verbose=verbose)


def execute(parameters: EtlParameters, *, verbose: bool) -> None:
    """Run the flow in this process, watched; exit with what became of it."""
    refuse_unknown_engines(parameters.engine)
    refuse_unwritable(parameters.output)
    show_log = announce(verbose=verbose)
    with Watcher(is_shown=not show_log) as watcher, observed_by(watcher):
        try:
            state = _run_flow(parameters, watcher)
        except KeyboardInterrupt:
            fail(
                "Interrupted. What was published before is whole; what this run had not yet "
                "published is done by the next one.",
                code=INTERRUPTED,
            )
    report = watcher.report or fail_with(state)
    _print_summary(report)
    if report.outcome is Outcome.FAILED:
        sys.exit(1)


class Watcher(Observer):
    """Draws a progress bar of documents and keeps the report."""

    def __init__(self, *, is_shown: bool) -> None:
        self.report: RunReport | None = None
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            Elapsed(),
            console=err,
            disable=not is_shown,
            transient=True,
        )
        self._bar = self._progress.add_task("starting", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def on_discovered(self, new: int, total: int) -> None:
        """Set the length of the bar."""
        self.begin(new, f"{new} new of {total} documents")

    def begin(self, total: int, description: str) -> None:
        """Set the bar to its beginning."""
        self._progress.reset(self._bar, total=total, description=description)

    def on_processed(self, documents: int) -> None:
        """Move the bar."""
        self._progress.advance(self._bar, documents)

    def on_finished(self, report: RunReport) -> None:
        """Keep the report."""
        self.report = report


Parameters = TypeVar("Parameters", bound=BaseModel)


def checked(model: type[Parameters], command: str, **given: Any) -> Parameters:
    """Make the parameters of a flow; end with what is wrong with those that do not fit."""
    try:
        return model(**{key: value for key, value in given.items() if value is not None})
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, problem['loc'])).replace('_', '-')}: {problem['msg']}".lstrip(": ")
            for problem in error.errors()
        )
        fail(f"{problems}. See visnyk {command} --help.", code=BAD_USAGE)


def announce(*, verbose: bool) -> bool:
    """Say that Prefect starts, before it is imported; tell whether its log is shown."""
    show_log = verbose or not err.is_terminal
    # Prefect reads this when it is imported; what the user set comes first.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "INFO" if show_log else "ERROR")
    # The log of one run need not say on every line which it is.
    for kind, name in (("FLOW", ""), ("TASK", "%(task_run_name)s: ")):
        os.environ.setdefault(
            f"PREFECT_LOGGING_FORMATTERS_STANDARD_{kind}_RUN_FMT",
            f"%(asctime)s  %(levelname)-7s  {name}%(message)s",
        )
    if address := join_standing_server():
        err.print(f"The run joins the history at {ui_of(address)} …")
    elif not show_log:
        err.print("Starting Prefect (8 to 10 s; once, to make its database, up to 20 s) …")
    return show_log


def _refuse_sources_without_documents(sources: list[str]) -> None:
    """End at once when there is nothing to do, before Prefect is started for nothing."""
    problems = []
    for source in sources:
        try:
            check_source(source)
        except VisnykError as error:
            problems.append(error)
    if len(problems) == len(sources):
        fail(" ".join(map(str, problems)), code=BAD_USAGE)


def refuse_unwritable(output: str) -> None:
    """End at once where nothing could be written."""
    from tasks.load.storage.location import open_output
    from tasks.load.storage.locking import check_writable

    check_writable(open_output(output))


def refuse_unknown_engines(engine: str) -> None:
    """End at once when the setting names an engine that does not exist."""
    from tasks.transform.translate.registry import UnknownEngine, engine_names

    try:
        engine_names(engine, get_settings())
    except UnknownEngine as error:
        fail(str(error), code=BAD_USAGE)


def _run_flow(parameters: EtlParameters, watcher: Watcher) -> State[Any]:
    from flows.warmup import warm_up

    warm_up()

    from flows.etl import etl

    state: State[Any] = etl(**parameters.each(), return_state=True)
    complete_history(state, watcher.report.task_runs if watcher.report else None)
    return state


def complete_history(state: State[Any], task_runs: int | None) -> None:
    """Wait until Prefect has stored a run's task runs; None of one that broke off."""
    from flows.history.recorded import settle_history, wait_for_history

    run_id, timeout = state.state_details.flow_run_id, get_settings().history_timeout
    if run_id is None:
        return
    if task_runs is None:
        settle_history(run_id, timeout=timeout)
    else:
        wait_for_history(run_id, task_runs=task_runs, timeout=timeout)


def fail_with(state: State[Any]) -> NoReturn:
    """Say why a run ended without a report: an error that concerns all of it."""
    error = state.result(raise_on_failure=False)
    if isinstance(error, VisnykError) or is_debugging():
        raise error
    fail(f"The run ended as {state.name}: {state.message}. Run again with --debug for more.")


def _print_summary(report: RunReport) -> None:
    colour = {
        Outcome.COMPLETED: "green",
        Outcome.COMPLETED_WITH_WARNINGS: "yellow",
        Outcome.FAILED: "red",
    }[report.outcome]
    out.print(f"[bold {colour}]{report.outcome}[/]: {report.headline}")
    table = Table.grid(padding=(0, 2))
    table.add_row("documents read", str(report.read))
    table.add_row("  loaded", _loaded(report))
    table.add_row("  unchanged", str(report.unchanged))
    table.add_row("  duplicate", str(report.duplicate))
    table.add_row("  quarantined", str(report.quarantined))
    if report.forgotten:
        table.add_row("forgotten, not read", str(report.forgotten))
    engines = ", ".join(f"{name} {n}" for name, n in sorted(report.sentences_by_engine.items()))
    table.add_row("sentences", f"{report.sentences}" + (f" ({engines})" if engines else ""))
    if report.sentences:
        table.add_row("  from memory", report.memory_hits)
    table.add_row("data files written", str(report.files_written))
    out.print(table)
    out.print(f"output              {escape(report.output)}", soft_wrap=True)
    for warning in report.warnings[:_SHOWN_FAILURES]:
        warn(warning)
    for failure in report.failures[:_SHOWN_FAILURES]:
        err.print(f"[yellow]In quarantine:[/] {escape(failure.reason)}", soft_wrap=True)
    if len(report.failures) > _SHOWN_FAILURES:
        hidden = len(report.failures) - _SHOWN_FAILURES
        err.print(f"… and {hidden} more: visnyk quarantine list shows them.")


def _loaded(report: RunReport) -> str:
    return f"{report.loaded} ({report.updated} updated)" if report.updated else str(report.loaded)
