"""The text of an HTML page: lead, paragraphs, photos, and what is none of them."""

from __future__ import annotations

import pytest

from tasks.models import Photo
from tests.parse.html_pages import (
    BODY,
    FIRST,
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


def test_page_gives_its_paragraphs_and_nothing_else() -> None:
    article = parse(page())

    assert article.body == BODY
    assert (article.lead, article.photos, article.authors) == (None, (), ())
    assert article.parser == "html/1"


@pytest.mark.parametrize(
    "body",
    [
        f'<div class="css-1ab">{text()}</div>',
        "".join(f'<div class="row"><p>{paragraph}</p></div>' for paragraph in BODY),
        "".join(f"<div>{paragraph}</div>" for paragraph in BODY),
        "<br><br>\n".join(BODY),
        "<br/>".join(BODY),
        f"<p>{'<br>'.join(BODY)}</p>",
        f"<table><tr><td>{text()}</td></tr></table>",
        f"<section><p>{FIRST}<p>{SECOND}<p>{THIRD}<p>{LAST}</section>",
        text(*(paragraph.replace(" ", "&nbsp;\n ", 3) for paragraph in BODY)),
    ],
    ids=[
        "in p", "each in a div", "div for p", "two breaks", "one break", "breaks in one p",
        "in a table", "p not closed", "odd spaces",
    ],
)  # fmt: skip
def test_paragraphs_are_the_same_however_they_are_marked_up(body: str) -> None:
    assert parse(page(body)).body == BODY


def test_inline_tags_neither_break_words_nor_part_marks() -> None:
    body = text(
        FIRST.replace("Верболози", 'Вер<b>бол</b>ози<a href="/1"></a>'),
        SECOND.replace("Параски Гончарук", '<a href="/2">Параски&nbsp;<i>Гончарук</i></a>'),
        THIRD.replace("години", "<span>години</span>"),
        LAST,
    )

    assert parse(page(body)).body == BODY


def test_subheads_lists_and_quotations_stand_in_order() -> None:
    body = (
        f"<p>{FIRST}</p><h2>Хто платив</h2><p>{SECOND}</p><ul><li>лісгосп – 600 тисяч;</li>"
        f"<li>млин – 400 тисяч.</li></ul><blockquote><p>{THIRD}</p></blockquote><h3>Що далі</h3>"
        f"<p>Так.</p><p>{LAST}</p>"
    )

    assert parse(page(body)).body == (
        FIRST, "Хто платив", SECOND, "лісгосп – 600 тисяч;", "млин – 400 тисяч.", THIRD, "Що далі",
        "Так.", LAST,
    )  # fmt: skip


def test_interview_keeps_its_questions() -> None:
    questions = ("– Чому дерево?", "– Хто рахував міцність?")
    body = (
        f"<p>{FIRST}</p><p><strong>{questions[0]}</strong></p><p>{SECOND}</p>"
        f"<p><strong>{questions[1]}</strong></p><p>{THIRD}</p>"
    )

    assert parse(page(body)).body == (FIRST, questions[0], SECOND, questions[1], THIRD)


def test_bold_first_question_is_no_lead() -> None:
    body = f"<p><b>– Чому ви взялися будувати міст саме з дерева?</b></p>{text()}"
    article = parse(page(body))

    assert article.lead is None
    assert article.body[0] == "– Чому ви взялися будувати міст саме з дерева?"


def test_live_blog_keeps_its_entries_and_their_times() -> None:
    entries = "".join(
        f'<div class="live-item"><div class="time">{clock}</div><p>{paragraph}</p></div>'
        for clock, paragraph in (("14:20", SECOND), ("13:05", THIRD), ("12:40", LAST))
    )
    linked = {"@type": "LiveBlogPosting", "headline": TITLE, "datePublished": "2026-02-09"}
    linked["liveBlogUpdate"] = [{"@type": "BlogPosting", "headline": "Дрібниця", "author": "Хтось"}]
    article = parse(page(f"<p>{FIRST}</p>{entries}", head=head(META, linked)))

    assert article.title == TITLE
    assert article.body == (FIRST, "14:20", SECOND, "13:05", THIRD, "12:40", LAST)


@pytest.mark.parametrize(
    ("above", "body"),
    [
        (f'<div class="article__lead"><p>{LEAD}</p></div>', ""),
        (f'<p class="subtitle">{LEAD}</p><div class="date">9 лютого 2026</div>', ""),
        (f'<div class="x7">{LEAD}</div><figure><img src="1.jpg"></figure>', ""),
        (f"<h2>{LEAD}</h2>", ""),
        ("", f"<p><strong>{LEAD}</strong></p>"),
        ("", f"<p><b>Громада збирала</b> <b>{LEAD.removeprefix('Громада збирала ')}</b></p>"),
        (f'<div class="lead">{LEAD}</div>', f"<p>{LEAD}</p>"),
        ("", f'<p class="lead">{LEAD}</p>'),
    ],
    ids=[
        "in its element", "as subtitle", "by its place", "as second heading", "in bold",
        "in two bolds", "repeated in the text", "marked in the text",
    ],
)  # fmt: skip
def test_lead_is_kept_apart_from_the_text(above: str, body: str) -> None:
    article = parse(page(body + text(), above=f"<h1>{TITLE}</h1>{above}"))

    assert article.lead == LEAD
    assert article.body == BODY


@pytest.mark.parametrize("description", [f"{FIRST[:60]}…", FIRST, "Геть інший опис для соцмереж."])
def test_description_that_is_not_shown_apart_is_no_lead(description: str) -> None:
    article = parse(page(head=head({**META, "og:description": description})))

    assert article.lead is None
    assert article.body == BODY


@pytest.mark.parametrize(
    "debris",
    [
        '<div class="read-also"><b>Читайте також:</b> <a href="/1">Як збудувати пліт</a></div>',
        '<p>Читайте також: <a href="/1">Як збудувати пліт і не намокнути</a></p>',
        '<p><strong><a href="/1">Як збудувати пліт і не намокнути</a></strong></p>',
        (
            "<div><h3>Більше за темою</h3><ul><li><a href='/1'>Як збудувати пліт</a></li>"
            "<li><a href='/2'>Де шукати сухе дерево</a></li></ul></div>"
        ),
        '<p>Підписуйтесь на наш <a href="https://t.me/x">канал у Telegram</a>!</p>',
        "<p><em>«Вісник Полісся» у Viber: тільки головне</em></p>",
        '<div class="banner"><span>Реклама</span></div>',
        '<div class="share">Поділитися: <a href="#">Facebook</a> <a href="#">X</a></div>',
        "<script>var a = '<p>Прихований рядок скрипта</p>';</script><style>p{margin:0}</style>",
        (
            '<div class="telegram-embed"><iframe src="https://t.me/a/1"></iframe>'
            "<span>Telegram • 09.02 13:00 • 3.1K</span></div>"
        ),
        '<div style="display: none">Прихований текст для лічильників сайту.</div>',
        '<aside class="incut"><p>Про схожий міст ми писали торік улітку.</p></aside>',
        '<div class="card"><img src="1.jpg"><a href="/1">Як збудувати</a><time>09:14</time></div>',
    ],
)
def test_what_stands_in_the_text_and_is_none_of_it_is_left_out(debris: str) -> None:
    assert parse(page(text(FIRST, SECOND) + debris + text(THIRD, LAST))).body == BODY
    assert parse(page(text() + debris)).body == BODY


def test_comments_of_readers_are_left_out() -> None:
    comments = (
        "<h3>Коментарі (2)</h3><div><b>Степовик</b><p>Гарний міст вийшов, дякую всім!</p></div>"
        "<div><b>rybak77</b><p>А де тепер ловити рибу, коли берег перекопали?</p></div>"
    )

    assert parse(page(text() + comments)).body == BODY
    assert parse(page(after=f'<section class="comments">{comments}</section>')).body == BODY


def test_statement_of_an_embedded_post_is_text_and_its_buttons_are_not() -> None:
    post = (
        f'<blockquote class="facebook-post"><p>{THIRD}</p>'
        "<footer>Подобається 412 Поділитися 38</footer></blockquote>"
    )

    assert parse(page(text(FIRST, SECOND) + post + text(LAST))).body == BODY


def test_reported_call_is_text() -> None:
    quoted = "«Підписуйтеся на мій канал у Telegram», – написав блогер у лютому."

    assert parse(page(text(FIRST, quoted, LAST))).body == (FIRST, quoted, LAST)


CAPTION = "Міст через Снячку в день відкриття"
CREDIT = "Павло Жолоб"


@pytest.mark.parametrize(
    "figure",
    [
        f"<figure><img src='1.jpg'><figcaption>{CAPTION}. Фото: {CREDIT}</figcaption></figure>",
        f"<figure><img src='1.jpg'><figcaption>{CAPTION} / Фото {CREDIT}</figcaption></figure>",
        f"<figure><img src='1.jpg'><figcaption>{CAPTION} (фото: {CREDIT})</figcaption></figure>",
        (
            f"<figure><img src='1.jpg'><figcaption><span class='a'>{CAPTION}</span>"
            f"<span class='photo-author'>{CREDIT}</span></figcaption></figure>"
        ),
        (
            f"<div class='pic'><img src='1.jpg'><div class='image-caption'>{CAPTION}</div>"
            f"<div class='image-source'>Фото: {CREDIT}</div></div>"
        ),
        f"<div class='k1'><img src='1.jpg'><div class='k2'>{CAPTION}. Фото: {CREDIT}</div></div>",
        (
            f"<figure><p class='credit'>Фото: {CREDIT}</p><img src='1.jpg'>"
            f"<figcaption>{CAPTION}</figcaption></figure>"
        ),
    ],
)
@pytest.mark.parametrize("place", ["above", "within"])
def test_caption_and_credit_are_parted_and_never_text(figure: str, place: str) -> None:
    above, within = (figure, "") if place == "above" else ("", figure)
    article = parse(
        page(
            text(FIRST, SECOND) + within + text(THIRD, LAST),
            above=f'<h1>{TITLE}</h1><div class="lead">{LEAD}</div>{above}',
        )
    )

    assert article.photos == (Photo(CAPTION, CREDIT),)
    assert (article.lead, article.body) == (LEAD, BODY)


def test_several_photos_keep_their_order_and_lacks() -> None:
    figures = (
        f"<figure><img src='1.jpg'><figcaption>{CAPTION}</figcaption></figure>"
        "<figure><img src='2.jpg'><figcaption>Фото: Getty Images</figcaption></figure>"
        "<figure><img src='3.jpg'></figure>"
    )
    article = parse(page(text(FIRST) + figures + text(SECOND, THIRD, LAST)))

    assert article.photos == (Photo(CAPTION, None), Photo(None, "Getty Images"))
    assert article.body == BODY


def test_picture_of_the_author_is_no_photo_of_the_article() -> None:
    box = '<div class="who"><img src="a.jpg"><span>Ірина Мельничук</span></div>'
    linked = {"@type": "NewsArticle", "headline": TITLE, "author": {"name": "Ірина Мельничук"}}
    article = parse(page(head=head(META, linked), above=f"<h1>{TITLE}</h1>{box}"))

    assert (article.photos, article.authors) == ((), ("Ірина Мельничук",))
    assert (article.lead, article.body) == (None, BODY)


def test_text_behind_a_button_is_taken_from_the_data() -> None:
    linked = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(BODY)}

    assert parse(page(text(FIRST), head=head(META, linked))).body == BODY


