"""A passage as citations see it: its words, and the names that stand at them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tasks.language.romanize import romanize
from tasks.models import Mention, MentionKind
from tasks.transform.tag.citations.cues import cues
from tasks.transform.tag.words import Words, keys, lower_form

# «The Washington Post», «BBC News», «Axios»: capitals, and small words between.
_LATIN = re.compile(r"[A-Z][A-Za-z0-9À-ɏ&'’-]*\Z")
_LATIN_BETWEEN = frozenset({"of", "the", "and", "de", "della", "le"})
_SENTENCE_END = re.compile(r"[.!?…;]")
_BREAK = re.compile(r"[,;:.!?…()\[\]]|[–—-](?!\w)")
_LONGEST_QUOTED_NAME = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A name from word to word; `mention` is its number in the list, if a finder found it."""

    first: int
    last: int
    name_en: str
    mention: int | None = None
    kind: MentionKind = MentionKind.ORGANIZATION


@dataclass(frozen=True, slots=True)
class Scene:
    """The words of a passage and its mentions by their first and by their last word."""

    words: Words
    mentions: Mapping[int, Mention]
    beginning: Mapping[int, Named]
    ending: Mapping[int, Named]

    def lower(self, at: int) -> str:
        """A word as tables have it; empty outside the passage."""
        if not 0 <= at < len(self.words.items):
            return ""
        return lower_form(self.words.items[at].text)

    def gap(self, at: int) -> str:
        """What stands before a word."""
        return self.words.items[at].gap if at < len(self.words.items) else "."

    def bare_gap(self, at: int) -> str:
        """What stands before a word but for quotation marks."""
        return self.gap(at).strip('«»"“”„ ')

    def ends_sentence(self, at: int) -> bool:
        """Tell whether a sentence ends before a word."""
        if at >= len(self.words.items) or not _SENTENCE_END.search(self.gap(at)):
            return at >= len(self.words.items)
        return self.words.items[at].is_capitalized or not self.gap(at).startswith(".")

    def is_broken(self, at: int) -> bool:
        """Tell whether a phrase ends before a word; quotation marks do not end it."""
        gap = self.gap(at)
        return bool(gap) and bool(_BREAK.search(gap)) and not self._is_abbreviated(at)

    def _is_abbreviated(self, at: int) -> bool:
        # «ім. Шевченка», «т. зв. уряд», «в. о. міністра»
        return self.gap(at) == "." and at > 0 and len(self.words.items[at - 1].text) <= 2

    def named_at(self, at: int) -> Named | None:
        """The mention that begins at a word, or the Latin name that no finder found."""
        if at + 1 in self.beginning and self.words.items[at].text == "The":
            return self.beginning[at + 1]
        return self.beginning.get(at) or self._latin(at)

    def named_before(self, at: int) -> Named | None:
        """The mention that ends at a word, or the Latin name that no finder found."""
        if at < 0 or at in self.ending:
            return self.ending.get(at)
        found, first = None, at
        while first >= 0 and self._is_free_latin(first):
            latin = self._latin(first)
            found = latin if latin and latin.last == at else found
            if self.gap(first):
                break
            first -= 1
        return found

    def titled_at(self, at: int) -> Named | None:
        """The name of a medium from a word on: «видання "Наше місто"»."""
        quoted = self._quoted(at) if self.is_noun_of(at - 1, cues().media) else None
        name = self.named_at(at)
        return quoted if quoted and (name is None or name.last < quoted.last) else name

    def _quoted(self, at: int) -> Named | None:
        if not re.search(r"[«\"“„]$", self.gap(at)) or not self.words.items[at].is_capitalized:
            return None
        for last in range(at, min(at + _LONGEST_QUOTED_NAME, len(self.words.items))):
            if self.words.is_quoted(at, last):
                return Named(at, last, romanize(self.words.surface(at, last)))
        return None

    def _latin(self, at: int) -> Named | None:
        if not self._is_free_latin(at) or not self.words.items[at].is_capitalized:
            return None
        last = at
        while self._is_free_latin(last + 1) and not self.gap(last + 1):
            last += 1
        while not self.words.items[last].is_capitalized:
            last -= 1
        last = self._with_domain(last)
        return Named(at, last, self.words.surface(at, last).removeprefix("The "))

    def _with_domain(self, last: int) -> int:
        """Add «.ua» to «Harbour.ua»."""
        words = self.words.items
        if last + 1 < len(words) and words[last + 1].start == words[last].end + 1:
            is_domain = words[last + 1].gap == "." and words[last + 1].text.isascii()
            return last + 1 if is_domain and words[last + 1].text.islower() else last
        return last

    def _is_free_latin(self, at: int) -> bool:
        if not 0 <= at < len(self.words.items) or at in self.beginning:
            return False
        word = self.words.items[at].text
        return bool(_LATIN.match(word)) or word in _LATIN_BETWEEN

    def mention_of(self, name: Named) -> Mention | None:
        """The mention a name is of, if a finder found it."""
        return None if name.mention is None else self.mentions[name.mention]

    def is_noun_of(self, at: int, lemmas: frozenset[str]) -> bool:
        """Tell whether a word that is no name is a form of one of these."""
        if not 0 <= at < len(self.words.items) or at in self.beginning:
            return False
        word = self.words.items[at]
        if keys(word.text).isdisjoint(lemmas):
            return False
        return not word.is_capitalized or self.words.is_opening(at)


def set_scene(words: Words, mentions: Iterable[tuple[int, Mention]]) -> Scene:
    """Place the mentions of a passage, with their numbers, at its words."""
    starts = {word.start: number for number, word in enumerate(words.items)}
    named: list[Named] = []
    kept: dict[int, Mention] = {}
    for number, mention in mentions:
        first = starts.get(mention.start)
        if first is not None:
            last = first
            while last + 1 < len(words.items) and words.items[last + 1].start < mention.end:
                last += 1
            named.append(Named(first, last, mention.name_en, number, mention.kind))
            kept[number] = mention
    return Scene(
        words,
        kept,
        {name.first: name for name in named},
        {name.last: name for name in named},
    )
