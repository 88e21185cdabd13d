"""Cut a sentence into words, numbers, marks and foreign text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tasks.language.text import clean_line, has_cyrillic, straighten_apostrophes


class Kind(StrEnum):
    """What a token is made of."""

    WORD = "word"
    NUMBER = "number"
    FOREIGN = "foreign"
    MARK = "mark"


@dataclass(slots=True, eq=False)
class Token:
    """A piece of the sentence; `lower` is the form that tables are asked for."""

    text: str
    lower: str
    kind: Kind
    is_spaced: bool

    @property
    def is_capitalized(self) -> bool:
        """Tell whether the token begins with a capital."""
        return self.text[:1].isupper()


# Always short for something, whatever follows; the others only inside a sentence.
_PREFIX_ABBREVIATIONS = r"вул|просп|пров|бул|ім|м|с|смт|ген|полк|проф|акад|св|див|напр|пл|о"
_SUFFIX_ABBREVIATIONS = r"рр?|ст|обл|тис|млн|млрд|трлн|грн|коп|дол|год|хв|сек|кв|куб|ред|р-н|шт|ч"
# 2С1М, 9К720: a figure with capitals behind it names a thing.
_DESIGNATION = "\\d+[А-ЯІЇЄҐ][А-ЯІЇЄҐ\\d-]*(?![а-яіїєґ])"
_CYRILLIC_WORD = "[\u0400-\u052f]+(?:['-][\u0400-\u052f\\d]+)*"
_PATTERN = re.compile(
    r"(?P<foreign>(?:https?://|www\.)[^\s«»\"<>]+[^\s«»\"<>.,;:!?)]"
    r"|[\w.+-]+@[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)+"
    r"|[@#$]?[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f\d]*"
    r"(?:[.&'/+_-][A-Za-z\u00c0-\u024f\d]+)*\+*)"
    # 1 500 000,5  12:30  05.02.2026  5-го  1990-х  20-річний
    r"|(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])(?:,\d+)?"
    rf"|(?!{_DESIGNATION})\d+(?:[.,:/–-]\d+)*(?:-(?={_CYRILLIC_WORD}){_CYRILLIC_WORD}| ?%)?)"
    rf"|(?P<word>{_DESIGNATION}|до н\.\s?е\.?|н\.\s?е\.?|і т\.\s?[дп]\.|т\.\s?зв\."
    rf"|(?<![^\W\d_])(?:{_PREFIX_ABBREVIATIONS})\.(?=\s*[А-ЯІЇЄҐ«\d])"
    rf"|(?<![^\W\d_])(?:{_SUFFIX_ABBREVIATIONS})\.(?=\s*[а-яіїєґ(,\d])"
    rf"|{_CYRILLIC_WORD})"
    r"|(?P<mark>\.{2,}|--|\S)"
)


_KINDS = {kind.value: kind for kind in Kind}


def tokenize(sentence: str) -> list[Token]:
    """Split a sentence into tokens, in order; white space is kept as `is_spaced`."""
    text = straighten_apostrophes(clean_line(sentence))
    tokens = []
    end = 0
    for match in _PATTERN.finditer(text):
        found = match.group()
        kind = _KINDS[match.lastgroup or "mark"]
        if kind is Kind.MARK and has_cyrillic(found):
            kind = Kind.WORD
        lower = found.lower().rstrip(".") if kind is Kind.WORD else found.lower()
        tokens.append(Token(found, lower, kind, match.start() > end))
        end = match.end()
    return tokens