def test_shell_that_scripts_would_fill_is_read_from_the_data() -> None:
    linked = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2026-02-09T14:20:00+02:00",
        "articleBody": f"<p>{FIRST}</p><p>{SECOND} &amp;laquo;Так&amp;raquo;.</p>",
    }
    html = f"<html>{head(META, linked)}<body><div id='root'></div></body></html>"

    assert parse(html).body == (FIRST, f"{SECOND} «Так».")


def test_hints_of_an_outlet_find_what_its_names_hide(monkeypatch: pytest.MonkeyPatch) -> None:
    from tasks.transform.parse import outlets

    hinted = outlets.Outlet(
        domain="glavcom.ua",
        name="Главком",
        selectors={"lead": ".z1", "body": ".z2", "tags": ".z3 a", "date": "[[broken"},
        drop=(".z4",),
    )
    monkeypatch.setattr(outlets, "outlets", lambda: {"glavcom.ua": hinted})
    html = page(
        (
            f'<div class="z2"><p class="z1">{LEAD}</p>{text()}<p class="z4">Поза статтею.</p></div>'
            '<div class="z3"><a href="/1">міст</a></div>'
        ),
        head=head({**META, "og:url": "https://glavcom.ua/news/1.html"}),
    )
    article = parse(html)

    assert (article.lead, article.body, article.tags) == (LEAD, BODY, ("міст",))


def test_russian_version_is_read_the_same_way() -> None:
    body = (
        "В селе Верболозы открыли пешеходный мост через реку. Его длина – 84 метра, пишет мэрия.",
        "Строительство обошлось в 2,4 млн гривен, половину суммы собрали сами жители села.",
    )
    debris = '<p>Читайте также: <a href="/1">Как построить плот и не промокнуть</a></p>'
    article = parse(page(text(body[0]) + debris + text(body[1])))

    assert (article.body, article.language_code) == (body, "ru")
