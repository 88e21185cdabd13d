"""Terms keep one English form, addresses stay as they are, and nothing else is touched."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.language.text import has_cyrillic
from tasks.transform.translate.glossary import edit, terms, version


@pytest.mark.parametrize(
    ("uk", "given", "wanted"),
    [
        ("У Києві зустрілися.", "They met in Kiev.", "They met in Kyiv."),
        ("Київська область", "Kiev region", "Kyiv region"),
        ("про Зеленського", "about Zelensky's team", "about Zelenskyy's team"),
        ("Володимир Зеленський", "Vladimir Zelensky", "Volodymyr Zelenskyy"),
        ("У Верховній Раді", "in the Supreme Council of Ukraine", "in the Verkhovna Rada"),
        ("з Кам’янця-Подільського", "from Kamenets-Podolsky", "from Kamianets-Podilskyi"),
        ("у Кривому Розі", "in Krivoy Rog", "in Kryvyi Rih"),
        # What names something else stays: the region, an old name, another parliament.
        (
            "У Дніпрі та на Дніпропетровщині",
            "In Dnepr and Dnipropetrovsk region",
            "In Dnipro and Dnipropetrovsk region",
        ),
        (
            "Кропивницький у Кіровоградській області",
            "Kropyvnytsky, Kirovohrad region",
            "Kropyvnytskyi, Kirovohrad region",
        ),
        ("Бахмут був Артемівськом", "Bakhmut was Artemovsk", "Bakhmut was Artemovsk"),
        (
            "Верховна Рада і рада Криму",
            "Supreme Rada and Supreme Council of Crimea",
            "Verkhovna Rada and Supreme Council of Crimea",
        ),
        # The source does not name the place: the English word is another one.
        ("рівне поле", "a Rovno field", "a Rovno field"),
        ("Він приїхав.", "He came to Kiev.", "He came to Kiev."),
        ("У Києві", "in Kievan Rus", "in Kievan Rus"),
        ("пише #StandWithUkraine", "writes # StandWithUkraine", "writes #StandWithUkraine"),
        ("на https://a.ua/b?c=1 є", "is at https: //a.ua/b? c=1", "is at https://a.ua/b?c=1"),
        ("пише info@a.ua", "info @ a.ua writes", "info@a.ua writes"),
    ],
)
def test_edit(uk, given, wanted):
    assert edit(uk, given) == wanted


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_sentence_without_terms_and_addresses_is_not_touched(uk, en):
    if not any(word[:1].isupper() for word in uk.split()) and not re.search("[@#:]", uk):
        assert edit(uk, en) == en


@given(st.sampled_from(["Київ", "Одеса", "Зеленський"]), st.text(max_size=60))
def test_an_edited_sentence_stays_as_it_is(uk, en):
    assert edit(uk, edit(uk, en)) == edit(uk, en)


def test_table_is_sorted_latin_and_never_replaces_a_form_by_itself():
    path = files("tasks.transform.translate").joinpath("data", "glossary.tsv")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]

    assert [row for row in rows if len(row) != 3 or has_cyrillic(row[1] + row[2])] == []
    assert [row for row in rows if row[1] in row[2].split("|")] == []
    # `edit` looks for the capital first.
    assert [other for row in rows for other in row[2].split("|") if not other[0].isupper()] == []
    assert len({row[0] for row in rows}) == len(rows)
    assert len(terms()) >= len(rows)


def test_built_in_engine_says_the_terms_as_the_glossary_does():
    from tasks.transform.translate.draft.engine import DraftEngine

    path = files("tasks.transform.translate").joinpath("data", "glossary.tsv")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]

    assert DraftEngine().translate([row[0] for row in rows]) == [row[1] for row in rows]


def test_version_names_the_state_of_the_table():
    assert re.fullmatch("[0-9a-f]{8}", version())
