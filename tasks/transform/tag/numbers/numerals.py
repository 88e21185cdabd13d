"""Read a number that stands at a word: digits or words, with «тисяч» and «млн», or a range.

Years, times, dates, phone numbers and the numbers in names («Су-34») are written like
numbers, too: what touches a letter or a sign that is no part of a number is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.transform.tag.numbers.tables import number_words
from tasks.transform.tag.words import Words, keys, lower_form

# No news counts further, and up to here a float is exact.
_MOST_DIGITS = 15
_RANGE = re.compile(rf"(\d{{1,{_MOST_DIGITS}}})-(\d{{1,{_MOST_DIGITS}}})\Z")
_DASHES = frozenset("-–—−")
_ABBREVIATIONS = frozenset({"тис", "млн", "млрд", "трлн", "грн", "дол"})
_NOT_BEFORE = frozenset(".,:/-–—−№#+@&_'’x×*=")
_NOT_BEHIND = frozenset(":/@_=×*")
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number from word to word; `high` is the upper end of a range.

    `is_plain`: written in digits with nothing beside them, as a year is.
    """

    first: int
    last: int
    value: int | float
    high: int | float | None = None
    is_plain: bool = False

    @property
    def may_be_year(self) -> bool:
        """Tell whether it looks like a year of these times."""
        return self.is_plain and self.high is None and self.value in _YEARS


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a number: its value and last word; `multiplier` is of its last «млн»."""

    value: float
    last: int
    is_digits: bool
    multiplier: int = 1
    needs_unit: bool = False


def lower(words: Words, at: int) -> str:
    """A word as the table has it; empty outside the text."""
    if not 0 <= at < len(words.items):
        return ""
    return lower_form(words.items[at].text)


def gap_after(words: Words, at: int) -> str:
    """What stands behind a word, without the full stop of «млн.»; a line end is one."""
    if at + 1 >= len(words.items):
        return words.text[words.items[at].end :].strip() or "."
    gap = words.items[at + 1].gap
    return gap.removeprefix(".") if lower(words, at) in _ABBREVIATIONS else gap


def may_begin(word: str) -> bool:
    """Tell by a word itself whether a number may begin with it."""
    return word[0].isdecimal() or word.lower() in number_words().starts


def read_numeral(words: Words, at: int) -> Numeral | None:
    """Read the number that begins at a word, unless it is too great to be kept exactly."""
    numeral = _read(words, at)
    if numeral is None or max(numeral.value, numeral.high or 0) > 10**_MOST_DIGITS:
        return None
    return numeral


def _read(words: Words, at: int) -> Numeral | None:
    if pair := _RANGE.match(words.items[at].text):
        return _with_hyphen(words, at, int(pair[1]), int(pair[2]))
    low = _amount(words, at)
    if low is None:
        return None
    if high := _upper_end(words, at, low):
        # «від 3 до 5 млн»: the multiplier is said once.
        value = low.value * (high.multiplier if low.multiplier == 1 else 1)
        is_range = value < high.value
        return Numeral(at, high.last, _tidy(value), _tidy(high.value)) if is_range else None
    if low.needs_unit and low.multiplier == 1 and not _has_unit(words, low.last):
        return None
    is_plain = low.is_digits and low.last == at
    return Numeral(at, low.last, _tidy(low.value), is_plain=is_plain)


def _with_hyphen(words: Words, at: int, low: int, high: int) -> Numeral | None:
    if low >= high or not _stands_free(words, at, at):
        return None
    multiplier = _multiplier(words, at + 1)
    if multiplier is None:
        return Numeral(at, at, low, high)
    return Numeral(at, at + 1, low * multiplier, high * multiplier)


def _upper_end(words: Words, at: int, low: _Piece) -> _Piece | None:
    """Read the upper end of «75–80» and of «від 20 до 30»."""
    after = low.last + 1
    if after >= len(words.items):
        return None
    if words.items[after].gap in _DASHES:
        return _amount(words, after)
    is_span = lower(words, after) == "до" and lower(words, at - 1) == "від"
    return _amount(words, after + 1) if is_span and after + 1 < len(words.items) else None


def _amount(words: Words, at: int) -> _Piece | None:
    """Read what is added up: «двадцять п'ять тисяч», «2 млн 300 тис», «півтора мільйона»."""
    table = number_words()
    if (single := table.singles.get(lower(words, at))) is not None:
        return _Piece(single, at, is_digits=False, multiplier=single)
    total, lowest, last = 0.0, 0, at - 1
    is_digits = needs_unit = False
    while piece := _group(words, last + 1) if last < at or not gap_after(words, last) else None:
        multiplier = _multiplier(words, piece.last + 1)
        if lowest and (multiplier or 1) >= lowest:
            return None  # «5 млн 6 млн» is no number
        total += piece.value * (multiplier or 1)
        is_digits, needs_unit = piece.is_digits, piece.needs_unit
        lowest = multiplier or 1
        last = piece.last + (multiplier is not None)
        if multiplier is None:
            break
    return _Piece(total, last, is_digits, lowest, needs_unit) if last >= at else None


