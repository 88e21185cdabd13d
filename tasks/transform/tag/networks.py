"""Social networks: where things are published, unless they act as companies themselves."""

from __future__ import annotations

from functools import lru_cache

from tasks.transform.tag.tables import rows
from tasks.transform.tag.words import Words, keys


def is_medium(words: Words, at: int, name: str) -> bool:
    """Tell «у Twitter», «сторінка в Facebook», «канал Telegram» from «компанія Twitter»."""
    if name.lower() not in _words("name") or not at:
        return False
    before = words.items[at - 1].text
    return before.lower() in _words("preposition") or not keys(before).isdisjoint(_words("before"))


@lru_cache(maxsize=3)
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"].lower() for row in rows("networks.tsv") if row["kind"] == kind)
