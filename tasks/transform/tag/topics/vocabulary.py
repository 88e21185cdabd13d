"""Evidence found in a text, in any form of its words, the longest first.

A phrase takes its words: «удар блискавки» is no `удар`. Nearly every word of a text speaks
for nothing, and one look at its form has to tell that: forms are read once and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tasks.language.morphology import dictionary_forms
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.topics.entries import Entry, misread_forms, read_sections, read_words
from tasks.transform.tag.words import Word, Words, cut, is_acronym, keys

# What may stand between the words of a phrase: nothing, a hyphen, a quotation mark.
_JOINTS = frozenset({"", "-", "«", "»", '"', "“", "”", "„"})


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """What has to stand side by side; `capitals` says where a capital is needed.

    `gaps` is what stands before each word in the phrase itself («work.ua»).
    """

    keys: tuple[frozenset[str], ...]
    capitals: tuple[bool, ...]
    gaps: tuple[str, ...]
    entries: tuple[Entry, ...]

    def may_begin_with(self, form: str) -> bool:
        """Tell whether a form that has a key of its first word may stand for it."""
        if self.capitals[0] and not form[0].isupper():
            return False
        return len(self.keys) > 1 or self.entries[0].text not in misread_forms().get(
            straighten_apostrophes(form).lower(), ()
        )

    def goes_on(self, items: Sequence[Word], at: int) -> bool:
        """Tell whether the words after its first one stand in a text, too."""
        if at + len(self.keys) > len(items):
            return False
        for offset in range(1, len(self.keys)):
            word = items[at + offset]
            if word.gap not in _JOINTS and word.gap != self.gaps[offset]:
                return False
            if self.capitals[offset] and not word.is_capitalized:
                return False
            if self.keys[offset].isdisjoint(keys(word.text)):
                return False
        return True


@dataclass(frozen=True, slots=True)
class _Form:
    """What a form of a word may be: evidence itself, or the first word of some.

    `longer` has phrases by the keys of their second word.
    """

    alone: tuple[Phrase, ...]
    longer: Mapping[str, tuple[Phrase, ...]]


class Vocabulary:
    """Evidence by the keys of its first word."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index entries; those of the same text are found together."""
        self.entries = tuple(entries)
        by_text: dict[str, list[Entry]] = {}
        for entry in self.entries:
            by_text.setdefault(entry.text, []).append(entry)
        self._phrases: dict[str, list[Phrase]] = {}
        for text, same in by_text.items():
            phrase = _phrase(text, tuple(same))
            for key in phrase.keys[0]:
                self._phrases.setdefault(key, []).append(phrase)
        self._conditions = frozenset[str]().union(
            *(entry.needs | entry.excludes for entry in self.entries)
        )
        self._form = lru_cache(maxsize=200_000)(self._read_form)
        self._context = lru_cache(maxsize=200_000)(self._read_context)

    def find(self, words: Words) -> Iterator[tuple[int, Phrase]]:
        """Find all evidence in a text with the number of its first word."""
        items = words.items
        free = 0
        for at, word in enumerate(items):
            form = self._form(word.text) if at >= free else None
            if form is None:
                continue
            found: Iterable[Phrase] = form.alone
            if form.longer and at + 1 < len(items):
                found = _longest(form.longer, items, at) or found
            for phrase in found:
                yield at, phrase
                free = at + len(phrase.keys)

    def context(self, texts: Iterable[Words]) -> frozenset[str]:
        """The words of a document that conditions ask for."""
        forms = {word.text for words in texts for word in words.items}
        return frozenset[str]().union(*map(self._context, forms))

    def _read_form(self, form: str) -> _Form | None:
        starting = {id(item): item for key in keys(form) for item in self._phrases.get(key, ())}
        if not starting and "-" in form:
            # «школа-інтернат» is a school.
            parts = form.split("-")
            starting = {id(item): item for part in parts for item in self._alone(part)}
        found = [item for item in starting.values() if item.may_begin_with(form)]
        # Keys come in no order, what is found has to: sums of fractions depend on it.
        found.sort(key=lambda item: item.entries[0].text)
        if not found:
            return None
        longer: dict[str, tuple[Phrase, ...]] = {}
        for item in found:
            for key in item.keys[1] if len(item.keys) > 1 else ():
                longer[key] = (*longer.get(key, ()), item)
        return _Form(tuple(item for item in found if len(item.keys) == 1), longer)

    def _alone(self, form: str) -> Iterator[Phrase]:
        for key in keys(form) if form else ():
            yield from (item for item in self._phrases.get(key, ()) if len(item.keys) == 1)

    def _read_context(self, form: str) -> frozenset[str]:
        return keys(form) & self._conditions


def _longest(
    longer: Mapping[str, tuple[Phrase, ...]], items: Sequence[Word], at: int
) -> list[Phrase]:
    second = keys(items[at + 1].text)
    if longer.keys().isdisjoint(second):
        return []
    candidates = {id(item): item for key in second for item in longer.get(key, ())}
    fitting = [item for item in candidates.values() if item.goes_on(items, at)]
    length = max((len(item.keys) for item in fitting), default=0)
    return sorted(
        (item for item in fitting if len(item.keys) == length),
        key=lambda item: item.entries[0].text,
    )


def _phrase(text: str, entries: tuple[Entry, ...]) -> Phrase:
    words = cut(text).items
    # A single word is known by its dictionary form only: others may be of another word.
    only = frozenset({text if is_acronym(text) else text.lower()})
    return Phrase(
        keys=tuple(_keys(word.text) for word in words) if len(words) > 1 else (only,),
        capitals=tuple(word.is_capitalized for word in words),
        gaps=tuple(word.gap for word in words),
        entries=entries,
    )


@lru_cache(maxsize=10_000)
def _keys(word: str) -> frozenset[str]:
    """As `keys`, but for words of the dictionary in a quarter of the time."""
    forms = [] if is_acronym(word) else dictionary_forms(word.lower())
    return frozenset({word.lower(), *(form for form, _ in forms)}) if forms else keys(word)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Everything that speaks for a concept in running text."""
    return Vocabulary(read_words())


@lru_cache(maxsize=1)
def sections() -> Vocabulary:
    """What the sections of a newspaper are called."""
    return Vocabulary(read_sections())
