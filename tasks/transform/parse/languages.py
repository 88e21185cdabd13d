"""Which language a text is in, as far as this matters: Ukrainian, Russian or another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tasks.language.text import has_cyrillic

_UKRAINIAN = "іїєґ"
_RUSSIAN = "ыэъё"
# Letters of no other use here: Belarusian, Serbian, Macedonian, Kazakh, Tatar.
_FOREIGN = "ўјљњћђџѓќѕәғқңөұүһ"
_MIN_CYRILLIC_SHARE = 0.5
# A borrowed name may carry some such letters; a Belarusian text has 1.5 % of «ў» alone.
_MAX_FOREIGN_SHARE = 0.005


def cyrillic_share(text: str) -> float:
    """The share of Cyrillic among the letters of a text; 0 where it has none."""
    # Counted by distinct character: a page has some hundred of them.
    counts = Counter(text)
    letters = sum(n for char, n in counts.items() if char.isalpha())
    cyrillic = sum(n for char, n in counts.items() if char.isalpha() and has_cyrillic(char))
    return cyrillic / letters if letters else 0.0


def language_of(paragraphs: Iterable[str]) -> str | None:
    """Tell Ukrainian (`uk`) from Russian (`ru`); None where a text is in neither."""
    text = "\n".join(paragraphs).lower()
    if cyrillic_share(text) < _MIN_CYRILLIC_SHARE:
        return None
    counts = Counter(text)
    ukrainian, russian, foreign = (
        sum(counts[letter] for letter in letters) for letters in (_UKRAINIAN, _RUSSIAN, _FOREIGN)
    )
    if foreign > max(2, _MAX_FOREIGN_SHARE * len(text)):
        return None
    if counts["ъ"] > 3 and russian == counts["ъ"] and ukrainian == 0:
        return None  # Bulgarian: it has «ъ», but none of the other three
    return "ru" if russian > ukrainian else "uk"
