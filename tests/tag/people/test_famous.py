"""Surnames that the world knows, and who bears them."""

from __future__ import annotations

import pytest

from tasks.language import lexicon
from tasks.language.text import has_cyrillic
from tasks.transform.tag.people.famous import by_surname
from tasks.transform.tag.people.readings import surnames
from tasks.transform.tag.tables import rows

FAMOUS = list(rows("famous.tsv"))


def entities(found):
    return [item.entity_id for item in found]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Допомогу обіцяв Зеленський.", "person/volodymyr-zelenskyy"),
        ("Допомогу від Зеленського отримали.", "person/volodymyr-zelenskyy"),
        ("Розмова з Меркель тривала.", "person/angela-merkel"),
        ("Війська путіна відступили.", "person/vladimir-putin"),
        ("Рішення Дж. Байдена оскаржили.", "person/joe-biden"),
        ("Про це написав Elon Musk.", "person/elon-musk"),
        ("План Сі відхилили.", "person/xi-jinping"),
    ],
)
def test_the_surname_alone_has_the_identifier_of_the_full_name(persons, text, entity):
    assert entities(persons(text)) == [entity]


def test_the_identifier_is_the_same_whether_the_name_is_printed_in_full(persons):
    alone = persons("Про це заявив Лукашенко.")
    full = persons("Про це заявив Олександр Лукашенко.")
    assert entities(alone) == entities(full)


def test_whom_the_document_names_in_full_wins(persons):
    found = persons("Фермерка Ірина Меркель виростила гарбуз.", "Меркель продала його.")
    assert {item.name_uk for item in found} == {"Ірина Меркель"}


def test_of_two_bearers_in_a_document_the_famous_one_is_meant(persons):
    found = persons("Прийшли Дональд Трамп і Мелані Трамп. Трамп мовчав.")
    assert found[-1].name_uk == "Дональд Трамп"


def test_a_verb_of_the_other_gender_is_not_of_the_famous_one(persons):
    assert persons("Трамп заявила про вечірку.")[0].name_uk == "Трамп"


def test_other_initials_are_of_somebody_else(persons):
    assert persons("Прийшов О. Зеленський.")[0].name_uk == "О. Зеленський"


def test_only_the_listed_are_known_without_a_capital(persons):
    assert persons("Війська зеленського стоять, бо так хотів байден.") == []


def test_the_table_is_sorted_and_says_one_thing_of_a_surname():
    names = [row["surname"] for row in FAMOUS]
    assert names == sorted(set(names))
    assert {row["gender"] for row in FAMOUS} == {"masc", "femn"}
    assert not any(has_cyrillic(row["en"]) for row in FAMOUS)


def test_the_table_agrees_with_the_gazetteer():
    known = {entry.uk: entry.en for entry in lexicon.names() if entry.kind == "OTHER"}
    assert not [row for row in FAMOUS if row["uk"] in known and known[row["uk"]] != row["en"]]


def test_every_surname_of_the_table_may_be_one():
    odd = [
        surname
        for surname, person in by_surname().items()
        if surnames(surname) and all(item.gender != person.gender for item in surnames(surname))
    ]
    assert odd == []
