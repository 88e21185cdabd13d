"""Plain text tagged: offsets into the text as it is, the first line as its title."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.transform.tag.plain import tag_text
from tasks.transform.tag.printing import text_record

TEXT = (
    "\ufeff\r\n  Зеленський прибув до Варшави\r\n\r\n\t— Він зустрінеться з Дональдом Туском.\n"
    "«Польща допоможе», — пише Reuters 🙂 про Варшаву.\u2028Далі — Київ."
)

PIECES = st.lists(
    st.sampled_from(
        ["Києві", "Володимир Зеленський", "США", "\n", "\r\n", "\r", " ", "  ", "\t", "🙂", "é",
         "«Reuters»", "пише", "—", "\u2028", "\x0b", "рф", "Іва́н", "\u00ad",
         "\u0301", "5 ", "млн грн"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


def test_offsets_count_every_character_of_the_text():
    mentions = tag_text(TEXT).mentions

    assert [TEXT[item.start : item.end] for item in mentions] == [
        item.surface_uk for item in mentions
    ]
    assert [item.name_en for item in mentions if item.kind == "place"] == [
        "Warsaw", "Poland", "Warsaw", "Kyiv",
    ]  # fmt: skip


def test_the_order_of_mentions_is_that_of_the_text():
    starts = [item.start for item in tag_text(TEXT).mentions]
    assert starts == sorted(starts)


def test_a_text_without_letters_has_no_tags():
    for text in ("", "\n\n", " — 12 \r\n"):
        assert text_record(tag_text(text)) == text_record(tag_text(""))
        assert tag_text(text).mentions == ()


@settings(deadline=None)
@given(PIECES | st.text(max_size=80))
def test_any_text_has_exact_offsets_and_the_same_tags_again(text):
    tags = tag_text(text)
    found = (*tags.mentions, *tags.numbers)
    assert all(text[item.start : item.end] == item.surface_uk for item in found)
    assert tag_text(text) == tags


@pytest.mark.parametrize(
    "text",
    [
        "Іва́н Петре́нко приї́хав до Ки́єва, маючи 15 млн гри́вень.",
        "Іван Петре\u00adнко приїхав до Киє\u00adва, маючи 15\u200b млн\ufeff гри\u00adвень.",
        "\ufeffІван \u2060Петренко\u200b приїхав до Києва, маючи 15 млн гривень.",
        unicodedata.normalize("NFD", "Іван Петренко приїхав до Києва, маючи 15 млн гривень."),
    ],
)
def test_stress_marks_and_invisible_characters_hide_nothing(text):
    found = tag_text(text)

    assert [item.name_en for item in found.mentions] == ["Ivan Petrenko", "Kyiv"]
    assert [number.value for number in found.numbers] == [15_000_000]
    for item in (*found.mentions, *found.numbers):
        assert text[item.start : item.end] == item.surface_uk


def test_a_surface_keeps_its_stress_and_not_the_invisible_character_behind_it():
    (mention,) = tag_text("Ось Ки́їв\u200b тут.").mentions
    assert mention.surface_uk == "Ки́їв"


def test_letters_of_other_languages_keep_their_accents():
    assert [item.name_uk for item in tag_text("Слухали Beyonce\u0301 у Львові.").mentions] == [
        item.name_uk for item in tag_text("Слухали Beyoncé у Львові.").mentions
    ]
