"""Single lines in all their shapes: headers, bylines, domains, photos and tags."""

from __future__ import annotations

import pytest

from tests.parse.pages import (
    AUTHOR,
    CAPTION,
    CREDIT,
    DOMAIN,
    HEADER,
    LEAD,
    PAGE,
    TAGS,
    TITLE,
    expected,
    fields,
    parse,
)

HOME = ("Головна", "Світ", "Політика")


@pytest.mark.parametrize(
    ("header", "sections"),
    [
        ("05.02.2026 Головна Світ Політика", HOME),
        ("2026-02-05 Головна Світ Політика", HOME),
        ("date: 2026-02-05 Головна Світ Політика", HOME),
        ("date 5 лютого 2026 Головна Світ Політика", HOME),
        ("5 лютого 2026, 14:30 Головна Світ Політика", HOME),
        ("14:30, 5 лютого 2026 Головна Світ Політика", HOME),
        ("Чт, 05.02.2026, 14:30 • Головна • Світ • Політика", HOME),
        ("5 лютого 2026, 14:30\nГоловна Світ Політика", HOME),
        ("Головна Світ Політика\n05.02.2026 14:30", HOME),
        ("Головна Світ Політика 05.02.2026, 14:30", HOME),
        ("Головна › Світ › Політика\nчетвер, 5 лютого 2026 р., 14:30", HOME),
        ("Дата: 05.02.2026\nГоловна Світ Політика", HOME),
        ("Опубліковано: 5 лютого 2026, 14:30", ()),
        ("date 2026-02-05", ()),
        ("date 2026-02-05 Світ", ("Світ",)),
        ("date 2026-02-05 Головна Віра Надія", ("Головна", "Віра", "Надія")),
        ("2026-02-05\nСвіт Політика", ("Світ", "Політика")),
        ("date 2026-02-05 Головна Київ та область", ("Головна", "Київ та область")),
        ("date 2026-02-05 Головна | Наука й освіта", ("Головна", "Наука й освіта")),
        ("date 2026-02-05 Головна Шоу-бізнес Здоров’я", ("Головна", "Шоу-бізнес", "Здоров’я")),
        ("date 2026-02-05\nРубрика: Світ", ("Світ",)),
    ],
)
def test_header_in_other_shapes(header, sections) -> None:
    assert fields(PAGE.replace(HEADER, header)) == expected(sections=sections)


@pytest.mark.parametrize(
    "header",
    [
        "5 лютого 2026, 14:30",
        "date 2026-02-05T14:30:00+02:00",
        "2026-02-05\n14:30",
        "05.02.26 14:30",
    ],
)
def test_time_of_day_makes_an_instant_in_utc(header) -> None:
    article = parse(PAGE.replace(HEADER, header))
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2026-02-05T12:30:00+00:00"


def test_day_alone_makes_no_instant() -> None:
    article = parse(PAGE)
    assert (article.published_at, article.published_raw) == (None, "2026-02-05")


def test_page_without_date_is_kept_with_a_warning_and_no_date_out_of_its_text() -> None:
    article = parse(PAGE.replace(HEADER + "\n", "").replace("у 2022 році", "5 лютого 2022 року"))
    assert (article.published_date, article.warnings) == (None, ("no publication date",))


def test_date_that_is_none_is_reported() -> None:
    article = parse(PAGE.replace("2026-02-05", "2026-13-45"))
    assert article.published_date is None
    assert article.sections == HOME
    assert article.warnings == ("date not understood: 2026-13-45",)


@pytest.mark.parametrize(
    "author",
    [
        "Джей Ді Венс",
        "Анне Епплбаум",
        "Christopher Miller",
        "О. Гнатів",
        "Гнатів О. В.",
        "Гнатів О.В.",
        "Анна-Марія Коваль-Іщук",
        "Остап Гнатів-Кміт",
        "Дар’я Лук’яненко",
        "Остап Іванович Гнатів",
        "Мухаммед аль-Джазарі",
        "Ян ван дер Поль",
        "редакція",
        "Новини Укрінформу",
    ],
)
@pytest.mark.parametrize(
    "place", ["twice with the domain", "alone", "over the title", "at the end"]
)
def test_author_of_any_shape_wherever_it_stands(author, place) -> None:
    pages = {
        "twice with the domain": PAGE.replace(AUTHOR, author),
        "alone": f"{HEADER}\n{TITLE}\n\n{author}\n\n{LEAD}\n\n{_text()}",
        "over the title": f"{HEADER}\n{author}\n{TITLE}\n\n{LEAD}\n\n{_text()}",
        "at the end": f"{HEADER}\n{TITLE}\n\n{LEAD}\n\n{_text()}\n\n{author}",
    }
    found = fields(pages[place])
    assert found["authors"] == (author,)
    assert (found["title"], found["lead"]) == (TITLE, LEAD)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Автор: Остап Гнатів", ("Остап Гнатів",)),
        ("Автор Остап Гнатів", ("Остап Гнатів",)),
        ("Автор:\nОстап Гнатів", ("Остап Гнатів",)),
        ("Текст: Остап Гнатів", ("Остап Гнатів",)),
        ("Підготувала Ганна Сорока", ("Ганна Сорока",)),
        ("Остап Гнатів, журналіст", ("Остап Гнатів",)),
        ("Остап Гнатів, журналіст «Главкома»", ("Остап Гнатів",)),
        ("Остап Гнатів — кореспондент", ("Остап Гнатів",)),
        ("Остап Гнатів\nжурналіст", ("Остап Гнатів",)),
        ("журналіст Остап Гнатів", ("Остап Гнатів",)),
        ("Спеціальний кореспондент Остап Гнатів", ("Остап Гнатів",)),
        ("Остап Гнатів | glavcom.ua", ("Остап Гнатів",)),
        ("Остап Гнатів, Ганна Сорока", ("Остап Гнатів", "Ганна Сорока")),
        ("Остап Гнатів та Ганна Сорока", ("Остап Гнатів", "Ганна Сорока")),
        ("Остап Гнатів\nГанна Сорока", ("Остап Гнатів", "Ганна Сорока")),
        ("Остап Гнатів, Ганна Сорока, журналісти", ("Остап Гнатів", "Ганна Сорока")),
        (
            "Автори: Остап Гнатів, Ганна Сорока та John Smith",
            ("Остап Гнатів", "Ганна Сорока", "John Smith"),
        ),
        ("Гнатів Остап\nОстап Гнатів", ("Гнатів Остап",)),
    ],
)
def test_bylines_with_labels_lists_and_roles(byline, authors) -> None:
    page = PAGE.replace(f"{AUTHOR}\n{DOMAIN}\n{AUTHOR}", f"{byline}\n{DOMAIN}")
    assert fields(page) == expected(authors=authors)


