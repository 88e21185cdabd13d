"""Names in Ukrainian text: found whole, brought to the nominative, in English."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.language.text import has_cyrillic
from tasks.models import MentionKind, Passage, Role
from tasks.transform.tag.mentions import find, read_names
from tasks.transform.tag.naming import romanized


def mentions_of(passages):
    return find(read_names(passages), romanized)


def names_in(text):
    found = mentions_of([Passage(Role.BODY, 0, text)])
    return [(mention.surface_uk, mention.name_uk, mention.name_en) for mention in found]


PEOPLE = [
    ("Пораду дав Ростислав Вонс.", "Ростислав Вонс", "Rostyslav Vons"),
    ("Її дали Ростиславу Вонсу.", "Ростислав Вонс", "Rostyslav Vons"),
    ("Зустріч із Алексусом Грінкевичем.", "Алексус Грінкевич", "Alexus Grynkewich"),
    ("Заява Джей Ді Венса здивувала.", "Джей Ді Венс", "JD Vance"),
    ("План Дональда Трампа відхилили.", "Дональд Трамп", "Donald Trump"),
    ("Лист Володимирові Зеленському.", "Володимир Зеленський", "Volodymyr Zelenskyy"),
    ("Слова Володимира Олександровича Зеленського.", "Володимир Зеленський", "Volodymyr Zelenskyy"),
    ("Виступ Олени Зеленської.", "Олена Зеленська", "Olena Zelenska"),
    ("Разом з Ганною Ткачук.", "Ганна Ткачук", "Hanna Tkachuk"),
    ("За Ольги Стефанішиної.", "Ольга Стефанішина", "Olha Stefanishyna"),
    ("Віталія Кличка бачили.", "Віталій Кличко", "Vitali Klitschko"),
    ("Урсулою фон дер Ляєн.", "Урсула фон дер Ляєн", "Ursula von der Leyen"),
    ("Тут був Т. Шевченко.", "Т. Шевченко", "T. Shevchenko"),
    ("Розповіли про Путіна.", "Володимир Путін", "Vladimir Putin"),
]


@pytest.mark.parametrize(("text", "name_uk", "name_en"), PEOPLE, ids=[row[1] for row in PEOPLE])
def test_people_in_any_case(text, name_uk, name_en):
    found = mentions_of([Passage(Role.BODY, 0, text)])
    assert [(m.kind, m.name_uk, m.name_en) for m in found] == [
        (MentionKind.PERSON, name_uk, name_en)
    ]


PLACES = [
    ("Він жив у Києві.", "Київ", "Kyiv", "UA"),
    ("Вибухи в Одесі чули.", "Одеса", "Odesa", "UA"),
    ("Переговори в Абу-Дабі тривають.", "Абу-Дабі", "Abu Dhabi", "AE"),
    ("Армія росії відступила.", "Росія", "Russia", "RU"),
    ("Війська РФ відступили.", "Росія", "Russia", "RU"),
    ("Угода з Російською Федерацією.", "Росія", "Russia", "RU"),
    ("Допомога Сполучених Штатів Америки.", "США", "United States", "US"),
    ("Політики США приїхали.", "США", "United States", "US"),
    ("Порт у Великій Британії.", "Велика Британія", "United Kingdom", "GB"),
    ("Обстріл Харківської області.", "Харківська область", "Kharkiv region", "UA"),
]


@pytest.mark.parametrize(("text", "name_uk", "name_en", "code"), PLACES)
def test_places_in_any_case_with_their_country(text, name_uk, name_en, code):
    found = mentions_of([Passage(Role.BODY, 0, text)])
    assert [(m.kind, m.name_uk, m.name_en, m.country_code) for m in found] == [
        (MentionKind.PLACE, name_uk, name_en, code)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Війська НАТО прибули.", [("НАТО", "NATO", None)]),
        ("Суддя Верховного суду США.", [("Верховного суду США", "US Supreme Court", "US")]),
        (
            "Заява МЗС Росії.",
            [("МЗС Росії", "Russian Foreign Ministry", "RU")],
        ),
        (
            "Силами Європейського командування США.",
            [("Європейського командування США", "US European Command", "US")],
        ),
        ("Про це пише Reuters.", [("Reuters", "Reuters", None)]),
    ],
)
def test_organisations_are_taken_whole(text, expected):
    found = mentions_of([Passage(Role.BODY, 0, text)])
    assert [(m.surface_uk, m.name_en, m.country_code) for m in found] == expected
    assert all(m.kind is MentionKind.ORGANIZATION for m in found)


@pytest.mark.parametrize(
    "text",
    [
        "Читати також новини.",
        "Гроза пройшла повз.",
        "Віра допомогла людям.",
        "Крейсер «Москва» затонув.",
        "Тому рішення ухвалили.",
        "Мир потрібен усім.",
        "",
        "  ",
    ],
)
def test_everyday_words_are_no_names(text):
    assert names_in(text) == []


def test_a_surname_alone_is_linked_to_the_full_name_of_the_article():
    passages = [
        Passage(Role.TITLE, 0, "Венс відповів критикам"),
        Passage(Role.BODY, 0, "Віцепрезидент Джей Ді Венс виступив. Зал слухав Венса."),
    ]
    found = mentions_of(passages)
    assert {(m.name_uk, m.name_en) for m in found} == {("Джей Ді Венс", "JD Vance")}
    assert [m.method for m in found] == ["linked_surname", "full_name", "linked_surname"]


def test_an_initial_is_linked_only_to_a_name_that_begins_with_it():
    text = "Виступив Володимир Зеленський. Потім говорив В. Зеленський, тоді О. Зеленський."
    assert [name for _, name, _ in names_in(text)] == [
        "Володимир Зеленський",
        "Володимир Зеленський",
        "О. Зеленський",
    ]


def test_two_people_of_one_surname_are_not_confused():
    text = "Прийшли Богдан Ткачук і Мирослава Ткачук. Ткачук мовчав."
    assert names_in(text)[-1] == ("Ткачук", "Ткачук", "Tkachuk")


def test_sections_and_tags_make_no_mentions(tagged):
    article = tagged("Текст без назв.", sections=("Україна",), tags=("Київ",))
    assert article.mentions == ()


TEXT = st.lists(
    st.sampled_from(
        re.split(
            " ",
            "Володимир Зеленського Джей Ді Венсом США рф НАТО Київ Одесі «Москва» О. Т.Мей м’ята "
            "Верховна Рада України Reuters пише , . – “Times” Ńanka Ґудзь Ъ ў 12 Іва́н "
            "e\u0301 🙂 Сполучені Штати Америки об’єднання ООН-ський",
        )
    ),
    max_size=25,
).map(" ".join)


@settings(deadline=None)
@given(TEXT | st.text(max_size=60))
def test_offsets_are_exact_and_english_holds_no_cyrillic(text):
    found = mentions_of([Passage(Role.BODY, 3, text)])
    for mention in found:
        assert text[mention.start : mention.end] == mention.surface_uk
        assert mention.surface_uk
        assert not has_cyrillic(mention.name_en)
        assert mention.paragraph == 3
    ends = [0, *(mention.end for mention in found)]
    assert all(end <= m.start for end, m in zip(ends, found, strict=False))
