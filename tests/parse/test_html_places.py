"""Facts of an HTML page that their place and their shape tell, whatever the markup is called."""

from __future__ import annotations

import pytest

from tasks.models import Photo
from tests.parse.html_pages import (
    AUTHOR,
    BARE,
    BODY,
    CAPTION,
    CREDIT,
    FIRST,
    HEADING,
    LAST,
    LEAD,
    META,
    SECOND,
    THIRD,
    TITLE,
    head,
    page,
    parse,
    text,
)
from tests.parse.test_html_facts import AT


def test_next_article_of_an_endless_page_is_none_of_this_one() -> None:
    following = (
        '<div class="article"><a href="/events">Події</a><h1>У Любешові лось зайшов на стадіон</h1>'
        '<div class="d">9 лютого 2026, 13:05</div><div class="b"><p>Тварину приспали й вивезли до '
        "заказника, а тренування перенесли на завтра.</p><p>У ветеринарній службі "
        "кажуть, що тварина "
        'здорова й мала вигляд спокійний.</p></div><div class="tags"><a '
        'href="/tag/l">лось</a></div>'
        "</div>"
    )
    tags = '<div class="tags"><a href="/tag/m">міст</a></div>'
    article = parse(page(after=tags + following))

    assert article.body == BODY
    assert article.tags == ("міст",)


def test_lead_shares_an_element_of_their_own_with_the_title() -> None:
    cover = f'<section class="cover">{HEADING}<p class="k1">{LEAD}</p></section>'
    facts = f'<section class="k2"><time>2026-02-09</time><div>Авторка: {AUTHOR}</div></section>'
    sections = f"<section>{text(FIRST, SECOND)}</section><section>{text(THIRD, LAST)}</section>"
    html = f'<html lang="uk">{head(BARE)}<body><main>{cover}{facts}{sections}</main></body></html>'
    article = parse(html)

    assert (article.lead, article.authors) == (LEAD, (AUTHOR,))
    assert article.body == BODY


def test_rows_of_data_are_no_paragraphs() -> None:
    table = (
        "<table><tr><th>Рік</th><th>Зібрано</th></tr><tr><td>2024</td><td>0,9 млн</td></tr>"
        "<tr><td>2025</td><td>1,5 млн</td></tr></table>"
    )

    assert parse(page(text(FIRST, SECOND) + table + text(THIRD, LAST))).body == BODY


def test_page_laid_out_by_a_table_is_read_cell_by_cell() -> None:
    menu = '<a href="/1">Головна</a><br><a href="/2">Новини</a><br><a href="/3">Контакти</a>'
    article = "<br><br>".join(BODY)
    html = (
        f"<html><head><title>{TITLE} - Газета</title></head><body><table><tr><td>{menu}</td>"
        f'<td><a href="/">Головна</a> &raquo; <a href="/e">Економіка</a><br><b><font size="4">'
        f"{TITLE}</font></b><br><i>09.02.2026 14:20</i><br><br>{article}<br><br>Автор: {AUTHOR}"
        "</td><td>Погода</td></tr></table></body></html>"
    )
    read = parse(html)

    assert read.title == TITLE
    assert read.published_at == AT
    assert (read.authors, read.sections) == ((AUTHOR,), ("Головна", "Економіка"))
    assert read.body == BODY


def test_facts_of_a_joomla_page_are_read_from_its_list() -> None:
    facts = (
        '<dl class="article-info"><dt class="article-info-term">Деталі</dt>'
        f'<dd class="createdby">Автор: <span itemprop="name">{AUTHOR}</span></dd>'
        '<dd class="category-name">Категорія: <a href="/e" itemprop="genre">Економіка</a></dd>'
        '<dd class="published">Опубліковано: <time datetime="2026-02-09T14:20:00+02:00">'
        '09 лютого 2026</time></dd><dd class="hits">Перегляди: 42</dd></dl>'
    )
    article = parse(page(head=head(BARE), above=HEADING + facts))

    assert (article.authors, article.sections) == ((AUTHOR,), ("Економіка",))
    assert (article.published_at, article.body) == (AT, BODY)


def test_only_date_of_a_theme_is_when_it_was_published_whatever_it_is_called() -> None:
    stamp = (
        '<time class="entry-date updated td-module-date" datetime="2026-02-09T14:20:00+02:00">'
        "09.02.2026</time>"
    )

    assert parse(page(head=head(BARE), above=f"{HEADING}<span>{stamp}</span>")).published_at == AT


def test_day_in_the_address_stands_in_for_a_date_that_is_nowhere_else() -> None:
    article = parse(page(head=head(BARE)))

    assert (article.published_date, article.published_at) == (AT.date(), None)


def test_name_alone_under_the_text_is_its_authors() -> None:
    signed = parse(page(text() + f"<p><strong>{AUTHOR}</strong></p>"))
    quoted = parse(page(text() + f"<blockquote><p>«Так!»</p><cite>{AUTHOR}</cite></blockquote>"))

    assert (signed.authors, signed.body) == ((AUTHOR,), BODY)
    assert (quoted.authors, quoted.body[-1]) == ((), AUTHOR)


