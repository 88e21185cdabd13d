"""Tell Russian from Ukrainian in a single sentence."""

from __future__ import annotations

import re

from tasks.language.romanize import romanize

_RUSSIAN_LETTERS = re.compile("[ыэъё]")
_UKRAINIAN_LETTERS = re.compile("[іїєґ]")
_WORD = re.compile(r"[а-я'-]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Frequent words of one language that the other does not have, none with a telling letter.
_RUSSIAN_WORDS = _words(
    "и что или если только нет но во они она было были был была который "
    "которая которого после сейчас чтобы кто сказал лет чем еще ее между всего себя "
    "быть будет"
)
_UKRAINIAN_WORDS = _words(
    "та що або але якщо лише з вона вони була який яка якого зараз коли щоб хто буде це ще й"
)
# The letters that Russian reads otherwise than Ukrainian.
_LATIN = str.maketrans({"и": "i", "И": "I", "г": "g", "Г": "G", "ё": "e", "Ё": "E"})


def romanize_russian(text: str) -> str:
    """Write a Russian text in Latin letters."""
    return romanize(text.translate(_LATIN))


def is_russian(text: str) -> bool:
    """Tell whether a sentence is Russian: by its letters, else by its small words."""
    lower = text.lower()
    russian = len(_RUSSIAN_LETTERS.findall(lower))
    ukrainian = len(_UKRAINIAN_LETTERS.findall(lower))
    if russian or ukrainian:
        return russian > ukrainian
    words = _WORD.findall(lower)
    only_russian = sum(word in _RUSSIAN_WORDS - _UKRAINIAN_WORDS for word in words)
    only_ukrainian = sum(word in _UKRAINIAN_WORDS - _RUSSIAN_WORDS for word in words)
    return only_russian > only_ukrainian
