"""Words and phrases that speak for a concept, found in a text in any of their forms.

A file of evidence is TOML: a table a concept, in it lists of evidence by weight.

    [20000150]  # fire
    4 = ["пожежа", "гасити пожежу"]

A word is in its dictionary form; a phrase is as one says it, and matches its words in any
form, side by side. With a capital it is a name and needs one («Динамо»), in capitals it is
an acronym («ДТП»). The longest phrase wins and takes its words: «удар блискавки» is no
`удар`. Two more tables say of evidence of the same file that some word of a list has to be
in the document, too (`needs`), or must not be (`excludes`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.words import Word, Words, cut, is_acronym, keys

_CONDITIONS = ("needs", "excludes")
# What may stand between the words of a phrase: nothing, a hyphen, a quotation mark.
_JOINTS = frozenset({"", "-", "«", "»", '"', "“", "”", "„"})


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Phrase:
    """What has to stand side by side; `capitals` says where a capital is needed.

    `gaps` is what stands before each word in the phrase itself («work.ua»).
    """

    keys: tuple[frozenset[str], ...]
    capitals: tuple[bool, ...]
    gaps: tuple[str, ...]
    entries: tuple[Entry, ...]

    def fits(self, items: Sequence[Word], at: int) -> bool:
        """Tell whether it stands in a text from a word on."""
        if at + len(self.keys) > len(items):
            return False
        for offset, forms in enumerate(self.keys):
            word = items[at + offset]
            if offset and word.gap not in _JOINTS and word.gap != self.gaps[offset]:
                return False
            if forms.isdisjoint(keys(word.text)):
                return False
            if self.capitals[offset] and not word.is_capitalized:
                return False
        return True


class Vocabulary:
    """Evidence by the keys of its first word."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Index entries; those of the same text are found together."""
        by_text: dict[str, list[Entry]] = {}
        for entry in entries:
            by_text.setdefault(entry.text, []).append(entry)
        self.entries = tuple(entries)
        self._phrases: dict[str, list[Phrase]] = {}
        for text, same in by_text.items():
            phrase = _phrase(text, tuple(same))
            for key in phrase.keys[0]:
                self._phrases.setdefault(key, []).append(phrase)
        # Nearly every word of a text speaks for nothing: one look tells that.
        self._by_form: dict[str, tuple[Phrase, ...]] = {}

    def find(self, words: Words) -> Iterator[tuple[int, Phrase]]:
        """Find all evidence in a text with the number of its first word, the longest first."""
        items = words.items
        at = 0
        while at < len(items):
            form = items[at].text
            candidates = self._by_form.get(form)
            if candidates is None:
                candidates = self._by_form[form] = self._candidates(form)
            taken = 1
            for phrase in candidates:
                if len(phrase.keys) < taken:
                    break
                if phrase.fits(items, at):
                    yield at, phrase
                    taken = len(phrase.keys)
            at += taken

    def _candidates(self, form: str) -> tuple[Phrase, ...]:
        """Find the phrases that may begin with a form, the longest first."""
        found = {id(item): item for key in keys(form) for item in self._phrases.get(key, ())}
        return tuple(sorted(found.values(), key=lambda item: (-len(item.keys), item.entries[0].text)))


def _phrase(text: str, entries: tuple[Entry, ...]) -> Phrase:
    words = cut(text).items
    if len(words) == 1:
        # By its dictionary form only: a form of it may be one of another word.
        forms = [frozenset({_plain(text)})]
    else:
        forms = [keys(word.text) for word in words]
    return Phrase(
        keys=tuple(forms),
        capitals=tuple(word.is_capitalized for word in words),
        gaps=tuple(word.gap for word in words),
        entries=entries,
    )


def _plain(word: str) -> str:
    return word if is_acronym(word) else word.lower()


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Everything that speaks for a concept in running text: a file a top-level topic."""
    folder = _folder().joinpath("words")
    tables = sorted(folder.iterdir(), key=lambda file: file.name)
    return Vocabulary([entry for file in tables for entry in read_entries(file)])


@lru_cache(maxsize=1)
def sections() -> Vocabulary:
    """What the sections of a newspaper are called."""
    return Vocabulary(list(read_entries(_folder().joinpath("sections.toml"))))


@lru_cache(maxsize=1)
def names() -> Mapping[str, tuple[Entry, ...]]:
    """Names that speak for a concept, in the nominative."""
    return _by_text("names.toml")


@lru_cache(maxsize=1)
def addresses() -> Mapping[str, tuple[Entry, ...]]:
    """Parts of addresses that speak for a concept: of the path or of the host."""
    return _by_text("addresses.toml")


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
    for code, weights in tables.items():
        if code in _CONDITIONS:
            continue
        for weight, texts in weights.items():
            for text in map(straighten_apostrophes, texts):
                yield Entry(
                    text,
                    code,
                    float(weight),
                    needs.get(text, frozenset()),
                    excludes.get(text, frozenset()),
                )


def _by_text(table: str) -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in read_entries(_folder().joinpath(table)):
        found[entry.text] = (*found.get(entry.text, ()), entry)
    return found


def _folder() -> Traversable:
    return files("tasks.transform.tag").joinpath("data", "topics")
