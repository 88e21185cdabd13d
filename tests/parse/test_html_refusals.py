"""Pages that hold no article are refused with a remedy, and nothing makes the reader crash."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tasks.transform.parse.errors import NotAnArticleError, NoTextError, NotUkrainianError
from tests.parse.html_pages import BODY, FIRST, META, TITLE, document, head, page, parse, text

_LINKS = "".join(
    f'<div class="c"><h3><a href="/{n}">Новина номер {n} про мости та переправи</a></h3>'
    f"<p>Короткий переказ новини {n}, який запрошує прочитати її всю на окремій сторінці.</p></div>"
    for n in range(12)
)
_GONE = (
    "<html><head><title>Сторінку не знайдено</title></head><body><p>На жаль, такої сторінки немає "
    "або її було видалено. Перейдіть на головну, будь ласка.</p></body></html>"
)
_LOGIN = (
    "<html><head><title>Вхід | Вісник</title></head><body><h1>Вхід</h1><form><label>Пошта</label>"
    "<p>Щоб читати далі, введіть свою адресу електронної пошти та пароль, який ви вказали під час "
    "реєстрації на нашому сайті.</p></form></body></html>"
)
_GUARD = (
    "<html><head><title>Just a moment...</title></head><body><p>Перевірка з'єднання із сайтом, "
    "зачекайте декілька секунд.</p></body></html>"
)


@pytest.mark.parametrize(
    ("html", "named"),
    [
        (
            "<html><body><h1>404</h1><p>Сторінку не знайдено.</p></body></html>",
            "404",
        ),
        (
            _GONE,
            "Сторінку не знайдено",
        ),
        (
            _LOGIN,
            "log in",
        ),
        (f"<html><body><h1>Усі новини громади</h1><div>{_LINKS}</div></body></html>", "list"),
        (
            _GUARD,
            "Just a moment",
        ),
        ("<html><body><h1>Міст</h1><p>Незабаром тут буде текст.</p></body></html>", "some words"),
    ],
)
def test_page_without_an_article_is_refused_and_says_why(html: str, named: str) -> None:
    with pytest.raises(NotAnArticleError, match=named) as refused:
        parse(html)

    assert refused.value.remedy


def test_shell_that_scripts_would_fill_is_refused_with_its_title() -> None:
    html = f"<html>{head(META)}<body><div id='app'></div><script>run()</script></body></html>"

    with pytest.raises(NoTextError, match="scripts") as refused:
        parse(html)

    assert TITLE[:40] in str(refused.value)


@pytest.mark.parametrize(
    "html", ["", "   \n", "<html></html>", "<!-- -->", "<?xml version='1.0'?>"]
)
def test_empty_page_is_refused(html: str) -> None:
    with pytest.raises(NotAnArticleError):
        parse(html)


def test_page_that_is_not_text_is_refused() -> None:
    with pytest.raises(NotAnArticleError, match="control characters"):
        parse("\x89PNG\x00\x01\x02" * 40)


def test_page_in_another_language_is_refused() -> None:
    english = "The bridge over the river was opened on Monday, the head of the village said. " * 3

    with pytest.raises(NotUkrainianError):
        parse(page(text(english, english)))


def test_flash_of_one_sentence_is_an_article_where_the_page_says_so() -> None:
    flash = "У Верболозах відкрили міст, повідомила громада."

    assert parse(page(text(flash))).body == (flash,)


@pytest.mark.parametrize(
    "html",
    [
        page(f"{'<div>' * 5_000}{text()}{'</div>' * 5_000}"),
        page(f"{'<b><i>' * 3_000}{text()}"),
        page(text(*BODY, "<span>" * 4_000 + "Кінець.")),
        page(text(*BODY, *[f"Абзац {n}. {FIRST}" for n in range(3_000)])),
        page(head=head(META, '{"@type":"NewsArticle","about":' + "[" * 60_000)),
        page(head=head(META, '{"a":' * 20_000)),
    ],
    ids=["deep", "deep inline", "deep in text", "long", "deep data", "deep objects"],
)
def test_page_of_any_depth_and_size_is_read(html: str) -> None:
    try:
        article = parse(html)
    except NotAnArticleError:
        return  # libxml2 cut it off above its text

    assert article.title == TITLE


_ODD_DATA = (
    '<script type="application/ld+json">{"@type":[null,"Article"],"author":[[{}]],'
    '"headline":{"a":1},"datePublished":7,"articleBody":["x"]}</script>'
)
_PIECES = st.one_of(
    st.sampled_from([
        "<p>", "</p>", "<div>", "</div>", "<br>", "<h1>", "</h1>", "<table>", "<td>",
        "<ul><li>",
        "<a href='/x'>", "<a href='http://[bad'>", "</a>", "<figure><img>", "<figcaption>",
        "<!--",
        "-->", "<script>", "</script>", "<![CDATA[", "]]>", "<title>", "</title>", "</body>",
        "</html>", "<body>", "<html lang='uk'>", "<time datetime='0000-00-00'>",
        "<time datetime='2026-13-45T99:99'>",
        "<meta property='og:title' content='Міст'>",
        "<meta property='article:published_time' content='∞'>",
        "<link rel='canonical' href='http://[::1'>", "<link rel='canonical' href='//x.ua:99999/a'>",
        _ODD_DATA,
        "<div class='tags author lead caption date'>", "<svg><p>", "<template>",
        "&#0;", "&amp;amp;", "<noscript>", "<frameset>", "<p style='display:none'>",
        "<img class='caption'>",
        "<blockquote>",
        "Читайте також:", "Фото: ", "Теги: міст, село", "9 лютого 2026, 14:20", "Автор: Ірина Лис",
        FIRST,
    ]),
    st.text(max_size=40),
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_PIECES, max_size=40))
@example(["<html lang='uk'>", "<body>", "<h1>", TITLE, "</h1>", "<p>", FIRST])
def test_soup_of_tags_gives_an_article_or_a_refusal(pieces: list[str]) -> None:
    html = "".join(pieces)
    try:
        article = parse(html)
    except NotAnArticleError:
        return

    assert article.title
    assert article.body or article.lead
    texts = (article.title, article.lead or "", *article.body, *article.tags, *article.authors)
    assert all(text == " ".join(text.split()) for text in texts)
    assert document(html).text == html
