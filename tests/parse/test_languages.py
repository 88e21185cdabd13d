"""The language of a text and of its paragraphs, told by the body alone."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.transform.parse.errors import NotUkrainianError
from tasks.transform.parse.languages import language_of, main_language, paragraph_languages
from tests.parse.pages import BODY, LEAD, PAGE, parse

UKRAINIAN = BODY[0]
RUSSIAN = (
    "«Мы проснулись от грохота, выбежали на улицу и увидели, что крыша соседнего дома горит. "
    "Пожарные приехали быстро», – вспоминает жительница посёлка."
)
BELARUSIAN = (
    "Урад учора заявіў, што будзе падтрымліваць усе рашэнні парламента. Гэта ўжо трэцяя "
    "заява за тыдзень, а раней міністры ўхіляліся ад адказу."
)
BULGARIAN = (
    "Правителството прие бюджета за следващата година. Министърът заяви, че държавата ще "
    "увеличи разходите за здраве."
)
POLISH = (
    "Rząd przyjął wczoraj budżet na przyszły rok. Minister zapowiedział, że państwo zwiększy "
    "wydatki na ochronę zdrowia."
)
ENGLISH = "The government approved next year's budget on Monday. Spending on health will grow."
SERBIAN = (
    "Влада је јуче усвојила буџет за наредну годину. Министар је рекао да ће држава повећати "
    "улагања у здравство и да људи неће чекати."
)
TRANSLITERATED = (
    "Uriad skhvalyv biudzhet na nastupnyi rik. Ministr zaiavyv, shcho derzhava zbilshyt "
    "vydatky na okhoronu zdorovia, a cherhy zmenshatsia."
)
SURZHYK = (
    "Ну шо, приїхали ми туда вечером, а там уже нікого нема. Я кажу водітєлю: давай назад, "
    "бо скоро стемніє і дорогу не видно буде."
)
WITHOUT_TELLING_LETTERS = "Тарас почув гуркот, вийшов надвір та побачив перед хатою трактор."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (UKRAINIAN, "uk"),
        (SURZHYK, "uk"),
        (WITHOUT_TELLING_LETTERS, "uk"),
        ("Вона не спала.", "uk"),
        (RUSSIAN, "ru"),
        ("Он вышел на улицу, где его уже ждали друзья и родственники.", "ru"),
        ("Потом она рассказала, что никогда раньше такого не видела.", "ru"),
        (BELARUSIAN, "be"),
        (BULGARIAN, "bg"),
        (POLISH, "pl"),
        (ENGLISH, "en"),
        (SERBIAN, None),
        (TRANSLITERATED, None),
        ("12 345 — 67,8 %", None),
        ("", None),
    ],
)
def test_language_of_a_text(text, code) -> None:
    assert main_language([text]) == code
    assert language_of([text]) == (code if code in {"uk", "ru"} else None)


@pytest.mark.parametrize("text", [SERBIAN, TRANSLITERATED, ENGLISH, BULGARIAN])
def test_single_ukrainian_paragraph_makes_no_ukrainian_article(text) -> None:
    assert language_of([text, text, WITHOUT_TELLING_LETTERS, text, text]) is None


@pytest.mark.parametrize("quoted", [RUSSIAN, ENGLISH, POLISH, BELARUSIAN, BULGARIAN])
def test_paragraph_in_another_language_is_marked(quoted) -> None:
    code = main_language([quoted])
    paragraphs = [BODY[0], quoted, BODY[1], BODY[2]]
    assert language_of(paragraphs) == "uk"
    assert paragraph_languages(paragraphs, "uk") == ("uk", code, "uk", "uk")


def test_ukrainian_paragraph_in_a_russian_article_is_marked() -> None:
    paragraphs = [RUSSIAN, RUSSIAN, UKRAINIAN]
    assert language_of(paragraphs) == "ru"
    assert paragraph_languages(paragraphs, "ru") == ("ru", "ru", "uk")


@pytest.mark.parametrize(
    "own",
    [
        UKRAINIAN,
        SURZHYK,
        WITHOUT_TELLING_LETTERS,
        "– Так.",
        "Real Madrid – Bayern München 2:1",
        "Про це пише The New York Times.",
        'Про це повідомило видання "Новые вести".',
        "https://example.com/news/2026/02/05/very-long-address-of-a-page.html",
        f"{BODY[1]} «Мы были в шоке, это ужас», – розповіла очевидиця.",
        "Він сказав, що це «вопрос времени», і вийшов із зали засідань.",
    ],
)
def test_name_reply_or_quoted_words_do_not_change_the_language(own) -> None:
    assert paragraph_languages([*BODY, own], "uk") == ()


def test_reply_between_two_russian_paragraphs_is_russian() -> None:
    paragraphs = [*BODY, RUSSIAN, "– Да.", RUSSIAN, "– Так.", BODY[0]]
    assert paragraph_languages(paragraphs, "uk")[3:] == ("ru", "ru", "ru", "uk", "uk")


def test_body_alone_decides_and_titles_in_russian_change_nothing() -> None:
    article = parse(PAGE.replace(LEAD, "Мы увидели, что мосты ещё не готовы, объяснили жители"))
    assert (article.language_code, article.paragraph_languages) == ("uk", ())


def test_article_carries_the_languages_of_its_paragraphs() -> None:
    article = parse(PAGE.replace(BODY[1], RUSSIAN))
    assert article.language_code == "uk"
    assert article.paragraph_languages == ("uk", "ru", "uk")
    assert len(article.paragraph_languages) == len(article.body)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (BELARUSIAN, "it is Belarusian"),
        (BULGARIAN, "it is Bulgarian"),
        (SERBIAN, "it is in a language that is not known here"),
    ],
)
def test_article_in_another_language_is_refused_by_its_name(text, name) -> None:
    page = PAGE
    for paragraph in BODY:
        page = page.replace(paragraph, text)
    with pytest.raises(NotUkrainianError, match=name):
        parse(page)


def test_lingua_is_not_loaded_for_a_clear_text() -> None:
    program = (
        "import sys; from tasks.transform.parse.languages import *;"
        f"assert language_of({BODY!r}) == 'uk'; assert language_of([{RUSSIAN!r}]) == 'ru';"
        "assert 'lingua' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@given(
    st.lists(st.one_of(st.text(max_size=60), st.sampled_from((*BODY, RUSSIAN, ENGLISH, "– Так."))))
)
@settings(deadline=None)
def test_there_is_a_code_for_every_paragraph_or_none_at_all(paragraphs) -> None:
    codes = paragraph_languages(paragraphs, main_language(paragraphs) or "uk")
    assert len(codes) in {0, len(paragraphs)}
    assert all(codes)
