"""The English of organisations: known, put together of parts, or spelled."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.language.text import has_cyrillic
from tests.tag.organizations.conftest import find_organizations

PHRASES = {
    "Комерційний суд": "The commercial court",
    "Яворський районний суд": "Yavir district court",
    "Бережанська область": "the Berezhany region",
    "округ": "district",
    "Апеляційний суд": "court of appeal",
    "Інститут": "institute",
    "Фонд": "fund",
    "Поліція": "police",
    "водоканал": "water utility",
    "Асоціація бджолярів": "association of beekeepers",
}


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Комерційний суд Барселони мовчить.", "Commercial Court of Barcelona"),
        ("Яворський районний суд Бережанської області мовчить.",
         "Yavir District Court of Berezhany region"),
        ("Апеляційний суд округу Норра мовчить.", "Court of Appeal of Norra District"),
        ("Дані Інституту Роберта Новака.", "Robert Novak Institute"),
        ("Асоціація бджолярів проти.", "Association of Beekeepers"),
        ("Верховний суд США проти.", "US Supreme Court"),
        ("МЗС Нідерландів проти.", "Dutch Foreign Ministry"),
        ("Військово-морські сили Данії проти.", "Danish Navy"),
        ("Данська берегова охорона проти.", "Danish Coast Guard"),
        ("Поліція Буковини проти.", "Bukovyna police"),
        ("Деражнянський водоканал проти.", "Derazhnia Water Utility"),
        ("Дані Фонду Роберта Новака Тім Дуб не знав.", "Robert Novak Fund"),
        ("Компанія «Синій млин» росте.", "Synii Mlyn"),
    ],
)  # fmt: skip
def test_english_is_put_together_of_its_parts(organizations, text, english):
    found = organizations(text, lambda phrase: PHRASES.get(phrase, phrase))
    assert [item.name_en for item in found] == [english]


PARTS = """
    Міністерство міністерства суд Вищий вищого округу Норра і та , ( ) « » МЗС ЗКР України праці
    спорту Korvex & 2 AG Компанія «Ярмакс» (ЄФК) імені Петра Гука 93-ї бригади з питань
"""
WORDS = st.lists(st.sampled_from(PARTS.split()), max_size=14).map(" ".join)


@settings(deadline=None, max_examples=150)
@given(WORDS)
def test_offsets_and_letters_hold_whatever_stands_together(text):
    for item in find_organizations(text):
        assert f"Новина\n{text}"[item.start : item.end] == item.surface_uk
        assert item.name_en
        assert not has_cyrillic(item.name_en)
        assert item.surface_uk == item.surface_uk.strip()
