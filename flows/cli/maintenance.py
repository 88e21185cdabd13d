"""What the commands that change published files share: a name in the manifest, a question."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from flows.cli.console import BAD_USAGE, fail, out, warn

if TYPE_CHECKING:
    from tasks.load.storage.location import Location


def command_id(command: str) -> str:
    """Name what a command writes as runs are named: names sort by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{command}"


def confirm(question: str, *, is_agreed: bool) -> None:
    """Go on only if the user says so, here or by `--yes`."""
    if is_agreed:
        return
    if not has_user():
        fail("Nobody is there to ask. Nothing was changed. Add --yes to do it.", code=BAD_USAGE)
    if not typer.confirm(question):
        out.print("Nothing was changed.")
        raise typer.Exit(1)


def has_user() -> bool:
    """Whether a question can be answered."""
    return sys.stdin.isatty()


def counted(rows: Mapping[str, int]) -> str:
    """Name rows by dataset, those without any left out."""
    named = [f"{count:,} of {name}" for name, count in rows.items() if count]
    return ", ".join(named) or "none"


def keep_page(output: Location) -> bool:
    """Bring the reading page in line with what a command has just changed.

    One that is there must not keep what was removed, whatever the settings say; returns
    whether it does keep nothing of it.
    """
    from flows.reading_page import bring_up_to_date, renew_page
    from tasks.load.page import page_of

    is_there = page_of(output).exists()
    problems = bring_up_to_date(output) if is_there else renew_page(output)
    for problem in problems:
        warn(problem)
    return not (is_there and problems)
