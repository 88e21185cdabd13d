"""Ukrainian surnames are spelt officially, whatever an engine made of them; others are left."""

from __future__ import annotations

import pytest

from tasks.transform.translate.surnames import with_official_forms


@pytest.mark.parametrize(
    ("uk", "given", "wanted"),
    [
        ("Депутат Кравченко мовчав.", "MP Kravtchenko kept silent.", "MP Kravchenko kept silent."),
        ("слова Кравченка", "Kravtchenko's words", "Kravchenko's words"),
        ("Олександра Ковальчука", "Alexander Kowalczuk", "Alexander Kovalchuk"),
        ("з Марчуком", "with Martchuk", "with Marchuk"),
        ("Сергію Гриценку", "Sergey Gritsenko", "Sergey Hrytsenko"),
        ("Гнатюк і Ткачук", "Gnatyuk and Tkachuk", "Hnatiuk and Tkachuk"),
        # Two people of like names, a husband and his wife.
        ("Ткаченко і Ткачук", "Tkachenko and Tkachuk", "Tkachenko and Tkachuk"),
        ("Олексій і Юлія Навальні", "Navalny and Navalnaya", "Navalny and Navalnaya"),
        ("Марія Іванова та Іванов", "Maria Ivanova and Ivanov", "Maria Ivanova and Ivanov"),
        # Foreign, whatever the official romanisation of its Ukrainian spelling.
        ("Радослав Сікорський", "Radoslaw Sikorski", "Radoslaw Sikorski"),
        ("Йоганн Вадефуль", "Johann Wadephul", "Johann Wadephul"),
        # Common words, and names that the English lacks.
        ("Він узяв жменьку.", "He took a handful.", "He took a handful."),
        ("Кравченко прийшов.", "He came.", "He came."),
    ],
)
def test_surnames(uk, given, wanted):
    assert with_official_forms(uk, given) == wanted


def test_a_sentence_that_is_right_stays_as_it_is():
    given = "Hrytsenko met Marchuk and Tkachenko."

    assert with_official_forms("Гриценко зустрів Марчука і Ткаченка.", given) == given
