"""Schema.org data (JSON-LD) of a page: the article that it describes."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from tasks.transform.parse.html.tree import one_line, words_only

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Interview)$")
# Parts of an article that are postings themselves, or other pages that it points to.
_NOT_OWN = frozenset(
    (
        "author",
        "comment",
        "hasPart",
        "image",
        "isPartOf",
        "liveBlogUpdate",
        "publisher",
        "relatedLink",
        "review",
        "video",
    )
)
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)")
_UNWRAPPING = re.compile(r"(?://\s*-->|-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*$")
_LAST_COMMA = re.compile(r",(?=\s*[}\]])")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_PARAGRAPHS = re.compile(r"</(?:p|li|h\d|div|blockquote)>|<br\s*/?>|\n", re.IGNORECASE)
_MAX_NODES = 5_000
# Enough for any page; a nested bomb is no description of an article.
_MAX_LENGTH = 2_000_000

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """Who wrote or published something; `is_person` only where the page says so."""

    name: str
    is_person: bool
    is_organization: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """What the page says of its article for machines; all as given, but unescaped."""

    is_article: bool = False
    headline: str | None = None
    description: str | None = None
    body: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    authors: tuple[Named, ...] = ()
    publishers: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    crumbs: tuple[str, ...] = ()


def read_linked(tree: HtmlElement, title: str | None) -> Linked:
    """Read the article that a page describes; of several, the one with the page's title."""
    nodes = list(_nodes(tree))
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    crumbs = next((_crumbs(node) for node in nodes if "BreadcrumbList" in _types(node)), ())
    sites = tuple(
        name
        for node in nodes
        if {"WebSite", "NewsMediaOrganization", "Organization"} & set(_types(node))
        for name in _texts(node.get("name"))
    )
    article = _article([node for node in nodes if _is_article(node)], title)
    if article is None:
        page = next((node for node in nodes if "WebPage" in _types(node)), {})
        return Linked(
            published=_text(page.get("datePublished")),
            modified=_text(page.get("dateModified")),
            publishers=sites,
            crumbs=crumbs,
        )
    publishers = [named.name for named in _named(article.get("publisher"), known)]
    return Linked(
        is_article=True,
        headline=_text(article.get("headline")) or _text(article.get("name")),
        description=_text(article.get("description")),
        body=_paragraphs(article.get("articleBody")),
        published=_text(article.get("datePublished")) or _text(article.get("dateCreated")),
        modified=_text(article.get("dateModified")),
        url=_address(article),
        authors=(*_named(article.get("author"), known), *_named(article.get("creator"), known)),
        publishers=(*publishers, *sites),
        sections=tuple(_texts(article.get("articleSection"))),
        keywords=tuple(_texts(article.get("keywords"))),
        crumbs=crumbs,
    )


def unescape(text: str) -> str:
    """Undo HTML escapes; some pages escape what is escaped already."""
    return html.unescape(html.unescape(text))


def _nodes(tree: HtmlElement) -> Iterator[Node]:
    """Every object of every block, each block from the outside in."""
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        level: list[Any] = _load(script.text or "")
        while level and count < _MAX_NODES:
            below: list[Any] = []
            for value in level:
                if isinstance(value, dict):
                    count += 1
                    yield value
                    below += [inner for key, inner in value.items() if key not in _NOT_OWN]
                elif isinstance(value, list):
                    below += value
            level = below


def _load(text: str) -> list[Any]:
    """Read a block, mended where that is cheap; a block beyond that is none."""
    mended = _UNWRAPPING.sub("", _WRAPPING.sub("", text)).strip().rstrip(";")
    if len(mended) > _MAX_LENGTH:
        return []
    # Not strict: raw line ends within strings are the commonest fault.
    decoder = json.JSONDecoder(strict=False)
    found: list[Any] = []
    for candidate in (mended, _LAST_COMMA.sub("", mended)):
        at = 0
        found = []
        try:
            while at < len(candidate):
                value, at = decoder.raw_decode(candidate, at)
                found.append(value)
                at += len(candidate[at:]) - len(candidate[at:].lstrip(" \t\r\n,;"))
        except (ValueError, RecursionError):
            continue
        return found
    return found


def _types(node: Node) -> list[str]:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rsplit("/", 1)[-1] for kind in kinds if isinstance(kind, str)]


def _is_article(node: Node) -> bool:
    return any(_ARTICLE.search(kind) for kind in _types(node))


def _article(nodes: list[Node], title: str | None) -> Node | None:
    if title:
        wanted = words_only(title)
        for node in nodes:
            if words_only(_text(node.get("headline")) or "") == wanted:
                return node
    dated = [node for node in nodes if node.get("datePublished")]
    return next(iter(dated or nodes), None)


def _text(value: Any) -> str | None:
    return next(iter(_texts(value)), None)


def _texts(value: Any) -> Iterator[str]:
    """The texts of a value that may be one, a list of them, or objects with names."""
    for item in value if isinstance(value, list) else [value]:
        named = item.get("name") or item.get("@value") if isinstance(item, dict) else item
        if isinstance(named, str) and (text := one_line(_MARKUP.sub(" ", unescape(named)))):
            yield text


def _named(value: Any, known: dict[str, Node]) -> Iterator[Named]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            if text := _text(item):
                yield Named(text, is_person=False, is_organization=False)
        elif isinstance(item, dict):
            identity = item.get("@id")
            node = item if item.get("name") else known.get(str(identity), item)
            kinds = _types(node)
            for name in _texts(node.get("name")):
                yield Named(
                    name,
                    is_person="Person" in kinds,
                    is_organization=any(kind.endswith("Organization") for kind in kinds),
                )


def _paragraphs(value: Any) -> tuple[str, ...]:
    text = unescape(value) if isinstance(value, str) else ""
    lines = (one_line(_MARKUP.sub("", line)) for line in _PARAGRAPHS.split(text))
    return tuple(line for line in lines if any(map(str.isalnum, line)))


def _address(node: Node) -> str | None:
    page = node.get("mainEntityOfPage")
    candidates = [node.get("url"), page, page.get("@id") if isinstance(page, dict) else None]
    if isinstance(page, dict):
        candidates.append(page.get("url"))
    candidates.append(node.get("@id"))
    return next((c for c in candidates if isinstance(c, str) and c.startswith("http")), None)


def _crumbs(node: Node) -> tuple[str, ...]:
    items = node.get("itemListElement")
    found: list[str] = []
    for item in items if isinstance(items, list) else [items]:
        if isinstance(item, dict):
            name = item.get("name") or item.get("item")
            found += list(_texts(name))[:1]
    return tuple(found)
