"""The same facts in the markup of many kinds of sites: themes, portals, ministries, old pages."""

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
    SECOND,
    THIRD,
    TITLE,
    head,
    page,
    parse,
    text,
)
from tests.parse.test_html_facts import AT


@pytest.mark.parametrize(
    ("figure", "photo"),
    [
        (
            (
                f'<div class="art-img"><img src="1.jpg"><div class="d">{CAPTION}</div>'
                f'<div class="c">Харківметро</div></div>'
            ),
            Photo(CAPTION, "Харківметро"),
        ),
        (
            (
                f'<div class="article-thumb"><img src="1.jpg"><div class="thumb-caption">{CAPTION}'
                f'</div><div class="thumb-author">Фото: {CREDIT}</div></div>'
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            (
                f'<div class="news-view__photo"><img src="1.jpg">'
                f'<p class="sign">{CAPTION}. Фото: {CREDIT}</p></div>'
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            (
                f'<figure><img src="1.jpg"><figcaption>{CAPTION}. '
                f'<span class="author">Фото: {CREDIT}</span></figcaption></figure>'
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            (
                f'<div id="attachment_7" class="wp-caption aligncenter" style="width: 810px">'
                f'<img src="1.jpg"><p id="caption-attachment-7" class="wp-caption-text">{CAPTION}. '
                f"Фото {CREDIT}</p></div>"
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            (
                f'<figure class="wp-block-image"><img src="1.jpg"><figcaption '
                f'class="wp-element-caption">{CAPTION}<br><em>Фото: '
                f"{CREDIT}</em></figcaption></figure>"
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            f'<p><img src="1.jpg"></p><p><em>{CAPTION}. Фото: {CREDIT}</em></p>',
            Photo(CAPTION, CREDIT),
        ),
        (f'<p><img src="1.jpg"><br><i>{CAPTION}</i></p>', Photo(CAPTION, None)),
        (f'<p><img src="1.jpg"></p><p><small>{CAPTION}</small></p>', Photo(CAPTION, None)),
        (
            (
                f'<table align="center"><tr><td><img '
                f'src="1.jpg"></td></tr><tr><td>{CAPTION}</td></tr>'
                "</table>"
            ),
            Photo(CAPTION, None),
        ),
        (
            (
                f'<div class="Image_root__x1"><span><img src="1.jpg"></span>'
                f'<div class="Image_caption__x2">{CAPTION}</div>'
                f'<div class="Image_credit__x3">© {CREDIT}</div></div>'
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            (
                f'<figure><img src="1.jpg"><figcaption>{CAPTION} | Світлина: {CREDIT}</figcaption>'
                "</figure>"
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            (
                f'<figure itemprop="image" itemscope><img src="1.jpg"><figcaption>'
                f'<span itemprop="description">{CAPTION}</span> '
                f'<span itemprop="copyrightHolder">{CREDIT}</span></figcaption></figure>'
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            (
                f'<div class="slide"><img src="1.jpg"><div class="slide-text">{CAPTION}</div>'
                f'<div class="slide-copyright">Фото: {CREDIT}</div></div>'
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            (
                f'<div class="photo"><img src="1.jpg"><span>{CAPTION}</span> '
                f"<span>Автор фото: {CREDIT}</span></div>"
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            (
                f'<figure><img src="1.jpg"><figcaption>{CAPTION}'
                f"<cite>{CREDIT}</cite></figcaption></figure>"
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            (
                f'<div class="post__img"><img src="1.jpg">'
                f'<div class="post__img-info"><span>{CAPTION}'
                f"</span><span>Фото: {CREDIT}</span></div></div>"
            ),
            Photo(CAPTION, CREDIT),
        ),
        (
            f'<div class="x"><img src="1.jpg"><div>{CAPTION}. Фото ілюстративне</div></div>',
            Photo(f"{CAPTION}. Фото ілюстративне", None),
        ),
    ],
)
def test_caption_is_found_in_the_markup_of_many_kinds_of_sites(figure: str, photo: Photo) -> None:
    article = parse(page(text(FIRST, SECOND) + figure + text(THIRD, LAST)))

    assert article.photos == (photo,)
    assert article.body == BODY


@pytest.mark.parametrize(
    ("above", "sections"),
    [
        (
            (
                '<div class="bc" itemscope itemtype="http://schema.org/BreadcrumbList">'
                '<a href="/"><span>Головна</span></a> &rarr; <a '
                'href="/e"><span>Економіка</span></a></div>'
            ),
            ("Головна", "Економіка"),
        ),
        (
            (
                '<nav aria-label="Хлібні крихти"><ol><li><a href="/">Головна</a></li>'
                '<li><a href="/e">Економіка</a></li></ol></nav>'
            ),
            ("Головна", "Економіка"),
        ),
        (
            f'<div class="k1"><a href="/">Головна</a> / <a href="/e">Економіка</a> / {TITLE}</div>',
            ("Головна", "Економіка"),
        ),
        (
            '<div class="speedbar"><a href="/">Головна</a> » <a href="/e">Економіка</a></div>',
            ("Головна", "Економіка"),
        ),
        (
            (
                '<table width="100%"><tr><td><a href="/">Головна</a> &gt; <a '
                'href="/e">Економіка</a>'
                "</td></tr></table>"
            ),
            ("Головна", "Економіка"),
        ),
        (
            (
                '<p id="breadcrumbs"><span><span><a href="/">Головна</a> » <a '
                'href="/e">Економіка</a> » '
                f'<span class="breadcrumb_last">{TITLE}</span></span></span></p>'
            ),
            ("Головна", "Економіка"),
        ),
        ('<div class="x1"><a href="/ekonomika">Економіка</a></div>', ("Економіка",)),
        ('<a class="sect" href="/ekonomika">Економіка</a>', ("Економіка",)),
        ('<a class="k" href="/tag/ekonomika/">Економіка</a>', ("Економіка",)),
        (
            (
                '<span class="cat-links">Опубліковано в '
                '<a href="/category/e/" rel="category tag">Економіка</a></span>'
            ),
            ("Економіка",),
        ),
        (
            '<div class="td-category"><a class="entry-category" href="/e/">Економіка</a></div>',
            ("Економіка",),
        ),
        (
            (
                '<div class="jeg_meta"><span class="post-cat"><a href="/e">Економіка</a>, '
                '<a href="/h">Громади</a></span></div>'
            ),
            ("Економіка", "Громади"),
        ),
        ('<div class="newsFull_section"><span>Економіка</span></div>', ("Економіка",)),
        (
            (
                '<div class="k"><a href="/ua">UA</a> <a href="/ru">RU</a></div>'
                '<div class="k2"><a href="/ekonomika">Економіка</a></div><div>14:20, 9 '
                "лютого 2026</div>"
            ),
            ("Економіка",),
        ),
    ],
)
def test_sections_are_found_in_the_markup_of_many_kinds_of_sites(
    above: str, sections: tuple[str, ...]
) -> None:
    article = parse(page(above=above + HEADING))

    assert article.sections == sections
    assert (article.lead, article.body) == (None, BODY)


def test_section_is_named_among_the_facts_under_the_title() -> None:
    facts = (
        '<div class="k1"><a href="/ekonomika">Економіка</a></div><div class="k2">14:20, '
        "9 лютого 2026"
        '</div><div class="k3"><a href="https://t.me/x">Telegram</a></div>'
    )

    assert parse(page(above=HEADING + facts)).sections == ("Економіка",)


def test_menu_without_a_name_is_no_trail() -> None:
    links = "".join(f'<a href="/{name}">{name}</a> ' for name in ("Влада", "Гроші", "Село", "Поле"))
    menu = f'<div class="k1"><a href="/">Вісник Полісся</a> {links}</div>'

    assert parse(page(above=f"{menu}<div>9 лютого</div>{HEADING}")).sections == ()


@pytest.mark.parametrize(
    "byline",
    [
        (
            f'<div class="opinion-author"><img src="a.jpg"><a href="/x">{AUTHOR}</a>'
            "<span>економістка, дослідниця бюджетів</span></div>"
        ),
        f'<a class="k__author" href="/authors/m">{AUTHOR}<span>Журналістка</span></a>',
        (
            f'<section class="credits"><time>2026-02-09</time><div><b>Авторка:</b> '
            f'<a href="/author/m/">{AUTHOR}</a></div></section>'
        ),
        f'<div class="k1"><span>9 лютого 2026, 14:20</span> <span>{AUTHOR}</span></div>',
        f'<div class="k1">{AUTHOR}</div>',
        f'<div class="post-meta">by <a rel="author" href="/author/m">{AUTHOR}</a></div>',
        f'<p class="k1">Текст: <b>{AUTHOR}</b></p>',
        (
            f'<div class="td-post-author-name"><div class="td-author-by">Автор</div> '
            f'<a href="/author/m/">{AUTHOR}</a> <div class="td-author-line"> - </div></div>'
        ),
        (
            f'<div class="article-authors"><a href="/u/1"><img alt="{AUTHOR}">{AUTHOR}</a>'
            "<small>редакторка новин</small></div>"
        ),
    ],
)
def test_author_is_found_in_the_markup_of_many_kinds_of_sites(byline: str) -> None:
    article = parse(page(head=head(BARE), above=HEADING + byline))

    assert article.authors == (AUTHOR,)
    assert (article.lead, article.body, article.photos) == (None, BODY, ())


@pytest.mark.parametrize(
    "above",
    [
        (
            f'<div class="k0">вівторок, 10 лютого</div>{HEADING}<div class="k1">9 лютого '
            f"2026, 14:20</div>"
        ),
        (
            f'<div class="date-today">10 лютого 2026, 09:00</div><p class="when">14:20 '
            f"09.02.2026</p>{HEADING}"
        ),
        (
            f'{HEADING}<span class="posted-on"><time class="updated" '
            f'datetime="2026-02-10T10:12:30+02:00">'
            '10.02.2026</time><time class="entry-date published" '
            'datetime="2026-02-09T14:20:00+02:00">'
            "09.02.2026</time></span>"
        ),
        (
            f'{HEADING}<div class="k1"><span>Понеділок</span>, <span>9 лютого 2026</span> '
            f"<span>14:20</span></div>"
        ),
        f"{HEADING}<table><tr><td>Дата публікації:</td><td>09.02.2026 14:20</td></tr></table>",
        f'{HEADING}<p class="k1">Опубліковано 09 лютого 2026 року о 14:20</p>',
        f'{HEADING}<ul class="k1"><li>9 Лютого 2026 14:20</li><li>Переглядів: 77</li></ul>',
        f'{HEADING}<div class="k1">09.02.26 | 14:20</div>',
        f'{HEADING}<div class="k1">14:20<br>9 лютого 2026</div>',
        f'{HEADING}<time pubdate="pubdate" datetime="2026-02-09 14:20">Вчора</time>',
    ],
)
def test_date_is_found_in_the_markup_of_many_kinds_of_sites(above: str) -> None:
    article = parse(page(head=head(BARE), above=above))

    assert article.published_at == AT
    assert (article.lead, article.body) == (None, BODY)


@pytest.mark.parametrize(
    "after",
    [
        (
            '<footer class="entry-footer"><span class="tags-links">Теги: <a '
            'href="/tag/m/" rel="tag">міст'
            '</a>, <a href="/tag/s/" rel="tag">Снячка</a></span></footer>'
        ),
        (
            '<div class="article-tags"><span>Зв\'язані теми:</span> <a href="/t/m">міст</a> '
            '<a href="/t/s">Снячка</a></div>'
        ),
        (
            '<ul class="td-tags"><li><span>TAGS</span></li><li><a href="/x/m">міст</a></li>'
            '<li><a href="/x/s">Снячка</a></li></ul>'
        ),
        '<div class="k1">Ключові слова: <a href="/m">міст</a>, <a href="/s">Снячка</a></div>',
        '<div class="k1">Мітки: міст, Снячка</div>',
        '<div class="k1"><a href="/search?tag=m">міст</a> <a href="/search?tag=s">Снячка</a></div>',
        '<div class="k1"><a href="/temy/mist">міст</a><a href="/temy/snyachka">Снячка</a></div>',
        '<div class="k1"><a href="/dosie/mist">міст</a> <a href="/dosie/snyachka">Снячка</a></div>',
        '<div class="k1"><span>#міст</span> <span>#Снячка</span></div>',
    ],
)
def test_tags_are_found_in_the_markup_of_many_kinds_of_sites(after: str) -> None:
    article = parse(page(after=after))

    assert article.tags == ("міст", "Снячка")
    assert article.body == BODY
