"""`visnyk export`: the datasets, or some of their articles, for those without Parquet tools."""

from __future__ import annotations

import shutil
import sys
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows.cli.console import (
    BAD_USAGE,
    INTERRUPTED,
    DebugOption,
    OutputOption,
    SinceOption,
    UntilOption,
    err,
    fail,
    out,
    output_folder,
    plain,
    warn,
)

if TYPE_CHECKING:
    from tasks.load.export import Exported, Format, Plan
    from tasks.load.storage.location import Location

_STANDARD_OUTPUT = "-"
_DELIMITERS = {",": ",", ";": ";", "tab": "\t"}


def export(
    target: Annotated[
        str,
        typer.Argument(
            help="File to write: .csv, .jsonl (both also .gz), .parquet, .sqlite, .duckdb; "
            "- for standard output.",
        ),
    ],
    output: OutputOption = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="csv, jsonl, parquet, sqlite or duckdb.",
            show_default="by the name of the file",
        ),
    ] = None,
    dataset: Annotated[
        list[str] | None,
        typer.Option(
            "--dataset",
            "-d",
            help="What to export; may be repeated for a database.",
            show_default="articles; all about articles for a database",
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option("--columns", help="Only these columns of one dataset, with commas between."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    outlet: Annotated[
        list[str] | None,
        typer.Option("--outlet", help="Only articles of this domain; may be repeated, as below."),
    ] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option("--topic", help="Only articles on this IPTC topic (code or label)."),
    ] = None,
    country: Annotated[
        list[str] | None,
        typer.Option("--country", help="Only articles on this country (ISO code or name)."),
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", help="Only articles with this tag of the page.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    bom: Annotated[
        bool | None,
        typer.Option(
            "--bom/--no-bom",
            help="Begin CSV with the mark by which Excel knows UTF-8.",
            show_default="bom, but not on standard output",
        ),
    ] = None,
    delimiter: Annotated[
        str, typer.Option("--delimiter", help="Between the cells of CSV: , or ; or tab.")
    ] = ",",
    guard: Annotated[
        bool,
        typer.Option(
            "--guard/--no-guard",
            help="Put an apostrophe before cells of CSV that spreadsheets would calculate.",
        ),
    ] = True,
    debug: DebugOption = False,
) -> None:
    """Write articles, or what belongs to them, as CSV, JSON lines, Parquet, SQLite or DuckDB."""
    from tasks.load.export import CsvStyle, Filters, UnfitRequestError, is_compressed, make_plan

    if delimiter not in _DELIMITERS:
        fail("The delimiter is , or ; or tab. See visnyk export --help.", code=BAD_USAGE)
    is_piped = target == _STANDARD_OUTPUT
    filters = Filters(
        *_days(since, until),
        outlets=tuple(outlet or ()),
        topics=tuple(topic or ()),
        countries=tuple(country or ()),
        tags=tuple(tag or ()),
    )
    try:
        plan = make_plan(
            _format(target, kind),
            datasets=dataset or (),
            columns=[name.strip() for name in columns.split(",")] if columns else (),
            filters=filters,
            is_compressed=is_compressed(target),
            csv=CsvStyle(not is_piped if bom is None else bom, _DELIMITERS[delimiter], guard),
        )
    except UnfitRequestError as error:
        fail(str(error), code=BAD_USAGE)
    folder = output_folder(output)
    if is_piped:
        exported = _pour(folder, plan)
    else:
        exported = _write(folder, Path(target).expanduser(), plan, may_replace=force)
    _tell(exported, plan, "standard output" if is_piped else target)


def _days(since: datetime | None, until: datetime | None) -> tuple[date | None, date | None]:
    if since and until and since > until:
        fail(f"--since {since:%Y-%m-%d} is later than --until {until:%Y-%m-%d}.", code=BAD_USAGE)
    return since.date() if since else None, until.date() if until else None


def _format(target: str, given: str | None) -> Format:
    from tasks.load.export import SUFFIXES, Format, format_of

    known = ", ".join(Format)
    if given is not None:
        if given.lower() not in list(Format):
            fail(f"There is no format {given}. Choose one of {known}.", code=BAD_USAGE)
        found = Format(given.lower())
    elif target == _STANDARD_OUTPUT:
        fail("Say what to write to standard output: --format csv or jsonl.", code=BAD_USAGE)
    else:
        by_name = format_of(target)
        if by_name is None:
            _refuse_name(target, [*SUFFIXES, ".csv.gz", ".jsonl.gz"])
        found = by_name
    if target == _STANDARD_OUTPUT and not found.is_text:
        fail(f"Only csv and jsonl go to standard output, not {found}.", code=BAD_USAGE)
    return found


def _refuse_name(target: str, suffixes: list[str]) -> NoReturn:
    fail(
        f"The name {target} tells no format. End it with one of {', '.join(suffixes)}; or name "
        "the format (--format).",
        code=BAD_USAGE,
    )


def _write(folder: Location, target: Path, plan: Plan, *, may_replace: bool) -> Exported:
    from tasks.load.export import export as write

    try:
        with err.status("Exporting …"):
            return write(folder, target, plan, may_replace=may_replace)
    except KeyboardInterrupt:
        fail("Interrupted. Nothing was written.", code=INTERRUPTED)


def _pour(folder: Location, plan: Plan) -> Exported:
    """Write to standard output what is whole: what was read half could not be taken back."""
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / f"export.{plan.format}"
        exported = _write(folder, path, plan, may_replace=False)
        with path.open("rb") as stream:
            shutil.copyfileobj(stream, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    return exported


def _tell(exported: Exported, plan: Plan, place: str) -> None:
    from tasks.load.export import Format

    # Answers are what was asked for: on standard output, the rows themselves.
    console = err if place == "standard output" else out
    for name, rows in exported.rows.items():
        console.print(f"{name}: {rows:,} row{'' if rows == 1 else 's'}", highlight=False)
    form = str(plan.format)
    if plan.format is Format.CSV:
        form += ", UTF-8 with BOM" if plan.csv.has_mark else ", UTF-8"
    console.print(f"written to {plain(place)} ({form})", soft_wrap=True)
    for item in exported.unknown:
        meant = f" Similar: {', '.join(item.similar)}." if item.similar else ""
        warn(f"No article that was looked at has the {item.kind} {item.term}.{meant}")
    if not any(exported.rows.values()):
        lack = "There are no rows to export" if plan.filters.is_open else "No article fits"
        warn(f"{lack}: what was written holds none.")
