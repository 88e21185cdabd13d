"""Whom a text cites, and whom it only names."""

from __future__ import annotations

import pytest

from tasks.models import Photo
from tasks.transform.tag.plain import tag_text

CITED = [
    # Phrases before the source
    ("З посиланням на Reuters повідомили про угоду.", ["Reuters"]),
    ("Посилаючись на агентство Bloomberg, газета пише про борги.", ["Bloomberg"]),
    ("За словами Володимира Зеленського, переговори тривають.", ["Volodymyr Zelenskyy"]),
    ("За словами президента США Дональда Трампа, мита зростуть.", ["Donald Trump"]),
    ("За словами генсека НАТО Марка Рютте, потрібні кошти.", ["Mark Rutte"]),
    ("Зі слів Марини Ткачук, потяг запізнився.", ["Maryna Tkachuk"]),
    ("За даними Генштабу ЗСУ, атаку відбито.", ["General Staff of the Armed Forces of Ukraine"]),
    ("За інформацією Reuters та Bloomberg, угоду підпишуть.", ["Reuters", "Bloomberg"]),
    ("За даними Reuters, Bloomberg зупинив сайт.", ["Reuters"]),
    ("За даними Reuters, BBC та Bloomberg, угоди немає.", ["Reuters", "BBC", "Bloomberg"]),
    ("За словами речника ДСНС, пожежу загасили.", ["State Emergency Service"]),
    ("У новому звіті НАТО йдеться про ризики.", ["NATO"]),
    ("На думку Дмитра Кулеби, це помилка.", ["Dmytro Kuleba"]),
    ("Дороги перекрили, йдеться у повідомленні ДСНС.", ["State Emergency Service"]),
    ("У звіті НАТО йдеться про нові ризики.", ["NATO"]),
    ("На сайті ДСНС повідомили про нові правила.", ["State Emergency Service"]),
    ("Міст відкриють, розповів інженер у коментарі Reuters.", ["Reuters"]),
    ("В ефірі BBC посол заявив, що візи не скасують.", ["BBC"]),
    (
        "У зведенні Генштабу повідомили про сто боїв.",
        ["General Staff of the Armed Forces of Ukraine"],
    ),
    # A verb and its subject behind it
    ("Про це повідомив Віталій Кличко.", ["Vitali Klitschko"]),
    ("«Ми готові», – сказав Володимир Зеленський.", ["Volodymyr Zelenskyy"]),
    ('"Ми готові", - наголосив Зеленський.', ["Volodymyr Zelenskyy"]),
    ("«Це наш шлях», — заявила Урсула фон дер Ляєн.", ["Ursula von der Leyen"]),
    ("Рейс затримали, повідомляє Reuters.", ["Reuters"]),
    ("Як пише The New York Times, ціни зросли.", ["New York Times"]),
    ("Про це повідомила пресслужба ДСНС.", ["State Emergency Service"]),
    ("Про це у вівторок, 5 травня, повідомив міністр Дмитро Кулеба.", ["Dmytro Kuleba"]),
    ("Про це в Telegram повідомив речник ДСНС Іван Петренко.", ["Ivan Petrenko"]),
    ("Про це розповів речник ДСНС.", ["State Emergency Service"]),
    ("«Тихо», – повідомили у ДСНС.", ["State Emergency Service"]),
    ("Про це повідомили джерела Reuters.", ["Reuters"]),
    ("Про це повідомили Іван Петренко та Марина Ткачук.", ["Ivan Petrenko", "Maryna Tkachuk"]),
    ("Буде гроза, попередив Іван Петренко.", ["Ivan Petrenko"]),
    ("«Згодні», – відповів Трамп журналістам.", ["Donald Trump"]),
    ("Про це повідомили в Кремлі.", ["Kremlin"]),
    ("Про це розповів заступник голови ДСНС, полковник Іван Петренко.", ["Ivan Petrenko"]),
    ("Про це сказав голова «Укренерго» Іван Петренко в ефірі.", ["Ivan Petrenko"]),
    ("Про це Reuters розповів радник міністра Іван Петренко.", ["Reuters", "Ivan Petrenko"]),
    ("Про це агентству Reuters сказав Іван Петренко.", ["Reuters", "Ivan Petrenko"]),
    # A verb and its subject before it
    ("Reuters повідомляє про нову угоду.", ["Reuters"]),
    ("Reuters та Bloomberg повідомляють про угоду.", ["Reuters", "Bloomberg"]),
    ("Володимир Зеленський заявив, що поїде до Рима.", ["Volodymyr Zelenskyy"]),
    ("Президент США Дональд Трамп раніше заявив про мита.", ["Donald Trump"]),
    ("Про це Зеленський розповів у відеозверненні.", ["Volodymyr Zelenskyy"]),
    ("Пресслужба ДСНС повідомила про пожежу.", ["State Emergency Service"]),
    ("У ДСНС розповіли про пожежу.", ["State Emergency Service"]),
    ("У пресслужбі ДСНС заявили про навчання.", ["State Emergency Service"]),
    ("Іван Петренко, речник порту, заявив про страйк.", ["Ivan Petrenko"]),
    ("Марина Ткачук приїхала до Львова і розповіла про виставку.", ["Maryna Tkachuk"]),
    ("Репортер зустрів Івана Петренка, який розповів про шторм.", ["Ivan Petrenko"]),
    ("Міністр Дмитро Кулеба спростував чутки.", ["Dmytro Kuleba"]),
    ("Дмитро Кулеба додав, що візит відкладуть.", ["Dmytro Kuleba"]),
    ("Дмитро Кулеба, який бачив угоду, назвав її доброю.", ["Dmytro Kuleba"]),
    ("Дональд Трамп пообіцяв відповідь.", ["Donald Trump"]),
    ("Іван Петренко не виключив, що рейс скасують.", ["Ivan Petrenko"]),
    ("У НАТО не виключають, що навчання відкладуть.", ["NATO"]),
    ("Рейс скасують, не виключає Дмитро Кулеба.", ["Dmytro Kuleba"]),
    # Who is interviewed, and by whom
    ("Про це Дмитро Кулеба сказав в інтерв'ю BBC.", ["Dmytro Kuleba", "BBC"]),
    ("Про це в інтервʼю Reuters розповів Іван Петренко.", ["Reuters", "Ivan Petrenko"]),
    # Names that no table has
    ("Про це пише Northern Harbour Post.", ["Northern Harbour Post"]),
    ("Про це повідомляє видання «Бурштинові вісті».", ["Burshtynovi Visti"]),
]
TRAPS = [
    "Про удар повідомили Зеленському.",
    "Про зустріч розповіли Дональду Трампу.",
    "Про зустріч із Дональдом Трампом розповіли свідки.",
    "ДСНС не повідомляє про причини пожежі.",
    "Володимир Зеленський не сказав, коли поїде.",
    "СБУ повідомила водієві про підозру.",
    "Україна передала НАТО список потреб.",
    "Дмитро Кулеба передав книги бібліотеці.",
    "Він пише листи. Повідомляє мати.",
    "Лікар заявив, що Володимир Зеленський здоровий.",
    "Свідки розповіли про Володимира Зеленського.",
    "Посол сказав у Telegram, що мости цілі.",
    "Мешканці написали у Facebook про шум.",
    "На сайті ДСНС змінили кольори.",
    "Компанія Apple зросла.",
    "Іван Петренко прилетів до Львова, заявила речниця порту.",
    "Він заявив про це після зустрічі з Дональдом Трампом.",
    "За даними слідства, Володимир Зеленський був у Римі.",
    "Міністр оборони НАТО приїхав і заявив про навчання.",
    "Боєць скаржився на бездіяльність Міноборони і розповів про втрати.",
    "За словами голови ДСНС, пожежу загасили.",
    "Хвилі спадуть, йдеться у повідомленні. НАТО готове.",
    "«Стоп», – сказав директор ДСНС.",
    "Іван Петренко захворів. Сказали, що одужає.",
]


