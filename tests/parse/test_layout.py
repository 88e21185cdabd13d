"""Blocks left out, moved and spaced in other ways: the fields stay what they are."""

from __future__ import annotations

import textwrap

import pytest

from tests.parse.pages import (
    AUTHOR,
    BODY,
    CAPTION,
    CREDIT,
    DOMAIN,
    EXPECTED,
    HEADER,
    LEAD,
    PAGE,
    TAGS,
    TITLE,
    double,
    expected,
    fields,
    tight,
)

TEXT = "\n\n".join(BODY)
PHOTO = f"{CAPTION}\n{CREDIT}"
BYLINE = f"{AUTHOR}\n{DOMAIN}"


def test_page_in_the_usual_order() -> None:
    assert fields(PAGE) == EXPECTED


def test_blank_lines_nowhere() -> None:
    assert fields(tight(PAGE)) == EXPECTED


def test_blank_lines_everywhere() -> None:
    assert fields(double(PAGE)) == EXPECTED


@pytest.mark.parametrize("space", [str, tight, double], ids=["usual", "tight", "double"])
@pytest.mark.parametrize(
    ("removed", "changes"),
    [
        (DOMAIN + "\n", {"outlet_domain": None}),
        (AUTHOR + "\n", {"authors": ()}),
        (LEAD + "\n\n", {"lead": None}),
        (PHOTO + "\n", {"photos": ()}),
        (CREDIT + "\n", {"photos": ((CAPTION, None),)}),
        (CAPTION + "\n", {"photos": ((None, "Урядовий портал"),)}),
        (TAGS, {"tags": ()}),
        (HEADER + "\n", {"date": None, "sections": ()}),
    ],
    ids=["domain", "author", "lead", "photo", "credit", "caption", "tags", "header"],
)
def test_missing_block_leaves_the_others(space, removed, changes) -> None:
    page = PAGE.replace(removed, "")
    assert fields(space(page)) == expected(**changes)


@pytest.mark.parametrize(
    "page",
    [
        PAGE.replace(HEADER + "\n", "") + HEADER,
        f"{TITLE}\n\n{HEADER}\n\n{BYLINE}\n{AUTHOR}\n{PHOTO}\n\n{LEAD}\n\n{TEXT}\n\n{TAGS}",
        f"{HEADER}\n{TITLE}\n\n{BYLINE}\n{AUTHOR}\n{PHOTO}\n\n{TAGS}\n\n{LEAD}\n\n{TEXT}",
        PAGE.replace(TAGS, "").replace(BODY[1], f"{TAGS}\n\n{BODY[1]}"),
        f"{HEADER}\n{AUTHOR}\n{TITLE}\n\n{BYLINE}\n{PHOTO}\n\n{LEAD}\n\n{TEXT}\n\n{TAGS}",
        f"{HEADER}\n{BYLINE}\n{AUTHOR}\n{TITLE}\n\n{PHOTO}\n\n{LEAD}\n\n{TEXT}\n\n{TAGS}",
        f"{HEADER}\n{PHOTO}\n{TITLE}\n\n{BYLINE}\n\n{LEAD}\n\n{TEXT}\n\n{TAGS}",
        f"{HEADER}\n{TITLE}\n\n{BYLINE}\n\n{LEAD}\n\n{PHOTO}\n\n{TEXT}\n\n{TAGS}",
        f"{HEADER}\n{TITLE}\n\n{LEAD}\n\n{BYLINE}\n\n{PHOTO}\n\n{TEXT}\n\n{TAGS}",
        f"{HEADER}\n{TITLE}\n{LEAD}\n\n{BYLINE}\n{AUTHOR}\n{PHOTO}\n\n{TEXT}\n\n{TAGS}",
        f"{HEADER}\n{TITLE}\n\n{BYLINE}\n\n{LEAD}\n\n{TEXT}\n\n{PHOTO}\n\n{TAGS}",
        PAGE.replace(PHOTO + "\n", "").replace(BODY[1], f"{PHOTO}\n\n{BODY[1]}"),
        f"{TITLE}\n\n{LEAD}\n\n{TEXT}\n\n{PHOTO}\n\n{BYLINE}\n{HEADER}\n{TAGS}",
        PAGE + f"\n{AUTHOR}\n",
        PAGE.replace(TITLE, f"{TITLE}\n\n{TITLE}"),
        PAGE.replace(BODY[0], f"{CAPTION}.\n\n{BODY[0]}"),
    ],
    ids=[
        "header last",
        "header under the title",
        "tags before the body",
        "tags in the body",
        "title after the author",
        "title after both bylines",
        "photo first",
        "photo after the lead",
        "lead before the byline",
        "lead under the title",
        "photo after the body",
        "photo in the body",
        "labels after the body",
        "byline again at the end",
        "title twice",
        "caption again in the body",
    ],
)
def test_moved_or_repeated_block_changes_nothing(page) -> None:
    assert fields(page) == EXPECTED


