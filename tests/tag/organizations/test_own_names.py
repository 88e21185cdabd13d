"""Names of their own: in quotation marks, behind their kind, by their letters."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Компанія «Ярмакс» і ТОВ «Синій млин» зросли.", ["Ярмакс", "Синій млин"]),
        ('Партія "Нова гребля" проти.', ["Нова гребля"]),
        ("У «Ярмаксі» пояснили затримку.", ["Ярмакс"]),
        ("Як розповіли у «Ярмаксі», все гаразд.", ["Ярмакс"]),
        ("Раніше «Ранковий Вісник» повідомляв про це.", ["Ранковий Вісник"]),
        ("Акції «Ярмаксу» впали.", ["Ярмакс"]),
        ("Матеріал надрукувала газета Ранковий Вісник.", ["Ранковий Вісник"]),
        ("Про це пише Яворська трибуна.", ["Яворська трибуна"]),
    ],
)
def test_what_stands_beside_a_name_tells_an_organisation(organizations, text, names):
    assert [item.name_uk for item in organizations(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "Фільм «Синій млин» зняли торік.",
        "Крейсер «Ярмакс» затонув.",
        "Боєць «Бурлака» розповів про наступ.",
        "Розповів «Бурлака», командир.",
        "Це так звана «Перемога» влади.",
        "Пише Гнат Синиця.",
        "Він сказав: «Поїхали додому зранку».",
    ],
)
def test_titles_ships_nicknames_and_quotations_are_none(surfaces, text):
    assert surfaces(text) == []


def test_a_name_that_is_known_is_found_again_in_any_case(surfaces):
    text = "Компанія «Ярмакс» росте. Без Ярмаксу було гірше, а з «Ярмаксом» краще."
    assert surfaces(text) == ["Ярмакс", "Ярмаксу", "Ярмаксом"]


def test_letters_in_brackets_stand_for_the_name_before_them(organizations):
    text = "Це Європейська федерація кухарів (ЄФК). В ЄФК проти. Без дозволу ЄФК ні."
    found = organizations(text)
    assert [item.surface_uk for item in found[1:]] == ["ЄФК", "ЄФК", "ЄФК"]
    assert len({item.entity_id for item in found}) == 1


def test_letters_that_say_whose_a_body_is_do_not_stand_for_it(organizations):
    found = organizations("Бійці 77-ї бригади (ЧФ) відступили.")
    assert len({item.entity_id for item in found}) == 2


def test_latin_letters_in_brackets_do_so_too(organizations):
    found = organizations("Компанія Blue Harbour Trust (BHT) росте. У BHT раді.")
    assert {item.entity_id for item in found} == {"organization/blue-harbour-trust"}


def test_a_name_in_latin_letters_in_brackets_is_the_english(organizations):
    text = "Це благодійна організація «Поміч птахам» (Aid to Birds, AOB). В AOB раді."
    assert {item.name_en for item in organizations(text)} == {"Aid to Birds"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("У МЗС Данії мовчать.", ["МЗС Данії"]),
        ("Вирок НАБУ і САП оскаржать.", ["НАБУ", "САП"]),
        ("Начальник Яворської МВА поїхав.", ["Яворської МВА"]),
        ("Голова НБУ Олімпія Гук проти.", ["НБУ"]),
        ("Про це передає ЗКР.", ["ЗКР"]),
        ("Бійці 77-ї бригади (ЧФ) відступили. Там був штаб ЧФ.", ["77-ї бригади", "ЧФ", "ЧФ"]),
        ("Після ДТП викликали БПЛА і РЕБ.", []),
        ("ДТП НА МОСТІ: ГОЛОВА СЕЛА ПРОТИ ЗКР", []),
    ],
)
def test_acronyms_of_organisations_and_others(surfaces, text, names):
    assert surfaces(text) == names


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("«День» побував на виставці.", [("День", "Den")]),
        ("День побув на виставці.", []),
        ("За прогнозом опитаних «Мінфіном» людей, ставка впаде.", [("Мінфіном", "Minfin")]),
        ("Про це заявили в Мінфіні.", [("Мінфіні", "Finance Ministry")]),
        ("Про це розповіла 0629 лікарка.", [("0629", "0629")]),
        ("Про це hromadske розповіла лікарка.", [("hromadske", "Hromadske")]),
        ("Як пише The Village Україна, двір закрили.",
         [("The Village Україна", "The Village Ukraine")]),
        ("Рада ухвалила закон", [("Рада", "Verkhovna Rada")]),
        ("Рада ухвалила закон.", []),
    ],
)  # fmt: skip
def test_media_that_are_called_by_other_words(organizations, text, named):
    assert [(item.surface_uk, item.name_en) for item in organizations(text)] == named