@pytest.mark.parametrize(("text", "names"), CITED)
def test_who_gives_their_words_is_cited(text, names):
    assert list(tag_text(f"Новина\n{text}").cited_sources) == names


@pytest.mark.parametrize("text", TRAPS)
def test_who_is_only_spoken_of_is_not_cited(text):
    assert tag_text(f"Новина\n{text}").cited_sources == ()


HEADLINES = [
    ("Міст відкриють навесні – Віталій Кличко", ["Vitali Klitschko"]),
    ("Ціни на мідь зростуть, - Bloomberg", ["Bloomberg"]),
    ("Зеленський – про новий міст через затоку", ["Volodymyr Zelenskyy"]),
    ("Зеленський заявив про новий міст", ["Volodymyr Zelenskyy"]),
    ("Де дивитися матч Шахтар – Динамо", []),
    ("Лист до Зеленського", []),
]


@pytest.mark.parametrize(("headline", "names"), HEADLINES)
def test_headlines_cite_by_a_dash(headline, names):
    assert list(tag_text(headline).cited_sources) == names


def test_only_the_mention_that_gives_words_is_marked():
    text = "Новина\nЗеленського чекали в Римі. Зеленський заявив про угоду."
    marked = {mention.surface_uk: mention.is_cited for mention in tag_text(text).mentions}
    assert marked == {"Зеленського": False, "Римі": False, "Зеленський": True}


def test_sources_stand_in_the_order_of_first_citation_and_once(tagged):
    article = tagged(
        "Про це пише Reuters. Володимир Зеленський заявив про угоду.",
        "Зеленський додав, що Reuters помиляється. Про це повідомляє Bloomberg.",
    )
    assert article.cited_sources == ("Reuters", "Volodymyr Zelenskyy", "Bloomberg")


def test_captions_cite_nobody(tagged):
    article = tagged("Текст.", photos=(Photo("Площа, повідомляє Reuters"),))
    assert article.cited_sources == ()
    assert not any(mention.is_cited for mention in article.mentions)
