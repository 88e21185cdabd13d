"""Pages that were copied whole: the article is found among menus, links and footers."""

from __future__ import annotations

import pytest

from tests.parse.pages import (
    AUTHOR,
    BODY,
    CAPTION,
    CREDIT,
    DOMAIN,
    EXPECTED,
    LEAD,
    PAGE,
    TITLE,
    double,
    expected,
    fields,
    tight,
)

SECTIONS = "Головна\nПолітика\nЕкономіка\nСвіт\nСпорт\nПодкасти"
MENU = f"{SECTIONS}\nПро нас\nУвійти"
FOOTER = "Про проєкт\nКонтакти\n© 2001–2026 Вісник Посейм'я. Усі права захищено."
LATEST = "Останні новини\n17:01\nУ Сумах відкрили басейн\n16:48\nЩо буде з цінами на хліб"
COMMENTS = (
    "Коментарі (2)\nГриць\n10.02.2026 18:57\nМолодці будівельники! Давно треба було.\n"
    "Відповісти\nОксана\nА чому так довго? Ми вже втомилися чекати.\nВідповісти"
)
RUSSIAN_TITLE = "В Черновцах осудили чиновника за взятку в восемь тысяч долларов"
RUSSIAN = (
    "Суд признал бывшего чиновника виновным и назначил ему пять лет лишения свободы.",
    "По его словам, деньги он брал в долг, но расписки чиновник не предъявил суду.",
    "Напомним, чиновника задержали в августе в кафе недалеко от вокзала в центре города.",
)


@pytest.mark.parametrize("space", [str, tight, double], ids=["usual", "tight", "double"])
def test_menu_above_and_everything_below_are_cut(space) -> None:
    page = f"{MENU}\n\n{PAGE}\nПоділитися\n{LATEST}\n{COMMENTS}\n{FOOTER}"
    assert fields(space(page)) == EXPECTED


@pytest.mark.parametrize(
    "below",
    [LATEST, COMMENTS, FOOTER, "Новини партнерів\nЯк схуднути до літа", "Топ дня\n1\nДва слова"],
    ids=["latest", "comments", "footer", "partners", "top"],
)
def test_each_kind_of_line_that_ends_a_page_ends_it(below) -> None:
    assert fields(f"{PAGE}\n{below}") == EXPECTED


def test_latest_news_in_the_middle_do_not_end_the_article() -> None:
    page = PAGE.replace(BODY[1], f"Останні новини\nУ Сумах відкрили басейн\n\n{BODY[1]}")
    assert fields(page) == EXPECTED


def test_links_above_the_last_short_sentence_do_not_end_the_article() -> None:
    last = "Рух відкриють улітку."
    links = "Читайте також\nЯк будують мости в Данії"
    page = PAGE.replace(BODY[2], f"{links}\n\n{last}")
    assert fields(page) == expected(body=(BODY[0], BODY[1], last))


def test_title_is_the_line_that_the_text_tells_and_no_headline_of_the_menu() -> None:
    teaser = "Чому подорожчала кава і коли чекати на дешевшу: пояснюють експерти"
    assert fields(f"{MENU}\n{teaser}\n\n{PAGE}") == EXPECTED


def test_title_of_the_browser_tab_is_no_second_title() -> None:
    assert fields(f"{TITLE} — Главком\n{PAGE}") == EXPECTED


def test_notice_to_readers_stands_over_tags() -> None:
    page = PAGE.split("Теги:")[0]
    notice = "Якщо ви помітили помилку, виділіть її та натисніть Ctrl+Enter"
    assert fields(f"{page}{notice}\nСумщина\nмости\nвідбудова\n{LATEST}") == EXPECTED


def test_sections_repeat_words_of_the_menu_right_above_them() -> None:
    page = f"{SECTIONS}\nГоловна\nСвіт\n{TITLE}\n5 лютого 2026, 14:30\n{AUTHOR}\n"
    page += "\n".join(BODY)
    found = fields(page)
    assert (found["title"], found["sections"]) == (TITLE, ("Головна", "Світ"))


