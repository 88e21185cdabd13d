"""Persons whom the gazetteer has in full: «Кім Чен Ин», «патріарх Кирило», in any case form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tasks.language import lexicon
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.words import Words, cut, keys


class Known(NamedTuple):
    """A person of the gazetteer, ready for matching word by word."""

    uk: str
    en: str
    keys: tuple[frozenset[str], ...]
    capitals: tuple[bool, ...]


class KnownPerson(NamedTuple):
    """A person of the gazetteer from word to word (both included)."""

    first: int
    last: int
    uk: str
    en: str


def find_known(words: Words) -> Iterator[KnownPerson]:
    """Find the persons of the gazetteer in a passage."""
    starts = _starts()
    at = 0
    while at < len(words.items):
        text = words.items[at].text
        start = text[:2] if text[0].isupper() else text[:4]
        found = _at(words, at) if start in starts else None
        if found:
            yield found
        at = found.last + 1 if found else at + 1


def _at(words: Words, at: int) -> KnownPerson | None:
    candidates = {name for key in keys(words.items[at].text) for name in _index().get(key, ())}
    fitting = [name for name in candidates if _fits(name, words, at)]
    if not fitting:
        return None
    name = max(fitting, key=lambda name: (len(name.keys), name.uk))
    return KnownPerson(at, at + len(name.keys) - 1, name.uk, name.en)


def _fits(name: Known, words: Words, at: int) -> bool:
    items = words.items[at : at + len(name.keys)]
    if len(items) < len(name.keys) or any(word.gap for word in items[1:]):
        return False
    return all(
        (word.is_capitalized or not is_capital) and not forms.isdisjoint(keys(word.text))
        for word, forms, is_capital in zip(items, name.keys, name.capitals, strict=True)
    )


@lru_cache(maxsize=1)
def _index() -> dict[str, list[Known]]:
    index: dict[str, list[Known]] = {}
    for name in _known():
        for key in name.keys[0]:
            index.setdefault(key, []).append(name)
    return index


@lru_cache(maxsize=1)
def _starts() -> frozenset[str]:
    # Declension leaves the first letters as they are, but for «Лев», «Льва».
    return frozenset(name.uk[:2] if name.uk[0].isupper() else name.uk[:4] for name in _known())


@lru_cache(maxsize=1)
def _known() -> tuple[Known, ...]:
    return tuple(
        _prepare(straighten_apostrophes(entry.uk), entry.en)
        for entry in lexicon.names()
        if entry.kind == "OTHER" and entry.has("pers") and " " in entry.uk
    )


def _prepare(uk: str, en: str) -> Known:
    words = cut(uk).items
    return Known(
        uk,
        en,
        tuple(keys(word.text) for word in words),
        tuple(word.is_capitalized for word in words),
    )
