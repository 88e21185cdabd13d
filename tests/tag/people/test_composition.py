"""Which words belong to a name."""

from __future__ import annotations

import pytest

WHOLE = [
    "Урсула фон дер Ляєн",
    "Роберт Де Ніро",
    "Мухаммед бін Салман",
    "Башар аль-Асад",
    "Жан-Клод Юнкер",
    "Марта Гнатюк-Величко",
    "Ларс Льокке Расмуссен",
    "Шевченко Тарас Григорович",
    "Тарас Григорович Шевченко",
    "Шевченко Т. Г.",
    "Т. Г. Шевченко",
    "Т.Мей",
    "Дж. Байден",
    "Степан ГІГА",
    "Роберт Кеннеді-молодший",
    "Джей Ді Венс",
    "Кім Чен Ин",
    "Donald J. Trump",
    "Єлизавета II",
]


@pytest.mark.parametrize("name", WHOLE)
def test_a_name_is_taken_whole(named, name):
    assert [surface for surface, _ in named(f"Сьогодні {name}, як завжди, мовчить.")] == [name]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        (
            "Прийшли Іван Коржик, Ольга Яцик і Лев Гойда.",
            ["Іван Коржик", "Ольга Яцик", "Лев Гойда"],
        ),
        ("Оксана подарувала Петренку книжку.", ["Петренку"]),
        ("Приз Марії вручив Іван Коржик.", ["Марії", "Іван Коржик"]),
        ("Мер Ігор Терехов Харків не залишив.", ["Ігор Терехов"]),
        ("Роман Дж. Р. Толкіна перевидали.", ["Дж. Р. Толкіна"]),
        ("Мартін Лохер (Martin Locher) заявив.", ["Мартін Лохер", "Martin Locher"]),
        ("Слухали речника Грема Коваля, не Мур.", ["Грема Коваля"]),
    ],
)
def test_a_name_ends_where_another_word_begins(named, text, surfaces):
    assert [surface for surface, _ in named(text)] == surfaces


def test_the_particle_belongs_to_the_surname_alone_too(named):
    found = named("Прибула Урсула фон дер Ляєн.", "Згодом фон дер Ляєн виступила.")
    assert found[-1] == ("фон дер Ляєн", "Урсула фон дер Ляєн")