@pytest.mark.parametrize(
    "heading",
    [
        f'<h1><span class="label">Ексклюзив</span> {TITLE}</h1>',
        f'<h1><a href="/e">Економіка</a> {TITLE}</h1>',
        f"<h1>{TITLE} <small>1204</small></h1>",
        f"<h1>Новини громад</h1><h2>{TITLE}</h2>",
    ],
)
def test_title_is_read_without_what_stands_beside_it(heading: str) -> None:
    assert parse(page(above=heading)).title == TITLE


def test_printed_heading_is_the_title_where_another_is_told_for_search() -> None:
    told = "Поліська переправа: громада звела споруду за власний кошт"
    article = parse(page(head=head({**META, "og:title": told}, title=told)))

    assert (article.title, article.lead, article.body) == (TITLE, None, BODY)


def test_first_paragraph_in_italics_is_the_lead() -> None:
    article = parse(page(f"<p><em>{LEAD}</em></p>{text()}"))

    assert (article.lead, article.body) == (LEAD, BODY)


@pytest.mark.parametrize(
    "facts",
    [
        (
            '<div class="css-mt"><span>14:20, 9 лютого</span><div class="css-au"><img src="1.jpg">'
            f"<span>{AUTHOR}</span><small>Журналістка</small></div><span>804</span></div>"
        ),
        (
            f'<div class="x1"><img src="/u/1.jpg"><b>{AUTHOR}</b><span>Кореспондентка</span></div>'
            '<div class="x2"><img src="/icons/clock.png"><span>14:20, 9 лютого</span></div>'
        ),
    ],
)
def test_portrait_of_the_author_and_icon_of_a_date_are_no_photos(facts: str) -> None:
    article = parse(page(head=head(BARE), above=f"<div>{HEADING}{facts}</div>"))

    assert article.photos == ()
    assert article.authors == (AUTHOR,)
    assert article.published_at == AT


def test_date_of_today_beside_the_logo_is_no_caption() -> None:
    top = '<div id="top"><a href="/"><img src="/logo.gif"></a> Вівторок, 10 лютого 2026</div>'

    article = parse(page(above=top + HEADING))

    assert article.photos == ()


def test_paragraph_is_no_caption_whatever_its_class() -> None:
    first = f'<p class="has-drop-cap">{FIRST}</p>'

    article = parse(page(f"{first}{text(SECOND, THIRD, LAST)}"))

    assert article.body == BODY
    assert article.photos == ()


def test_list_of_lines_after_a_box_of_links_is_text() -> None:
    box = (
        '<div class="also-read"><p><strong>ЧИТАЙТЕ ТАКОЖ</strong></p>'
        '<p><a href="/1/">У Киселині розкопали стару гончарну піч</a></p></div>'
    )
    intro, points = "Міст витримав такі випробування:", ("• вітер 20 м/с;", "• лід до 11 см.")

    article = parse(page(f"{text(FIRST)}{box}{text(intro, '<br>'.join(points), LAST)}"))

    assert article.body == (FIRST, intro, *points, LAST)


@pytest.mark.parametrize(
    "caption",
    [
        f'<div class="src"><span>ФБУ</span>. {CAPTION}</div>',
        f'<div class="sign"><span>ФБУ</span>. {CAPTION}</div>',
    ],
)
def test_credit_may_stand_before_its_caption(caption: str) -> None:
    photo = f'<div class="news-photo"><img src="1.jpg">{caption}</div>'

    article = parse(page(photo + text()))

    assert article.photos == (Photo(CAPTION, "ФБУ"),)


def test_call_to_bet_within_the_text_is_left_out() -> None:
    bet = (
        '<div class="bk"><a href="#">Зроби ставку та отримай бонус</a>'
        "<small>Участь в азартних іграх може викликати ігрову залежність. 21+</small></div>"
    )

    article = parse(page(f"{text(FIRST, SECOND)}{bet}{text(THIRD, LAST)}"))

    assert article.body == BODY


def test_film_within_the_text_is_no_photo() -> None:
    film = '<div class="vid"><div class="vid-t">Відео: фрагмент ефіру каналу</div></div>'

    article = parse(page(f"{text(FIRST, SECOND)}{film}{text(THIRD, LAST)}"))

    assert article.photos == ()
    assert article.body == BODY


@pytest.mark.parametrize(
    "after",
    [
        (
            '<div class="entry-utility">Цей запис був опублікований у <a href="/category/school/" '
            'rel="category tag">Школа</a> з тегами <a href="/tag/m/" rel="tag">міст</a>.</div>'
        ),
        '<p class="f">Рубрика: <a href="/category/school/">Школа</a></p>',
        '<p class="f">Категорія: Школа</p>',
    ],
)
def test_section_is_named_after_the_text_in_an_old_theme(after: str) -> None:
    article = parse(page(after=after))

    assert article.sections == ("Школа",)
    assert article.body == BODY


