"""Places in Ukrainian text: told by a table, by a word beside them, by a preposition."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.language.text import has_cyrillic
from tasks.models import MentionKind, Passage, Role
from tasks.transform.tag.inflection import nominatives
from tasks.transform.tag.linking import entity_id
from tasks.transform.tag.mentions import find, read_names
from tasks.transform.tag.naming import romanized
from tasks.transform.tag.places.found import is_first_name
from tasks.transform.tag.tables import rows


def places_in(*paragraphs):
    passages = [Passage(Role.BODY, number, text) for number, text in enumerate(paragraphs)]
    found = find(read_names(passages), romanized)
    return [
        (mention.surface_uk, mention.name_uk, mention.name_en, mention.country_code)
        for mention in found
        if mention.kind is MentionKind.PLACE
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Саміт ЄС перенесли.", ("ЄС", "ЄС", "European Union", None)),
        ("Заява Євросоюзу лунає.", ("Євросоюзу", "ЄС", "European Union", None)),
        (
            "Уряд Об'єднаного Королівства мовчить.",
            ("Об'єднаного Королівства", "Велика Британія", "United Kingdom", "GB"),
        ),
        ("ФРН закупить газ.", ("ФРН", "Німеччина", "Germany", "DE")),
        ("Уряд Голландії пішов.", ("Голландії", "Нідерланди", "Netherlands", "NL")),
        ("Сніг у Карпатах.", ("Карпатах", "Карпати", "Carpathians", None)),
        ("Судна в Ормузькій протоці.", ("Ормузькій протоці", "Ормузька протока",
                                        "Strait of Hormuz", None)),
        ("Рейси до Хітроу скасували.", ("Хітроу", "Хітроу", "Heathrow", "GB")),
        ("Пожежа на ЗАЕС.", ("ЗАЕС", "Запорізька АЕС", "Zaporizhzhia Nuclear Power Plant", "UA")),
        ("Бої у секторі Газа.", ("секторі Газа", "сектор Газа", "Gaza Strip", "PS")),
        ("Мітинг на майдані Незалежності.", ("майдані Незалежності", "Майдан Незалежності",
                                             "Independence Square", "UA")),
        ("КИЇВ. Погода мінлива.", ("КИЇВ", "Київ", "Kyiv", "UA")),
        ("Жителі москви скаржаться.", ("москви", "Москва", "Moscow", "RU")),
    ],
)  # fmt: skip
def test_names_that_news_uses_for_places(text, expected):
    assert places_in(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Обстріл села Роботиного.", ("Роботиного", "Роботине", "Robotyne", "UA")),
        ("Він живе у с. Гута.", ("Гута", "Гута", "Huta", "UA")),
        ("Це смт Райське.", ("Райське", "Райське", "Raiske", "UA")),
        ("У районі Лимана Першого тихо.", ("Лимана Першого", "Лиман Перший", "Lyman Pershyi",
                                            "UA")),
        ("Бої в Часовому Яру.", ("Часовому Яру", "Часів Яр", "Chasiv Yar", "UA")),
        ("Атака на Покровський район.", ("Покровський район", "Покровський район",
                                          "Pokrovsk district", "UA")),
        ("Удар по Білоцерківському району.", ("Білоцерківському району", "Білоцерківський район",
                                               "Bila Tserkva district", "UA")),
        ("Жителі Бородянської громади.", ("Бородянської громади", "Бородянська громада",
                                           "Borodianka community", "UA")),
        ("Пожежа в Галицькому районі.", ("Галицькому районі", "Галицький район",
                                          "Halytskyi district", "UA")),
        ("Тривога на Нікопольщині.", ("Нікопольщині", "Нікопольщина", "Nikopol district", "UA")),
        ("Історія Артемівська давня.", ("Артемівська", "Бахмут", "Bakhmut", "UA")),
    ],
)  # fmt: skip
def test_settlements_and_districts_of_ukraine_in_any_case(text, expected):
    assert places_in(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Літак сів в аеропорту "Бориспіль".', ('аеропорту "Бориспіль"', "аеропорт «Бориспіль»",
                                                "Boryspil Airport", "UA")),
        ("Мова про аеропорт Львів.", ("аеропорт Львів", "аеропорт Львів", "Lviv Airport", "UA")),
        ("Збір біля аеропорту Львова.", ("Львова", "Львів", "Lviv", "UA")),
        ("Страйк Брюссельського аеропорту.", ("Брюссельського аеропорту", "Брюссельський аеропорт",
                                              "Brussels Airport", "BE")),
        ("Станція метро «Либідська» закрита.", ("Станція метро «Либідська»",
                                                "станція метро «Либідська»",
                                                "Lybidska metro station", None)),
        ("Ремонт на вулиці Хортицькій.", ("вулиці Хортицькій", "вулиця Хортицька",
                                          "Khortytska Street", None)),
        ("Ремонт на вул. Степана Бандери.", ("вул. Степана Бандери", "вулиця Степана Бандери",
                                             "Stepana Bandery Street", None)),
        ("Корабель у Севастопольській бухті.", ("Севастопольській бухті", "Севастопольська бухта",
                                                "Sevastopol Bay", "UA")),
        ("Влада кантону Цуг проти.", ("Цуг", "Цуг", "Zug", "CH")),
        ("Газ Східного Сибіру.", ("Східного Сибіру", "Східний Сибір", "Eastern Siberia", "RU")),
        ("Уряд Республіки Польща за.", ("Республіки Польща", "Польща", "Poland", "PL")),
    ],
)  # fmt: skip
def test_the_word_beside_a_name_makes_it_a_place(text, expected):
    assert places_in(text) == [expected]


def test_every_settlement_of_a_list_is_found():
    found = places_in("Обстріляли села Мала Рогань, Вільхівка та Циркуни.")
    assert [name for _, name, _, _ in found] == ["Мала Рогань", "Вільхівка", "Циркуни"]


def test_every_district_of_a_list_is_found_the_last_with_its_head():
    found = places_in("Тривога у Сумській, Полтавській та Харківській областях.")
    assert [(surface, name) for surface, name, _, _ in found] == [
        ("Сумській", "Сумська область"),
        ("Полтавській", "Полтавська область"),
        ("Харківській областях", "Харківська область"),
    ]


def test_a_region_is_not_the_town_that_shares_its_adjective():
    found = places_in("Тривога у Хмельницькій, Вінницькій та Сумській областях.")
    assert found[0] == ("Хмельницькій", "Хмельницька область", "Khmelnytskyi region", "UA")


def test_both_ends_of_a_route_are_places():
    assert [name for _, name, _, _ in places_in("Рейс Київ-Берлін затримали.")] == [
        "Київ", "Берлін",
    ]  # fmt: skip


def test_a_village_needs_its_region_in_the_article():
    village = "Дорога до Стельмахівки закрита."
    assert places_in(village) == []
    assert ("Стельмахівки", "Стельмахівка", "Stelmakhivka", "UA") in places_in(
        "Новини Луганської області.", village
    )


def test_one_sure_mention_of_a_village_confirms_the_others():
    found = places_in("Пожежа в селі Довге.", "Довге евакуюють. Дорога до Довгого закрита.")
    assert [surface for surface, _, _, _ in found] == ["Довге", "Довгого"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("На Покровському напрямку тихо.", ("Покровський напрямок", "Pokrovsk sector")),
        ("На Ладижинському водосховищі лід.", ("Ладижинське водосховище", "Ladyzhyn Reservoir")),
        ("Трамвай до мікрорайону Намив.", ("Намив", "Namyv")),
        ("Міст через річку Стрижень.", ("Стрижень", "Stryzhen")),
        ("На полонині Кобилецька сніг.", ("Кобилецька", "Kobyletska")),
        ("Міський голова Звенигорода прозвітував.", ("Звенигород", "Zvenyhorod")),
        ("У Тихому Лимані свято.", ("Тихий Лиман", "Tykhyi Lyman")),
        ("Рівень води біля Вилка впав.", ("Вилок", "Vylok")),
        ("На вулиці Кирилівській тихо.", ("вулиця Кирилівська", "Kyrylivska Street")),
    ],
)
def test_the_kind_of_a_place_or_its_neighbour_tells_a_name_of_any_word(text, found):
    assert [(uk, en) for _, uk, en, _ in places_in(text)] == [found]


def test_a_place_told_once_is_found_again_by_its_name_alone():
    found = places_in("Трамвай до мікрорайону Намив.", "Депутати не дали трамвая до Намиву.")
    assert [name for _, name, _, _ in found] == ["Намив", "Намив"]


def test_both_ends_of_a_route_in_quotation_marks_are_places():
    found = places_in("Застряг автобус «Чортків — Львів».")
    assert [name for _, name, _, _ in found] == ["Чортків", "Львів"]


def test_an_ambiguous_name_is_a_place_beside_a_place():
    found = places_in("Рахують у Вісконсині, Джорджії та Аризоні.")
    assert [name for _, name, _, _ in found] == ["Вісконсин", "Джорджія", "Аризона"]
    assert places_in("Джорджія усміхнулася.") == []


def test_unknown_towns_behind_a_preposition_are_guessed():
    assert places_in("Фестиваль у Кадаркеші, Ґамборні й Понтелунзі.") == [
        ("Кадаркеші", "Кадаркеш", "Kadarkesh", None),
        ("Ґамборні", "Ґамборня", "Gambornia", None),
        ("Понтелунзі", "Понтелунга", "Pontelunha", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Крейсер «Москва» затонув.",
        "Рух «Вільна Україна» зареєстрували.",
        "Асамблея Чорноморського економічного співробітництва.",
        "Це район Авдіївського коксохіму.",
        "У районі. Пожежі не було.",
        "Жителька міста Ірина плакала.",
        "Від берега 50 м. Далі ліс.",
        "Зимовий район міста великий.",
        "Виступ у Раді тривав.",
        "Відео з'явилося у СтратКомі.",
        "Сильні пориви вітру заважали.",
        "Товариство «Степове-Агро» сіє.",
        "Київський борщ смачний.",
        "Газопровід «Північний потік» зупинили.",
        "Відпочинок в Інстаграмі.",
        "Засідання в Мінкульті.",
    ],
)
def test_what_only_looks_like_a_place_is_none(text):
    assert places_in(text) == []


def test_a_town_that_is_somebodys_surname_here_is_a_person():
    assert places_in("Міністр Ллойд Остін прибув.", "Остін виступив із заявою.") == []
    assert [name for _, name, _, _ in places_in("Перегони в Остіні завершили.")] == ["Остін"]


def test_the_union_is_one_thing_under_both_its_names():
    names = entity_id(MentionKind.PLACE, "European Union")
    assert names == entity_id(MentionKind.ORGANIZATION, "European Union")


@pytest.mark.parametrize(
    ("form", "nominative"),
    [
        ("рогу", "ріг"),
        ("канева", "канів"),
        ("миколаєва", "миколаїв"),
        ("тростянця", "тростянець"),
        ("роботиному", "роботине"),
        ("циркунах", "циркуни"),
        ("чернівців", "чернівці"),
        ("вільхівці", "вільхівка"),
        ("умані", "умань"),
        ("стрия", "стрий"),
        ("сум", "суми"),
        ("лубен", "лубни"),
        ("часового", "часів"),
    ],
)
def test_forms_of_toponyms_lead_back_to_the_nominative(form, nominative):
    assert nominative in nominatives(form)


# «У селі Олег співав»: a village that is called like a man is not told from him.
SETTLEMENTS = [
    row["name"]
    for row in rows("settlements.tsv")
    if row["kind"] != "city" and not is_first_name(row["name"].partition(" ")[0])
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SETTLEMENTS))
def test_any_settlement_of_the_codifier_is_found_behind_its_word(name):
    text = f"Зібралися біля селища {name} зранку."
    found = places_in(text)
    assert [surface for surface, _, _, _ in found] == [name]
    assert not has_cyrillic(found[0][2])


@pytest.mark.parametrize("table", ["places.tsv", "settlements.tsv", "renamed_places.tsv"])
def test_names_stand_once_in_their_table(table):
    names = [next(iter(row.values())) for row in rows(table)]
    assert len(names) == len(set(names))
    assert not [name for name in names if "’" in name]


def test_english_of_the_table_of_places_has_no_cyrillic():
    assert not [row for row in rows("places.tsv") if has_cyrillic(row["en"] + row["code"])]


def test_a_street_of_an_adjective_without_a_gender_is_a_place():
    assert [surface for surface, *_ in places_in("На вулиці Шевчишинї тихо.")] == [
        "вулиці Шевчишинї"
    ]
