"""Sentences of Ukrainian news."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.transform.translate.segment import split_sentences

HARD_CASES = json.loads(Path(__file__).with_name("sentences.json").read_text("utf-8"))


@pytest.mark.parametrize("sentences", HARD_CASES, ids=lambda case: case[0][:30])
def test_hard_cases_split_where_a_reader_would(sentences):
    assert split_sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["О. Зеленський та В. Залужний прибули.", "Потім вони поїхали."],
        ["Премію ім. В. І. Вернадського вручили вченим.", "Їх троє."],
        ["«Так?» – спитав він.", "– Ні, – відповіла вона."],
        ["Він чекав… і не дочекався.", "Вони пішли…", "Настав ранок."],
        ["Курс – 41,35 грн за долар.", "Євро коштує 3.14 рубля."],
        ["Деталі на https://example.org/a.b?c=1.2 та zn.ua.", "Читайте."],
        ["О 14:30 пролунав вибух.", "О 15.40 був другий."],
        ["Потерпілі є в с. Липці та смт. Вільча.", "Їм допомогли."],
        ["Справа за ст. 110 ККУ, ч. 2, п. 3.", "Йому загрожує строк."],
        ["Це сталося у 1990–1991 рр.", "Тоді все змінилося."],
        ["Тривога була до 03:48.", "ПС попередили про ракети."],
        ["Збито сім С-300.", "ППО спрацювала."],
        ["Бої йдуть у Київській обл. та поруч.", "Там гучно."],
        ["Доповідав д. т. н. Коваль.", "Його слухали."],
        ["На нараді були ген. Сирко і гр. Мельник.", "Вона тривала годину."],
        ["1. Перша новина.", "2. Друга новина."],
        ["Вага – 200 гр.", "Ціна – 5 грн."],
        ["Що?!", "Невже?", "Так!"],
        ["Туди ввійшов 3-й десантний полк.", "Це багато."],
        ["У м. Суми та с. Боромля тихо."],
        ["Без крапки наприкінці"],
    ],
    ids=lambda case: case[0][:30],
)
def test_news_abbreviations_initials_quotes_and_numbers(sentences):
    assert split_sentences(" ".join(sentences)) == sentences


@given(st.text(alphabet='Аая.!?…«»– \u00a0,:0123ртисcмгно()"-', max_size=80))
def test_splitting_loses_no_character_and_makes_no_empty_sentence(text):
    sentences = split_sentences(text)
    assert all(sentence.strip() for sentence in sentences)
    assert "".join("".join(sentences).split()) == "".join(text.split())


def test_threads_do_not_disturb_each_other():
    texts = [" ".join(case) * 3 for case in HARD_CASES] * 4
    alone = [split_sentences(text) for text in texts]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(split_sentences, texts)) == alone
    finally:
        sys.setswitchinterval(interval)