def test_lead_with_full_stop_before_a_body_that_retells_the_title() -> None:
    assert fields(PAGE.replace(LEAD, LEAD + ".")) == expected(lead=LEAD + ".")


def test_single_paragraph_is_the_body_and_not_the_lead() -> None:
    page = f"{HEADER}\n{TITLE}\n\n{BYLINE}\n\nРух мостом відкрили вранці.\n\n{TAGS}"
    assert fields(page) == expected(lead=None, body=("Рух мостом відкрили вранці.",), photos=())


@pytest.mark.parametrize(
    ("lead", "is_lead"),
    [
        ("Подробиці від міністра", True),
        ("Чому будівництво затягнулося аж на два роки?", True),
        ("Роботи почнуться навесні. Гроші виділять Данія та Норвегія", True),
        ("Що відомо про угоду:", False),
        ("– Коли відкриють рух?", False),
        ("• шість мостів", False),
        (BODY[0].removesuffix("."), False),
    ],
)
def test_first_text_is_a_lead_by_its_shape(lead, is_lead) -> None:
    found = fields(PAGE.replace(LEAD, lead))
    assert found["lead"] == (lead if is_lead else None)
    assert found["body"] == (BODY if is_lead else (lead, *BODY))


def test_subhead_before_the_first_paragraph_is_no_lead() -> None:
    page = PAGE.replace(LEAD, "Що відомо").replace(BODY[1], f"Хто платить\n\n{BODY[1]}")
    assert fields(page)["body"] == ("Що відомо", BODY[0], "Хто платить", *BODY[1:])


@pytest.mark.parametrize(
    ("photo", "caption"),
    [
        (f"{CREDIT}\n{CAPTION}", CAPTION),
        (f"{CAPTION}\n\n{CREDIT}", CAPTION),
        (f"\n{CAPTION}\n\n{CREDIT}", CAPTION),
        (f"{CAPTION}.\n{CREDIT}", f"{CAPTION}."),
    ],
    ids=["credit first", "blank between", "blanks around", "full stop"],
)
def test_caption_and_credit_find_each_other(photo, caption) -> None:
    page = PAGE.replace(f"{CAPTION}\n{CREDIT}", photo)
    assert fields(page) == expected(photos=((caption, "Урядовий портал"),))


def test_caption_with_full_stop_and_no_credit() -> None:
    page = PAGE.replace(f"{CAPTION}\n{CREDIT}", f"{CAPTION}.")
    assert fields(page) == expected(photos=((f"{CAPTION}.", None),))


def test_first_paragraph_with_its_source_below_is_no_lead() -> None:
    first = "Двоє людей загинули внаслідок удару по Сумах."
    page = PAGE.replace(LEAD, first).replace(BODY[0], "Про це повідомив голова громади в Telegram.")
    assert fields(page)["lead"] is None


def test_credit_under_the_title_leaves_the_title() -> None:
    page = f"{HEADER}\n{TITLE}\n{CREDIT}\n\n{LEAD}\n\n{TEXT}\n\n{TAGS}"
    photos = ((None, "Урядовий портал"),)
    assert fields(page) == expected(authors=(), outlet_domain=None, photos=photos)


@pytest.mark.parametrize("width", [60, 72, 80])
@pytest.mark.parametrize("space", [str, tight], ids=["usual", "tight"])
def test_hard_wrapped_lines_are_joined(space, width) -> None:
    lines = space(PAGE).split("\n")
    wrapped = "\n".join("\n".join(textwrap.wrap(line, width)) for line in lines)
    assert fields(wrapped) == EXPECTED


def test_long_lines_are_never_taken_for_wrapped_ones() -> None:
    page = tight(PAGE).replace(BODY[1], f"{BODY[1]}\nвирок;\nапеляція;\n{BODY[1]} Ще речення.")
    body = fields(page)["body"]
    assert body == (BODY[0], BODY[1], "вирок;", "апеляція;", f"{BODY[1]} Ще речення.", BODY[2])


def test_long_article_keeps_every_paragraph_in_order() -> None:
    body = tuple(f"Абзац номер {n} розповідає про {n}-й міст області." for n in range(1, 101))
    assert fields(PAGE.replace(TEXT, "\n\n".join(body))) == expected(body=body)


