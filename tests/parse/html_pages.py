"""An invented page of HTML in parts, from which the tests make their variants."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tasks.models import Article, FetchedPage, MediaType, SourceDocument
from tasks.transform.parse.article import parse_document

READ_AT = datetime(2026, 2, 10, 8, 0, tzinfo=UTC)
URL = "https://visnyk-polissia.example.com/economy/2026/02/09/bridge-1042/"
TITLE = "На Поліссі відкрили дерев'яний міст завдовжки 84 метри"
LEAD = "Громада збирала гроші три роки й обійшлася без обласного бюджету."
FIRST = (
    "У селі Верболози відкрили пішохідний міст через річку Снячку. Його довжина – 84 метри, "
    "а найбільша висота над водою сягає шести."
)
SECOND = (
    "За словами старости Параски Гончарук, будівництво коштувало 2,4 млн гривень. "
    "Половину суми дали підприємці, решту зібрали самі мешканці."
)
THIRD = (
    "«Тепер діти йдуть до школи дванадцять хвилин замість години», – сказав директор ліцею "
    "Омелян Струк під час відкриття."
)
LAST = "Нагадаємо, попередній міст знесла повінь у квітні 2022 року."
BODY = (FIRST, SECOND, THIRD, LAST)
META = {
    "og:title": TITLE,
    "og:type": "article",
    "og:site_name": "Вісник Полісся",
    "og:url": URL,
    "article:published_time": "2026-02-09T14:20:00+02:00",
}
CAPTION = "Міст через Снячку в день відкриття"
CREDIT = "Павло Жолоб"
AUTHOR = "Ірина Мельничук"
BARE = {name: value for name, value in META.items() if "time" not in name}
HEADING = f"<h1>{TITLE}</h1>"


def head(
    meta: dict[str, str] | None = None,
    linked: object = None,
    *,
    title: str = f"{TITLE} | Вісник Полісся",
    extra: str = "",
) -> str:
    """A head with meta tags and, where given, one block of JSON-LD."""
    tags = "".join(
        f'<meta property="{name}" content="{content}">' for name, content in (meta or {}).items()
    )
    block = linked if isinstance(linked, str) else json.dumps(linked, ensure_ascii=False)
    script = f'<script type="application/ld+json">{block}</script>' if linked else ""
    return f'<head><meta charset="utf-8"><title>{title}</title>{tags}{script}{extra}</head>'


def text(*paragraphs: str) -> str:
    """Paragraphs as a browser gets them."""
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or BODY)


def page(
    body: str | None = None,
    *,
    head: str = head(META),
    above: str = f"<h1>{TITLE}</h1>",
    after: str = "",
) -> str:
    """A whole page: a menu, the article, a feed of news beside it, a footer."""
    return f"""<!DOCTYPE html><html lang="uk">{head}<body>
<header><nav><a href="/news">Новини</a> <a href="/sport">Спорт</a></nav></header>
<main><article>{above}
<div class="article-body">{text() if body is None else body}</div>
{after}</article></main>
<aside class="sidebar"><h3>Останні новини</h3><ul>
<li><span>11:40</span> <a href="/1">У Киселині розкопали стару гончарну піч</a></li>
<li><span>11:15</span> <a href="/2">Школярі з Любешова зібрали метеостанцію</a></li>
<li><span>10:50</span> <a href="/3">На Стоході бачили чорного лелеку</a></li></ul></aside>
<footer><p>© 2014–2026 Вісник Полісся. Усі права захищені.</p></footer>
</body></html>"""


def document(
    html: str, *, uri: str = "file:///page.html", url: str | None = None
) -> SourceDocument:
    """Wrap a page as it comes from the extract stage; `url`: it was fetched from there."""
    fetched = FetchedPage(url, b"", "text/html", None, None, None, READ_AT) if url else None
    return SourceDocument(uri, "0" * 64, html, "utf-8", READ_AT, MediaType.HTML, fetched)


def parse(html: str, *, url: str | None = None) -> Article:
    """Parse a page that was read on 10 February 2026."""
    return parse_document(document(html, url=url))
