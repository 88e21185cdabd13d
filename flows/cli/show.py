"""`visnyk show`: an article side by side, Ukrainian and English, with its tags."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from flows.cli.console import DebugOption, OutputOption, fail, out, output_folder
from tasks.extract.paths import path_of

if TYPE_CHECKING:
    from tasks.load.storage.location import Location

Row = dict[str, Any]

_PASSAGES = ("title", "lead", "body", "caption")


def show(
    article: Annotated[
        str | None,
        typer.Argument(help="Article id, or how it begins.", show_default="the latest article"),
    ] = None,
    output: OutputOption = None,
    engines: Annotated[
        bool, typer.Option("--engines", help="Show who translated each sentence, and its flags.")
    ] = False,
    why: Annotated[
        bool, typer.Option("--why", help="Say which words made each of the article's topics.")
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Show an article side by side, Ukrainian and English, with its tags."""
    folder = output_folder(output)
    row = _find(folder, article)
    out.print(Panel(_header(row), title=escape(row["article_id"]), title_align="left"))
    out.print(_text(folder, row, engines=engines))
    out.print(_tags(folder, row))
    if why:
        out.print(_reasons(row))


def _find(folder: Location, article: str | None) -> Row:
    from tasks.load.state.read import latest_article, read_articles

    if article is None:
        article = latest_article(folder)
        if article is None:
            fail(f"There is no article in {folder} yet. Load some: visnyk run PATH.")
    found = read_articles(folder, prefix=article.lower(), limit=2)
    if not found:
        fail(f"There is no article {article} in {folder}. visnyk status counts what is there.")
    if len(found) > 1:
        fail(f"Several articles begin with {article}: give more of the id.")
    return found[0]


def _header(row: Row) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    facts = {
        "outlet": " ".join(filter(None, (row["outlet_name"], _in_brackets(row["outlet_domain"])))),
        "published": str(row["published_at"] or row["published_date"] or "no date on the page"),
        "sections": ", ".join(row["sections_en"]),
        "authors": ", ".join(row["authors_en"]),
        "photos": "; ".join(photo["credit"] or "no credit" for photo in row["photos"]),
        "cites": ", ".join(row["cited_sources"]),
        "duplicate of": row["duplicate_of"] or "",
        "source": row["url"] or _short(row["source_uri"]),
    }
    for name, value in facts.items():
        if value:
            table.add_row(f"[dim]{name}[/]", escape(value))
    return table


def _text(folder: Location, row: Row, *, engines: bool) -> Table:
    from tasks.load.state.read import read_sentences

    table = Table(show_lines=True, expand=True)
    table.add_column("Українською", ratio=1)
    table.add_column("English", ratio=1)
    sentences = [
        sentence
        for sentence in read_sentences(folder, row["article_id"], row["published_month"])
        if sentence["role"] in _PASSAGES
    ]
    for (role, _), group in groupby(sentences, key=lambda item: (item["role"], item["paragraph"])):
        pairs = list(group)
        if engines:
            for pair in pairs:
                table.add_row(escape(pair["uk"]), f"{escape(pair['en'])}\n[dim]{_maker(pair)}[/]")
            continue
        style = {"title": "bold", "lead": "italic", "caption": "dim"}.get(role, "")
        table.add_row(
            escape(" ".join(pair["uk"] for pair in pairs)),
            escape(" ".join(pair["en"] for pair in pairs)),
            style=style,
        )
    return table


def _maker(pair: Row) -> str:
    parts = [pair["engine"], *pair["flags"], pair["fallback_reason"] or ""]
    return escape(" · ".join(filter(None, parts)))


def _tags(folder: Location, row: Row) -> Table:
    from tasks.load.state.read import read_mentions, read_tags

    table = Table.grid(padding=(0, 2))
    labels = read_tags(folder, row["article_id"], row["published_month"])
    titles = {"source": "tags", "iso3166": "countries", "iptc": "topics"}
    for scheme, group in groupby(labels, key=lambda label: label["scheme"]):
        ranked = sorted(group, key=lambda label: -label["score"])
        names = ", ".join(_label(label) for label in ranked)
        table.add_row(f"[dim]{titles.get(scheme, scheme)}[/]", escape(names))
    mentions = read_mentions(folder, row["article_id"], row["published_month"])
    for kind in ("person", "organization", "place"):
        found = dict.fromkeys(str(item["name_en"]) for item in mentions if item["kind"] == kind)
        if found:
            table.add_row(f"[dim]{kind}s[/]", escape(", ".join(found)))
    return table


def _reasons(row: Row) -> Table:
    """What speaks for each topic, by the words as they stand; the weightiest first."""
    from tasks.load.rows import article_of
    from tasks.transform.tag.findings import read
    from tasks.transform.tag.naming import romanized

    table = Table(title="Why these topics", title_justify="left", show_lines=True, expand=True)
    table.add_column("topic", ratio=2)
    table.add_column("because of (share of the topic's evidence)", ratio=5)
    article = article_of(row)
    # Topics look at Ukrainian names only: their English does not matter here.
    for item in read(article.passages(), romanized, article).topics:
        reasons = ", ".join(
            f"{reason.text}{_where(reason.where)} {reason.share:.0%}" for reason in item.reasons
        )
        label = f"{item.label.label_en}\n[dim]{item.label.code} {item.label.score:.2f}[/]"
        table.add_row(label, escape(reasons))
    return table


def _where(where: str) -> str:
    return "" if where == "text" else f" ({where})"


def _label(label: Row) -> str:
    if label["scheme"] in {"iso3166", "iptc"}:
        return f"{label['label_en']} ({label['score']:.0%})"
    return str(label["label_en"])


def _in_brackets(text: str | None) -> str | None:
    return f"({text})" if text else None


def _short(uri: str) -> str:
    """Write a file's address as a path, from the current folder if it lies below it."""
    if not uri.startswith("file:"):
        return uri
    path = path_of(uri)
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
