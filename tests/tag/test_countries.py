"""Which countries an article is about, and the table behind it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.language import lexicon
from tasks.language.morphology import analyses
from tasks.language.text import has_cyrillic
from tasks.transform.tag import tables
from tasks.transform.tag.country_words import adjective_codes, reading
from tasks.transform.tag.plain import tag_text
from tasks.transform.tag.tables import countries

# ISO 3166-1, and XK, which its users assign to Kosovo.
ISO_3166 = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM
ZW XK
"""
CODES = frozenset(ISO_3166.split())
ENDINGS = "ий ого ому им ім а ої ій у ою е і их ими"
COLUMNS = ("uk", "en", "adjectives", "people", "things", "metonyms", "lower_case", "stems")
ROWS = list(tables.rows("countries.tsv"))


def items(column):
    return [(item, row["code"]) for row in ROWS for item in tables._items(row[column])]


def countries_of(article):
    return {label.code: label.score for label in article.labels if label.scheme == "iso3166"}


def codes_in(tagged, text):
    return set(countries_of(tagged(text, title="Новина")))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Українські бійці вистояли.", {"UA"}),
        ("Російсько-українська війна триває.", {"RU", "UA"}),
        ("Франко-німецька ініціатива.", {"FR", "DE"}),
        ("Палестино-ізраїльський конфлікт.", {"PS", "IL"}),
        ("Загальноукраїнський рейтинг прокитайських партій.", {"UA", "CN"}),
        ("Антиамериканські гасла.", {"US"}),
        ("За словами американців, вибори в Польщі пройшли.", {"US", "PL"}),
        ("Поляки й німці домовились.", {"PL", "DE"}),
        ("У Вашингтоні та Москві мовчать.", {"US", "RU"}),
        ("Посол повернувся з Парамарибо.", {"SR"}),
        ("У Пентагоні це заперечили.", {"US"}),
        ("У кремлі це заперечили.", {"RU"}),
        ("Кремлівська пропаганда.", {"RU"}),
        ("Бундестаг і Кнесет голосували.", {"DE", "IL"}),
        ("Фолькетинг розпустили.", {"DK"}),
        ("Президент США.", {"US"}),
        ("Наступ рф на сході.", {"RU"}),
        ("З Об'єднаних Арабських Еміратів.", {"AE"}),
        ("З Об’єднаних Арабських Еміратів.", {"AE"}),
        ("Південнокорейський завод.", {"KR"}),
        ("Шотландський уряд.", {"GB"}),
        ("Казанський собор і роттердамський порт.", {"RU", "NL"}),
        ("Київський та Одеський суди.", {"UA"}),
        ("Баварські пивовари та жителі Техасу.", {"DE", "US"}),
        ("Він сказав це вчора.", set()),
        ("Чехи та угорці.", {"CZ", "HU"}),
        ("Вибори у Верховну Раду України.", {"UA"}),
        ("Війська НАТО.", set()),
        ("Канцлер ФРН і лідер КНР.", {"DE", "CN"}),
        ("Прем'єр Сполученого Королівства.", {"GB"}),
        ("Уряд Республіки Корея.", {"KR"}),
        ("Землетрус у Бірмі та повінь у Голландії.", {"MM", "NL"}),
        ("Шторм пройшов над Гуамом і Бермудами.", {"GU", "BM"}),
        ("Відпустка на Балі.", {"ID"}),
        ("УКРАЇНА ПЕРЕМОГЛА ПОЛЬЩУ", {"UA", "PL"}),
        ("ПІСЛЯ ТОГО, ЩО СТАЛОСЯ", set()),
        ("Посли ОАЕ, ПАР і ЦАР.", {"AE", "ZA", "CF"}),
    ],
)
def test_countries_by_name_adjective_people_capital_and_institution(tagged, text, codes):
    assert codes_in(tagged, text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "Лікар радить грецькі горіхи та корейську моркву.",
        "Того дня мала донька дала чад.",
        "Хто того не бачив, той не повірить.",
        "Музиканти зіграли турецький марш.",
        "У спортзалі є шведська стінка.",
        "Майстер купив болгарку й чешки.",
        "Американські гірки закрили.",
        "Індіанські племена та латиноамериканські ритми.",
        "Радянський фільм про греко-католицьку громаду.",
        "Корабель перетнув Індійський океан.",
        "Мінські угоди не згадували.",
        "Німецька вівчарка врятувала господаря.",
        "Домініка Кравченко перемогла.",
        "До міста приїхав Степан Поляк.",
        "Казанський заявив про це вчора.",
        "Виїхали з Мінська-3.",
        "Позивний бійця — «Мадяр».",
        "Про це пише «Українська правда».",
        "Цього літа в моді панама, а корова дає мало молока.",
    ],
)
def test_what_only_sounds_like_a_country_is_none(tagged, text):
    assert codes_in(tagged, text) == set()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Урок англійської мови.", set()),
        ("Він відповів російською.", set()),
        ("Книжку видали польською, а потім німецькою.", set()),
        ("Українська та російська мови.", set()),
        ("Російськомовні читачі.", set()),
        ("Він пишається російською культурою.", {"RU"}),
        ("За англійською королевою стежили.", {"GB"}),
    ],
)
def test_a_language_is_no_country(tagged, text, codes):
    assert codes_in(tagged, text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Перемогла болгарка Стояна Петкова.", {"BG"}),
        ("Перемогла 25-річна полька.", {"PL"}),
        ("Вкрали болгарку.", set()),
    ],
)
def test_a_woman_is_told_from_the_thing_of_that_name(tagged, text, codes):
    assert codes_in(tagged, text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Кабмін схвалив бюджет.", {"UA"}),
        ("Кабмін Польщі схвалив бюджет.", {"PL"}),
        ("Польський Кабмін схвалив бюджет.", {"PL"}),
        ("Сейм ухвалив закон.", {"PL"}),
        ("Литовський Сейм ухвалив закон.", {"LT"}),
        ("Сейм Латвії ухвалив закон.", {"LV"}),
    ],
)
def test_an_institution_is_that_of_the_country_beside_it(tagged, text, codes):
    assert codes_in(tagged, text) == codes


