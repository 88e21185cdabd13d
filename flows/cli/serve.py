"""`visnyk serve` and `visnyk ui`: Prefect's server, its UI, and who executes what it asks for."""

from __future__ import annotations

import time
import webbrowser
from typing import Annotated

import typer
from rich.markup import escape

from flows.cli.console import DebugOption, OutputOption, err, out
from flows.cli.run import checked, refuse_unknown_engines, refuse_unwritable
from flows.parameters import EtlParameters
from flows.serving.standing import ui_of
from tasks.settings import get_settings

HostOption = Annotated[str, typer.Option("--host", help="Address that the UI listens on.")]
PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port of the UI.")]
_HOST, _PORT = "127.0.0.1", 4200


def serve(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATHS]...",
            help="What scheduled runs read; as for visnyk run.",
            show_default="seeds, or VISNYK_SOURCES",
        ),
    ] = None,
    output: OutputOption = None,
    engine: Annotated[
        str | None,
        typer.Option("--engine", "-e", help="Translation engine.", show_default="VISNYK_ENGINE"),
    ] = None,
    cron: Annotated[
        str | None,
        typer.Option(
            "--cron",
            help="When to run: a cron line.",
            show_default="every 30 minutes, or VISNYK_SCHEDULE",
        ),
    ] = None,
    host: HostOption = _HOST,
    port: PortOption = _PORT,
    debug: DebugOption = False,
) -> None:
    """Run on a schedule and from the UI: Prefect's server, the deployments, their execution."""
    parameters = checked(
        EtlParameters, "serve", sources=paths or None, output=output, engine=engine
    )
    refuse_unknown_engines(parameters.engine)
    refuse_unwritable(parameters.output)
    settings = get_settings()
    if cron:
        settings = settings.model_copy(update={"schedule": cron})
    err.print("Starting Prefect …")

    from flows.serving.deployments import deployments
    from flows.serving.serve import serve as execute
    from flows.serving.server import server

    wanted = list(deployments(settings, **parameters.each()))
    for deployed in wanted:
        deployed.check()
    with server(host, port) as found:
        out.print(f"Prefect's UI: [bold]{escape(ui_of(found.api))}[/]", soft_wrap=True)
        for deployed in wanted:
            when = f"{deployed.cron} ({deployed.timezone})" if deployed.cron else "on demand"
            out.print(f"  {deployed.flow.name}/{deployed.name}: {escape(when)}", soft_wrap=True)
        out.print("Ctrl-C stops it.")
        execute(found.api, wanted, settings)


def ui(
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")
    ] = True,
    host: HostOption = _HOST,
    port: PortOption = _PORT,
    debug: DebugOption = False,
) -> None:
    """Open the history of all runs in Prefect's UI; starts a server if none stands."""
    err.print("Starting Prefect …")

    from flows.serving.server import server

    with server(host, port) as found:
        _show(ui_of(found.api), browser)
        if not found.is_ours:
            return  # it needs nobody to wait
        out.print("Ctrl-C stops it.")
        while True:
            time.sleep(3600)


def _show(address: str, is_wanted: bool) -> None:
    out.print(f"Prefect's UI: [bold]{escape(address)}[/]", soft_wrap=True)
    if is_wanted:
        webbrowser.open(address)
