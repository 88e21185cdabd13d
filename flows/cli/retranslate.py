"""`visnyk retranslate`: better English in the place of worse, watched from the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from flows.account.report import Outcome
from flows.cli.console import (
    INTERRUPTED,
    DebugOption,
    OutputOption,
    SinceOption,
    UntilOption,
    fail,
    out,
    output_folder,
    warn,
)
from flows.cli.run import (
    Watcher,
    announce,
    checked,
    complete_history,
    fail_with,
    refuse_unknown_engines,
    refuse_unwritable,
)
from flows.parameters import RetranslateParameters
from flows.progress import observed_by

if TYPE_CHECKING:
    from flows.account.upgrade_report import RetranslateReport


def retranslate(
    output: OutputOption = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            "-e",
            help="Who translates anew: auto (all but the built-in one), or one engine.",
            show_default="auto, or VISNYK_ENGINE",
        ),
    ] = None,
    below: Annotated[
        str | None,
        typer.Option(
            "--below",
            help="Sentences of a worse tier than this: cloud, neural; any leaves it open.",
            show_default="cloud",
        ),
    ] = None,
    flagged: Annotated[bool, typer.Option("--flagged", help="Also flagged sentences.")] = False,
    made_by: Annotated[
        str | None, typer.Option("--made-by", help="Only sentences of this engine.")
    ] = None,
    engine_version: Annotated[
        str | None, typer.Option("--engine-version", help="Only sentences of this version.")
    ] = None,
    outlet: Annotated[
        str | None, typer.Option("--outlet", help="Only articles of this domain.")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    max_sentences: Annotated[
        int | None, typer.Option("--max-sentences", help="Send so many sentences at most.")
    ] = None,
    max_characters: Annotated[
        int | None, typer.Option("--max-characters", help="Send so many characters at most.")
    ] = None,
    batch_size: Annotated[
        int | None, typer.Option("--batch-size", "-b", help="Sentences a task.", show_default="200")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be sent.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show the log instead of a progress bar.")
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Translate published sentences anew with a better engine, within a budget."""
    parameters = checked(
        RetranslateParameters,
        "retranslate",
        output=str(output_folder(output)),
        engine=engine,
        below=below,
        flagged=flagged,
        made_by=made_by,
        engine_version=engine_version,
        outlet=outlet,
        since=since and since.date(),
        until=until and until.date(),
        max_sentences=max_sentences,
        max_characters=max_characters,
        batch_size=batch_size,
    )
    refuse_unknown_engines(parameters.engine)
    if dry_run:
        _print_plan(parameters)
        return
    refuse_unwritable(parameters.output)
    report = _run(parameters, verbose=verbose)
    _print_summary(report)
    if report.outcome is Outcome.FAILED:
        sys.exit(1)


class _Watcher(Watcher):
    """Draws a progress bar of sentences and keeps the report."""

    retranslated: RetranslateReport | None = None

    def on_discovered(self, new: int, total: int) -> None:
        """Begin a month: the bar counts its sentences."""
        self.begin(new, f"{new} of {total} sentences of a month")

    def on_retranslated(self, report: RetranslateReport) -> None:
        """Keep the report."""
        self.retranslated = report


def _print_plan(parameters: RetranslateParameters) -> None:
    from flows.upgrades import plan

    planned = plan(parameters, output_folder(parameters.output))
    table = Table.grid(padding=(0, 2))
    table.add_row("engines", escape(planned.engines))
    table.add_row("sentences that fit", f"{planned.rows:,}")
    table.add_row("  beyond the budget", f"{planned.left:,}")
    table.add_row("  in memory already", f"{planned.known:,}")
    table.add_row("would be sent", f"{planned.sentences:,} different sentences")
    table.add_row("", f"{planned.characters:,} characters")
    out.print(table)


def _run(parameters: RetranslateParameters, *, verbose: bool) -> RetranslateReport:
    show_log = announce(verbose=verbose)
    with _Watcher(is_shown=not show_log) as watcher, observed_by(watcher):
        try:
            return _flow(parameters, watcher)
        except KeyboardInterrupt:
            fail(
                "Interrupted. The months that were done stay so; what was translated of the "
                "current one is kept for the next run.",
                code=INTERRUPTED,
            )


def _flow(parameters: RetranslateParameters, watcher: _Watcher) -> RetranslateReport:
    from flows.warmup import warm_up

    warm_up()

    from flows.retranslate import retranslate as flow

    state: Any = flow(**parameters.each(), return_state=True)
    report = watcher.retranslated
    complete_history(state, report.task_runs if report else None)
    return report or fail_with(state)


def _print_summary(report: RetranslateReport) -> None:
    colour = {
        Outcome.COMPLETED: "green",
        Outcome.COMPLETED_WITH_WARNINGS: "yellow",
        Outcome.FAILED: "red",
    }[report.outcome]
    out.print(f"[bold {colour}]{report.outcome}[/]: {report.headline}")
    engines = ", ".join(f"{name} {count:,}" for name, count in sorted(report.engines.items()))
    table = Table.grid(padding=(0, 2))
    table.add_row("sentences found", f"{report.found:,}")
    table.add_row("  upgraded", f"{report.upgraded:,}" + (f" ({engines})" if engines else ""))
    table.add_row("  kept", f"{report.kept:,}")
    table.add_row("  failed", f"{report.failed:,}")
    table.add_row("  left", f"{report.left:,}")
    table.add_row("articles upgraded", f"{report.articles:,}")
    table.add_row("not in memory", f"{report.sent_sentences:,} sentences")
    table.add_row("", f"{report.sent_characters:,} characters")
    out.print(table)
    out.print(f"output              {escape(report.output)}", soft_wrap=True)
    for warning in report.warnings:
        warn(warning)
