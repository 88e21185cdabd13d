"""Keys, references and indexes of exported tables, the same in every database."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.load.export.plan import Plan, Sheet
from tasks.load.schema import ARTICLES, CHILDREN

# What people look rows up by; the keys themselves are indexed anyway.
INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "articles": (("published_date",), ("outlet_domain",), ("duplicate_of",)),
    "sentences": (("article_id",),),
    "mentions": (("entity_id",),),
    "tags": (("scheme", "code"),),
}


def quoted(*names: str) -> str:
    """Column names as SQL takes any of them («end» is a word of its own)."""
    return ", ".join(f'"{name}"' for name in names)


def constraints(sheet: Sheet, plan: Plan) -> Iterator[str]:
    """The key of a table, and its article where articles are exported, too.

    `duplicate_of` is no reference: what an article repeats may not be among those chosen.
    """
    if set(sheet.dataset.key) <= set(sheet.names):
        yield f"PRIMARY KEY ({quoted(*sheet.dataset.key)})"
    has_articles = any(other.dataset is ARTICLES for other in plan.sheets)
    if has_articles and sheet.dataset in CHILDREN:
        yield 'FOREIGN KEY ("article_id") REFERENCES "articles" ("article_id")'


def indexes(sheet: Sheet) -> Iterator[str]:
    """The statements that make the indexes of a table."""
    for columns in INDEXES.get(sheet.name, ()):
        if set(columns) <= set(sheet.names):
            name = "_".join((sheet.name, *columns))
            yield f'CREATE INDEX "{name}" ON "{sheet.name}" ({quoted(*columns)})'