def test_editor_is_reported_and_is_no_author() -> None:
    article = parse(PAGE + "\nРедактор: Ганна Сорока\n")
    assert article.authors == (AUTHOR,)
    assert article.warnings == ("not an author: Редактор: Ганна Сорока",)


@pytest.mark.parametrize(
    ("line", "domain", "url"),
    [
        ("www.glavcom.ua", DOMAIN, None),
        ("GLAVCOM.UA", DOMAIN, None),
        ("https://glavcom.ua", DOMAIN, None),
        ("https://www.glavcom.ua/", DOMAIN, None),
        ("https://glavcom.ua/world/1.html", DOMAIN, "https://glavcom.ua/world/1.html"),
        ("glavcom.ua/world/1.html", DOMAIN, "https://glavcom.ua/world/1.html"),
        ("Джерело: glavcom.ua", DOMAIN, None),
        ("Главком", DOMAIN, None),
        ("news.example.com.ua", "news.example.com.ua", None),
        ("суспільне.укр", "суспільне.укр", None),
    ],
)
def test_domain_lines(line, domain, url) -> None:
    article = parse(PAGE.replace(f"\n{DOMAIN}\n", f"\n{line}\n"))
    assert (article.outlet_domain, article.url) == (domain, url)
    assert article.outlet_name == ("Главком" if domain == DOMAIN else None)
    assert article.authors == (AUTHOR,)


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Фото: Reuters", "Reuters"),
        ("ФОТО: УНІАН", "УНІАН"),
        ("фото:AP", "AP"),
        ("Фото:\nAP", "AP"),
        ("(фото: AP)", "AP"),
        ("Фото: AP.", "AP"),
        ("Фото Reuters", "Reuters"),
        ("© Reuters", "Reuters"),
        ("Getty Images", "Getty Images"),
        ("фото: Офіс президента/Facebook", "Офіс президента/Facebook"),
        ("Фото: Володимир Зеленський / Telegram", "Володимир Зеленський / Telegram"),
        ("Джерело фото: ДСНС України", "ДСНС України"),
        ("Фото: з відкритих джерел", "з відкритих джерел"),
        ("Ілюстрація: Марія Кузь", "Марія Кузь"),
        ("Колаж: Главком", "Главком"),
        ("фото: glavcom.ua", "glavcom.ua"),
    ],
)
def test_photo_credits(line, credit) -> None:
    assert fields(PAGE.replace(CREDIT, line)) == expected(photos=((CAPTION, credit),))


@pytest.mark.parametrize(
    ("block", "photos"),
    [
        (f"{CAPTION}. Фото: AP", ((CAPTION, "AP"),)),
        (f"{CAPTION} / фото: AP", ((CAPTION, "AP"),)),
        (f"{CAPTION} (фото: AP)", ((CAPTION, "AP"),)),
        (f"На фото: {CAPTION}\nGetty Images", ((CAPTION, "Getty Images"),)),
        (f"{CAPTION}.\nфото: AP", ((f"{CAPTION}.", "AP"),)),
        (f"{CAPTION}\nфото: AP\nРічка Сейм\nфото: AFP", ((CAPTION, "AP"), ("Річка Сейм", "AFP"))),
    ],
)
def test_captions_with_credits_in_one_line_or_two(block, photos) -> None:
    assert fields(PAGE.replace(f"{CAPTION}\n{CREDIT}", block)) == expected(photos=photos)


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("Теги: США росія переговори", ("США", "росія", "переговори")),
        ("Теґи: США; мирні переговори", ("США", "мирні переговори")),
        ("Ключові слова: мости, Данія", ("мости", "Данія")),
        ("Tags: мости, Данія", ("мости", "Данія")),
        ("ТЕГИ: мости, Данія.", ("мости", "Данія")),
        ("Теги мости Данія", ("мости", "Данія")),
        ("Теги:мости", ("мости",)),
        ("#мости #Данія", ("мости", "Данія")),
        ("Теги: #мирні переговори, #Данія", ("мирні переговори", "Данія")),
        ("Теги:\nмости\nмирні переговори", ("мости", "мирні переговори")),
        ("Теги:\nмости, мирні переговори", ("мости", "мирні переговори")),
        ("Теги: мости, Мости, Данія", ("мости", "Данія")),
    ],
)
def test_tag_lines(line, tags) -> None:
    assert fields(PAGE.replace(TAGS, line)) == expected(tags=tags)


def _text() -> str:
    return PAGE.split(f"{LEAD}\n\n")[1].split(f"\n\n{TAGS}")[0]
