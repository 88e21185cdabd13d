"""How persons are spelled in English, and players and soldiers whom only their place tells."""

from __future__ import annotations

import pytest

LINEUP = "Ворскла: Тирса – Вербовий, Пашко, Заєць – Хмара, Коваль (Гриб, 73) – Зима"


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Про це сказала підприємиця Ніна Ковальська.", "Nina Kovalska"),
        ("Польська письменниця Марія Ковальська приїхала.", "Maria Kowalska"),
        ("Комбайнер Борис Авдєєв говорить російською.", "Borys Avdieiev"),
        ("Губернатор Самари Борис Авдєєв мовчить.", "Boris Avdeyev"),
        ("Премію здобув Борис Джонсон.", "Boris Johnson"),
        ("Лікарка Зоя Швець чергувала.", "Zoia Shvets"),
        ("Розповів будівничий Олександр Моця-молодший.", "Oleksandr Motsia Jr."),
        ("Прем'єр Марк Карні прибув.", "Mark Carney"),
    ],
)
def test_ukrainians_are_spelled_officially_and_foreigners_as_at_home(persons, text, english):
    assert [item.name_en for item in persons(text)] == [english]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Петрові Сиволапу 61 рік.", ("Петрові Сиволапу", "Петро Сиволап")),
        ("За словами голови Прохора Сікоренка, так.", ("Прохора Сікоренка", "Прохор Сікоренко")),
        ("ЛЕСЯ ГРИНЮК: «Я ВЗЯЛА НАДФІЛЬ»", ("ЛЕСЯ ГРИНЮК", "Леся Гринюк")),
        ("За словами директора ліцею Богдана Шевчука, так.", ("Богдана Шевчука", "Богдан Шевчук")),
        ("Керівника «Водоканалу» Марка Дзядика звільнили.", ("Марка Дзядика", "Марк Дзядик")),
        ("Гідрологиня Марта Шевага каже.", ("Марта Шевага", "Марта Шевага")),
        ("Розповів боєць на позивний Байрак.", ("Байрак", "Байрак")),
    ],
)
def test_a_name_comes_to_its_nominative_whatever_stands_before_it(named, text, found):
    assert named(text) == [found]


def test_every_player_of_a_lineup_is_a_person_whatever_the_word_means(named):
    players = ["Тирса", "Вербовий", "Пашко", "Заєць", "Хмара", "Коваль", "Гриб", "Зима"]
    assert [surface for surface, _ in named(LINEUP)] == players


def test_lists_of_goals_and_cards_are_read_beside_a_lineup_only(named):
    goals = "Голи: Зима, 33, Заєць, 81 (пен.)"
    assert [surface for surface, _ in named(LINEUP, goals)][-2:] == ["Зима", "Заєць"]
    assert named(goals) == []


def test_a_list_of_towns_with_numbers_is_no_lineup(named):
    assert named("Тривоги: Київ – 5, Львів – 3, Одеса – 2, Харків – 7, Дніпро – 4, Суми – 1") == []