def _multiplier(words: Words, at: int) -> int | None:
    if at >= len(words.items) or words.items[at].gap:
        return None
    return number_words().multipliers.get(lower(words, at))


def _group(words: Words, at: int) -> _Piece | None:
    if at >= len(words.items):
        return None
    if words.items[at].text.isdecimal():
        return _digits(words, at)
    if (part := number_words().parts.get(lower(words, at))) is not None:
        has_multiplier = _multiplier(words, at + 1) is not None
        return _Piece(part, at, is_digits=False) if has_multiplier else None
    return _spelled(words, at)


def _spelled(words: Words, at: int) -> _Piece | None:
    """Read «сто двадцять п'ять»: every word is less than the round number before it."""
    numerals = number_words().numerals
    total, last = 0, at - 1
    while (value := numerals.get(lower(words, last + 1))) is not None:
        if last >= at and (words.items[last + 1].gap or not _is_room(total, value)):
            break
        total, last = total + value, last + 1
    return _Piece(total, last, is_digits=False) if last >= at else None


def _is_room(total: int, value: int) -> bool:
    return total % 100 == 0 if value >= 10 else total % 10 == 0 and total % 100 != 10


def _digits(words: Words, at: int) -> _Piece | None:
    whole = words.items[at].text
    if len(whole) > 1 and whole[0] == "0":
        return None
    last = at
    separator = _separator(words, at)
    groups = [whole]
    while separator and 3 * len(groups) < _MOST_DIGITS and _is_group(words, last, separator):
        last += 1
        groups.append(words.items[last].text)
    fraction = _fraction(words, last)
    if not _stands_free(words, at, last + bool(fraction)):
        return None
    if len(whole) > _MOST_DIGITS:
        return None
    value = float("".join(groups) + (f".{fraction}" if fraction else ""))
    # «1.5» may be a date or a chapter, «1,200» may be 1200: the unit shows that it is not.
    is_odd = bool(fraction) and (len(fraction) > 2 or words.items[last + 1].gap == ".")
    return _Piece(value, last + bool(fraction), is_digits=True, needs_unit=is_odd)


def _separator(words: Words, at: int) -> str:
    """The sign between groups of three digits behind a word: a space or a full stop."""
    item = words.items[at]
    sign = words.text[item.end : item.end + 1]
    is_short = len(item.text) <= 3
    return sign if is_short and sign and (sign.isspace() or sign == ".") else ""


def _is_group(words: Words, last: int, separator: str) -> bool:
    if last + 1 >= len(words.items):
        return False
    item, following = words.items[last], words.items[last + 1]
    is_beside = words.text[item.end : following.start] == separator
    return is_beside and len(following.text) == 3 and following.text.isdecimal()


def _fraction(words: Words, last: int) -> str:
    if last + 1 >= len(words.items):
        return ""
    item, following = words.items[last], words.items[last + 1]
    is_beside = words.text[item.end : following.start] in {",", "."}
    return following.text if is_beside and following.text.isdecimal() else ""


def _stands_free(words: Words, first: int, last: int) -> bool:
    """Tell whether digits touch nothing that makes them a time, a date or a code."""
    if _is_beside_digits(words, first) or _is_beside_digits(words, last + 1):
        return False  # «2 0 дронів», «044 123»: who knows
    start, end = words.items[first].start, words.items[last].end
    before, behind = words.text[max(0, start - 1) : start], words.text[end : end + 1]
    is_upper_end = before in _DASHES and first > 0 and words.items[first].gap in _DASHES
    if before in _NOT_BEFORE and before and not (is_upper_end and _is_number(words, first - 1)):
        return False
    following = words.text[end + 1 : end + 2]
    return not (behind and (behind in _NOT_BEHIND or behind in ".,") and following.isdecimal())


def _is_beside_digits(words: Words, at: int) -> bool:
    if not 0 < at < len(words.items) or words.items[at].gap:
        return False
    return words.items[at].text.isdecimal() and words.items[at - 1].text.isdecimal()


def _is_number(words: Words, at: int) -> bool:
    word = words.items[at].text
    return word.isdecimal() or lower(words, at) in number_words().multipliers


def _has_unit(words: Words, last: int) -> bool:
    table = number_words()
    item = words.items[last]
    if words.text[item.end : item.end + 2].lstrip()[:1] in {"%", *table.symbols}:
        return True
    # A fraction is a word of its own.
    before = words.items[last - 1].start
    if words.text[max(0, before - 1) : before] in table.symbols:
        return True
    return not keys(lower(words, last + 1) or ".").isdisjoint(table.currencies)


def _tidy(value: float) -> int | float:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
