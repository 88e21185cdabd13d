"""What an HTML page says of its article: date, authors, sections, tags, address, title."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tasks.models import DateBasis
from tests.parse.html_pages import META, TITLE, URL, head, page, parse, text

NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2026-02-09T14:20:00+02:00",
    "dateModified": "2026-02-09T16:05:00+02:00",
    "author": {"@type": "Person", "name": "Зореслава Пилипчук"},
    "publisher": {"@type": "Organization", "name": "Вісник Полісся"},
}
AT = datetime(2026, 2, 9, 12, 20, tzinfo=UTC)


def meta(**changes: str) -> dict[str, str]:
    return {**META, **{name.replace("__", ":"): value for name, value in changes.items()}}


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in META.items() if name not in names}


@pytest.mark.parametrize(
    "linked",
    [
        NEWS,
        [{"@type": "WebSite", "name": "Вісник Полісся"}, NEWS],
        {"@graph": [{"@type": "BreadcrumbList", "itemListElement": []}, NEWS]},
        {"@type": "WebPage", "mainEntity": NEWS},
        {**NEWS, "@type": ["LiveBlogPosting", "NewsArticle"]},
    ],
    ids=["alone", "in a list", "in a graph", "as main entity", "of two types"],
)
def test_linked_article_is_found_wherever_it_stands(linked: object) -> None:
    article = parse(page(head=head(without("article:published_time"), linked)))

    assert article.published_at == AT
    assert article.updated_at == datetime(2026, 2, 9, 14, 5, tzinfo=UTC)
    assert article.authors == ("Зореслава Пилипчук",)


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"NewsArticle","headline":"Міст","datePublished":"2026-02-09T14:20:00+02:00",}',
        '<!--{"@type":"Article","datePublished":"2026-02-09T14:20:00+02:00"}-->',
        '//<![CDATA[\n{"@type":"Article","datePublished":"2026-02-09T14:20:00+02:00"}\n//]]>',
        (
            '{"@type":"Article","description":"Рядок\nі ще рядок",'
            '"datePublished":"2026-02-09T14:20:00+02:00"};'
        ),
    ],
    ids=["comma too many", "in a comment", "in CDATA", "line end in a string"],
)
def test_linked_data_with_a_cheap_fault_are_mended(block: str) -> None:
    assert parse(page(head=head(without("article:published_time"), block))).published_at == AT


def test_linked_data_beyond_mending_leave_the_meta_tags() -> None:
    article = parse(page(head=head(META, '{"@type": "NewsArticle", "headline": "Міст "над" рікою')))

    assert article.published_at == AT
    assert article.title == TITLE


def test_author_by_reference_in_a_graph_is_resolved() -> None:
    graph = [
        {**NEWS, "author": {"@id": "#p1"}},
        {"@type": "Person", "@id": "#p1", "name": "Мирон Заєць"},
    ]

    assert parse(page(head=head(META, {"@graph": graph}))).authors == ("Мирон Заєць",)


def test_published_is_not_modified_where_modified_comes_first() -> None:
    stamps = (
        '<time class="updated" datetime="2026-02-09T18:00:00+02:00">Оновлено 18:00</time>'
        '<time class="entry-date published" datetime="2026-02-09T14:20:00+02:00">14:20</time>'
    )
    extra = '<meta property="article:modified_time" content="2026-02-09T18:00:00+02:00">'
    article = parse(
        page(
            head=head(without("article:published_time"), extra=extra),
            above=f'<h1>{TITLE}</h1><span class="posted-on">{stamps}</span>',
        )
    )

    assert article.published_at == AT
    assert article.updated_at == datetime(2026, 2, 9, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "instant"),
    [
        ("2026-02-09T14:20:00+02:00", AT),
        ("2026-02-09T12:20:00Z", AT),
        ("2026-02-09T12:20:00.000Z", AT),
        ("2026-02-09T14:20:00+0200", AT),
        ("2026-02-09 14:20:00", AT),  # without a zone: of Kyiv
        ("2026-07-09T14:20", datetime(2026, 7, 9, 11, 20, tzinfo=UTC)),
        ("Mon, 09 Feb 2026 12:20:00 GMT", AT),
        ("2026-02-09", None),
    ],
)
def test_machine_date_is_read_in_its_zone(told: str, instant: datetime | None) -> None:
    html = page(head=head(meta(article__published_time=told)))
    if told.startswith("2026-07"):
        assert parse(html).published_at is None  # from after it was read: not believed
        return
    article = parse(html)

    assert article.published_at == instant
    assert article.published_date == date(2026, 2, 9)
    assert article.published_basis is DateBasis.METADATA


def test_day_for_machines_gets_its_time_from_print() -> None:
    article = parse(
        page(
            head=head(meta(article__published_time="2026-02-09")),
            above=f'<h1>{TITLE}</h1><div class="post-date">9 лютого 2026, 14:20</div>',
        )
    )

    assert article.published_at == AT


@pytest.mark.parametrize(
    "printed",
    [
        '<div class="date">9 лютого 2026, 14:20</div>',
        '<div class="c1">Понеділок, 9 лютого 2026, 14:20 — <a href="/authors/z/">Зоя Лис</a></div>',
        '<div class="c1"><span>Полісся</span> <span>09.02.2026 14:20</span> <i>512</i></div>',
        '<div class="mdate">9 Лютого 2026</div><div class="mtime">14:20</div>',
    ],
)
def test_date_that_is_only_printed_is_found_by_the_title(printed: str) -> None:
    feed = '<div class="feed"><span>10.02.2026 09:00</span> Інша новина</div>'
    html = page(head=head(without("article:published_time")), above=f"<h1>{TITLE}</h1>{printed}")
    article = parse(html.replace("<footer>", f"{feed}<footer>"))

    assert article.published_at == AT
    assert article.published_basis is DateBasis.PRINTED


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Organization", "name": "Вісник Полісся"},
        {"@type": "Person", "name": "Вісник Полісся"},
        {"@type": "Person", "name": "Редакція"},
        {"@type": "Person", "name": "visnyk-polissia.example.com"},
        {"@type": "Person", "name": "https://www.facebook.com/visnyk.polissia"},
        {"@type": "Person", "name": "admin_2"},
    ],
    ids=lambda author: author["name"],
)
def test_outlet_is_never_the_author(author: dict[str, str]) -> None:
    assert parse(page(head=head(META, {**NEWS, "author": author}))).authors == ()


def test_person_on_the_page_stands_in_for_an_outlet_in_the_data() -> None:
    linked = {**NEWS, "author": {"@type": "Organization", "name": "Вісник Полісся"}}
    above = (
        f'<h1>{TITLE}</h1><div class="author">Журналістка <a href="/a">Ірина Мельничук</a></div>'
    )

    assert parse(page(head=head(META, linked), above=above)).authors == ("Ірина Мельничук",)


def test_all_authors_are_named_once_without_their_roles() -> None:
    linked = {**NEWS, "author": [{"@type": "Person", "name": "Ганна Сорока"}]}
    above = (
        f'<h1>{TITLE}</h1><div class="byline"><a href="/author/1">Ганна Сорока</a>, '
        '<a href="/author/2">Тарас Відерко</a>, <a href="/author/1">Ганна Сорока</a></div>'
    )

    assert parse(page(head=head(META, linked), above=above)).authors == (
        "Ганна Сорока",
        "Тарас Відерко",
    )


@pytest.mark.parametrize(
    "told",
    [
        f"{TITLE} | Вісник Полісся",
        f"{TITLE} — Вісник Полісся",
        f"{TITLE} - Новини - Вісник Полісся",
        TITLE.replace("'", "&amp;#039;"),
        TITLE.upper(),
    ],
)
def test_title_is_as_printed_without_the_outlet(told: str) -> None:
    article = parse(page(head=head(meta(og__title=told), title=told)))

    assert article.title == TITLE


def test_title_without_heading_is_the_one_told_without_the_outlet() -> None:
    told = f"{TITLE} | Вісник Полісся"

    assert parse(page(head=head(meta(og__title=told)), above="")).title == TITLE


def test_logo_in_a_heading_is_not_the_title() -> None:
    above = f'<h1 class="logo">Вісник Полісся</h1><h2 class="title">{TITLE}</h2>'

    assert parse(page(above=above)).title == TITLE


def test_address_is_the_pages_own_word_without_tracking() -> None:
    extra = f'<link rel="canonical" href="{URL}?utm_source=tg&fbclid=x1&page=2">'
    article = parse(page(head=head(META, extra=extra)), url=f"{URL}?from=feed")

    assert article.url == f"{URL}?page=2"
    assert article.outlet_domain == "example.com"
    assert article.outlet_name == "Вісник Полісся"


def test_address_of_another_site_is_not_believed() -> None:
    fetched = "https://www.inshyi.com.ua/news/7?utm_medium=push"
    article = parse(page(), url=fetched)

    assert article.url == "https://www.inshyi.com.ua/news/7"
    assert article.outlet_domain == "inshyi.com.ua"


def test_front_page_as_canonical_is_no_address_of_an_article() -> None:
    extra = '<link rel="canonical" href="https://visnyk-polissia.example.com/">'

    assert parse(page(head=head(META, extra=extra))).url == URL


def test_known_outlet_goes_by_its_own_domain_and_name() -> None:
    url = "https://m.glavcom.ua/country/bridge-1.html"
    article = parse(page(head=head(meta(og__url=url))))

    assert (article.outlet_domain, article.outlet_name) == ("glavcom.ua", "Главком")


def test_sections_are_the_printed_trail_without_the_title() -> None:
    trail = (
        '<ul class="breadcrumbs"><li><a href="/">Головна</a></li><li>»</li>'
        f'<li><a href="/e">Економіка</a></li><li>{TITLE}</li></ul>'
    )
    linked = {**NEWS, "articleSection": "Новини"}
    article = parse(page(head=head(META, linked), above=f"{trail}<h1>{TITLE}</h1>"))

    assert article.sections == ("Головна", "Економіка")


def test_sections_told_to_machines_are_taken_where_none_is_printed() -> None:
    assert parse(page(head=head(meta(article__section="Економіка")))).sections == ("Економіка",)


def test_trail_that_is_not_printed_begins_after_the_site() -> None:
    names = ["Вісник Полісся", "Громади", TITLE]
    trail = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "item": {"@id": f"/{n}", "name": name}}
            for n, name in enumerate(names, 1)
        ],
    }

    assert parse(page(head=head(META, trail))).sections == ("Громади",)


@pytest.mark.parametrize(
    "printed",
    [
        '<div class="tags"><a href="/t/1">міст</a><a href="/t/2">Снячка</a></div>',
        '<p>Теги: <a href="/t/1">міст</a>, <a href="/t/2">Снячка</a></p>',
        '<div class="x"><a rel="tag" href="/1">міст</a> <a rel="tag" href="/2">Снячка</a></div>',
        '<div class="x"><a href="/tag/mist">#міст</a> <a href="/tag/sn">#Снячка</a></div>',
    ],
    ids=["by class", "by label", "by relation", "by address"],
)
def test_tags_are_those_the_page_shows(printed: str) -> None:
    told = {**NEWS, "keywords": "новини, Полісся"}
    article = parse(page(head=head(META, told), after=printed))

    assert article.tags == ("міст", "Снячка")
    assert article.body[-1].startswith("Нагадаємо")


def test_tags_told_to_machines_are_taken_where_none_is_shown() -> None:
    told = {**NEWS, "keywords": ["міст", "Снячка"]}

    assert parse(page(head=head(META, told))).tags == ("міст", "Снячка")


def test_page_that_tells_machines_nothing_is_read_as_it_shows() -> None:
    html = (
        f"<html><body><div><h1>{TITLE}</h1><div>9 лютого 2026, 14:20</div>"
        f"<div>Автор: Ірина Мельничук</div><div>{text()}</div></div></body></html>"
    )
    article = parse(html)

    assert article.title == TITLE
    assert article.published_at == AT
    assert article.authors == ("Ірина Мельничук",)
    assert (article.url, article.outlet_domain) == (None, None)
