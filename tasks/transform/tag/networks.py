"""Social networks: where things are published, unless they act as companies themselves."""

from __future__ import annotations

from functools import lru_cache

from tasks.transform.tag.tables import rows
from tasks.transform.tag.words import Words, keys

_AND = frozenset({"і", "й", "та", "або", "чи"})
_LONGEST_LIST = 20


def is_medium(words: Words, at: int, name: str) -> bool:
    """Tell «у Twitter», «сторінка в Facebook», «канал Telegram» from «компанія Twitter»."""
    if name.lower() not in _words("name") or not at:
        return False
    first = _first_listed(words, at)
    before = words.items[first - 1].text if first else ""
    return before.lower() in _words("preposition") or not keys(before).isdisjoint(_words("before"))


def _first_listed(words: Words, at: int) -> int:
    """Go back to the first of «Twitter, Telegram та Facebook»."""
    end = max(0, at - _LONGEST_LIST)
    while at > end:
        step = 1 + (words.items[at - 1].text in _AND)
        if at < step or words.items[at - step].text.lower() not in network_names():
            break
        at -= step
    return at


def network_names() -> frozenset[str]:
    """The names of social networks, lower case."""
    return _words("name")


@lru_cache(maxsize=3)
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"].lower() for row in rows("networks.tsv") if row["kind"] == kind)
