"""Which language a text is in: Ukrainian, Russian, or one that is not read here.

Letters tell it where there are enough of them, at next to no cost; only a text that has
none of the telling ones is put to lingua. Titles and bylines are never looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from tasks.language.text import CYRILLIC, has_cyrillic

if TYPE_CHECKING:
    from lingua import LanguageDetector

LANGUAGE_NAMES: Final = {
    "uk": "Ukrainian",
    "ru": "Russian",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "en": "English",
    "pl": "Polish",
}
READ_LANGUAGES: Final = frozenset({"uk", "ru"})

# «і» is Belarusian, too, and so are «ы», «э» and «ё»; «и» and «щ» never are.
_UKRAINIAN: Final = re.compile("[іїєґ]")
_RUSSIAN: Final = re.compile("[ыэёъ]")
_NOT_BELARUSIAN: Final = re.compile("[ищїєґъ]")
_NOT_BULGARIAN: Final = re.compile("[ыэё]")
_OWN: Final = {
    "pl": re.compile("[ąćęłńóśźż]"),
    "en": re.compile(r"\b(?:the|of|and|is|are|was|were|for|from|that|with|by)\b"),
}
# Letters of no other use here: Serbian, Macedonian, Kazakh, Tatar.
_FOREIGN: Final = re.compile("[јљњћђџѓќѕәғқңөұүһ]")
# A name or a word in quotation marks says nothing of the sentence that quotes it.
_SHORT_QUOTE: Final = re.compile('[«“„"][^«»“”„"]{1,40}[»”“"]')
_LETTER: Final = re.compile(r"[^\W\d_]")
# How many of the telling letters are in 100 of a text: 6.5 in Ukrainian, 2.2 in Russian.
_RUSSIAN_WEIGHT: Final = 3
_MIN_CYRILLIC_SHARE: Final = 0.5
_MAX_CYRILLIC_SHARE: Final = 0.2
# A borrowed name may carry some such letters; a Belarusian text has 1.5 % of «ў» alone.
_MAX_FOREIGN_SHARE: Final = 0.005
# Names, numbers and replies («– Так.») are in the language of what stands around them.
_MIN_LETTERS: Final = 25
_MIN_WORDS: Final = 4
# In its own words lingua is surer than this of nearly every sentence of eight words.
_MIN_CONFIDENCE: Final = 0.9
# More text makes its answer no surer, only later.
_MAX_ASKED: Final = 1_000


def cyrillic_share(text: str) -> float:
    """The share of Cyrillic among the letters of a text; 0 where it has none."""
    # Counted by distinct character: a page has some hundred of them.
    counts = Counter(text)
    letters = sum(n for char, n in counts.items() if char.isalpha())
    cyrillic = sum(n for char, n in counts.items() if char.isalpha() and has_cyrillic(char))
    return cyrillic / letters if letters else 0.0


def language_of(paragraphs: Iterable[str]) -> str | None:
    """Tell Ukrainian (`uk`) from Russian (`ru`); None where a text is in neither."""
    found = main_language(tuple(paragraphs))
    return found if found in READ_LANGUAGES else None


def main_language(paragraphs: Sequence[str]) -> str | None:
    """The code of the language that most of a text is in, None where it cannot be told.

    Short texts in Cyrillic without a telling letter are taken for Ukrainian.
    """
    text = "\n".join(paragraphs).lower()
    if _is_foreign(text):
        return None
    is_latin = cyrillic_share(text) < _MIN_CYRILLIC_SHARE
    sizes: Counter[str] = Counter()
    for paragraph in paragraphs:
        code = _code(paragraph)
        if code and (code in _OWN) == is_latin:
            sizes[code] += len(paragraph)
    if sizes:
        return sizes.most_common(1)[0][0]
    if is_latin:
        return None
    if code := _code(text):
        return code
    ukrainian, russian = _evidence(text)
    return "ru" if russian > ukrainian else "uk"


def paragraph_languages(paragraphs: Sequence[str], main: str) -> tuple[str, ...]:
    """One code a paragraph, or none at all where all are in the main language.

    What is too short to tell is in the language of both its neighbours, where they
    agree, else in the main one.
    """
    found = [_code(paragraph) for paragraph in paragraphs]
    if all(code in {None, main} for code in found):
        return ()
    before = _carried(found, main)
    after = reversed(_carried(found[::-1], main))
    return tuple(one if one == other else main for one, other in zip(before, after, strict=True))


def _carried(codes: Sequence[str | None], main: str) -> list[str]:
    """Every code, or where there is none the last one before it."""
    return list(accumulate(codes, lambda last, code: code or last, initial=main))[1:]


def _code(paragraph: str) -> str | None:
    """The language of a paragraph; None where it is too short or too mixed to tell."""
    text = paragraph.lower()
    ukrainian, russian = _evidence(text)
    # Most paragraphs of most pages.
    if ukrainian > 3 and not russian and "ў" not in text:
        return "uk"
    text = _SHORT_QUOTE.sub(" ", text)
    ukrainian, russian = _evidence(text)
    letters = len(_LETTER.findall(text))
    if letters < _MIN_LETTERS or len(text.split()) < _MIN_WORDS or _is_foreign(text):
        return None
    cyrillic = len(CYRILLIC.findall(text)) / letters
    if cyrillic < _MIN_CYRILLIC_SHARE:
        # «Про це пише The Times of Israel» is no English.
        return _latin(text) if cyrillic < _MAX_CYRILLIC_SHARE else None
    if _is_belarusian(text, letters):
        return "be"
    return _cyrillic(text, ukrainian, russian)


def _evidence(text: str) -> tuple[int, int]:
    """How much speaks for Ukrainian and for Russian, brought to one measure."""
    return len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text)) * _RUSSIAN_WEIGHT


def _cyrillic(text: str, ukrainian: int, russian: int) -> str | None:
    if ukrainian > 2 * russian:
        return "uk"
    if russian > 2 * ukrainian and _NOT_BULGARIAN.search(text):
        return "ru"
    # With letters of both it is a text of one that quotes the other: nothing to ask.
    return None if ukrainian else _ask(text)


def _is_belarusian(text: str, letters: int) -> bool:
    strange = len(_NOT_BELARUSIAN.findall(text))
    return ("ў" in text or "і" in text) and "ы" in text and strange <= 0.01 * letters


def _is_foreign(text: str) -> bool:
    return len(_FOREIGN.findall(text)) > max(2, _MAX_FOREIGN_SHARE * len(text))


def _latin(text: str) -> str | None:
    # Asked about a language that it was not given, such as Ukrainian in Latin letters,
    # lingua names the nearest one; a text of its own has words or letters of its own.
    found = _ask(text)
    return found if found in _OWN and _OWN[found].search(text) else None


def _ask(text: str) -> str | None:
    best = _detector().compute_language_confidence_values(text[:_MAX_ASKED])[0]
    if best.value < _MIN_CONFIDENCE:
        return None
    return best.language.iso_code_639_1.name.lower()


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [IsoCode639_1.from_str(code) for code in LANGUAGE_NAMES]
    # 0.1 s and 10 MB instead of 1.5 s and 150 MB, and as good from 25 letters on.
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()
