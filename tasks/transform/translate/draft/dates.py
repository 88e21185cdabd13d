"""Dates and years as one unit: `5 лютого 2026 року` → February 5, 2026; `2021 року` → 2021."""

from __future__ import annotations

import re

from tasks.transform.translate.draft.numbers import english_number, ordinal_suffix
from tasks.transform.translate.draft.reading import Pos, Reading, Unit
from tasks.transform.translate.draft.tokens import Kind

_MONTHS = {
    "січня": "January", "лютого": "February", "березня": "March", "квітня": "April", "травня":
    "May", "червня": "June", "липня": "July", "серпня": "August", "вересня": "September",
    "жовтня": "October", "листопада": "November", "грудня": "December",
}  # fmt: skip
_MONTHS_ANY = {
    **_MONTHS, "січні": "January", "лютому": "February", "березні": "March", "квітні": "April",
    "травні": "May", "червні": "June", "липні": "July", "серпні": "August", "вересні":
    "September", "жовтні": "October", "листопаді": "November", "грудні": "December", "січень":
    "January", "лютий": "February", "березень": "March", "квітень": "April", "травень": "May",
    "червень": "June", "липень": "July", "серпень": "August", "вересень": "September", "жовтень":
    "October", "листопад": "November", "грудень": "December",
}  # fmt: skip
_DAY = re.compile(r"(?:[0-2]?\d|3[01])(?:-(?:го|е|ге|ого))?(?:[-–](?:[0-2]?\d|3[01]))?$")
_YEAR = re.compile(r"(?:1\d|20)\d\d(?:-(?:го|му|й|ий|ого|ому|ого))?$")
_FULL_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}$")
_YEAR_SPAN = re.compile(r"(?:1\d|20)\d\d[-–](?:1\d|20)\d\d$")
_YEARS = re.compile(r"(?:1\d|20)\d\d$")
_DECADE = re.compile(r"\d*0-(?:х|ті|ми|их)$")
_YEAR_WORDS = frozenset({"року", "році", "рік", "р", "роком"})
_YEARS_WORDS = frozenset({"років", "роках", "роки", "рр", "роками"})
_DASHES = frozenset("-–—")
_DAY_PARTS = {"ранку": "a.m.", "вечора": "p.m.", "дня": "p.m.", "ночі": "a.m."}
_ROMAN = {"IX": "9th", "X": "10th", "XI": "11th", "XII": "12th", "XIII": "13th", "XIV": "14th",
    "XV": "15th", "XVI": "16th", "XVII": "17th", "XVIII": "18th", "XIX": "19th", "XX": "20th",
    "XXI": "21st"}  # fmt: skip
_CLOCK = re.compile(r"\d{1,2}(?:[:.]\d\d)?$")


def merge_dates(units: list[Unit]) -> list[Unit]:
    """Replace the units of every date by one; a date without preposition gets its own."""
    merged: list[Unit] = []
    at = 0
    while at < len(units):
        length, text, preposition = _date_at(units, at) if _may_begin(units[at]) else _NO_DATE
        if not length:
            merged.append(units[at])
            at += 1
            continue
        # The day after its weekday needs no second preposition: on Monday, March 3.
        follows_day = len(merged) > 1 and merged[-1].lower == "," and _is_day(merged[-2])
        has_own = bool(merged) and _as_preposition(merged[-1])
        reading = Reading(Pos.NAME, "дата", text, notes={"date": preposition, "time": ""})
        if not has_own:
            full = f"{preposition} {text}" if preposition and not follows_day else text
            reading = Reading(Pos.ADV, "дата", full)
        tokens = [token for unit in units[at : at + length] for token in unit.tokens]
        merged.append(Unit(tokens, [reading], reading))
        at += length
    return merged


def _as_preposition(unit: Unit) -> bool:
    """Tell whether a unit may be a preposition, and let it be one: `на початку 2021 року`."""
    found = [reading for reading in unit.readings if reading.pos is Pos.PREP]
    if found:
        unit.readings, unit.chosen = found, found[0]
    return bool(found)


_NO_DATE = (0, "", "")


