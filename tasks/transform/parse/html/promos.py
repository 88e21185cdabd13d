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
# The longest calls seen: with the outlet's name or «наш», with a network, and to give.
_MAX_NAMED = 140
_MAX_NETWORK_CALL = 160
_MAX_SUPPORT_CALL = 200


@dataclass(frozen=True, slots=True)
class _Words:
    network: Pattern
    call: Pattern
    support: Pattern
    ours: Pattern
    reported: Pattern
    start: Pattern
    lines: Pattern
    announcing: Pattern
    comments: Pattern
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
        start=_compile(rf"(?:{any_of['support']})\b"),
        lines=_compile(rf"[\W_]*(?:{any_of['lines']})"),
        announcing=_compile(rf".{{5,80}}(?:{any_of['announcing']})\W*$"),
        comments=_compile(rf"(?:{any_of['comments']})[\s:(]*\d*\)?$"),
        quoted=_compile(r"\s*[«\"“„—–-]\s?\w.*[»\"”]"),
        buttons=_compile(rf"(?:(?:{any_of['buttons']})[\s\d.,·•|kкмтис]*)+"),
    )


def _compile(expression: str) -> Pattern:
    return re.compile(expression, re.IGNORECASE)


def ends_article(text: str) -> bool:
    """Tell whether a line heads what readers say of the article."""
    return _words().comments.match(text) is not None


def is_promo(text: str, outlet_names: Iterable[str]) -> bool:
    """Tell whether a paragraph calls the readers of an outlet to do something for it."""
    if len(text) > _MAX_LENGTH:
        return False
    words, plain = _words(), straighten_apostrophes(text)
    if words.buttons.fullmatch(plain) or words.lines.match(plain) or words.announcing.match(plain):
        return True
    if words.start.match(plain) and len(plain) <= _MAX_CALL:
        return True
    is_own = _names_outlet(plain, outlet_names)
    is_ours = is_own or words.ours.search(plain) is not None
    is_reported = words.reported.search(plain) is not None
    if (is_reported and not is_own) or (words.quoted.match(plain) and not is_ours):
        return False
    return _is_call(words, plain, is_ours=is_ours, is_reported=is_reported)


def _is_call(words: _Words, text: str, *, is_ours: bool, is_reported: bool) -> bool:
    has_network = words.network.search(text) is not None
    if has_network and is_ours and len(text) <= _MAX_NAMED and not is_reported:
        return True
    if has_network and words.call.search(text):
        return is_ours or len(text) <= _MAX_NETWORK_CALL
    return bool(is_ours and words.support.search(text)) and len(text) <= _MAX_SUPPORT_CALL


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
