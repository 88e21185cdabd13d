"""What the checks flag, and what they let pass."""

from __future__ import annotations

import pytest

from tasks.transform.translate.checks import Flag, check

LONG_UK = "Міністерство оборони повідомило про нові домовленості щодо обміну полоненими."


@pytest.mark.parametrize(
    ("uk", "en", "flags"),
    [
        ("Переговори тривали 12 годин.", "The talks lasted 12 hours.", ()),
        ("Він забив 2 голи.", "He scored two goals.", ()),
        ("Сесія о 20:00.", "The session is at 8 p.m.", ()),
        ("Зібрали 1 200 000 грн.", "They raised 1.2 million hryvnias.", (Flag.DIGITS,)),
        ("Зібрали 1 200 000 грн.", "They raised 1,200,000 hryvnias.", ()),
        ("Загинули 12 осіб.", "Killed 1 person and 2 others.", (Flag.DIGITS,)),
        (
            "1 травня загинули 12 осіб, ще 30 поранено.",
            "On 1 May 23 people died, 30 were hurt.",
            (Flag.DIGITS,),
        ),
        ("У 90-х роках.", "In the 1990s.", ()),
        ("Так.", "Bad Gateway", (Flag.ERROR_PAGE,)),
        ("Так.", "None", (Flag.ERROR_PAGE,)),
        ("Так.", "You have exceeded your daily limit of free translations.", (Flag.ERROR_PAGE,)),
        ("Так.", "Daily limit exceeded for this key.", (Flag.ERROR_PAGE,)),
        ("Перевищено денний ліміт вилову.", "The daily catch was too high.", ()),
        ("Ціна 41,35 грн.", "The price is 41.35 hryvnias.", ()),
        ("У 2021 році.", "That year.", (Flag.DIGITS,)),
        ("Слава Україні", "", (Flag.EMPTY,)),
        ("Слава Україні", " \n", (Flag.EMPTY,)),
        ("Слава Україні", "Слава Україні", (Flag.ECHO, Flag.CYRILLIC)),
        ("Слава Україні", "Glory to Україні", (Flag.ECHO, Flag.CYRILLIC)),
        ("Слава рідній Україні", "Glory to our native Україні", (Flag.CYRILLIC,)),
        ("Так.", "<!DOCTYPE html><p>Oops</p>", (Flag.ERROR_PAGE,)),
        ("Так.", "Error 500 (Server Error)!!1", (Flag.ERROR_PAGE,)),
        ("Так.", "429. That's an error.", (Flag.ERROR_PAGE,)),
        ("Так.", "MYMEMORY WARNING: YOU USED ALL FREE TRANSLATIONS", (Flag.ERROR_PAGE,)),
        ("Знайшли помилку 404.", "They found error 404 on the site.", ()),
        (LONG_UK, "The Ministry.", (Flag.LENGTH,)),
        (LONG_UK, "The Ministry of Defense " * 9, (Flag.LENGTH, Flag.REPETITION)),
        (LONG_UK, "The Defense Ministry reported new agreements on an exchange of prisoners.", ()),
        ("Світ", "World", ()),
        (LONG_UK, "The Ministry of Defense reported", (Flag.TRUNCATED,)),
        (LONG_UK[:-1], "The Ministry of Defense reported", ()),
        (
            LONG_UK,
            "The Ministry of of of of Defense reported new prisoner exchanges.",
            (Flag.REPETITION,),
        ),
        (
            LONG_UK,
            "Defense reported new talks, new talks, new talks on prisoners.",
            (Flag.REPETITION,),
        ),
        ("Тихіше, тихіше, тихіше, тихіше!", "Quiet, quiet, quiet, quiet!", ()),
        ("Пише @user_1: #Kyiv", "@user_1 writes: #Kyiv", ()),
        ("Пише @user_1: #Kyiv", "User 1 writes: #Kyiv", (Flag.ADDRESS,)),
        ("Адреса a.b@c.ua.", "The address is a.b@c.com.", (Flag.ADDRESS,)),
        ("Див. https://a.ua/x?y=1.", "See https://a.ua/x.", (Flag.ADDRESS,)),
    ],
)
def test_flags(uk, en, flags):
    assert check(uk, en) == flags