def test_menu_of_three_words_names_no_author() -> None:
    links = (f'<a href="/{name}">{name}</a>' for name in ("Новини", "Афіша", "Довідник"))
    menu = f"<div>{''.join(links)}</div>"

    article = parse(page(above=menu + HEADING))

    assert article.authors == ()


@pytest.mark.parametrize(
    ("photo", "expected"),
    [
        (
            (
                '<div class="relative mt-6"><img src="1.jpg"><p class="text-sm text-gray-400">'
                f"{CAPTION} / Фото: {CREDIT}</p></div>"
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            (
                f'<div class="pic"><img src="1.jpg"><span>{CAPTION}</span>'
                f"<span>Фото: {CREDIT}</span></div>"
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            (
                '<div class="img"><img src="1.jpg"><span class="img-label">© Вісник Полісся</span>'
                f'</div><div class="img-desc">{CAPTION}</div>'
            ),
            Photo(CAPTION, "Вісник Полісся"),
        ),
        (
            f'<p><img src="1.jpg"></p><p style="text-align:center">{CAPTION}</p>',
            Photo(CAPTION, None),
        ),
    ],
)
def test_caption_is_told_by_its_place_alone(photo: str, expected: Photo) -> None:
    article = parse(page(f'{text(FIRST)}<div class="b">{photo}</div>{text(SECOND, THIRD, LAST)}'))

    assert article.photos == (expected,)
    assert article.body == BODY


def test_who_wrote_and_who_took_photos_in_one_line_is_no_caption() -> None:
    line = f'<span class="autor">Текст: {AUTHOR}, фото: {CREDIT}</span>'

    article = parse(page(above=HEADING + line))

    assert article.photos == ()
    assert article.authors == (AUTHOR,)


@pytest.mark.parametrize(
    "facts",
    [
        f'<div class="info">{AUTHOR} — 09.02.2026 14:20</div>',
        f"<div><time>09.02.2026, 14:20</time> <span>{AUTHOR}</span> <span>2 хв</span></div>",
    ],
)
def test_author_is_named_on_one_line_with_the_date(facts: str) -> None:
    article = parse(page(head=head(BARE), above=HEADING + facts))

    assert article.authors == (AUTHOR,)
    assert article.published_at == AT


def test_section_is_told_by_the_address_that_it_leads_to() -> None:
    facts = '<ul class="inline-items"><li><a href="/category/kultura/">Культура</a></li></ul>'

    article = parse(page(above=f"{HEADING}<p>{LEAD}</p>{facts}"))

    assert article.sections == ("Культура",)


def test_label_of_an_author_is_no_part_of_the_name_before_a_date() -> None:
    line = f'<div class="byline">Розмовляла {AUTHOR}, 9 лютого 2026, 14:20</div>'

    article = parse(page(head=head(BARE), above=HEADING + line))

    assert article.authors == (AUTHOR,)


def test_author_has_a_portrait_under_the_text() -> None:
    about = (
        f'<div class="about"><img class="avatar" src="a.jpg"><h4>{AUTHOR}</h4>'
        "<p>Журналістка. Пише про мости та громади.</p></div>"
    )

    article = parse(page(after=about))

    assert article.authors == (AUTHOR,)
    assert article.body == BODY


@pytest.mark.parametrize(
    "trail",
    [
        '<nav class="MuiBreadcrumbs-root"><ol><li><a href="/">Головна</a></li>{}</ol></nav>',
        (
            '<nav class="breadcrumb" role="navigation"><h2 class="visually-hidden">Шлях</h2>'
            '<ol><li><a href="/">Головна</a></li>{}</ol></nav>'
        ),
    ],
)
def test_trail_is_no_menu_whatever_its_tag_and_role(trail: str) -> None:
    above = trail.format('<li><a href="/kultura">Культура</a></li>') + HEADING

    article = parse(page(above=above))

    assert article.sections == ("Головна", "Культура")


def test_category_of_a_theme_of_blocks_is_no_tag() -> None:
    category = '<div><a href="/category/kultura/" rel="tag">Культура</a></div>'
    tags = '<div class="terms"><a href="/tag/m/" rel="tag">міст</a></div>'

    article = parse(page(above=category + HEADING, after=tags))

    assert article.sections == ("Культура",)
    assert article.tags == ("міст",)


def test_facts_of_one_line_under_the_text_are_parted_by_their_elements() -> None:
    line = (
        f"<div><span>Опубліковано: 09.02.2026 14:20</span> <span>Автор: {AUTHOR}</span> "
        '<span>Рубрика: <a href="/k">Культура</a></span></div>'
    )

    article = parse(page(head=head(BARE), after=line))

    assert article.published_at == AT
    assert article.authors == (AUTHOR,)
    assert article.sections == ("Культура",)


def test_tags_without_links_are_parted_by_commas() -> None:
    article = parse(page(after='<p class="tags">Теги: міст, Полісся</p>'))

    assert article.tags == ("міст", "Полісся")
