"""What holds for every text, likely or not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tasks.language.text import has_cyrillic
from tasks.transform.translate.draft.engine import DraftEngine
from tasks.transform.translate.draft.reading import word_set

SENTENCES = [
    "Президент України Володимир Зеленський 1 грудня провів засідання уряду.",
    "Діалог на високому рівні було припинено у 2021 році.",
    "Ціни на пальне зросли на 20 відсотків, повідомили в міністерстві.",
    "«Ми не відступимо», – заявив генерал, який очолює оборону міста.",
    "Якщо сторони домовляться, поставки відновлять у березні 2026 року.",
]
ENGINE = DraftEngine()
# Ukrainian, Russian, Belarusian, Serbian and historic letters alike.
CYRILLIC = st.text(st.characters(min_codepoint=0x0400, max_codepoint=0x052F), max_size=30)
WORDS = st.sampled_from(
    sorted(
        word_set(
            "у місті, президент Києва заявив що не було 5-го «війська» який які його свій й та – "
            "можна слід немає США! 20% річний було-таки буде працювати щоб з-за (тощо) … й/або "
            "5-7 10–15% 2009–2011 1,5-2,5 20-25-річні 1990-х 05.02.2026 12:30 2:1 лютого років"
        )
    )
)
ANYTHING = st.one_of(
    st.text(max_size=60), CYRILLIC, st.lists(WORDS | CYRILLIC, max_size=15).map(" ".join)
)


@settings(max_examples=400, deadline=None)
@given(ANYTHING)
@example("ԯ԰\u052f")
@example("б")
@example("ь")
@example("\u200b")
@example("ѝЀЀЬ")
@example("Незважаючи тесту")
def test_any_text_gives_a_text_without_cyrillic(text):
    (english,) = ENGINE.translate([text])

    assert not has_cyrillic(english)
    assert bool(english) == bool(text.strip())
    assert "\n" not in english or "\n" in text


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS | st.integers(0, 10**9).map(str), min_size=1, max_size=12))
def test_every_number_of_the_source_is_in_the_english(words):
    text = " ".join(words)
    (english,) = ENGINE.translate([text])

    missing = [digits for digits in re.findall(r"\d+", text) if digits not in english]
    assert not missing or _digits(text) == _digits(english)


def _digits(text: str) -> list[str]:
    return sorted(re.sub(r"\D", "", text))


@pytest.mark.parametrize(
    "kept",
    ["https://example.com/a?b=1&c=2", "www.example.org", "info@example.com", "iPhone 15 Pro",
     "Bloomberg", "F-16", "AT&T", "@user11", "#StandWithUkraine", "12:30", "COVID-19", "H&M",
     "Gripen E/F", "80,5", "5%", "$100"],
)  # fmt: skip
@pytest.mark.parametrize("frame", ["{}", "Про це пише {}.", "Він бачив {} у місті, але мовчав."])
def test_latin_names_addresses_and_figures_are_kept(kept, frame):
    (english,) = ENGINE.translate([frame.format(kept)])

    assert kept.replace("80,5", "80.5").casefold() in english.casefold()


def test_any_process_and_any_order_gives_the_same_english():
    code = (
        "import sys; from tasks.transform.translate.draft.engine import DraftEngine; "
        "print('\\n'.join(DraftEngine().translate(sys.argv[1:])))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, *SENTENCES],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("0", "77")
    }  # fmt: skip
    backwards = ENGINE.translate(SENTENCES[::-1])[::-1]

    assert outputs == {"\n".join(backwards) + "\n"}


def test_threads_give_what_one_thread_gives():
    alone = ENGINE.translate(SENTENCES)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: ENGINE.translate(SENTENCES), range(12)))

    assert all(english == alone for english in together)


def test_version_changes_with_the_tables_and_names_the_rules():
    assert re.fullmatch(r"\d+-[0-9a-f]{8}", ENGINE.version)
