"""A page's own tags: one form and one code each, always with English."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.language import lexicon
from tasks.language.text import has_cyrillic
from tasks.models import Article, Role, SentencePair, Tier, TranslatedArticle
from tasks.transform.tag.people import famous
from tasks.transform.tag.source_tags import source_labels
from tasks.transform.tag.tag_forms import plain_tags

# What a translator of phrases would say where a tag was put in another form.
ENGLISH = {
    "війна в Україні": "war in Ukraine",
    "мирний план": "peace plan",
    "слава Україні": "glory to Ukraine",
    "полон та обмін": "captivity and exchange",
}


def translated(*tags):
    """An article with tags, each beside its English."""
    article = Article(
        article_id="a", source_uri="file:///a", source_sha256="0", title="Заголовок", body=("Т.",),
        tags=tuple(uk for uk, _ in tags),
    )  # fmt: skip
    return TranslatedArticle(
        article,
        tuple(
            SentencePair(Role.TAG, number, uk, en, "draft", "1", Tier.DRAFT)
            for number, (uk, en) in enumerate(tags)
            if en
        ),
    )


def labels(*tags):
    pairs = [tag if isinstance(tag, tuple) else (tag, "") for tag in tags]
    found = source_labels(translated(*pairs), lambda phrase: ENGLISH.get(phrase, ""))
    return [(label.code, label.label_uk, label.label_en) for label in found]


def one(*tags):
    (label,) = labels(*tags)
    return label


@pytest.mark.parametrize(
    ("tag", "english", "expected"),
    [
        ("переговори", "talks", ("talks", "переговори", "talks")),
        ("Переговори", "Talks", ("talks", "переговори", "talks")),
        ("«мобілізація».", "mobilization", ("mobilization", "мобілізація", "mobilization")),
        ("Новини", "News", ("news", "новини", "news")),
        ("курс валют", "the exchange rate", ("exchange-rate", "курс валют", "exchange rate")),
        ("Ґудзики", "", ("gudzyky", "ґудзики", "gudzyky")),
        ("ґудзики", "Ґудзики", ("gudzyky", "ґудзики", "gudzyky")),
        ("ФГВФО", "Deposit Fund", ("deposit-fund", "ФГВФО", "Deposit Fund")),
        ("F-16", "F-16", ("f-16", "F-16", "F-16")),
        ("Горинь (Рівне)", "Horyn (Rivne)", ("horyn-rivne", "Горинь (Рівне)", "Horyn (Rivne)")),
    ],
)
def test_a_tag_gets_its_translation_as_a_label(tag, english, expected):
    assert one((tag, english)) == expected


@pytest.mark.parametrize(
    "tag",
    [
        "війна в Україні",
        "Війна в Україні",
        "ВІЙНА В УКРАЇНІ",
        "#ВійнавУкраїні",
        "#ВійнаВУкраїні",
        "#війна_в_Україні",
        "Війна_в_Україні",
        "  «Війна  в Україні»! ",
        "Війна в Україні\u200b",
    ],
)
def test_case_marks_underscores_and_hashtags_make_no_other_tag(tag):
    assert one((tag, "War in Ukraine")) == ("war-in-ukraine", "війна в Україні", "war in Ukraine")


@pytest.mark.parametrize(
    ("tag", "plain"),
    [
        ("#СлаваУкраїні", ["слава Україні"]),
        ("#ПолонТаОбмін", ["полон та обмін"]),
        ("#мирнийПлан", ["мирний план"]),
        ("#Київ #Харків", ["Київ", "Харків"]),
        ("#", []),
        ("…", []),
        ("ПриватБанк", ["ПриватБанк"]),
        ("#Щблвк", ["Щблвк"]),
        ("кар’єра", ["кар'єра"]),
        ("НАТО", ["НАТО"]),
        ("Надія Савченко", ["Надія Савченко"]),
        ("Верховний Суд", ["Верховний Суд"]),
        ("Кубок України", ["кубок України"]),
    ],
)
def test_plain_form_of_a_tag(tag, plain):
    assert plain_tags(tag) == plain


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (
            ("ЗСУ", "Збройні сили України", "збройні сили україни"),
            ("armed-forces-of-ukraine", "Збройні Сили України", "Armed Forces of Ukraine"),
        ),
        (
            ("США", "Сполучені Штати", "Штати", "сша", "Сполучені Штати Америки"),
            ("united-states", "США", "United States"),
        ),
        (("росія", "РФ", "рф", "#Росія", "Російська Федерація"), ("russia", "Росія", "Russia")),
        (
            ("ООН", "Організація Об'єднаних Націй", "Організація Об’єднаних Націй"),
            ("united-nations", "Організація Об'єднаних Націй", "United Nations"),
        ),
        (
            ("ЄС", "Євросоюз", "Європейський Союз"),
            ("european-union", "Європейський Союз", "European Union"),
        ),
        (
            (
                "Володимир Зеленський",
                "Зеленський Володимир",
                "Зеленський Володимир Олександрович",
                "Володимир Олександрович Зеленський",
                "Зеленський, Володимир",
                "#Зеленський",
                "зеленський",
            ),
            ("volodymyr-zelenskyy", "Володимир Зеленський", "Volodymyr Zelenskyy"),
        ),
        (("Маск", "Ілон Маск", "маск Ілон"), ("elon-musk", "Ілон Маск", "Elon Musk")),
    ],
)
def test_a_name_has_one_form_however_it_is_written(tags, expected):
    assert one(*((tag, "Wrong") for tag in tags)) == expected


def test_an_unknown_person_is_written_first_name_first():
    straight = one(("Остап Гнатенко", "Ostap Hnatenko"))
    assert straight == ("ostap-hnatenko", "Остап Гнатенко", "Ostap Hnatenko")
    assert one("Гнатенко Остап") == straight
    assert one("Гнатенко Остап Іванович") == straight


def test_a_foreign_surname_is_written_as_translated():
    assert one(("Джон Макгрегор", "John McGregor"))[2] == "John McGregor"


def test_a_surname_that_is_a_word_is_not_translated():
    assert one(("Ярина Сагайдак", "Yaryna the quiver"))[2] == "Yaryna Sahaidak"


@pytest.mark.parametrize(
    ("forms", "code"),
    [
        ((("санкції", "sanctions"), ("санкція", "sanction")), "sanction"),
        ((("Дрони", "Drones"), ("дрон", "drone")), "drone"),
        (
            (("Ракетні удари", "Missile strikes"), ("ракетний удар", "missile strike")),
            "missile-strike",
        ),
        ((("субсидії", "subsidies"), ("субсидія", "subsidy")), "subsidy"),
    ],
)
def test_plural_and_singular_are_one_tag(forms, code):
    assert {one(form) for form in forms} == {one(forms[1])}
    assert one(*forms)[0] == code


@pytest.mark.parametrize(
    ("tag", "english"),
    [("переговори", "talks"), ("вибори", "election"), ("товари", "goods"), ("діти", "children")],
)
def test_what_has_no_regular_singular_in_both_languages_stays(tag, english):
    assert one((tag, english)) == (english, tag, english)


@pytest.mark.parametrize(
    ("tag", "english", "code"),
    [
        ("суми", "sums", "sum"),
        ("Суми", "Sumy", "sumy"),
        ("рада", "council", "council"),
        ("«Шахтар»", "The miner", "shakhtar-donetsk"),
        ("Надія", "Hope", "hope"),
    ],
)
def test_a_common_word_is_told_from_a_name_by_its_capital(tag, english, code):
    assert one((tag, english))[0] == code


def test_tags_without_a_letter_are_left_out_and_others_keep_their_order():
    found = labels(("б", ""), "…", "", ("погода", "weather"), ("!!!", ""), ("Київ", "Kyiv"))
    assert [code for code, _, _ in found] == ["b", "weather", "kyiv"]


def test_every_known_surname_means_one_person_and_agrees_with_the_gazetteer():
    people = {entry.uk: entry.en for entry in lexicon.names() if entry.has("pers")}
    for surname, person in famous.by_surname().items():
        assert person.uk.endswith(surname) or surname in person.uk.split()
        assert not has_cyrillic(person.en)
        assert people.get(person.uk, person.en) == person.en


TAGS = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="абвгґєіїьщАБВЄІЇ'’ #_-«»A1.", max_size=20),
    st.lists(
        st.sampled_from([*(entry.uk for entry in lexicon.names()[::97]), "в", "#", "Війна"]),
        max_size=4,
    ).map(" ".join),
)


@settings(deadline=None)
@given(TAGS, TAGS)
def test_any_tag_gives_a_latin_code_or_nothing(tag, translation):
    for label in source_labels(translated((tag, translation))):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", label.code)
        assert not has_cyrillic(label.label_en)
        assert label.label_uk
        assert label.score == 1.0


@settings(deadline=None)
@given(TAGS)
def test_a_plain_tag_is_plain(tag):
    plain = plain_tags(tag)
    assert [again for form in plain for again in plain_tags(form)] == plain


@settings(deadline=None)
@given(st.lists(TAGS, max_size=5))
def test_a_code_stands_once_in_an_article(tags):
    codes = [code for code, _, _ in labels(*tags)]
    assert len(codes) == len(set(codes))