@pytest.mark.parametrize("name", ["Бірму", "Мʼянму", "М’янму"])
def test_every_name_of_a_country_gives_the_same_mention(tagged, name):
    (mention,) = tagged(f"Новини про {name}.", title="Новина").mentions
    assert (mention.name_uk, mention.name_en, mention.country_code) == ("М'янма", "Myanmar", "MM")


def test_scores_are_shares_and_the_main_country_comes_first(tagged):
    article = tagged("Новина.", "Україна. Українці. Київ. Польща.", title="Новина")
    assert list(countries_of(article).items()) == [("UA", 0.75), ("PL", 0.25)]
    (label,) = [label for label in article.labels if label.code == "PL"]
    assert (label.label_uk, label.label_en) == ("Польща", "Poland")


def test_the_title_outweighs_the_background_of_the_body(tagged):
    article = tagged("Новина.", "Про це пише Україна. Українці.", title="Вибори в Польщі")
    assert list(countries_of(article)) == ["PL", "UA"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (("Новина.", "Україна."), {"lead": "Вибори в Польщі."}),
        (("Вибори в Польщі.", "Україна."), {}),
    ],
)
def test_the_lead_counts_twice_and_without_one_the_first_paragraph_does(tagged, body, fields):
    scores = countries_of(tagged(*body, title="Новина", **fields))
    assert scores == {"PL": 0.6667, "UA": 0.3333}


def test_of_two_countries_named_as_often_the_first_named_comes_first(tagged):
    assert list(countries_of(tagged("Ухвалили.", title="Чехія й Австрія"))) == ["CZ", "AT"]
    assert list(countries_of(tagged("Ухвалили.", title="Австрія й Чехія"))) == ["AT", "CZ"]


