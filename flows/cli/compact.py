"""`visnyk compact`: old files as they are written today, and what has become too old left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.console import DebugOption, OutputOption, out, output_folder, plain
from flows.cli.maintenance import command_id

if TYPE_CHECKING:
    from tasks.load.maintenance.compact import Compacted
    from tasks.load.maintenance.untidy import Limits, Untidy


def compact(
    pages_older_than: Annotated[
        int | None,
        typer.Option(
            "--pages-older-than",
            metavar="DAYS",
            min=0,
            help="Drop older versions of kept pages, but for the latest and that of the article.",
        ),
    ] = None,
    runs_older_than: Annotated[
        int | None,
        typer.Option(
            "--runs-older-than", metavar="DAYS", min=0, help="Drop older runs from the history."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be written anew.")
    ] = False,
    output: OutputOption = None,
    debug: DebugOption = False,
) -> None:
    """Write old files as they would be written today, and clear up after dead runs."""
    from tasks.load.maintenance.compact import compact as compact_output
    from tasks.load.maintenance.untidy import look

    folder = output_folder(output)
    limits = _limits(pages_older_than, runs_older_than)
    if dry_run:
        _print_files(look(folder, limits))
        return
    done = compact_output(folder, command_id("compact"), limits)
    _print_files(done.files)
    _print_saved(done)


def _limits(pages: int | None, runs: int | None) -> Limits:
    from tasks.load.maintenance.untidy import Limits

    now = datetime.now(UTC)
    moments = (now - timedelta(days=days) if days is not None else None for days in (pages, runs))
    return Limits(*moments)


def _print_files(files: Sequence[Untidy]) -> None:
    for item in files:
        reasons = list(item.reasons)
        if item.rows_gone:
            reasons.append(f"holds {item.rows_gone:,} rows that are too old")
        out.print(plain(f"{item.path}: {', '.join(reasons)}"), soft_wrap=True)
    if not files:
        out.print("Every file is as it would be written today.")


def _print_saved(done: Compacted) -> None:
    change = "saved" if done.bytes_saved >= 0 else "more"
    written = f"{len(done.files):,} files written anew, {abs(done.bytes_saved):,} bytes {change}"
    left = f"; {done.bytes_left_over:,} bytes of dead runs cleared" if done.bytes_left_over else ""
    out.print(f"{written}{left}.", soft_wrap=True)
