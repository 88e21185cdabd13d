"""What the finders of names share: a document cut into words, and what they may propose.

A finder takes a whole `Document` and yields `Candidate`s; they may overlap and contradict
each other. `tasks.transform.tag.mentions` chooses among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from tasks.models import MentionKind, Passage
from tasks.transform.tag.words import Words, cut, is_acronym, keys


class Rank(IntEnum):
    """What wins over what where two candidates explain as many letters: the lower one."""

    GAZETTEER = 1
    RULE = 2
    GUESS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may stand at a place: `passages[passage].text[start:end]` (code points).

    `name_uk` is in the nominative; `surname_uk` is of persons only: by it they are linked.
    """

    passage: int
    start: int
    end: int
    kind: MentionKind
    name_uk: str
    name_en: str
    method: str
    rank: Rank
    country_code: str | None = None
    surname_uk: str | None = None


@dataclass(frozen=True, slots=True)
class Capitals:
    """How often a word stands with and without a capital where that proves something.

    Counted by dictionary form over the whole document; words that begin a sentence or
    stand in a line of capitals prove nothing and are left out.
    """

    capital: Mapping[str, int]
    lower: Mapping[str, int]

    def is_name(self, word: str) -> bool:
        """Tell whether elsewhere in the document a form of the word has a capital, never none."""
        forms = keys(word)
        return any(form in self.capital for form in forms) and not self.is_common(word)

    def is_common(self, word: str) -> bool:
        """Tell whether the document also writes a form of the word without a capital."""
        return any(form in self.lower for form in keys(word))


@dataclass(frozen=True, slots=True)
class Document:
    """Passages of one article with their words, side by side, and what its capitals prove."""

    passages: Sequence[Passage]
    words: Sequence[Words]
    capitals: Capitals

    def items(self) -> Iterator[tuple[int, Words]]:
        """The words of every passage with its number."""
        yield from enumerate(self.words)


def read_document(passages: Iterable[Passage]) -> Document:
    """Cut passages into words and count their capitals."""
    kept = tuple(passages)
    words = tuple(cut(passage.text) for passage in kept)
    return Document(kept, words, _count(words))


def _count(texts: Sequence[Words]) -> Capitals:
    capital = Counter(
        words.items[at].text
        for words in texts
        for at in words.capitals
        if not is_acronym(words.items[at].text) and not words.is_opening(at)
    )
    lower = Counter(word.text for words in texts for word in words.items if not word.is_capitalized)
    return Capitals(_by_key(capital), _by_key(lower))


def _by_key(counts: Counter[str]) -> dict[str, int]:
    """Sum up counts of word forms by dictionary form; digits have none."""
    found: dict[str, int] = {}
    for text, count in counts.items():
        if text[0].isalpha():
            for key in keys(text):
                found[key] = found.get(key, 0) + count
    return found
