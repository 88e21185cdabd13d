"""Names in Latin letters: organisations, and what looks like them."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Про це пише Tidende Nord.", ["Tidende Nord"]),
        ("Акції Blue Pipe 2 AG та Blue Pipe AG зросли.", ["Blue Pipe 2 AG", "Blue Pipe AG"]),
        ("Дослідження Fund for the Study of Wolves триває.", ["Fund for the Study of Wolves"]),
        ("Компанія Kranz & Sohn закрилась.", ["Kranz & Sohn"]),
        ("Рейси easyJet скасували.", ["easyJet"]),
        ("Стаття на Zernovoz.ua та Калина.info.", ["Zernovoz.ua", "Калина.info"]),
        ("Новий проєкт Korvex-2 стартував.", ["Korvex-2"]),
        ("За даними Zetra, Korvex і Milbo.", ["Zetra", "Korvex", "Milbo"]),
    ],
)
def test_names_in_latin_letters_are_organisations(surfaces, text, names):
    assert surfaces(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Він написав про це у Twitter та Facebook.",
        "Вакцина Zetravax готова.",
        "Купили смартфон Korvex.",
        "Наслідки Brexit і COVID-19 відчули всі.",
        "Літак Korvex 737 та винищувач F-35 сіли.",
        "Адреса www.example.com/Korvex та info@Korvex.com.",
        "Король Louis XIV у розділі XII.",
        "Він сказав: I have never seen such a big river in my life.",
        "Лікар Ален Моро (Alain Moreau) поїхав.",
        "Знайшли SIM та USB.",
    ],
)
def test_other_things_in_latin_letters_are_none(surfaces, text):
    assert surfaces(text) == []


def test_the_article_is_no_part_of_the_english(organizations):
    (found,) = organizations("Про це пише The Harbour Post.")
    assert (found.surface_uk, found.name_en) == ("The Harbour Post", "Harbour Post")