def test_sections_on_one_line_under_a_menu_are_all_there_are() -> None:
    page = f"{SECTIONS}\nГоловна / Економіка\n{TITLE}\n5 лютого 2026, 14:30\n"
    found = fields(page + "\n".join(BODY))
    assert (found["title"], found["sections"]) == (TITLE, ("Головна", "Економіка"))


def test_sections_with_no_space_between_are_parted() -> None:
    page = f"СуспільствоПолітика\n{TITLE}\n5 лютого 2026\n" + "\n".join(BODY)
    assert fields(page)["sections"] == ("Суспільство", "Політика")


def test_menu_alone_gives_no_sections() -> None:
    page = f"{MENU}\n{TITLE}\n5 лютого 2026, 14:30\n" + "\n".join(BODY)
    assert fields(page)["sections"] == ()


def test_russian_page_with_its_own_words() -> None:
    page = (
        f"УКР\nРУС\nГлавная\nНовости\nОбщество\nВидео\nСпецпроекты\n{RUSSIAN_TITLE}\n"
        f"5 февраля 2026, 14:05\n3 415\nАвтор: Марина Ковтун\n{RUSSIAN[0]}\n"
        f"Читайте также: Кто продавал места в очереди\n{RUSSIAN[1]}\n"
        f"Подписывайтесь на наш канал в Telegram\n{RUSSIAN[2]}\nТеги: суд, взятка\n"
        "Если вы заметили ошибку, выделите ее и нажмите Ctrl+Enter\n"
        "Комментарии\nДобавить комментарий\nПоследние новости\nЧто будет с погодой\n"
        "© 2004-2026 Все права защищены"
    )
    found = fields(page)
    assert found["title"] == RUSSIAN_TITLE
    assert found["body"] == RUSSIAN
    assert (found["authors"], found["tags"]) == (("Марина Ковтун",), ("суд", "взятка"))


def test_times_of_a_live_blog_stay_with_their_entries() -> None:
    entries = ("21:50", BODY[0], "19:32", BODY[1], "16:05", BODY[2])
    page = f"{MENU}\n\n{TITLE}\n{AUTHOR} — 5 лютого 2026, 09:15\n\n{LEAD}.\n\n" + "\n".join(entries)
    found = fields(page)
    assert (found["lead"], found["body"]) == (f"{LEAD}.", entries)
    assert found["authors"] == (AUTHOR,)


@pytest.mark.parametrize(
    ("photo", "photos"),
    [
        (f"{CAPTION} / фото Сумиобленерго", ((CAPTION, "Сумиобленерго"),)),
        (f"{CAPTION} © Wikimedia Commons", ((CAPTION, "Wikimedia Commons"),)),
        (f"{CAPTION}Фото: M. Tschubko/DW", ((CAPTION, "M. Tschubko/DW"),)),
        (f"{CAPTION}. Сумська ОВА", ((CAPTION, "Сумська ОВА"),)),
        (f"{CAPTION}. Джерело: Pexels", ((CAPTION, "Pexels"),)),
        (f"{CAPTION}\nДжерело: ДСНС Сумщини", ((CAPTION, "ДСНС Сумщини"),)),
        (f"{CAPTION}\nАвтор: Ганна Сорока (RFE/RL)", ((CAPTION, "Ганна Сорока (RFE/RL)"),)),
        (f"Автор фото, Getty Images\nПідпис до фото, {CAPTION}", ((CAPTION, "Getty Images"),)),
        (f"{CAPTION}\n{CAPTION} / © ДСНС", ((CAPTION, "ДСНС"),)),
        (f"Фото: {CAPTION} (Getty Images)", ((CAPTION, "Getty Images"),)),
    ],
)
def test_captions_as_outlets_print_them(photo, photos) -> None:
    page = PAGE.replace(f"{CAPTION}\n{CREDIT}", photo)
    found = fields(page)
    assert (found["photos"], found["body"]) == (photos, BODY)
    assert found["authors"] == (AUTHOR,)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        (f"{AUTHOR} — четвер, 5 лютого 2026, 16:20", (AUTHOR,)),
        (f"5 лютого 2026, 16:20 — {AUTHOR}, Європейська правда, з Брюсселя", (AUTHOR,)),
        (f"{AUTHOR}\nдиректор ліцею, співавтор підручника", (AUTHOR,)),
        (f"{AUTHOR} Економіст, співзасновник Центру", (AUTHOR,)),
        (f"{AUTHOR}, Тернопіль", (AUTHOR,)),
        (f"{AUTHOR} dpa, Reuters, DW", (AUTHOR,)),
        (f"Автор публікації\n{AUTHOR}\nГанна Сорока", (AUTHOR, "Ганна Сорока")),
        (f"Фото автора: {AUTHOR} {AUTHOR}", (AUTHOR,)),
    ],
)
def test_bylines_as_outlets_print_them(byline, authors) -> None:
    page = f"{TITLE}\n\n{byline}\n\n{BODY[0]}\n\n{BODY[1]}\n\n{BODY[2]}"
    found = fields(page)
    assert (found["title"], found["authors"]) == (TITLE, authors)
    assert found["body"] == BODY


