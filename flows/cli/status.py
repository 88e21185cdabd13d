"""`visnyk status`: what the output holds, the last runs, and what waits in quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from flows.cli.console import DebugOption, OutputOption, out, output_folder, plain

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.load.storage.location import Location

_STATES = {
    "completed": "[green]done[/]",
    "completed_with_warnings": "[yellow]warnings[/]",
    "failed": "[red]failed[/]",
}


def status(
    output: OutputOption = None,
    runs: Annotated[int, typer.Option("--runs", min=0, help="How many of the last runs.")] = 5,
    debug: DebugOption = False,
) -> None:
    """Show the datasets, the last runs, and the quarantine."""
    from tasks.load.state.read import last_runs, read_quarantine, row_counts

    folder = output_folder(output)
    counts = row_counts(folder)
    out.print(_datasets(folder, counts))
    out.print(_runs(last_runs(folder, runs)))
    quarantine = read_quarantine(folder)
    if quarantine:
        out.print(_quarantine(quarantine))


def _datasets(folder: Location, counts: dict[str, int]) -> Table:
    from tasks.load.storage.location import files_below

    table = Table(title=f"Datasets in {escape(str(folder))}", title_justify="left")
    for column in ("dataset", "rows", "files", "kB"):
        table.add_column(column, justify="left" if column == "dataset" else "right")
    for name, rows in counts.items():
        files = [file for file in files_below(folder / name) if file.suffix == ".parquet"]
        size = sum(file.stat().st_size for file in files) / 1000
        table.add_row(name, f"{rows:,}", str(len(files)), f"{size:,.1f}")
    return table


def _runs(rows: list[dict[str, Any]]) -> Table:
    table = Table(title="Last runs (UTC)", title_justify="left")
    table.add_column("started", no_wrap=True)
    table.add_column("state")
    for column in ("s", "read", "loaded", "same", "twice", "bad"):
        table.add_column(column, justify="right")
    table.add_column("sentences")
    for row in rows:
        counts = ("read", "loaded", "unchanged", "duplicate", "quarantined")
        table.add_row(
            f"{row['started_at']:%Y-%m-%d %H:%M}",
            _STATES.get(row["state"], row["state"]),
            _seconds(row["started_at"], row["finished_at"]),
            *(f"{row[f'documents_{name}']:,}" for name in counts),
            ", ".join(f"{item['engine']} {item['sentences']:,}" for item in row["engines"]),
        )
    return table


def _quarantine(rows: list[dict[str, Any]]) -> Table:
    table = Table(title=f"Quarantine ({len(rows)})", title_justify="left", show_lines=True)
    table.add_column("input", overflow="fold")
    table.add_column("stage")
    table.add_column("tries", justify="right")
    table.add_column("reason", overflow="fold", ratio=1)
    for row in rows:
        table.add_row(
            plain(row["source_uri"].rsplit("/", 1)[-1]),
            row["stage"],
            str(row["attempts"]),
            plain(row["reason"]),
        )
    return table


def _seconds(start: datetime, end: datetime | None) -> str:
    return f"{(end - start).total_seconds():.1f}" if end else "…"
