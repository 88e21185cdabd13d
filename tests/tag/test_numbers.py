"""Key numbers of news: what they count, how much, how exactly; and what is no such number."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.models import Passage, Role
from tasks.transform.tag.mentions import read_names
from tasks.transform.tag.numbers.finder import key_numbers
from tasks.transform.tag.plain import tag_text


def numbers_in(text):
    return key_numbers(read_names([Passage(Role.BODY, 0, text)]))


def short(text):
    found = numbers_in(text)
    return [(str(n.kind), n.value if n.high is None else (n.value, n.high)) for n in found]


PEOPLE = [
    ("Загинули 5 людей.", [("killed", 5)]),
    ("5 людей загинуло.", [("killed", 5)]),
    ("П'ятеро загиблих.", [("killed", 5)]),
    ("П’ятеро людей загинули.", [("killed", 5)]),
    ("Одна людина загинула.", [("killed", 1)]),
    ("Кількість загиблих зросла до 12.", [("killed", 12)]),
    ("Кількість загиблих у Бурштині зросла з 9 до 12 осіб.", [("killed", 12)]),
    ("Число поранених сягнуло 31.", [("wounded", 31)]),
    ("Троє поранених, двоє загиблих.", [("wounded", 3), ("killed", 2)]),
    ("Загинули двоє, поранено шестеро.", [("killed", 2), ("wounded", 6)]),
    ("Загинула жінка.", [("killed", 1)]),
    ("Внаслідок удару загинув 53-річний чоловік.", [("killed", 1)]),
    ("Загинула жінка, ще троє людей поранені.", [("killed", 1), ("wounded", 3)]),
    ("Поранення отримав 61-річний чоловік.", [("wounded", 1)]),
    ("Загинули 5 з 12 пасажирів.", [("killed", 5), ("people", 12)]),
    ("Постраждала дитина.", [("wounded", 1)]),
    ("Загинули 2 жінки та 3 дитини.", [("killed", 2), ("killed", 3)]),
    ("Поранень зазнали 14 цивільних осіб.", [("wounded", 14)]),
    ("14 цивільних осіб дістали поранення.", [("wounded", 14)]),
    ("Травмовано двадцять трьох пасажирів.", [("wounded", 23)]),
    ("Загиблих — 7, поранених — 19.", [("killed", 7), ("wounded", 19)]),
    ("Зниклими безвісти вважають чотирьох моряків.", [("missing", 4)]),
    ("9 моряків зникли безвісти.", [("missing", 9)]),
    ("Шукають 11 зниклих безвісти.", [("missing", 11)]),
    ("У полон взяли 8 солдатів.", [("captured", 8)]),
    ("Евакуювали 1 200 мешканців.", [("evacuated", 1200)]),
    ("Із громади евакуйовано понад 3 тис. людей.", [("evacuated", 3000)]),
    ("На площі зібралися 40 тисяч людей.", [("people", 40_000)]),
    ("5 людей не постраждали.", [("people", 5)]),
    ("Убито або поранено 70 бійців.", [("people", 70)]),
    ("12 жертв.", [("killed", 12)]),
]
ARMS = [
    ("Ворог атакував 25 дронами.", [("drones", 25)]),
    ("Запустили 7 крилатих ракет.", [("missiles", 7)]),
    ("Збито 31 ударний БпЛА.", [("shot_down", 31)]),
    ("ППО збила 18 ворожих цілей.", [("shot_down", 18)]),
    ("Збили 20 «Шахедів» і 3 ракети.", [("shot_down", 20), ("shot_down", 3)]),
    ("З 40 дронів 37 дронів збито.", [("drones", 40), ("shot_down", 37)]),
    ("Збили 71 із 75 «Шахедів».", [("shot_down", 71), ("drones", 75)]),
    ("Вдалося збити 4 «Шахеди».", [("shot_down", 4)]),
    ("Помітили 9 дронів-камікадзе.", [("drones", 9)]),
    ("Помітили 12 FPV-дронів.", [("drones", 12)]),
]
MONEY = [
    ("Виділили 500 тисяч гривень.", [("money", 500_000)]),
    ("Допомога на $1,5 млрд.", [("money", 1_500_000_000)]),
    ("Заплатили €20 млн.", [("money", 20_000_000)]),
    ("Ціна 1 250,50 грн.", [("money", 1250.5)]),
    ("Ціна 1\u00a0250 грн.", [("money", 1250)]),
    ("Ціна 1.250.000 гривень.", [("money", 1_250_000)]),
    ("Півтора мільйона доларів.", [("money", 1_500_000)]),
    ("Пів мільйона євро.", [("money", 500_000)]),
    ("Позичили мільярд доларів.", [("money", 1_000_000_000)]),
    ("Вартість 3–5 млрд євро.", [("money", (3_000_000_000, 5_000_000_000))]),
    ("Від 20 до 30 тисяч злотих.", [("money", (20_000, 30_000))]),
    ("Коштує 10-15 доларів.", [("money", (10, 15))]),
    ("Штраф 2 млн 300 тис. гривень.", [("money", 2_300_000)]),
    ("Двадцять п'ять тисяч шекелів.", [("money", 25_000)]),
    ("300 млн канадських доларів.", [("money", 300_000_000)]),
    ("Зібрали 500₴ і 40 €.", [("money", 500), ("money", 40)]),
    ("Віддав 8 тисяч доларів США.", [("money", 8000)]),
]
PERCENT = [
    ("Зросло на 4,2%.", [("percent", 4.2)]),
    ("Зросло на 15 відсотків.", [("percent", 15)]),
    ("Від 5 до 7 %.", [("percent", (5, 7))]),
    ("Десять процентів.", [("percent", 10)]),
    ("Знижка 20–30%.", [("percent", (20, 30))]),
]
TRAPS = [
    "У 2023 році загинуло багато людей.",
    "У 2022 загинув відомий співак.",
    "Загинули 5 травня.",
    "Загинули о 5 ранку.",
    "Станом на 10:30 людей евакуюють.",
    "Рахунок 3:1 на користь гостей.",
    "Су-34 і F-16 злетіли.",
    "Телефон 044 123 45 67.",
    "Шахед-136 летів низько.",
    "Постраждали 4 будинки.",
    "Загинули 20 корів.",
    "Стаття 111 кодексу.",
    "Зібрали десятки тисяч гривень.",
    "Загинули кілька людей.",
    "Дата 24.02.2022 гривень.",
    "Обидва загинули.",
    "Один із поранених одужав.",
    "Ставка зросла на 5 відсоткових пунктів.",
    "Це коштує 5/7 гривень.",
    "Поранено бійця 5 бригади.",
    "Загинула жінка та її діти.",
    "Пошкоджено 2 цивільних автомобілі.",
    "Ворог здійснив 9 БпЛА-атак.",
    "Летіло 2 0 ударних дронів.",
    "Загинула жінка, чоловік та дитина.",
    "Знищено літаків – 3, дронів – багато, танків – 9 дронів – 4.",
    "100 кілометрів дороги.",
]


@pytest.mark.parametrize(("text", "expected"), [*PEOPLE, *ARMS, *MONEY, *PERCENT])
def test_numbers_have_their_value_and_what_they_count(text, expected):
    assert short(text) == expected


@pytest.mark.parametrize("text", TRAPS)
def test_dates_times_names_and_things_are_no_key_numbers(text):
    assert short(text) == []


QUALIFIED = [
    ("Загинули 5 людей.", "exact"),
    ("Загинули понад 5 людей.", "at_least"),
    ("Загинули щонайменше п'ятеро людей.", "at_least"),
    ("Загинуло більше ніж 5 людей.", "at_least"),
    ("Загинули не менш як 5 людей.", "at_least"),
    ("Загинули близько 5 людей.", "about"),
    ("Загинули майже 5 людей.", "about"),
    ("Штраф до 20 гривень.", "at_most"),
    ("Не більше 20 гривень.", "at_most"),
    ("Кількість загиблих зросла до 12 осіб.", "exact"),
    ("Евакуювали 300+ мешканців.", "at_least"),
    ("Отримали близько $500 млн.", "about"),
    ("Видатки зросли до $3 млрд.", "exact"),
]


@pytest.mark.parametrize(("text", "qualifier"), QUALIFIED)
def test_how_exact_a_number_is_said_to_be(text, qualifier):
    (number,) = numbers_in(text)
    assert str(number.qualifier) == qualifier


def test_an_end_that_was_reached_is_exact():
    numbers = numbers_in("Платню піднімуть із 700 гривень до 900 гривень.")
    assert [(n.value, str(n.qualifier)) for n in numbers] == [(700, "exact"), (900, "exact")]


CURRENCIES = [
    ("5 гривень", "UAH"), ("5 грн", "UAH"), ("5 ₴", "UAH"), ("5 доларів", "USD"),
    ("$5", "USD"), ("5 американських доларів", "USD"), ("5 канадських доларів", "CAD"),
    ("5 євро", "EUR"), ("€5", "EUR"), ("5 фунтів", "GBP"), ("£5", "GBP"), ("5 злотих", "PLN"),
    ("5 рублів", "RUB"), ("5 юанів", "CNY"), ("5 єн", "JPY"), ("5 франків", "CHF"),
    ("5 швейцарських франків", "CHF"), ("5 шекелів", "ILS"),
]  # fmt: skip


@pytest.mark.parametrize(("money", "code"), CURRENCIES)
def test_money_has_the_code_of_its_currency(money, code):
    (number,) = numbers_in(f"Це коштує {money}.")
    assert (number.kind, number.unit, number.value) == ("money", code, 5)
    assert number.surface_uk == money


UNITS = [
    ("Збили 20 «Шахедів».", "drone", "20 «Шахедів"),
    ("Збили 3 крилаті ракети.", "missile", "3 крилаті ракети"),
    ("Збили 18 цілей.", "target", "18 цілей"),
    ("Поранено 5 цивільних людей.", "person", "5 цивільних людей"),
    ("Загинув 53-річний чоловік.", "person", "Загинув 53-річний чоловік"),
    ("Зросло на 5 %.", None, "5 %"),
]


@pytest.mark.parametrize(("text", "unit", "surface"), UNITS)
def test_what_is_counted_belongs_to_the_number(text, unit, surface):
    (number,) = numbers_in(text)
    assert (number.unit, number.surface_uk) == (unit, surface)


def test_numbers_of_a_text_and_of_an_article_stand_where_they_say(tagged):
    text = "Збито 20 дронів\nЗагинули 2 людини. Збитки — 3 млн гривень."
    found = tag_text(text).numbers
    assert [text[number.start : number.end] for number in found] == [
        "20 дронів", "2 людини", "3 млн гривень",
    ]  # fmt: skip
    article = tagged("Загинули 2 людини.", title="Збито 20 дронів", lead="Втрати — 5%.")
    assert [(n.role, n.paragraph, n.surface_uk) for n in article.numbers] == [
        (Role.TITLE, 0, "20 дронів"), (Role.LEAD, 0, "5%"), (Role.BODY, 0, "2 людини"),
    ]  # fmt: skip


SPACES = st.sampled_from([" ", "\u00a0", "\u202f"])


def spaced(number, space):
    return f"{number:,}".replace(",", space)


@given(st.integers(1, 10**9), SPACES)
def test_every_amount_is_read_as_it_was_written(amount, space):
    written = spaced(amount, space)
    text = f"Витратили {written} гривень на дорогу."
    (number,) = numbers_in(text)
    assert number.value == amount
    assert text[number.start : number.end] == number.surface_uk == f"{written} гривень"


@given(st.integers(0, 999), st.integers(1, 99))
def test_every_decimal_share_is_read_as_it_was_written(whole, hundredths):
    written = f"{whole},{hundredths:02}"
    (number,) = numbers_in(f"Частка {written}% торік.")
    assert number.value == pytest.approx(whole + hundredths / 100)
    assert number.surface_uk == f"{written}%"


@given(st.integers(1, 500), st.integers(501, 999), st.sampled_from(["-", "–", " – "]))
def test_every_range_has_both_ends(low, high, dash):
    (number,) = numbers_in(f"Коштує {low}{dash}{high} євро.")
    assert (number.value, number.high) == (low, high)


WORDS = (
    "5 12 2023 1,5 10:30 24.02 загинули людей поранено дронів збито млн тис. гривень % $ – , "
    "до від понад троє двоє півтора мільйон із та жінка загинула Су-34 007 № 3-5 «Шахедів» ."
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join))
def test_no_text_breaks_the_offsets_or_the_order(text):
    found = numbers_in(text)
    assert [text[number.start : number.end] for number in found] == [n.surface_uk for n in found]
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(number.high is None or number.value < number.high for number in found)


@pytest.mark.parametrize(
    "amount",
    [
        "1" * 16,
        "9" * 5000,
        f"5-{'9' * 5000}",
        f"5–{'9' * 400}",
        "20 000 трлн",
        " ".join(["100"] * 200),
    ],
)
def test_a_number_too_great_to_be_kept_exactly_is_left_out(amount):
    assert short(f"Борг {amount} доларів, ще 5 доларів.") == [("money", 5)]


def test_the_greatest_numbers_of_news_are_kept():
    assert short("Борг 95 трлн доларів.") == [("money", 95 * 10**12)]
    assert short("Борг 123 456 789 012 345 доларів.") == [("money", 123_456_789_012_345)]
