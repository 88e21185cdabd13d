"""Look at a translation beside its source and name what is wrong with it.

The figures beside the thresholds were measured on about 2,000 news and general sentences
with human translations, which are right and should hardly ever be flagged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from tasks.language.russian import is_russian, romanize_russian
from tasks.language.text import CYRILLIC, has_cyrillic
from tasks.transform.translate.glossary import addresses


class Flag(StrEnum):
    """What can be wrong with a translation."""

    EMPTY = "empty"
    ERROR_PAGE = "error_page"
    ECHO = "echo"
    CYRILLIC = "cyrillic"
    LENGTH = "length"
    DIGITS = "digits"
    ADDRESS = "address"
    REPETITION = "repetition"
    TRUNCATED = "truncated"
    NOT_UKRAINIAN = "not_ukrainian"


# Such an answer is no translation at all and is never stored.
UNUSABLE = frozenset({Flag.EMPTY, Flag.ERROR_PAGE, Flag.ECHO})

# English characters for one Ukrainian: human translations of sentences from 40 characters
# on lie between 0.55 and 1.75; shorter texts vary too much to tell.
MIN_LENGTH_RATIO, MAX_LENGTH_RATIO, MIN_LENGTH_CHECKED = 0.4, 2.2, 40

# An English sentence without its stop that is also shorter than this share of its source, which
# ends with one, was cut off: so are 2 of 1,753 human translations (0.1 %).
MAX_CUT_OFF_RATIO = 0.7
_STOP = re.compile(r"[.!?…][\"”’»')\]]*$")
# One word four times in a row, or a few words three times: of 1,995 human translations none.
_WORDS = re.compile(r"\w+")
_REPEATED = ((1, 4), (2, 3), (3, 3), (4, 3), (5, 3), (6, 3))

# Each is a message of a service, not a sentence of a newspaper.
_ERROR_PAGES = re.compile(
    r"<!doctype|<html|<body|<div|<script|<title>"
    r"|^error[: ]+\d{3}\b|\b(?:429|503)\.? that’?'?s an error"
    r"|unusual traffic from your computer|before you continue to google"
    r"|mymemory warning|invalid (?:source|target) language|auth_key|api[ _]key (?:is )?invalid"
    r"|^(?:daily |character )?quota (?:has been )?exceeded|^too many requests"
    r"|(?:daily|monthly|free|hourly|usage|rate)[ -](?:limit|quota)\b.{0,40}\b(?:exceeded|reached)"
    r"|\bexceeded your\b.{0,30}\b(?:limit|quota)"
    r"|^(?:\d{3} )?(?:bad gateway|service (?:temporarily )?unavailable|internal server error"
    r"|gateway time-?out|forbidden|unauthorized|access denied|none|null|undefined|nan)\W*$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_THOUSANDS = re.compile(r"(?<=\d)[\s.,](?=\d{3}(?!\d))")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
# A single digit is often written as a word («2 голи», "two goals").
_NUMBER = re.compile(r"\d{2,}")


def check(uk: str, en: str) -> tuple[Flag, ...]:
    """Name every check that a translation fails, worst first; none if it is good."""
    if not en.strip():
        return (Flag.EMPTY,)
    return tuple(flag for flag, fails in _CHECKS.items() if fails(uk, en))


def _is_error_page(uk: str, en: str) -> bool:
    found = _ERROR_PAGES.search(en)
    return found is not None and found[0].lower() not in uk.lower()


def _is_echo(_uk: str, en: str) -> bool:
    """Half of the letters being Cyrillic is the source come back, whole or in parts."""
    return 2 * len(CYRILLIC.findall(en)) >= max(1, len(_LETTER.findall(en)))


def _has_residue(_uk: str, en: str) -> bool:
    return has_cyrillic(en)


def _has_odd_length(uk: str, en: str) -> bool:
    if len(uk) < MIN_LENGTH_CHECKED:
        return False
    return not MIN_LENGTH_RATIO <= len(en) / len(uk) <= MAX_LENGTH_RATIO


def _is_spelled_russian(uk: str, en: str) -> bool:
    """A Russian sentence that was only written in Latin letters: the next engine may do better."""
    return is_russian(uk) and en == " ".join(romanize_russian(uk).split())


def _lost_digits(uk: str, en: str) -> bool:
    """Look for every number of the source among those of the English.

    Times are left out (24 hours become 12), and a year may be longer in English («90-ті», the
    1990s); of 403 human translations with numbers 9 (2.2 %) lack one.
    """
    english = re.findall(r"\d+", _THOUSANDS.sub("", en))
    source = _THOUSANDS.sub("", _CLOCK.sub(" ", uk))
    return not all(
        any(found.endswith(number.lstrip("0")) for found in english)
        for number in _NUMBER.findall(source)
    )


def _lost_addresses(uk: str, en: str) -> bool:
    return any(address not in en for address in addresses(uk))


def _repeats_itself(uk: str, en: str) -> bool:
    """Find the loops that neural models fall into, unless the source says so as often."""
    return _has_loop(en) and not _has_loop(uk)


def _has_loop(text: str) -> bool:
    words = _WORDS.findall(text.lower())
    if len(words) - len(set(words)) < 2:
        # A loop says something three times at least.
        return False
    return any(
        words[at : at + size * times] == words[at : at + size] * times
        for size, times in _REPEATED
        for at in range(len(words) - size * times + 1)
    )


def _is_cut_off(uk: str, en: str) -> bool:
    if not _STOP.search(uk.rstrip()) or _STOP.search(en.rstrip()):
        return False
    return len(uk) >= MIN_LENGTH_CHECKED and len(en) < MAX_CUT_OFF_RATIO * len(uk)


_CHECKS: dict[Flag, Callable[[str, str], bool]] = {
    Flag.ERROR_PAGE: _is_error_page,
    Flag.ECHO: _is_echo,
    Flag.CYRILLIC: _has_residue,
    Flag.LENGTH: _has_odd_length,
    Flag.DIGITS: _lost_digits,
    Flag.ADDRESS: _lost_addresses,
    Flag.REPETITION: _repeats_itself,
    Flag.TRUNCATED: _is_cut_off,
    Flag.NOT_UKRAINIAN: _is_spelled_russian,
}
