"""Pieces of evidence as the files of `data/topics` have them.

A file of evidence is TOML: a table a concept, in it lists of evidence by weight.

    [20000150]  # fire
    4 = ["пожежа", "гасити пожежу"]

A word is in its dictionary form; a phrase is as one says it, and matches its words in any
form, side by side. With a capital it is a name and needs one («Динамо»), in capitals it is
an acronym («ДТП»). Two more tables say of evidence of the same file that some word of a
list has to be in the document, too (`needs`), or must not be (`excludes`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from tasks.language.text import straighten_apostrophes

_CONDITIONS = ("needs", "excludes")


# Compared by identity: each is read once, and a million times looked up.
@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One piece of evidence for one concept."""

    text: str
    code: str
    weight: float
    needs: frozenset[str] = frozenset()
    excludes: frozenset[str] = frozenset()

    def holds(self, lemmas: frozenset[str]) -> bool:
        """Tell whether the words of a document allow it."""
        return self.excludes.isdisjoint(lemmas) and not (
            self.needs and self.needs.isdisjoint(lemmas)
        )

    @property
    def is_conditional(self) -> bool:
        """Tell whether other words of the document have a say."""
        return bool(self.needs or self.excludes)


def read_words() -> Iterator[Entry]:
    """Read what speaks for a concept in running text: a file a top-level topic."""
    for file in sorted(_folder().joinpath("words").iterdir(), key=lambda file: file.name):
        yield from read_entries(file)


def read_sections() -> Iterator[Entry]:
    """Read what the sections of a newspaper are called."""
    return read_entries(_folder().joinpath("sections.toml"))


@lru_cache(maxsize=1)
def names() -> Mapping[str, tuple[Entry, ...]]:
    """Names that speak for a concept, in the nominative."""
    return _by_text("names.toml")


@lru_cache(maxsize=1)
def addresses() -> Mapping[str, tuple[Entry, ...]]:
    """Parts of addresses that speak for a concept: of the path or of the host."""
    return _by_text("addresses.toml")


@lru_cache(maxsize=1)
def misread_forms() -> Mapping[str, frozenset[str]]:
    """The evidence that a form is not, though its dictionary form may be the same."""
    tables = tomllib.loads(_folder().joinpath("forms.toml").read_text(encoding="utf-8"))
    found: dict[str, frozenset[str]] = {}
    for text, forms in tables["misread"].items():
        for form in forms:
            found[form] = found.get(form, frozenset()) | {text}
    return found


def read_entries(file: Traversable) -> Iterator[Entry]:
    """Read a file of evidence."""
    tables: dict[str, dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))
    needs, excludes = (
        {
            straighten_apostrophes(text): frozenset(map(straighten_apostrophes, words))
            for text, words in tables.get(name, {}).items()
        }
        for name in _CONDITIONS
    )
    none: frozenset[str] = frozenset()
    for code, weights in tables.items():
        if code in _CONDITIONS:
            continue
        for weight, texts in weights.items():
            for text in map(straighten_apostrophes, texts):
                yield Entry(
                    text, code, float(weight), needs.get(text, none), excludes.get(text, none)
                )


def _by_text(table: str) -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in read_entries(_folder().joinpath(table)):
        found[entry.text] = (*found.get(entry.text, ()), entry)
    return found


def _folder() -> Traversable:
    return files("tasks.transform.tag").joinpath("data", "topics")
