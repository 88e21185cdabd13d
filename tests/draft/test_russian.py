"""Russian sentences are recognised, spelled and flagged; Ukrainian ones never are."""

from __future__ import annotations

import pytest

from tasks.language.russian import is_russian
from tasks.settings import Settings
from tasks.transform.translate.chain import Rendering
from tasks.transform.translate.checks import Flag
from tasks.transform.translate.registry import build_chain


@pytest.mark.parametrize(
    "text",
    ["Выборы пройдут в срок.", "Он сказал, что не знает, когда она вернется.", "Объект закрыт."],
)
def test_russian_is_told_by_letters_or_small_words(text):
    assert is_russian(text)


@pytest.mark.parametrize(
    "text",
    ["Вибори пройдуть вчасно.", "Та не так.", "Зустріч об 11:00 у м. Харкові.", "Воно було там.",
     "Через 5 год прибуде поїзд.", "с. Велике", "Гасло «Мы помним» зняли зі стіни, а її закрили."],
)  # fmt: skip
def test_ukrainian_is_never_taken_for_russian(text):
    assert not is_russian(text)


def test_a_russian_sentence_is_kept_with_a_flag_where_draft_is_the_last_engine():
    (made,) = build_chain("draft", Settings()).translate(["Выборы пройдут 5 мая, сказал он."])

    assert isinstance(made, Rendering)
    assert made.flags == (Flag.NOT_UKRAINIAN,)
    assert "5" in made.en
