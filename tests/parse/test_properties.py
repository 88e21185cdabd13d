"""What holds for any page: no crash, nothing lost, nothing slow."""

from __future__ import annotations

import random
import re
import time
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import Terminal
from tasks.models import Article
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
    fields,
    parse,
)

_LINES = st.sampled_from(
    [
        *(HEADER, TITLE, AUTHOR, DOMAIN, CAPTION, CREDIT, LEAD, *BODY, TAGS, "", "", "14:30"),
        *("5 лютого 2026", "Читайте також:", "Теги:", "Фото:", "журналіст", "– Так.", "Що далі"),
        *("#міст", "date", "Автор:", "Суми", "1. Перше", "https://t.me/x"),
    ]
)
_WORDS = st.sampled_from(["міст", "річка", "уряд", "Данія", "кошти", "роботи", "зима", "вода"])
_SENTENCE = st.lists(_WORDS, min_size=12, max_size=20).map(
    lambda words: f"Отже, {' '.join(words)}."
)


def _words(article: Article) -> set[str]:
    photos = [text for photo in article.photos for text in (photo.caption, photo.credit)]
    texts = [
        *(article.title, article.lead, *article.body, *photos, *article.tags, *article.authors),
        *(*article.sections, article.published_raw, article.outlet_domain, article.url),
        *article.warnings,
    ]
    return set(re.findall(r"\w+", " ".join(text for text in texts if text)))


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_is_an_article_or_refused(text) -> None:
    with suppress(Terminal):
        assert parse(text).title


@given(st.lists(_LINES, max_size=25))
@settings(max_examples=300, deadline=None)
def test_lines_in_any_order_are_an_article_or_refused(lines) -> None:
    try:
        article = parse("\n".join(lines))
    except Terminal:
        return
    assert article.body or article.lead
    assert all(text == text.strip() and "\n" not in text for text in (article.title, *article.body))


@given(st.lists(_SENTENCE, min_size=1, max_size=12), st.booleans())
@settings(max_examples=100, deadline=None)
def test_no_word_of_the_page_is_lost(sentences, is_tight) -> None:
    page = PAGE.replace("\n\n".join(BODY), "\n\n".join(sentences))
    if is_tight:
        page = page.replace("\n\n", "\n")
    # Labels say what the rest of their line is; they are no content.
    wanted = set(re.findall(r"\w+", page)) - {"date", "фото", "Теги", "glavcom", "ua"}
    article = parse(page)
    assert wanted <= _words(article)
    assert article.outlet_domain == DOMAIN


@given(
    st.sets(st.sampled_from(["header", "byline", "photo", "lead", "tags"])),
    st.permutations(["byline", "photo"]),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_any_subset_of_the_optional_blocks_yields_its_own_fields(present, order, is_last) -> None:
    blocks = {
        "header": HEADER,
        "byline": f"{AUTHOR}\n{DOMAIN}",
        "photo": f"{CAPTION}\n{CREDIT}",
        "lead": LEAD,
        "tags": TAGS,
    }
    chosen = {name: text if name in present else "" for name, text in blocks.items()}
    header, tags = chosen["header"], chosen["tags"]
    parts = ["" if is_last else header, TITLE, *(chosen[name] for name in order)]
    parts += [chosen["lead"], *BODY, tags, header if is_last else ""]
    found = fields("\n\n".join(part for part in parts if part))

    assert found["title"] == TITLE
    assert found["body"] == BODY
    assert found["lead"] == (LEAD if "lead" in present else None)
    assert found["authors"] == ((AUTHOR,) if "byline" in present else ())
    assert bool(found["date"]) == bool(found["sections"]) == ("header" in present)
    assert bool(found["photos"]) == ("photo" in present)
    assert bool(found["tags"]) == ("tags" in present)


_ABOVE = st.sampled_from(
    ["УКР РУС ENG", "Меню", "Пошук", "Увійти", "Підписка", "Facebook", "12 870", "Слухати новину"]
)
_BELOW = st.sampled_from(
    [
        *(
            "Поділитися",
            "Коментарі (3)",
            "Додати коментар",
            "Останні новини",
            "Контакти",
            "Про нас",
        ),
        *(
            "Подписывайтесь на наш канал в Telegram",
            "Новини партнерів",
            "Показати ще",
            "3 хв читання",
        ),
        *("Якщо ви помітили помилку, виділіть її", "© 2026 Усі права захищено", "Читайте також"),
    ]
)


@given(st.lists(_ABOVE, max_size=8), st.lists(_BELOW, max_size=8))
@settings(max_examples=100, deadline=None)
def test_boilerplate_around_an_article_changes_nothing(above, below) -> None:
    assert fields("\n".join([*above, PAGE, *below])) == EXPECTED


@given(st.lists(_LINES | _ABOVE | _BELOW, max_size=30))
@settings(max_examples=200, deadline=None)
def test_every_field_is_of_the_page(lines) -> None:
    try:
        article = parse("\n".join(lines))
    except Terminal:
        return
    words = set(re.findall(r"\w+", " ".join(lines)))
    photos = [text for photo in article.photos for text in (photo.caption, photo.credit)]
    texts = [*article.body, *article.authors, *article.tags, *article.sections, *photos]
    for text in (article.title, article.lead, *texts):
        assert words.issuperset(re.findall(r"\w+", text or ""))


@given(st.lists(_LINES, max_size=25))
@settings(max_examples=200, deadline=None)
def test_number_of_blank_lines_in_a_gap_says_nothing(lines) -> None:
    page = f"{PAGE}\n" + "\n".join(lines)
    assert fields(page) == fields(page.replace("\n\n", "\n\n\n\n"))


def test_time_grows_with_the_text_and_not_faster() -> None:
    # A quadratic expression would take minutes on lines like these; the bound is 50-fold.
    drawn = random.Random(5)
    hostile = [
        "Фото " * 50_000,
        "А" * 300_000,
        "а, " * 80_000,
        "(" * 200_000 + "і",
        "1.2." * 60_000,
    ]
    words = ["Світ", "та", "і", "5", "лютого", "2026,", "О.", "фото:"]
    hostile += [" ".join(drawn.choices(words, k=50_000))]
    started = time.perf_counter()
    for line in hostile:
        parse(PAGE.replace(BODY[1], f"{line}\n\n{BODY[1]}"))
    assert time.perf_counter() - started < 20


def test_thousand_articles_take_seconds() -> None:
    page = PAGE.replace(BODY[1], "\n\n".join(f"Абзац {n}. {BODY[1]}" for n in range(16)))
    assert 4_500 < len(page.encode()) < 6_500
    # Of this process: a machine that is busy with other things is no slower parser.
    started = time.process_time()
    for _ in range(1_000):
        parse(page)
    # Six seconds; the bound leaves room for a far slower machine.
    assert time.process_time() - started < 20
