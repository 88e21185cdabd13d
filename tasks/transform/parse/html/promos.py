"""Calls of an outlet to its readers: to subscribe, to follow, to support, to add a source."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tasks.language.text import straighten_apostrophes
from tasks.transform.parse.labels import Pattern

_MAX_LENGTH = 260
# A whole call, or a whole line of the page's own.
_MAX_CALL = 90


@dataclass(frozen=True, slots=True)
class _Words:
    network: Pattern
    call: Pattern
    support: Pattern
    ours: Pattern
    reported: Pattern
    start: Pattern
    quoted: Pattern
    buttons: Pattern


@lru_cache(maxsize=1)
def _words() -> _Words:
    raw = tomllib.loads(files(__package__).joinpath("promos.toml").read_text(encoding="utf-8"))
    any_of = {name: "|".join(parts) for name, parts in raw.items()}
    return _Words(
        network=_compile(any_of["networks"]),
        call=_compile(rf"\b(?:{any_of['calls']})\b"),
        support=_compile(rf"\b(?:{any_of['support']})\b"),
        ours=_compile(rf"\b(?:{any_of['ours']})\b"),
        reported=_compile(rf"\b(?:{any_of['reported']})\w*"),
        start=_compile(rf"(?:{any_of['support']})\b|(?:{any_of['lines']})"),
        quoted=_compile(r"\s*[«\"“„—–-]\s?\w.*[»\"”]"),
        buttons=_compile(rf"(?:(?:{any_of['buttons']})[\s\d.,·•|kкмтис]*)+"),
    )


def _compile(expression: str) -> Pattern:
    return re.compile(expression, re.IGNORECASE)


def is_promo(text: str, outlet_names: Iterable[str]) -> bool:
    """Tell whether a paragraph calls the readers of an outlet to do something for it."""
    if len(text) > _MAX_LENGTH:
        return False
    words, plain = _words(), straighten_apostrophes(text)
    if words.buttons.fullmatch(plain):
        return True
    if words.start.match(plain) and len(plain) <= _MAX_CALL:
        return True
    has_network = words.network.search(plain) is not None
    is_own = _names_outlet(plain, outlet_names)
    if has_network and is_own and len(plain) <= 140 and not words.reported.search(plain):
        return True
    is_ours = words.ours.search(plain) is not None
    if has_network and is_ours and len(plain) <= 120 and not words.reported.search(plain):
        return True
    if (words.quoted.match(plain) or words.reported.search(plain)) and not is_own:
        return False
    if has_network and words.call.search(plain):
        return bool(is_own or is_ours or len(plain) <= 160)
    return (
        bool(words.support.search(plain))
        and bool(is_own or words.ours.search(plain))
        and len(plain) <= 200
    )


def _names_outlet(text: str, names: Iterable[str]) -> bool:
    folded = text.casefold()
    return any(pattern.search(folded) for name in names if (pattern := _name(name)))


@lru_cache(maxsize=2_000)
def _name(name: str) -> re.Pattern[str] | None:
    """The name in any case: each of its words may end otherwise («Детектора медіа»)."""
    words = re.findall(r"\w+", name.casefold())
    if sum(map(len, words)) < 4:
        return None
    stems = [re.escape(word[:-1] if len(word) > 5 else word) for word in words]
    return re.compile(r"\b" + r"\w{0,3}\W+".join(stems) + r"\w{0,3}\b")
