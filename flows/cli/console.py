"""What the commands share: where they print, how they fail, the options all of them have."""

from __future__ import annotations

import sys
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from tasks.settings import get_settings

if TYPE_CHECKING:
    from tasks.load.storage.location import Location

FAILURE = 1
BAD_USAGE = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells have it

# Controls, invisible marks of direction, line separators, halves of letters.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


class _Flags:
    debug = False


def _remember_debug(value: bool) -> bool:
    _Flags.debug = _Flags.debug or value
    return value


def is_debugging() -> bool:
    """Tell whether `--debug` was given, before or after the command's name."""
    return _Flags.debug


def fail(message: str, *, code: int = FAILURE) -> NoReturn:
    """Print one message to standard error and end the command."""
    err.print(f"[bold red]Error:[/] {escape(message)}", soft_wrap=True)
    sys.exit(code)


def plain(text: str) -> str:
    """Text of unknown origin as it may be printed: no markup, what is unseen as an escape."""
    seen = "".join(
        char.encode("unicode_escape").decode()
        if char not in "\n\t" and unicodedata.category(char) in _UNSEEN
        else char
        for char in text.replace("\r\n", "\n")
    )
    return escape(seen)


def output_folder(given: str | None) -> Location:
    """The output that an option names, or else the settings."""
    from tasks.load.storage.location import open_output

    folder = open_output(given or get_settings().output)
    if not folder.is_dir():
        fail(f"There is no output {folder}. Run visnyk first, or name another (--output).")
    return folder


def warn(message: str) -> None:
    """Print one warning to standard error."""
    err.print(f"[yellow]Warning:[/] {escape(message)}", soft_wrap=True)


DebugOption = Annotated[
    bool,
    typer.Option("--debug", help="Show the traceback of an error.", callback=_remember_debug),
]
SinceOption = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d"], help="Only articles of this day or later."),
]
UntilOption = Annotated[
    datetime | None,
    typer.Option("--until", formats=["%Y-%m-%d"], help="Only articles of this day or earlier."),
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        help="Folder of the datasets, or s3://bucket/prefix.",
        show_default="output, or VISNYK_OUTPUT",
    ),
]
