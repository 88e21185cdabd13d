"""Organisations by their letters: known ones, and those that an article explains.

What other acronyms mean («ДТП», «БПЛА») is no business of this module; the table has the
common ones, and an unknown one needs a word beside it that speaks of an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tasks.language.text import has_cyrillic
from tasks.transform.tag.document import Document, Rank
from tasks.transform.tag.organizations.grammar import is_capital_adjective, nominative_adjective
from tasks.transform.tag.organizations.located import place_after
from tasks.transform.tag.organizations.naming import known_english, with_place
from tasks.transform.tag.organizations.proposal import Proposal
from tasks.transform.tag.organizations.vocabulary import Acronym, acronyms, kinds_of
from tasks.transform.tag.words import Words, is_acronym

# «НАКу», «ХАМАСом»: an ending in small letters.
_DECLINED = re.compile(r"([А-ЯІЇЄҐ]{2,})(?:а|у|ом|ові|і|и|ів|ам|ами|ах)")
_FEW = 3
_SPEAKING = frozenset({"type", "member", "cites"})


def find(document: Document, explained: Mapping[str, Proposal]) -> Iterator[Proposal]:
    """Propose the acronyms of a document; `explained` are those it gives in brackets."""
    for number, words in document.items():
        places = [at for at in words.capitals if words.items[at].text[1:2].isupper()]
        if _is_in_capitals(words, len(places)):
            continue
        for at in places:
            letters = _letters(words.items[at].text)
            if letters is None:
                continue
            if full := explained.get(letters):
                yield Proposal(
                    number, at, at, letters, "", "acronym",
                    country_code=full.country_code, stands_for=full,
                )  # fmt: skip
            elif proposal := _propose(number, words, at, letters):
                yield proposal


def _propose(passage: int, words: Words, at: int, letters: str) -> Proposal | None:
    known = acronyms().get(letters)
    if known and known.kind == "ORG":
        return _known(passage, words, at, letters, known)
    if known or not is_acronym(words.items[at].text) or len(letters) < 3 or not at:
        return None
    before = words.items[at]
    if before.gap in {"", "«", '"', "“"} and kinds_of(words.items[at - 1].text) & _SPEAKING:
        return Proposal(passage, at, at, letters, "", "acronym", Rank.GUESS, spelled=True)
    return None


def _known(passage: int, words: Words, at: int, letters: str, known: Acronym) -> Proposal:
    tail = place_after(words, at)
    first = at
    if known.en[0].islower() and at and not words.items[at].gap:
        first -= is_capital_adjective(words.items[at - 1].text)
    before = [nominative_adjective(word.text) for word in words.items[first:at]]
    name = " ".join([*before, letters])
    rest = words.text[words.items[at].end : words.items[tail.last].end]
    english = known.en if first == at else ""
    if tail.place_en:
        english = known_english(name + rest) or with_place(known.en, tail.place_en)
    return Proposal(
        passage, first, tail.last, name + rest, english, "acronym",
        country_code=tail.country_code or known.country_code,
    )  # fmt: skip


def _letters(word: str) -> str | None:
    """The letters of an acronym without an ending; None if it is none in Cyrillic."""
    if is_acronym(word):
        return word if all(map(has_cyrillic, word.replace("-", ""))) else None
    declined = _DECLINED.fullmatch(word)
    return declined[1] if declined else None


def _is_in_capitals(words: Words, upper: int) -> bool:
    """Tell a line that is all in capitals, where an acronym does not stand out."""
    return upper > _FEW and 2 * upper > len(words.items)
