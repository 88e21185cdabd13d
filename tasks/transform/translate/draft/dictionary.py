"""Look-ups in the compiled lexicon, as entries and phrases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tasks.language.lexicon import Entry, Row, entry_of
from tasks.transform.translate.draft.compiled import FIXED, tables, words_of


@dataclass(slots=True, eq=False)
class Phrase:
    """A multiword entry; its words are in their euphonic base form."""

    entry: Entry
    words: tuple[str, ...]

    @property
    def is_fixed(self) -> bool:
        """Tell whether the phrase is matched only as it stands."""
        return self.entry.kind in FIXED


def word(lemma: str, *kinds: str) -> Entry | None:
    """The entry of a lemma under the first of some kinds that has it."""
    # Not kept: to make an entry takes no longer than to keep it, and most lemmas have none.
    words = tables()["words"]
    for kind in kinds:
        if (row := words[kind].get(lemma)) is not None:
            return entry_of(row)
    return None


@lru_cache(maxsize=1_000)
def abbreviation(text: str) -> Entry | None:
    """The entry of a word in capitals."""
    row = tables()["abbreviations"].get(text)
    return entry_of(row) if row else None


@lru_cache(maxsize=20_000)
def names(lower: str) -> tuple[Entry, ...]:
    """The names that a lower-case form is in the gazetteer; none for other words."""
    return tuple(map(entry_of, tables()["names"].get(lower, ())))


@lru_cache(maxsize=20_000)
def phrase(row: Row) -> Phrase:
    """The phrase of a row."""
    return Phrase(entry_of(row), words_of(row[0]))


def fixed_phrases(first: str, second: str) -> Sequence[Phrase]:
    """Phrases that stand as they are, by their first two words (the second may be empty)."""
    found = tables()["fixed"].get(first)
    return [phrase(row) for row in found.get(second, ())] if found else ()


def begins_fixed(first: str) -> bool:
    """Tell whether any phrase that stands as it is begins with a word."""
    return first in tables()["fixed"]


def begins_inflected(lemmas: Sequence[str]) -> bool:
    """Tell whether any phrase that inflects begins with a word of these lemmas."""
    return not tables()["inflected"].keys().isdisjoint(lemmas)


def inflected_phrases(lemmas: Sequence[Sequence[str]], at: int) -> Sequence[Phrase]:
    """Phrases that inflect and stand at a place, the longest first.

    Args:
        lemmas: what each word of the sentence may be, in lower case.
        at: the number of the first word; there is one behind it.
    """
    found: list[Row] = []
    index, seconds = tables()["inflected"], lemmas[at + 1]
    for first in lemmas[at]:
        by_second = index.get(first)
        if by_second is None:
            continue
        for second in seconds:
            for row, rest in by_second.get(second, ()):
                if not rest or _follow(rest, lemmas, at + 2):
                    found.append(row)
    if len(found) > 1:
        found = sorted(dict.fromkeys(found), key=lambda row: -len(phrase(row).words))
    return [phrase(row) for row in found]


def _follow(rest: Sequence[Sequence[str]], lemmas: Sequence[Sequence[str]], at: int) -> bool:
    if len(lemmas) - at < len(rest):
        return False
    return all(not set(wanted).isdisjoint(lemmas[at + n]) for n, wanted in enumerate(rest))
