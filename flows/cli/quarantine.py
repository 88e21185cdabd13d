"""`visnyk quarantine`: what could not be used, why, and another try."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import unquote

import typer
from rich.table import Table

from flows.cli.console import (
    BAD_USAGE,
    DebugOption,
    OutputOption,
    fail,
    out,
    output_folder,
    plain,
)
from flows.cli.run import checked, execute
from flows.parameters import EtlParameters
from tasks.addresses import is_address, normalize
from tasks.errors import Terminal
from tasks.extract.paths import uri_of
from tasks.models import Stage

if TYPE_CHECKING:
    from tasks.load.storage.location import Location

Row = dict[str, Any]

quarantine = typer.Typer(
    help="List what could not be used, show why, try it again.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

# The beginning of an input shows what it is; all of it is in the dataset.
_SHOWN_CHARACTERS = 1_000
_SHOWN_MATCHES = 5

StageOption = Annotated[Stage | None, typer.Option("--stage", help="Only what failed there.")]
ErrorOption = Annotated[
    str | None, typer.Option("--error", help="Only this kind, such as UnknownLayoutError.")
]
ContainsOption = Annotated[
    str | None,
    typer.Option("--contains", help="Only with this text in the input's name or the reason."),
]


@quarantine.command("list")
def list_inputs(
    output: OutputOption = None,
    stage: StageOption = None,
    error: ErrorOption = None,
    contains: ContainsOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a line.")] = False,
    debug: DebugOption = False,
) -> None:
    """List what is in quarantine."""
    rows = _fitting(_rows(output_folder(output)), stage, error, contains)
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=_json_value) + "\n")
    elif rows:
        out.print(_table(rows))
    else:
        out.print("Nothing in quarantine" + (" fits." if stage or error or contains else "."))


@quarantine.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="INPUT", help="URI, path, or a part that only it has.")
    ],
    output: OutputOption = None,
    debug: DebugOption = False,
) -> None:
    """Show all that is known of an input, and how it begins."""
    from tasks.load.state.shelf import StoredShelf

    folder = output_folder(output)
    found = _named(_rows(folder), name)
    if len(found) > 1:
        shown = ", ".join(row["source_uri"] for row in found[:_SHOWN_MATCHES])
        more = ", …" if len(found) > _SHOWN_MATCHES else ""
        fail(f"{len(found)} inputs fit {name}: {shown}{more}. Give more of it.", code=BAD_USAGE)
    (row,) = found
    raw = StoredShelf(folder).raw(row["source_uri"])
    for label, value in _facts(row, raw, output).items():
        # Unbroken, so that what is copied is whole.
        out.print(f"[bold]{label:<12}[/] {plain(value)}", soft_wrap=True)
    if raw:
        text = _text_of(raw)
        rest = " …" if len(text) > _SHOWN_CHARACTERS else ""
        out.print(f"[bold]begins[/]\n{plain(text[:_SHOWN_CHARACTERS])}{rest}", soft_wrap=True)


@quarantine.command()
def retry(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[INPUTS]...", help="URIs, paths, or parts; all that fit."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Everything in quarantine.")] = False,
    stage: StageOption = None,
    error: ErrorOption = None,
    contains: ContainsOption = None,
    output: OutputOption = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            "-e",
            help="As of visnyk run.",
            show_default="auto, or VISNYK_ENGINE",
        ),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show the log instead of a progress bar.")
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Process inputs again: from their file or address, else from the bytes that were kept.

    What goes through leaves quarantine; what fails again counts one attempt more.
    """
    if not (names or every or stage or error or contains):
        fail("Name inputs, or --all, or a filter such as --stage.", code=BAD_USAGE)
    rows = _rows(output_folder(output))
    named = [row for name in names or () for row in _named(rows, name)] if names else rows
    chosen = _fitting(named, stage, error, contains)
    if not chosen:
        out.print("There is nothing to retry.")
        return
    is_all = len(chosen) == len(rows) and not names
    uris = dict.fromkeys(row["source_uri"] for row in chosen)
    parameters = checked(
        EtlParameters,
        "quarantine retry",
        sources=["quarantine:"] if is_all else [f"quarantine:{uri}" for uri in uris],
        output=output,
        engine=engine,
    )
    execute(parameters, verbose=verbose)


def _rows(folder: Location) -> list[Row]:
    from tasks.load.state.read import read_quarantine

    return read_quarantine(folder)


def _fitting(
    rows: Iterable[Row], stage: Stage | None, error: str | None, contains: str | None
) -> list[Row]:
    text = (contains or "").casefold()
    return [
        row
        for row in rows
        if (stage is None or row["stage"] == stage)
        and (error is None or row["error_type"] == error)
        and (text in _name(row).casefold() or text in row["reason"].casefold())
    ]


def _named(rows: list[Row], name: str) -> list[Row]:
    """The inputs that a name fits: the one with this URI or path, else those with the part."""
    exact = {name, *_uris(name)}
    found = [row for row in rows if row["source_uri"] in exact]
    part = name.casefold()
    found = found or [row for row in rows if part in _name(row).casefold()]
    if not found:
        fail(
            f"Nothing in quarantine is named {name}. visnyk quarantine list shows what is there.",
            code=BAD_USAGE,
        )
    return found


def _uris(name: str) -> Iterable[str]:
    """The URIs that an address or a path may be known under."""
    try:
        return [normalize(name) if is_address(name) else uri_of(Path(name).expanduser())]
    except (Terminal, OSError, ValueError, RuntimeError):
        return []  # it may be a part of one still


def _name(row: Row) -> str:
    """The URI as it is stored and as people write it."""
    return f"{row['source_uri']}\n{unquote(row['source_uri'])}"


def _table(rows: list[Row]) -> Table:
    table = Table(title=f"Quarantine ({len(rows)})", title_justify="left", show_lines=True)
    table.add_column("input", overflow="fold", ratio=1)
    table.add_column("stage")
    table.add_column("tries", justify="right")
    table.add_column("last (UTC)", no_wrap=True)
    table.add_column("reason", overflow="fold", ratio=1)
    for row in rows:
        table.add_row(
            plain(unquote(row["source_uri"])),
            row["stage"],
            str(row["attempts"]),
            f"{row['last_seen_at']:%Y-%m-%d %H:%M}",
            f"[bold]{plain(row['error_type'])}[/]\n{plain(row['reason'])}",
        )
    return table


def _facts(row: Row, raw: bytes | None, output: str | None) -> dict[str, str]:
    command = ["visnyk", "quarantine", "retry", row["source_uri"]]
    command += ["--output", output] if output else []
    again = "may help as it is" if row["is_transient"] else "needs a change, or a newer visnyk"
    return {
        "input": row["source_uri"],
        "stage": row["stage"],
        "error": row["error_type"],
        "reason": row["reason"],
        "another try": again,
        "attempts": str(row["attempts"]),
        "first seen": f"{row['first_seen_at']:%Y-%m-%d %H:%M:%S} UTC",
        "last seen": f"{row['last_seen_at']:%Y-%m-%d %H:%M:%S} UTC",
        "version": row["pipeline_version"],
        "run": row["run_id"],
        "SHA-256": row["source_sha256"] or "could not be taken",
        "bytes kept": "none" if raw is None else f"{len(raw):,}",
        "retry": shlex.join(command),
    }


def _text_of(raw: bytes) -> str:
    """Bytes as text, whatever they are."""
    from tasks.extract.encoding import decode

    try:
        return decode(raw, name="the input").text
    except Terminal:
        return raw.decode("utf-8", "backslashreplace")


def _json_value(value: datetime) -> str:
    return value.isoformat()
