"""Normal forms of Ukrainian text that lookups depend on."""

from __future__ import annotations

import re
import unicodedata

# The apostrophe is written in many ways; dictionaries know the straight one only.
_APOSTROPHES = re.compile("[’ʼ‘`´ˈ′＇]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_INNER_APOSTROPHE = re.compile(rf"{_APOSTROPHES.pattern}(?<=\w.)(?=\w)")
# Marks and letters that compose with nothing, and that `sentence_key` leaves as they are.
_SETTLED = "!-_a-~А-ЩЬЮЯа-щьюяЄєІіЇїҐґЁёЫыЭэЪъ«»„“”–—…№"
_UNSETTLED = re.compile(f"[^ {_SETTLED}]")
# The same for Arrow, with the spaces that `sentence_key` folds: a text in which this is not
# found is its own key. Python would take six times as long over the last two branches.
UNSETTLED_RE2 = f"[^ {_SETTLED}]|  |^ | $"
CYRILLIC = re.compile(r"[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]")


def straighten_apostrophes(text: str) -> str:
    """Write every apostrophe as `'`; the length does not change, so offsets hold."""
    # Most of what is asked for is a word of letters alone; two of the marks count as letters.
    if text.isalpha() and "ʼ" not in text and "ˈ" not in text:
        return text
    # Not `str.translate`: on Cyrillic text it takes 15 times as long.
    return _APOSTROPHES.sub("'", text)


def clean_line(text: str) -> str:
    """Compose (NFC), drop invisible characters, fold white space, strip."""
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return _SPACES.sub(" ", composed).strip()


def has_cyrillic(text: str) -> bool:
    """Tell whether any Cyrillic letter is in the text."""
    return CYRILLIC.search(text) is not None


def sentence_key(text: str) -> str:
    """Write a sentence so that two with the same English are equal, and no others.

    White space, invisible characters, composition and the apostrophes within words say
    nothing. Case, quotation marks and dashes stay: an engine may carry them over.
    """
    # Most sentences are in this form already: 1 instead of 7 microseconds each.
    if not _UNSETTLED.search(text) and "  " not in text:
        return text.strip(" ")
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(_INNER_APOSTROPHE.sub("'", composed).split())
