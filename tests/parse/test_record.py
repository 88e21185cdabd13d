"""Records of files of articles: columns by any of their names, values in any of their forms."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from tasks.models import Article, DateBasis, MediaType, Photo, SourceDocument
from tasks.transform.parse.article import parse_document
from tasks.transform.parse.errors import NotAnArticleError

from .pages import READ_AT

TITLE = "Міст через річку відкрили в Калинівці"
FIRST = "У Калинівці відкрили міст через річку Щасливу, повідомила громада."
SECOND = "Будівництво тривало два роки, його вартість — 40 млн грн."


def parse(**columns: object) -> Article:
    row = {"title": TITLE, "text": f"{FIRST}\n{SECOND}"} | columns
    text = json.dumps({name: value for name, value in row.items() if value is not None})
    document = SourceDocument(
        uri="file:///a.jsonl#id=1",
        sha256="0" * 64,
        text=text,
        encoding="utf-8",
        read_at=READ_AT,
        media_type=MediaType.RECORD,
    )
    return parse_document(document)


def test_a_record_becomes_an_article() -> None:
    article = parse(
        url="https://www.glavcom.ua/news/1.html",
        subtitle="Рух відновили в обидва боки",
        date="2026-02-05T10:00:00+02:00",
        updated_at="2026-02-05T11:30:00Z",
        author="Остап Гнатів, Ганна Їжак",
        category="Суспільство",
        tags=["міст", "Калинівка", "міст"],
        image_caption="Міст через Щасливу",
        language="uk",
        views=120,
    )
    assert (article.title, article.lead) == (TITLE, "Рух відновили в обидва боки")
    assert article.body == (FIRST, SECOND)
    assert article.url == "https://www.glavcom.ua/news/1.html"
    assert (article.outlet_domain, article.outlet_name) == ("glavcom.ua", "Главком")
    assert article.published_at == datetime(2026, 2, 5, 8, tzinfo=UTC)
    assert article.published_basis is DateBasis.METADATA
    assert article.updated_at == datetime(2026, 2, 5, 11, 30, tzinfo=UTC)
    assert article.authors == ("Остап Гнатів", "Ганна Їжак")
    assert (article.sections, article.tags) == (("Суспільство",), ("міст", "Калинівка"))
    assert article.photos == (Photo("Міст через Щасливу"),)
    assert (article.parser, article.warnings) == ("record/1", ())


@pytest.mark.parametrize(
    "names",
    [
        ("headline", "body", "description", "link", "pubDate"),
        ("Заголовок", "Текст", "Лід", "Посилання", "Дата"),
        ("TITLE", "MainText", "Summary", "URL", "Published At"),
        ("title", "content", "lead", "url", "date_publish"),
    ],
)
def test_columns_go_by_many_names(names: tuple[str, ...]) -> None:
    values = (TITLE, FIRST, "Рух відновили", "https://glavcom.ua/1", "2026-02-05")
    columns = {"title": None, "text": None} | dict(zip(names, values, strict=True))
    article = parse(**columns)
    assert (article.title, article.body, article.lead) == (TITLE, (FIRST,), "Рух відновили")
    assert (article.url, article.published_date) == ("https://glavcom.ua/1", date(2026, 2, 5))


@pytest.mark.parametrize(
    ("printed", "at", "day"),
    [
        ("2026-02-05T10:00:00Z", "2026-02-05T10:00:00+00:00", "2026-02-05"),
        ("2026-02-05 10:00:00", "2026-02-05T08:00:00+00:00", "2026-02-05"),
        ("2026-02-05 00:00:00", None, "2026-02-05"),
        ("Thu, 05 Feb 2026 23:30:00 +0000", "2026-02-05T23:30:00+00:00", "2026-02-06"),
        (1770285600, "2026-02-05T10:00:00+00:00", "2026-02-05"),
        ("1770285600000", "2026-02-05T10:00:00+00:00", "2026-02-05"),
        ("5 лютого 2026, 10:00", "2026-02-05T08:00:00+00:00", "2026-02-05"),
        ("05.02.2026", None, "2026-02-05"),
        ("колись", None, None),
        ("0001-01-01T00:00:00Z", None, None),
    ],
)
def test_dates_come_in_many_forms(printed: object, at: str | None, day: str | None) -> None:
    article = parse(date=printed)
    assert article.published_at == (datetime.fromisoformat(at) if at else None)
    assert article.published_date == (date.fromisoformat(day) if day else None)


def test_html_in_a_text_column_becomes_paragraphs() -> None:
    markup = (
        f"<div><p>{FIRST.replace('міст', '<b>міст</b>')}</p>\n<script>let a = 1</script>"
        f"<!-- реклама --><p>Будівництво тривало\n два роки,&nbsp;його вартість &mdash; 40 млн "
        "грн.</p><ul><li>Перше</li><li>Друге</li></ul>Кінець<br>рядка</div>"
    )
    assert parse(text=markup).body == (FIRST, SECOND, "Перше", "Друге", "Кінець", "рядка")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (f"{FIRST} {SECOND}", (f"{FIRST} {SECOND}",)),
        (f"{FIRST}\r\n\r\n  {SECOND}\n", (FIRST, SECOND)),
        (f"{FIRST}\\n{SECOND}", (FIRST, SECOND)),
        ([FIRST, SECOND], (FIRST, SECOND)),
        (f"{TITLE}\n{FIRST}", (FIRST,)),
        (
            "Тиск a < b, ціна &lt; 5 грн, так вирішили.",
            ("Тиск a < b, ціна < 5 грн, так вирішили.",),
        ),
    ],
)
def test_a_text_is_split_at_its_line_breaks(text: object, body: tuple[str, ...]) -> None:
    assert parse(text=text).body == body


def test_a_lead_that_repeats_the_text_is_not_kept_twice() -> None:
    whole = parse(lead=FIRST)
    assert (whole.lead, whole.body) == (FIRST, (SECOND,))
    cut = parse(description=FIRST[:30] + "…")
    assert (cut.lead, cut.body) == (None, (FIRST, SECOND))
    assert parse(description=TITLE).lead is None


def test_authors_and_sources_may_be_objects_and_lists_written_as_text() -> None:
    article = parse(
        author=[{"name": "Остап Гнатів"}, {"name": "Ганна Їжак"}],
        source={"id": None, "name": "Калинівські вісті"},
        tags="['міст', 'річка']",
        images=[{"caption": "Міст", "credit": "громада"}, "https://example.ua/1.jpg"],
    )
    assert article.authors == ("Остап Гнатів", "Ганна Їжак")
    assert article.outlet_name == "Калинівські вісті"
    assert article.tags == ("міст", "річка")
    assert article.photos == (Photo("Міст", "громада"),)


def test_an_outlet_may_be_named_by_its_domain() -> None:
    article = parse(domain="www.glavcom.ua")
    assert (article.outlet_domain, article.outlet_name) == ("glavcom.ua", "Главком")


def test_columns_that_say_nothing_are_told_by_their_names() -> None:
    with pytest.raises(NotAnArticleError, match=r"its columns are: a, b\).*title and text"):
        parse(title=None, text=None, a="1", b="2")


@pytest.mark.parametrize("odd", [{}, [], 5, True, None, {"x": {"y": []}}, [[["глибоко"]]]])
def test_odd_values_cost_no_more_than_their_column(odd: object) -> None:
    names = ("subtitle", "date", "updated", "author", "section", "tags", "source", "images", "url")
    article = parse(**dict.fromkeys(names, odd))
    assert (article.title, article.body) == (TITLE, (FIRST, SECOND))