def test_the_table_has_every_country_of_the_standard_once_with_both_names():
    assert [row["code"] for row in ROWS if row["code"] not in CODES] == []
    assert sorted(row["code"] for row in ROWS) == sorted(CODES)
    for column in ("uk", "en"):
        names = [row[column] for row in ROWS]
        assert len(names) == len(set(names))
        assert all(has_cyrillic(name) is (column == "uk") for name in names)


def test_no_word_stands_for_two_countries():
    adjectives = {adjective for adjective, _ in items("adjectives")}
    nouns = [noun for column in ("people", "things") for noun, _ in items(column)]
    assert len(nouns) == len(set(nouns))
    assert adjectives.isdisjoint(nouns)
    for column in COLUMNS:
        cells = [item for item, _ in items(column)]
        assert len(cells) == len(set(cells)), column


def test_every_country_and_institution_is_in_the_gazetteer_that_finds_it():
    names = {(entry.uk, entry.notes.get("iso")) for entry in lexicon.names()}
    assert [row["uk"] for row in ROWS if (row["uk"], row["code"]) not in names] == []
    known = {entry.uk for entry in lexicon.names()}
    named_here = {name for name, _ in items("metonyms")}
    assert named_here - known <= {"Сухопутні війська ЗСУ"}


def test_every_name_of_the_gazetteer_has_a_code_of_the_standard():
    codes = {entry.notes["iso"] for entry in lexicon.names() if entry.has("iso")}
    assert codes <= CODES


@pytest.mark.parametrize(
    "ending", ["ий", "ого", "ому", "им", "ім", "а", "ої", "ій", "у", "ою", "е", "і", "их", "ими"]
)
def test_every_adjective_is_recognised_in_all_cases_and_genders(ending):
    for adjective, code in items("adjectives"):
        assert adjective_codes(adjective.removesuffix("ий") + ending) == (code,), adjective


def test_the_dictionary_inflects_adjectives_into_no_other_form():
    for adjective in ("український", "польський", "чеський", "норвезький"):
        parse = next(parse for parse in analyses(adjective) if "ADJF" in parse.tag)
        forms = [form.word for form in parse.lexeme if not {"compb", "COMP"} & form.tag.grammemes]
        assert [form for form in forms if not adjective_codes(form)] == []


def test_every_national_is_recognised_in_the_plural_of_all_cases():
    unknown = []
    for column in ("people", "things"):
        for noun, code in items(column):
            parse = next((p for p in analyses(noun) if p.normal_form == noun), None)
            for form in parse.lexeme if parse else ():
                read = reading(form.word)
                if read is None or read.codes != (code,):
                    unknown.append((noun, form.word))
    assert unknown == []


def test_no_everyday_word_tells_a_country():
    wrong = [
        (entry.uk, entry.en)
        for entry in lexicon.words()
        if entry.kind != "PROPN"
        and entry.uk.islower()
        and (entry.uk[:3] in countries().people_starts or adjective_codes(entry.uk))
        and (read := reading(entry.uk)) is not None
        and read.codes
        and not any(part[:1].isupper() for part in re.split("[- ]", entry.en))
    ]
    # Those count where a name or an age shows that a woman is meant.
    assert {uk for uk, _ in wrong} <= countries().things.keys()


@given(st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'-АУКР", min_size=1, max_size=20))
def test_any_word_is_read_without_an_error_and_into_known_codes(word):
    read = reading(word)
    assert read is None or set(read.codes) <= CODES


def test_a_country_named_once_in_a_very_long_text_has_a_share_that_is_not_zero():
    labels = tag_text("Україна. " * 12_000 + "Польща.").labels

    assert {label.code: label.score for label in labels if label.scheme == "iso3166"} == {
        "UA": 0.9999, "PL": 0.0001,
    }  # fmt: skip
