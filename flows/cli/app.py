"""The commands by name; each lives in a module of its own, loaded when it is called."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from flows.cli.compact import compact
from flows.cli.console import DebugOption, out
from flows.cli.export import export
from flows.cli.forget import forget
from flows.cli.models import models
from flows.cli.page import page
from flows.cli.quarantine import quarantine
from flows.cli.rebuild import rebuild
from flows.cli.retranslate import retranslate
from flows.cli.run import run
from flows.cli.serve import serve, ui
from flows.cli.show import show
from flows.cli.stages import parse, tag, translate
from flows.cli.status import status
from flows.cli.verify import verify

app = typer.Typer(
    help="Ukrainian news in, English Parquet out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _print_version(value: bool) -> None:
    if value:
        out.print(f"visnyk {version('visnyk')}")
        raise typer.Exit


@app.callback()
def visnyk(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show it.")
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Ukrainian news in, English Parquet out."""


app.command()(run)
app.command()(serve)
app.command()(ui)
app.command()(retranslate)
app.command()(show)
app.command()(page)
app.command()(export)
app.command()(status)
app.command()(verify)
app.command()(rebuild)
app.command()(compact)
app.command()(forget)
app.add_typer(quarantine, name="quarantine")
app.add_typer(models, name="models")
app.command(rich_help_panel="Stages by themselves")(parse)
app.command(rich_help_panel="Stages by themselves")(translate)
app.command(rich_help_panel="Stages by themselves")(tag)
