"""`visnyk page`: the reading page of an output written anew."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.console import DebugOption, OutputOption, fail, out, output_folder, plain


def page(
    output: OutputOption = None,
    open_it: Annotated[
        bool, typer.Option("--open", help="Open it in the browser of this machine.")
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Write the reading page anew, and print where it is."""
    from tasks.load.page import write_page

    written = write_page(output_folder(output), anew=True)
    out.print(plain(str(written.page)), soft_wrap=True)
    if open_it:
        _open(written.page)


def _open(place: object) -> None:
    if not isinstance(place, Path):
        fail("A page in an object store opens from a copy of its folder report/, or from a server.")
    if not webbrowser.open(place.resolve().as_uri()):
        fail("There is no browser here. Open the page by its path.")
