"""Documents that are no article are refused for the right reason, in words that help."""

from __future__ import annotations

import pickle

import pytest

from tasks.errors import Terminal
from tasks.transform.parse.errors import (
    NotAnArticleError,
    NoTextError,
    NoTitleError,
    NotUkrainianError,
)
from tests.parse.pages import BODY, CAPTION, CREDIT, LEAD, PAGE, TITLE, parse

ENGLISH = """Storm hits the coast

John Smith
example.com

A powerful storm hit the coast on Monday. Officials said nobody was hurt.
"""
CODE = (
    "import os\n\n\ndef main():\n    print('привіт')\n\n\nif __name__ == '__main__':\n    main()\n"
)
BELARUSIAN = """Навіны тыдня

Урад учора заявіў, што будзе падтрымліваць ўсе рашэнні парламента. Гэта ўжо трэцяя заява за
тыдзень, а раней ўрад ўхіляўся ад адказу, хоць ўсё было вядома.
"""
BULGARIAN = """Новини от страната

Правителството прие бюджета за следващата година. Министърът заяви, че държавата ще увеличи
разходите за здраве. Според него това е най-доброто решение за бъдещето на гражданите.
Гласуването ще бъде във вторник.
"""


@pytest.mark.parametrize("text", ["", " \n\u00a0\n\t", "\ufeff", "***\n---\n…"])
def test_document_without_text(text) -> None:
    with pytest.raises(NotAnArticleError, match="is empty"):
        parse(text)


def test_binary_document() -> None:
    with pytest.raises(NotAnArticleError, match="control characters"):
        parse("\x00\x01\x02PNG\x1a" * 100)


def test_single_stray_control_character_is_dropped() -> None:
    assert parse(PAGE.replace("Уряд", "Уряд\x00", 1)).title == TITLE


def test_source_of_a_web_page() -> None:
    with pytest.raises(NotAnArticleError, match="HTML source"):
        parse(f"<!DOCTYPE html><html><body><p>{BODY[0]}</p></body></html>")


@pytest.mark.parametrize("text", [ENGLISH, CODE, BELARUSIAN, BULGARIAN, '{"a": [1, 2]}', "1\n2\n3"])
def test_text_in_another_language(text) -> None:
    with pytest.raises(NotUkrainianError, match=r"is not Ukrainian \(or Russian\)"):
        parse(text)


@pytest.mark.parametrize("removed", [[], [LEAD], [CAPTION, CREDIT], [CAPTION, CREDIT, LEAD]])
def test_page_without_title_is_refused_and_its_lead_or_caption_is_not_made_one(removed) -> None:
    page = PAGE.replace(TITLE + "\n", "")
    for block in removed:
        page = page.replace(f"{block}\n", "")
    with pytest.raises(NoTitleError, match="has no title"):
        parse(page)


def test_paragraphs_alone_have_no_title() -> None:
    with pytest.raises(NoTitleError):
        parse("\n\n".join(BODY))


def test_title_alone_has_no_text() -> None:
    with pytest.raises(NoTextError, match="has only a title"):
        parse(PAGE.split(CAPTION)[0])


def test_every_refusal_is_terminal_says_what_to_do_and_travels_between_processes() -> None:
    with pytest.raises(Terminal) as caught:
        parse(ENGLISH)
    error = caught.value
    assert "file:///page.txt" in error.what
    assert error.data
    assert error.remedy
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_language_is_decided_on_the_body_and_not_on_title_or_byline() -> None:
    page = PAGE.replace(TITLE, "«Ты же выжил»: фільм про объезд")
    assert parse(page.replace("Остап Гнатів", "Пётр Быков")).language_code == "uk"


def test_russian_article_is_kept_and_marked() -> None:
    russian = "Мэр объявил о завершении ремонта. Жители ещё ждут объяснений о цене работ."
    page = PAGE
    for paragraph in BODY:
        page = page.replace(paragraph, russian)
    assert parse(page).language_code == "ru"


def test_russian_quotation_does_not_make_an_article_russian() -> None:
    quoted = f"{BODY[1]} «Мы были в шоке, это ужас», – розповіла очевидиця."
    assert parse(PAGE.replace(BODY[1], quoted)).language_code == "uk"