def test_name_of_the_outlet_is_no_author() -> None:
    page = f"{TITLE}\n\nГлавком\n5 лютого 2026\n\n" + "\n\n".join(BODY)
    found = fields(page)
    assert (found["authors"], found["outlet_domain"]) == ((), DOMAIN)


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        ("Сумщина\nмости\nвідбудова", ("Сумщина", "мости", "відбудова")),
        ("Сумщина (5204)\nмости (118)", ("Сумщина", "мости")),
        ("Сумщина, мости, відбудова", ("Сумщина", "мости", "відбудова")),
        ("Данія відбудова мостів", ("Данія", "відбудова мостів")),
        ("#Сумщина\n#мости", ("Сумщина", "мости")),
    ],
)
def test_tags_without_a_label_under_the_article(tags, names) -> None:
    page = PAGE.split("Теги:")[0] + f"{tags}\n\nПідписуйтесь на наш Telegram\n"
    assert fields(page) == expected(tags=names)


def test_lines_that_the_text_does_not_tell_are_no_tags() -> None:
    page = PAGE.split("Теги:")[0] + "Підписуйтесь на наш Telegram\nЖиття зірок\nГороскоп\n"
    assert fields(page) == expected(tags=())


def test_contents_are_no_second_set_of_subheads() -> None:
    heads = ("Хто виділить гроші", "Коли відкриють рух")
    body = (BODY[0], heads[0], BODY[1], heads[1], BODY[2])
    page = "\n".join([TITLE, BODY[0], "Зміст:", *heads, *body[1:]])
    assert fields(page)["body"] == body


def test_views_beside_the_date_are_no_part_of_it() -> None:
    page = f"{TITLE}\n8 лютого 2026, 12:12 • 2280 перегляди\n\n" + "\n\n".join(BODY)
    assert fields(page)["date"] == "2026-02-08"


def test_lead_over_byline_and_photo_may_hold_two_sentences() -> None:
    lead = "Роботи почнуться вже навесні. Гроші на них виділять Данія та Норвегія."
    page = f"{TITLE}\n{lead}\n{AUTHOR}\n5 лютого 2026\n{CREDIT}\n" + "\n".join(BODY)
    found = fields(page)
    assert (found["lead"], found["body"]) == (lead, BODY)


def test_author_under_the_text_is_no_tag() -> None:
    page = "\n".join([TITLE, "5 лютого 2026", *BODY, "Максим Орел", "Сумщина, мости, відбудова"])
    found = fields(page)
    assert (found["authors"], found["tags"]) == (
        ("Максим Орел",),
        ("Сумщина", "мости", "відбудова"),
    )


def test_form_for_a_comment_ends_the_page() -> None:
    form = (
        "Залишити відповідь\nВаша e-mail адреса не оприлюднюватиметься. Обов’язкові поля "
        "позначені *\nКоментар *\nІм’я *\nСайт\nОпублікувати коментар"
    )
    assert fields(f"{PAGE}\n{form}") == EXPECTED
