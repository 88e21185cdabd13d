"""`visnyk rebuild`: articles made anew from their inputs, and what is damaged mended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from flows.cli.console import (
    DebugOption,
    OutputOption,
    SinceOption,
    UntilOption,
    out,
    output_folder,
    plain,
    warn,
)
from flows.cli.maintenance import command_id, keep_page
from flows.cli.run import checked, execute
from flows.parameters import EtlParameters
from tasks.extract.sources import check_source

if TYPE_CHECKING:
    from tasks.load.maintenance.damaged import Damage
    from tasks.load.state.originals import Choice
    from tasks.load.storage.location import Location

_SHOWN_SOURCES, _LOOKED_RUNS = 10, 1000


class _Count(NamedTuple):
    """How many inputs can be read again, and why others cannot."""

    inputs: int
    problems: tuple[str, ...]


def rebuild(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCES]...",
            help="Where else to look for the inputs of damaged files, as of visnyk run.",
            show_default=False,
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="All articles, not only those of an older visnyk.")
    ] = False,
    outlet: Annotated[
        str | None, typer.Option("--outlet", help="Only articles of this domain.")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be made anew.")
    ] = False,
    output: OutputOption = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine", "-e", help="As of visnyk run.", show_default="auto, or VISNYK_ENGINE"
        ),
    ] = None,
    batch_size: Annotated[
        int | None,
        typer.Option("--batch-size", "-b", help="Documents a batch.", show_default="50"),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show the log instead of a progress bar.")
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Make articles anew from their inputs, and mend what is damaged."""
    from tasks.load.maintenance.closing import close
    from tasks.load.maintenance.damaged import find_damage, set_aside
    from tasks.load.state.originals import Choice

    folder = output_folder(output)
    for source in sources or ():
        check_source(source)
    choice = Choice(every, outlet, since and since.date(), until and until.date())
    if dry_run:
        _plan(folder, choice, find_damage(folder))
        return
    run_id = command_id("rebuild")
    _print_damage(folder, set_aside(folder, run_id), "set aside in .damaged")
    count = _count(folder, choice)
    _print_count(count)
    if count.inputs or sources:
        parameters = checked(
            EtlParameters,
            "rebuild",
            sources=[f"articles:{choice}", *(sources or ())],
            output=str(folder),
            engine=engine,
            batch_size=batch_size,
        )
        execute(parameters, verbose=verbose)
    closed = close(folder, run_id)
    keep_page(folder)
    if closed.uris or closed.lost:
        lost = len(closed.uris) + closed.lost
        warn(
            f"{lost:,} articles of damaged files did not come back: their inputs are gone, or fail "
            f"now. What was left of their rows is in {folder / '.damaged'}."
        )


def _plan(folder: Location, choice: Choice, damage: Sequence[Damage]) -> None:
    _print_damage(folder, damage, "would be set aside")
    if damage:
        out.print("What can be made anew is counted when the damaged files are set aside.")
    else:
        _print_count(_count(folder, choice))


def _count(folder: Location, choice: Choice) -> _Count:
    """Look for the inputs without reading them into anything."""
    from tasks.errors import VisnykError
    from tasks.extract.finding import Finder
    from tasks.load.state.known import finish_interrupted
    from tasks.load.state.shelf import StoredShelf

    finish_interrupted(folder)
    found = list(Finder(shelf=StoredShelf(folder)).find([f"articles:{choice}"]))
    problems = [str(item) for item in found if isinstance(item, VisnykError)]
    return _Count(len(found) - len(problems), tuple(problems))


def _print_count(count: _Count) -> None:
    noun = "input" if count.inputs == 1 else "inputs"
    out.print(f"{count.inputs:,} {noun} to read again.")
    for problem in count.problems:
        warn(problem)


def _print_damage(folder: Location, damage: Sequence[Damage], what: str) -> None:
    for item in damage:
        out.print(f"[bold red]damaged[/] {plain(f'{item.path}: {item.what}; {what}')}")
    if any(item.dataset and item.dataset.name == "articles" for item in damage):
        _print_sources(folder)


def _print_sources(folder: Location) -> None:
    """Name the sources of earlier runs: inputs that no dataset names may lie there."""
    from tasks.load.errors import DatasetCorruptError
    from tasks.load.state.read import last_runs

    named: dict[str, None] = {}
    try:
        rows = last_runs(folder, _LOOKED_RUNS)
    except DatasetCorruptError:  # the history is damaged as well
        return
    for row in rows:
        parameters: dict[str, Any] = json.loads(row["parameters"])
        named.update(dict.fromkeys(map(str, parameters.get("sources", ()))))
    if named:
        shown = ", ".join(list(named)[:_SHOWN_SOURCES])
        out.print(
            f"Which files they were made from is not known any more. Runs read from: "
            f"{plain(shown)}. Name those that still hold them: visnyk rebuild SOURCES",
            soft_wrap=True,
        )