def _may_begin(unit: Unit) -> bool:
    """Tell quickly that most units begin no date."""
    first = unit.tokens[0]
    if len(unit.tokens) > 1 or first.kind is Kind.NUMBER:
        return True
    return first.lower in _MONTHS_ANY or first.text in _ROMAN


def _is_day(unit: Unit) -> bool:
    return unit.chosen.pos is Pos.ADV and unit.chosen.en.startswith("on ")


def _word(units: list[Unit], at: int) -> str:
    return units[at].lower if at < len(units) else ""


def _figure(unit: Unit) -> str:
    return unit.tokens[0].text.partition("-")[0]


def _date_at(units: list[Unit], at: int) -> tuple[int, str, str]:
    """The length, the English and the preposition of a date that begins here."""
    first = units[at]
    if len(first.tokens) == 2 and first.tokens[1].lower in _MONTHS_ANY:
        length, year = _year_at(units, at + 1)
        text = f"in {_MONTHS_ANY[first.tokens[1].lower]} {year}"
        return (1 + length, text, "") if length else (0, "", "")
    if len(first.tokens) > 1:
        return 0, "", ""
    if (number := _ROMAN.get(first.text)) and _word(units, at + 1).startswith("століт"):
        is_owner = _word(units, at + 1) == "століття" and at > 0
        return 2, f"the {number} century", "of" if is_owner else "in" if at else ""
    if first.tokens[0].kind is Kind.NUMBER:
        return _numbered(units, at)
    if first.lower in _MONTHS_ANY:
        length, year = _year_at(units, at + 1)
        if length:
            return 1 + length, f"{_MONTHS_ANY[first.lower]} {year}", "in"
    return 0, "", ""


def _numbered(units: list[Unit], at: int) -> tuple[int, str, str]:
    text = units[at].tokens[0].text
    after = _word(units, at + 1)
    if _DAY.match(text) and after in _MONTHS:
        date = f"{_MONTHS[after]} {text.partition('-')[0] if '-го' in text else text}"
        length, year = _year_at(units, at + 2)
        return (2 + length, f"{date}, {year}", "on") if length else (2, date, "on")
    if _FULL_DATE.match(text) and after in _YEAR_WORDS:
        return 2, text, "on"
    if century := _century(text, after):
        is_owner = after == "століття" and at > 0
        return 2, century, "of" if is_owner else "in"
    length, year = _year_at(units, at)
    if length > 1 or (length and "-" in text):
        return length, year, "in"
    if _DECADE.match(text):
        return 1 + (after in _YEARS_WORDS), "the " + english_number(text), "in"
    if _YEARS.match(text) and after in _YEARS_WORDS:
        return 2, f"the {text}s" if text.endswith("0") else text, "in"
    if _YEAR_SPAN.match(text) and after in _YEARS_WORDS | _YEAR_WORDS:
        return 2, text, "in"
    last, noun = _word(units, at + 2), _word(units, at + 3)
    is_span = _YEARS.match(text) and after in _DASHES and _YEARS.match(last)
    if is_span and noun in _YEARS_WORDS | _YEAR_WORDS:
        return 4, f"{text}-{last}", "in"
    if _CLOCK.match(text) and after in _DAY_PARTS:
        return 2, f"{text} {_DAY_PARTS[after]}", "at"
    return 0, "", ""


_CENTURIES = frozenset({"століття", "столітті", "століттю", "століттям"})


def _century(text: str, noun: str) -> str:
    """`у 16 столітті`, `17-го століття`, but `2 століття` are two of them."""
    figure, hyphen, _ = text.partition("-")
    if noun not in _CENTURIES or not figure.isdigit() or not 0 < int(figure) < 23:
        return ""
    if noun == "століття" and not hyphen and 1 < int(figure) < 5:
        return ""
    return f"the {figure}{ordinal_suffix(figure)} century"


def _year_at(units: list[Unit], at: int) -> tuple[int, str]:
    if at >= len(units) or not _YEAR.match(units[at].lower):
        return 0, ""
    length = 1
    if _word(units, at + 1) in _YEAR_WORDS:
        length = 2
        if _word(units, at + 1) == "р" and _word(units, at + 2) == "." and at + 3 < len(units):
            length = 3
    return length, _figure(units[at])
