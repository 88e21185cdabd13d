"""`visnyk forget`: an article or an outlet removed from every dataset."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.console import (
    BAD_USAGE,
    DebugOption,
    OutputOption,
    fail,
    out,
    output_folder,
    plain,
)
from flows.cli.maintenance import command_id, confirm, counted, keep_page
from tasks.addresses import is_address, normalize
from tasks.extract.paths import uri_of
from tasks.load.storage.location import Location

if TYPE_CHECKING:
    from tasks.load.maintenance.forget import FoundArticle, Removal, Target
    from tasks.load.storage.location import Location

_SHOWN_ARTICLES = 10
_IDENTIFIER = re.compile(r"[0-9a-f]{1,16}", re.IGNORECASE)


def forget(
    article: Annotated[
        str | None,
        typer.Argument(
            metavar="[ARTICLE]",
            help="Identifier of an article, or how it begins; its address; the path of its input.",
            show_default=False,
        ),
    ] = None,
    outlet: Annotated[
        str | None, typer.Option("--outlet", help="All articles of this domain instead.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Let runs load it again; removed rows stay removed.")
    ] = False,
    show: Annotated[bool, typer.Option("--list", help="List what runs leave out.")] = False,
    output: OutputOption = None,
    debug: DebugOption = False,
) -> None:
    """Remove an article, or an outlet, from every dataset, and keep it out of later runs."""
    from tasks.load.maintenance import forget as forgetting

    folder = output_folder(output)
    if show:
        _list(folder)
        return
    target = _target(article, outlet)
    if undo:
        _undo(folder, target, str(article or outlet))
        return
    removal = forgetting.find(folder, target)
    if removal.is_empty:
        fail(f"Nothing in {folder} is of {article or outlet}. visnyk show ID shows an article.")
    _refuse_ambiguous(removal, target)
    _print(removal)
    if dry_run:
        return
    confirm("Remove all of it? It cannot be brought back.", is_agreed=yes)
    removal, _ = forgetting.forget(folder, command_id("forget"), target)
    out.print(f"Removed rows: {counted(removal.rows)}.", soft_wrap=True)
    is_clear = keep_page(folder)
    out.print(
        "Runs leave it out from now on. visnyk forget --list shows what they leave out, "
        "--undo lets it back.",
        soft_wrap=True,
    )
    if not is_clear:
        fail("The reading page still holds it. Write it anew, or remove the folder report.")


def _target(article: str | None, outlet: str | None) -> Target:
    from tasks.load.maintenance.forget import Target

    if (article is None) == (outlet is None):
        fail("Name an article, or an outlet by --outlet: one of both.", code=BAD_USAGE)
    if article is None:
        return Target(outlet=str(outlet).strip().lower().removeprefix("www."))
    name = article.strip()
    if is_address(name):
        return Target(uris=frozenset({name, normalize(name)}))
    if _IDENTIFIER.fullmatch(name) and not Path(name).exists():
        return Target(prefix=name.lower())
    return Target(uris=frozenset({name} if "://" in name else {uri_of(Path(name).expanduser())}))


def _refuse_ambiguous(removal: Removal, target: Target) -> None:
    if target.prefix is None:
        return
    found = [item for item in removal.articles if item.article_id.startswith(target.prefix)]
    if len(found) > 1:
        fail(
            f"{len(found)} articles begin with {target.prefix}: give more of the id.",
            code=BAD_USAGE,
        )


def _print(removal: Removal) -> None:
    for item in removal.articles[:_SHOWN_ARTICLES]:
        out.print(_line(item), soft_wrap=True)
    more = len(removal.articles) - _SHOWN_ARTICLES
    if more > 0:
        out.print(f"… and {more:,} more articles")
    out.print(f"Rows that go: {counted(removal.rows)}.", soft_wrap=True)


def _list(folder: Location) -> None:
    from tasks.load.maintenance.ledger import read_ledger

    entries = read_ledger(folder)
    for entry in entries:
        what = entry.outlet or entry.article_id or f"{len(entry.inputs)} inputs"
        out.print(f"{entry.forgotten_at[:10]} {plain(what)}", soft_wrap=True)
    if not entries:
        out.print("Nothing is forgotten.")


def _undo(folder: Location, target: Target, name: str) -> None:
    from tasks.load.maintenance import forget as forgetting

    taken = forgetting.recall(folder, command_id("forget"), target)
    if not taken:
        fail(f"{name} is not forgotten. visnyk forget --list shows what is.")
    out.print(f"Runs may load it again: {len(taken):,} entries taken out.")


def _line(item: FoundArticle) -> str:
    day = item.published_date.isoformat() if item.published_date else "no date"
    facts = (item.article_id, day, item.outlet_domain or "no outlet", item.title)
    return plain(" · ".join(facts))
