"""Pages of outlets that nothing is known of: what anybody goes by who sees one anew."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tasks.transform.parse.article import parse_document
from tests.parse.pages import AUTHOR, BODY, TITLE, document, fields

TEXT = "\n".join(BODY)
MENU = "Новини\nПолітика\nЕкономіка\nСпорт\nПошук"
DATE = "5 лютого 2026, 16:20"
NAME = "Марина Швець"


def _page(*blocks: str) -> dict[str, object]:
    return fields("\n".join(blocks))


def _instant(*blocks: str) -> datetime | None:
    return parse_document(document("\n".join(blocks))).published_at


@pytest.mark.parametrize(
    "line",
    [
        f"{DATE} {NAME}",
        f"{NAME}, {DATE}",
        f"від {NAME} {DATE} in Новини",
        f"{NAME} {DATE} 3 коментарі",
    ],
)
def test_name_and_date_of_one_line_are_told_apart(line) -> None:
    found = _page(TITLE, line, TEXT)
    assert (found["title"], found["body"]) == (TITLE, BODY)
    assert found["authors"] == (NAME,)
    assert _instant(TITLE, line, TEXT) == datetime(2026, 2, 5, 14, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        f"{NAME}. Редакторка стрічки новин",
        f"Автори\n{NAME} (текст), {AUTHOR} (дані)",
        f"{NAME}\nЖурналістка\n{AUTHOR}\nРедактор стрічки новин",
        f"{NAME}, вчителька фізики, депутатка селищної ради",
        f"{NAME}\nNews Editor",
        f"{NAME}, Staff Engineer у Pleso Systems",
    ],
)
def test_author_is_named_without_what_he_does(line) -> None:
    found = _page(TITLE, DATE, line, TEXT)
    both = AUTHOR in line
    assert found["authors"] == ((NAME, AUTHOR) if both else (NAME,))
    assert found["body"] == BODY


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Опубліковано 5 Лютий 2026 16:20 автором Марина Ш.", ("Марина Ш.",)),
        (f"{NAME}, опубліковано 5 лютого 2026 року о 16:20", (NAME,)),
        ("Секретаріат громади, опубліковано 5 лютого 2026 року о 16:20", ()),
    ],
)
def test_word_for_publishing_may_stand_beside_the_name(line, authors) -> None:
    found = _page(TITLE, line, TEXT)
    assert (found["authors"], found["body"]) == (authors, BODY)
    assert _instant(TITLE, line, TEXT) == datetime(2026, 2, 5, 14, 20, tzinfo=UTC)


def test_section_is_told_from_the_hour_and_the_views_beside_it() -> None:
    line = "Баскетбол | 1 годину тому, 16:20 213"
    found = _page(line, TITLE, "Instagram. Марина Швець", TEXT)
    assert (found["title"], found["sections"]) == (TITLE, ("Баскетбол",))
    assert found["photos"] == (("Марина Швець", "Instagram"),)
    assert (found["authors"], found["body"]) == ((), BODY)


@pytest.mark.parametrize("name", ["Марина ШВЕЦЬ", "МАРИНА ШВЕЦЬ-ЛІСОВА"])
def test_name_in_capitals_stays_as_it_is_printed(name) -> None:
    found = _page(TITLE, DATE, name, TEXT)
    assert (found["authors"], found["body"]) == ((name,), BODY)


def test_word_between_section_and_title_is_no_title() -> None:
    assert _page("Інтерв'ю\nпереклад", TITLE, DATE, NAME, TEXT)["title"] == TITLE


def test_title_over_the_date_comes_before_the_lead_under_it() -> None:
    lead = "І скільки коштує мільярд гривень на відбудову мостів Сумщини"
    title = "Вода, якої чекали: чому громада пішла в підряд"
    found = _page(MENU, "Економіка", title, DATE, lead, NAME, TEXT)
    assert (found["title"], found["lead"], found["body"]) == (title, lead, BODY)


def test_blog_says_under_an_entry_what_it_is_filed_under() -> None:
    filed = "Цей запис був опублікований у Новини громади з тегами міст, ремонт. Закладка: тут."
    found = _page(TITLE, DATE, NAME, TEXT, filed)
    assert (found["sections"], found["tags"]) == (("Новини громади",), ("міст", "ремонт"))
    assert found["body"] == BODY


def test_box_about_a_person_is_none_of_the_article() -> None:
    box = f"Про персону: {NAME}\n{NAME} – українська синоптикиня. Народилася в Умані, живе в Києві."
    assert _page(TITLE, DATE, TEXT, box)["body"] == BODY


def test_news_over_a_word_of_the_menu_are_the_way_to_the_article() -> None:
    menu = "Львів\nОбласть\nСвіт\nПолітика\nКримінал\nНовини\nЛьвів"
    assert _page(menu, TITLE, DATE, TEXT)["sections"] == ("Новини", "Львів")


def test_whoever_runs_a_site_is_no_author() -> None:
    found = _page(TITLE, "By admin 05.02.2026 3 Comments", TEXT)
    assert (found["authors"], found["date"]) == ((), "2026-02-05")


def test_today_over_the_menu_is_not_the_date_of_the_article() -> None:
    found = _page("Середа, 11 лютого 2026", MENU, TITLE, "05.02.2026", NAME, TEXT)
    assert found["date"] == "2026-02-05"


def test_date_beside_the_rates_is_not_the_date_of_the_article() -> None:
    found = _instant("9 лютого, 16:28 USD 43.11 EUR 51.02", TITLE, "05.02.2026, 13:05", TEXT)
    assert found == datetime(2026, 2, 5, 11, 5, tzinfo=UTC)


@pytest.mark.parametrize("mark", ["»", ">", "/"])
def test_last_step_of_the_way_to_the_article_is_its_title(mark) -> None:
    path = f"Головна {mark} Політика {mark} {TITLE}"
    for page in (f"{MENU}\n{path}\n{TITLE}\n{DATE}\n{TEXT}", f"{MENU}\n{path}\n{DATE}\n{TEXT}"):
        found = fields(page)
        assert (found["title"], found["body"]) == (TITLE, BODY)
        assert found["sections"] == ("Головна", "Політика")


def test_slogan_and_teasers_over_the_article_are_no_title() -> None:
    found = _page(
        "Вісник Посейм'я", "Щоденна газета для всієї родини", "11 лютого, середа", MENU,
        "ТОП 5 НОВИН", "У Конотопі зупинили трамваї через ожеледь", "На Сумщині подорожчав хліб",
        "Політика", TITLE, DATE, NAME, TEXT,
    )  # fmt: skip
    assert (found["title"], found["authors"]) == (TITLE, (NAME,))
    assert (found["sections"], found["body"]) == (("Політика",), BODY)


def test_menu_on_one_line_gives_no_sections() -> None:
    menu = "Політика Економіка Спорт Культура Здоров'я Гумор"
    assert _page(menu, "СПОРТ", TITLE, DATE, TEXT)["sections"] == ("СПОРТ",)


@pytest.mark.parametrize(
    "caption",
    [
        "Міст через Сейм, фото: пресслужба ОВА",
        "Міст через Сейм Фото: пресслужба ОВА",
        "Міст через Сейм. Фото: пресслужба ОВА",
        "Міст через Сейм | Джерело: пресслужба ОВА",
    ],
)
def test_credit_is_told_from_the_caption_whatever_divides_them(caption) -> None:
    found = _page(TITLE, DATE, NAME, caption, TEXT)
    assert found["photos"] == (("Міст через Сейм", "пресслужба ОВА"),)
    assert found["body"] == BODY


@pytest.mark.parametrize(
    "caption",
    [
        "Скріншот допису з картою мостів",
        "На переправі, 1974 рік. Знімок із родинного альбому",
        "Інженерка Ніна Сич під час огляду мосту",
    ],
)
def test_line_in_the_text_that_says_it_is_a_photo_is_a_caption(caption) -> None:
    found = _page(TITLE, DATE, BODY[0], caption, *BODY[1:])
    assert (found["photos"], found["body"]) == (((caption, None),), BODY)


def test_line_without_a_verb_between_labels_and_text_is_a_caption() -> None:
    found = _page(TITLE, DATE, "Новий міст через Сейм біля Путивля", TEXT)
    assert found["photos"] == (("Новий міст через Сейм біля Путивля", None),)
    assert (found["lead"], found["body"]) == (None, BODY)


@pytest.mark.parametrize(
    "link",
    [
        "Цікаво: Чому після дощу не можна фарбувати мости",
        "Більше: Як обрати фарбу для мосту",
        "У тему: Мости, які пережили повінь",
        "Новини, які варто прочитати:\nНа Волині бобри затопили трасу",
        "15 лютого 2026\nЯк на Сумщині відновили переправу: репортаж із берега.",
    ],
)
def test_link_within_the_text_is_left_out(link) -> None:
    assert _page(TITLE, DATE, BODY[0], link, *BODY[1:])["body"] == BODY


@pytest.mark.parametrize(
    "head",
    ["Читайте також", "Більше новин за темою", "Надрукувати", "Суспільство"],
)
def test_dated_teasers_with_summaries_end_the_page(head) -> None:
    teasers = (
        "Чи можна перейти Сейм узимку\n"
        "Кригу міряли в шести місцях, і в жодному вона не тримала людини з вантажем.\n"
        "26 лютого 2026 14:12\n"
        "Чому мости роблять із бетону в холодних краях\n"
        "Інженер пояснив, як матеріал переносить морози та відлиги, а потім показав це.\n"
        "24 лютого 2026 08:00"
    )
    found = _page(TITLE, DATE, TEXT, head, teasers)
    assert found["body"] == BODY


@pytest.mark.parametrize(
    "line",
    [
        "Джерело: обленерго",
        "Delo.ua у Telegram — головне про бізнес щоранку",
        "Сподобалось? Поділись з друзями!",
        "Хочете розповісти більше? Пишіть на visnyk@gmail.com",
        "Матеріал підготовлено за підтримки Фонду культури",
        "Якщо ви стали свідком події, телефонуйте на гарячу лінію: (0362) 62-00-11",
        "Управління комунікацій області\nВерсія для друку",
    ],
)
def test_notice_under_the_text_is_left_out(line) -> None:
    found = _page(TITLE, DATE, TEXT, line, "Поділитися")
    assert (found["body"], found["tags"]) == (BODY, ())


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("мости відбудова сейм угода", ("мости", "відбудова", "сейм", "угода")),
        ("мости / угода / відбудова", ("мости", "угода", "відбудова")),
        ("Зв'язані теми:\nмости\nугода", ("мости", "угода")),
        ("Теги відсутні", ()),
        ("Tagged мости, угода", ("мости", "угода")),
    ],
)
def test_tags_are_read_however_they_are_listed(line, tags) -> None:
    found = _page(TITLE, DATE, TEXT, line, "Поділитися")
    assert (found["tags"], found["body"]) == (tags, BODY)


def test_words_of_a_blog_platform_are_left_out() -> None:
    below = (
        "Share this:\nClick to share on Facebook (Opens in new window)\nLike this:\n"
        "Like Loading...\nPost navigation\n← Графік вивезення сміття\nRelated Posts\n"
        "Як прабаби пекли паску\n3 thoughts on “Міст”\nЛюда\n06.02.2026 о 21:14\nДякуємо!!!\n"
        "Leave a Reply\nYour email address will not be published. Required fields are marked *"
    )
    found = _page(
        "Skip to content", MENU, TITLE, DATE, "Estimated reading time: 2 minutes", TEXT, below
    )
    assert (found["title"], found["body"]) == (TITLE, BODY)


def test_time_beside_the_author_completes_the_date() -> None:
    page = ("понеділок, 9 лютого 2026 р.", TITLE, TEXT, f"Автор: {NAME} о 21:40")
    assert _page(*page)["authors"] == (NAME,)
    assert _instant(*page) == datetime(2026, 2, 9, 19, 40, tzinfo=UTC)


def test_title_right_over_the_credit_of_its_photo_is_no_caption() -> None:
    found = _page(MENU, DATE, "Спорт", TITLE, "Фото: facebook/RomnyCity", TEXT)
    assert (found["title"], found["body"]) == (TITLE, BODY)
    assert found["photos"] == ((None, "facebook/RomnyCity"),)


@pytest.mark.parametrize("desk", ["Редакція", "Пресслужба Сумської обласної ради"])
def test_desk_on_a_page_of_a_site_is_no_author(desk) -> None:
    assert _page(MENU, "Про нас", "Автори", TITLE, DATE, TEXT, desk)["authors"] == ()


def test_photo_of_the_author_has_a_credit_and_no_caption() -> None:
    found = _page(TITLE, DATE, NAME, "Фото автора", TEXT)
    assert (found["photos"], found["authors"]) == (((None, "автора"),), (NAME,))


def test_other_columns_under_a_column_give_no_authors() -> None:
    others = "Більше блогів\nОлена Тиха\nЯк я купувала ковзани\nПетро Грім\nЛід і люди"
    found = _page("Блоги", NAME, "економістка, викладачка", DATE, TITLE, TEXT, others)
    assert (found["authors"], found["body"]) == ((NAME,), BODY)


def test_sections_of_the_menu_over_the_section_of_the_article_are_left_out() -> None:
    found = _page("Пошук", "Культура", "Економіка", "Спорт", DATE, TITLE, TEXT)
    assert found["sections"] == ("Спорт",)


@pytest.mark.parametrize("office", ["Роменська міська рада", "Офіс генпрокурора", "Сумська ОВА"])
def test_office_over_the_text_is_the_credit_of_the_photo(office) -> None:
    found = _page(TITLE, NAME, DATE, "Новий міст через Сейм", office, TEXT)
    assert found["photos"] == (("Новий міст через Сейм", office),)
    alone = _page(TITLE, NAME, DATE, office, TEXT)
    assert (alone["photos"], alone["body"]) == (((None, office),), BODY)


def test_items_of_a_list_are_no_credits_of_what_heads_it() -> None:
    rules = ("До 1 грудня діятимуть такі правила:", "швидкість – до 30 км/год;", "вага – до 20 т.")
    assert _page(TITLE, DATE, NAME, *BODY[:2], *rules, BODY[2])["photos"] == ()


def test_result_of_a_match_is_no_row_of_tags() -> None:
    result = "Сейм – Десна 2:1"
    told = "Команди «Сейм» і «Десна» зіграли на новому мосту, матч скінчився 2:1."
    assert _page(TITLE, DATE, NAME, *BODY, told, result)["tags"] == ()
