"""Cited sources of an article, and what holds for all of its labels."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.language.text import has_cyrillic


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Про це повідомляє «Главком» з посиланням на Associated Press.", ["Associated Press"]),
        ("Про це пише Reuters.", ["Reuters"]),
        ("Про це пише видання The New York Times.", ["New York Times"]),
        ("За даними Генштабу, атаку відбито.", ["General Staff of the Armed Forces of Ukraine"]),
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