@pytest.mark.parametrize(
    "title",
    [
        "5 лютого 2026 року: головні події дня",
        "Прогноз погоди на 5 лютого 2026",
        "Погода 5 лютого 2026",
        "Чи буде світло на Різдво?",
        "«Ми не здамося»: лист із полону",
        "ЗЕЛЕНСЬКИЙ ПРИБУВ",
        "США готують новий пакет санкцій: ЗМІ",
        "Битва за Покровськ",
        "Фото дня: як замело Буковину",
        "«Динамо» – «Шахтар» – 2:1",
        "В Україні – день жалоби!",
        "Джо Байден та Дональд Трамп",
        "Автор «Тигроловів» повертається",
        "Теги війни: що пишуть на стінах",
        "Реклама алкоголю: що заборонять",
        "Читайте Шевченка вголос: акція у школах",
        "Суд над Януковичем, 5 лютого 2026",
        "Новини компаній: хто купив «Дельту»",
    ],
)
def test_title_that_looks_like_something_else(title) -> None:
    assert fields(PAGE.replace(TITLE, title)) == expected(title=title)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Раніше повідомлялося, що Данія вагалася.",
        "Теги на зруйнованій стіні лишили підлітки.",
        "На фото видно, як міст упав у воду.",
        "Фото з місця події опублікувала поліція.",
        "– Ми впораємося, – сказав прем'єр.",
        "Що далі",
        "• перший міст – у Путивлі;",
        "Реклама гральних закладів на мостах заборонена, нагадали в Мінкульті.",
        "Читайте постанову уважно, радять юристи.",
        "Автор проєкту мосту Остап Вишня живе в Сумах.",
        "Джерело в уряді підтвердило суму.",
        "Дата завершення робіт невідома.",
        "Підписуйтесь під петицією, закликають активісти.",
        "5 лютого 2026 року уряд ухвалив рішення.",
        "5 лютого 2025 року",
        "Володимир Зеленський",
        "Політика",
        "https://www.kmu.gov.ua/news/1",
        "Поділитися думками можна на слуханнях.",
        "Останні новини з фронту тривожні.",
        "Журналіст запитав про терміни.",
        "Подобається новий міст не всім.",
        "Надійне джерело води громада шукала три роки.",
        "Натисніть, щоб поширити знання, кнопку уваги.",
    ],
)
def test_paragraph_that_looks_like_a_label_stays_in_the_body(paragraph) -> None:
    page = PAGE.replace(BODY[1], f"{paragraph}\n\n{BODY[1]}")
    assert fields(page) == expected(body=(BODY[0], paragraph, *BODY[1:]))


@pytest.mark.parametrize(
    "noise",
    [
        "Читайте також: Данія дала ще мільярд",
        "Читайте також:\nДанія дала ще мільярд",
        "Дивіться також: Як будують мости",
        "Підписуйтесь на наш канал у Telegram",
        "Стежте за нами в Google News",
        "Поділитися",
        "Поділитися у Facebook",
        "Facebook Twitter Telegram",
        "Переглядів: 1 234",
        "1234 перегляди",
        "Коментарі (3)",
        "5 хв читання",
        "РЕКЛАМА",
        "Ми використовуємо cookie, щоб сайт працював краще.",
        "Якщо ви помітили помилку, виділіть її та натисніть Ctrl+Enter",
        "Главком у Telegram",
        "Оновлено: 6 лютого 2026, 10:00",
        "Твітнути",
        "Подобається39",
        "Подобається Коментувати Поширити",
        "612 · Коментарі: 148 · Поширення: 2,3 тис.",
        "Натисніть, щоб поширити на Twitter (Відкривається у новому вікні)",
        "Що думаєте про цю статтю?",
        "Надійне джерело",
        "Новина оновлена",
        "Підписатися на авторку",
        "Теги до сторінки відсутні",
    ],
)
def test_boilerplate_is_dropped_wherever_it_stands(noise) -> None:
    in_body = PAGE.replace(BODY[1], f"{noise}\n\n{BODY[1]}")
    assert fields(f"{noise}\n{in_body}\n{noise}\n") == EXPECTED


def test_links_to_other_pages_at_the_end_are_dropped() -> None:
    links = "Останні новини\nУ Львові відкрили трамвай\n\nЩо буде з гривнею навесні?\n"
    assert fields(f"{PAGE}\n{links}") == EXPECTED


def test_menu_of_the_site_gives_no_sections() -> None:
    assert fields(f"Новини Економіка Спорт\n{PAGE}") == EXPECTED
