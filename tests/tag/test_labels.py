"""Countries, source tags and cited sources of an article."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.language.text import has_cyrillic
from tasks.transform.tag.tables import countries


def countries_of(article):
    return {label.code: label.score for label in article.labels if label.scheme == "iso3166"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Українські бійці вистояли.", {"UA"}),
        ("Російсько-українська війна триває.", {"RU", "UA"}),
        ("За словами американців, вибори в Польщі пройшли.", {"US", "PL"}),
        ("Поляки й німці домовились.", {"PL", "DE"}),
        ("У Вашингтоні та Москві мовчать.", {"US", "RU"}),
        ("У Пентагоні це заперечили.", {"US"}),
        ("У кремлі це заперечили.", {"RU"}),
        ("Президент США.", {"US"}),
        ("Наступ рф на сході.", {"RU"}),
        ("З Об'єднаних Арабських Еміратів.", {"AE"}),
        ("З Об’єднаних Арабських Еміратів.", {"AE"}),
        ("Південнокорейський завод.", {"KR"}),
        ("Шотландський уряд.", {"GB"}),
        ("Він сказав це вчора.", set()),
        ("Чехи та угорці.", {"CZ", "HU"}),
        ("Вибори у Верховну Раду України.", {"UA"}),
        ("Війська НАТО.", set()),
    ],
)
def test_countries_by_name_adjective_people_capital_and_institution(tagged, text, codes):
    assert set(countries_of(tagged(text, title="Новина"))) == codes


def test_scores_are_shares_and_the_main_country_comes_first(tagged):
    article = tagged("Україна. Українці. Київ. Польща.", title="Новина")
    assert list(countries_of(article).items()) == [("UA", 0.75), ("PL", 0.25)]
    (label,) = [label for label in article.labels if label.code == "PL"]
    assert (label.label_uk, label.label_en) == ("Польща", "Poland")


def test_every_country_has_a_code_and_both_names():
    for code, (label_uk, label_en) in countries().labels.items():
        assert len(code) == 2
        assert code.isupper()
        assert has_cyrillic(label_uk)
        assert label_en
        assert not has_cyrillic(label_en)


def test_no_adjective_or_nation_stands_for_two_countries():
    from tasks.transform.tag import tables

    for column in ("adjectives", "people", "metonyms", "lower_case"):
        cells = [row[column] for row in tables.rows("countries.tsv")]
        items = [item for cell in cells for item in cell.split(",") if item]
        assert len(items) == len(set(items)), column


@pytest.mark.parametrize(
    ("tags", "tags_en", "expected"),
    [
        (("США",), ("The United States",), [("united-states", "США", "United States")]),
        (("росія", "Росія", "#Росія"), (), [("russia", "Росія", "Russia")]),
        (("переговори",), ("talks",), [("talks", "переговори", "talks")]),
        (("#мирний_план",), ("peace plan",), [("peace-plan", "мирний план", "peace plan")]),
        (("Ґудзики",), (), [("gudzyky", "Ґудзики", "Gudzyky")]),
        (("Ґудзики",), ("Ґудзики",), [("gudzyky", "Ґудзики", "Gudzyky")]),
        (("F-16",), ("F-16",), [("f-16", "F-16", "F-16")]),
        (("…",), ("",), []),
    ],
)
def test_source_tags_have_one_form_and_an_english_code(tagged, tags, tags_en, expected):
    labels = tagged("Текст.", tags=tags, tags_en=tags_en).labels
    found = [label for label in labels if label.scheme == "source"]
    assert [(label.code, label.label_uk, label.label_en) for label in found] == expected
    assert all(label.score == 1.0 for label in found)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Про це повідомляє «Главком» з посиланням на Associated Press.", ["Associated Press"]),
        ("Про це пише Reuters.", ["Reuters"]),
        ("Про це пише видання The New York Times.", ["New York Times"]),
        ("За даними Генштабу, атаку відбито.", ["General Staff"]),
        ("Як передає агентство Bloomberg, ціни ростуть.", ["Bloomberg"]),
        ("Axios повідомляє про зустріч.", ["Axios"]),
        ("Посилаючись на Reuters та Bloomberg, він мовчав.", ["Reuters", "Bloomberg"]),
        ("Пише Reuters. Про це пише Reuters.", ["Reuters"]),
        ("Про це повідомляє «Укрінформ».", ["Ukrinform"]),
        ("Про це повідомляють FREEДОМ та інші.", []),
        ("Він пише листи. Повідомляє мати.", []),
        ("Компанія Apple зросла.", []),
    ],
)
def test_cited_sources(tagged, text, sources):
    article = tagged(text, outlet_domain="glavcom.ua", outlet_name="Главком")
    assert list(article.cited_sources) == sources


def test_an_outlet_does_not_cite_itself_whatever_it_calls_itself(tagged):
    text = "Про це повідомляє «Главком». Про це пише Reuters."
    for own in ({"outlet_domain": "www.glavcom.ua"}, {"outlet_name": "Главком"}):
        assert tagged(text, **own).cited_sources == ("Reuters",)
    assert tagged(text).cited_sources == ("Glavcom", "Reuters")


WORDS = st.lists(
    st.sampled_from(
        re.split(
            " ",
            "Київ росія пише Reuters та «Главком» Іванович Ўласны Ъгъл за даними МЗС "
            "повідомляє OSINT-розслідувачі Петренка , . # Олена",
        )
    ),
    max_size=20,
).map(" ".join)


@settings(deadline=None)
@given(WORDS, st.lists(WORDS, max_size=3), st.lists(WORDS, max_size=3))
def test_no_english_field_holds_cyrillic(tagged, body, tags, tags_en):
    article = tagged(body, tags=tuple(tags), tags_en=tuple(tags_en))
    english = [mention.name_en for mention in article.mentions]
    english += [text for label in article.labels for text in (label.label_en, label.code)]
    english += article.cited_sources
    assert not any(map(has_cyrillic, english))
    assert all(0 < label.score <= 1 for label in article.labels)


SCRIPT = """
from tasks.models import Article, TranslatedArticle
from tasks.transform.tag.article import tag_article
body = ("Джей Ді Венс прибув до Києва. Львова не бачили. Пише Reuters за даними МЗС.",)
article = Article("a", "u", "s", title="Рада і Суми", body=body, tags=("росія", "Суми"))
print(tag_article(TranslatedArticle(article, ())))
"""


def test_tags_do_not_depend_on_the_hash_seed_of_the_process():
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
