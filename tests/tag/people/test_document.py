"""What one place of an article tells about its other places."""

from __future__ import annotations

import pytest

from tasks.models import MentionKind, Passage, Role
from tasks.transform.tag.document import read_document
from tasks.transform.tag.people import find


def test_a_surname_nobody_knows_is_a_person_after_it_stood_behind_a_first_name(named):
    found = named(
        "Порт очолив Томас Кравенвік.", "Кравенвіка вітали. Потім з Кравенвіком говорили."
    )
    assert [surface for surface, _ in found] == ["Томас Кравенвік", "Кравенвіка", "Кравенвіком"]
    assert {name for _, name in found} == {"Томас Кравенвік"}


def test_the_title_before_the_full_name_is_understood_too(named):
    found = named("Кравенвік іде у відставку", "Про це заявив Томас Кравенвік.")
    assert [name for _, name in found] == ["Томас Кравенвік", "Томас Кравенвік"]


@pytest.mark.parametrize(
    "text",
    [
        "Прем'єр-міністр Хульяр Тевенен приїхав.",
        "Про це заявив Хульяр Тевенен.",
        "Хульяр Тевенен повідомив про зустріч.",
        "За словами Хульяра Тевенена, дощ ущух.",
        "Міністр у справах північних островів Хульяр Тевенен мовчить.",
        "До столиці прибув глава МЗС Данії Хульяр Тевенен.",
    ],
)
def test_two_words_nobody_knows_are_a_person_beside_a_role_or_a_verb_of_speech(named, text):
    assert [name for _, name in named(text)] == ["Хульяр Тевенен"]


def test_two_words_nobody_knows_are_nothing_by_themselves(named):
    assert named("Тут стоїть Хульяр Тевенен.") == []


def test_a_name_proven_once_is_one_wherever_it_stands(named):
    found = named("Тут стоїть Хульяр Тевенен.", "Прем'єр Хульяр Тевенен приїхав.")
    assert [name for _, name in found] == ["Хульяр Тевенен", "Хульяр Тевенен"]


def test_a_place_beside_a_role_in_the_nominative_is_a_first_name(named):
    found = named("Позов подала вчителька Європа Зімбер.", "Європу Зімбер підтримали.")
    assert [name for _, name in found] == ["Європа Зімбер", "Європа Зімбер"]


def test_other_forms_of_the_surname_decide_what_its_nominative_is(named):
    unclear = "Бачили Домініка Крабека."
    assert named(unclear, "Розмова з Крабеком тривала.")[0][1] == "Домінік Крабек"


def test_the_verb_and_the_role_tell_a_woman_from_the_genitive_of_a_man(named):
    assert named("Заявила Олександра Устинова.")[0][1] == "Олександра Устинова"
    assert named("Депутатка Олександра Устинова прийшла.")[0][1] == "Олександра Устинова"
    assert named("Немає депутата Олександра Устинова.")[0][1] == "Олександр Устинов"


def test_a_first_name_alone_is_the_only_person_of_it(named):
    found = named("Рятувальниця Мирослава Коржик здобула нагороду.", "Удома Мирославу чекали.")
    assert found[1] == ("Мирославу", "Мирослава Коржик")


def test_a_first_name_of_two_persons_is_neither_of_them(named):
    found = named("Прийшли Мирослава Коржик і Мирослава Яцик.", "Удома Мирославу чекали.")
    assert found[2] == ("Мирославу", "Мирослава")


def test_the_spelling_in_brackets_is_the_english_one(persons):
    first, *rest = persons(
        "Фонд очолює Аліссандро Вергані (Alissandro Verghani).", "Вергані мовчав."
    )
    assert first.name_en == "Alissandro Verghani"
    assert rest[-1].name_en == "Alissandro Verghani"


def test_a_remark_in_brackets_is_no_spelling(persons):
    assert persons("Прийшов Томас Кравенвік (Strong Party).")[0].name_en == "Thomas Kravenvik"


def test_what_persons_are_called_in_the_middle_is_left_out_of_the_name(named):
    assert named("Привітали Степана «Крука» Яремка.") == [
        ("Степана «Крука» Яремка", "Степан Яремко")
    ]
    assert named("Слухали Степана Ілліча Яремка.") == [("Степана Ілліча Яремка", "Степан Яремко")]


def test_a_man_and_a_woman_of_one_surname_are_two_persons(named):
    found = named(
        "Приїхали Степан Гойський та Ірина Гойська.", "Гойська усміхалася, Гойський мовчав."
    )
    assert [name for _, name in found][2:] == ["Ірина Гойська", "Степан Гойський"]


def test_couples_share_a_surname_in_the_plural(named):
    assert named("Марія та Іван Петренки купили дім.")[1] == ("Іван Петренки", "Іван Петренко")


def test_offsets_are_those_of_the_passage():
    text = "🙂 Слухали, як Томас Кравенвік співав."
    found = list(find(read_document([Passage(Role.BODY, 0, text)])))
    assert [text[item.start : item.end] for item in found] == ["Томас Кравенвік"]
    assert found[0].kind is MentionKind.PERSON
