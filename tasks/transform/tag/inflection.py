"""Possible nominatives of names of places, by their endings.

pymorphy3 guesses one nominative for a word that its dictionary lacks. Where a table of
names decides which of many nominatives is right, it is better to try them all.
"""

from __future__ import annotations

from functools import lru_cache

from tasks.transform.tag.tables import rows

_LONGEST_ENDING = 5
_SHORTEST_STEM = 2
# «Рогу» is of Ріг, «Канева» of Канів, «Миколаєва» of Миколаїв.
_CLOSED = {"о": "і", "е": "і", "є": "ї"}
_VOWELS = "аеєиіїоуюя"


@lru_cache(maxsize=50_000)
def nominatives(form: str) -> frozenset[str]:
    """All nominatives that a form of a one-word name may have, itself among them (lower case)."""
    endings = _endings()
    found = {form}
    for size in range(min(_LONGEST_ENDING, len(form) - _SHORTEST_STEM) + 1):
        stem, ending = form[: len(form) - size], form[len(form) - size :]
        for nominative in endings.get(ending, ()):
            found.add(stem + nominative)
            if nominative in {"", "ь"}:
                found.add(_close(stem) + nominative)
    return frozenset(found)


def _close(stem: str) -> str:
    """Write the last vowel of a stem as it is in a closed syllable."""
    for at in range(len(stem) - 1, 0, -1):
        if stem[at] in _VOWELS:
            return f"{stem[:at]}{_CLOSED.get(stem[at], stem[at])}{stem[at + 1 :]}"
    return stem


@lru_cache(maxsize=1)
def _endings() -> dict[str, tuple[str, ...]]:
    return {
        row["ending"]: tuple(row["nominatives"].replace("-", "").split(","))
        for row in rows("place_endings.tsv")
    }
