"""Organisations behind the word for their kind, without quotation marks: «газета День».

Also media behind the verb that cites them: «пише Європейська трибуна». What stands there
must be in the nominative (a genitive says whose it is: «газета Києва») and no person's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.morphology import analyses
from tasks.language.text import has_cyrillic
from tasks.transform.tag.document import Document, Rank
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.organizations.grammar import adjective_forms, form
from tasks.transform.tag.organizations.proposal import Proposal
from tasks.transform.tag.organizations.vocabulary import kinds_of
from tasks.transform.tag.words import Words, keys

_LONGEST = 4


def find(document: Document) -> Iterator[Proposal]:
    """Propose the names that stand by themselves behind a kind or a verb of citing."""
    for number, words in document.items():
        for at in words.capitals:
            word = words.items[at]
            if not at or word.gap or not has_cyrillic(word.text[0]):
                continue
            kinds = kinds_of(words.items[at - 1].text)
            if "type" not in kinds and "cites" not in kinds:
                continue
            if (last := _last(words, at, is_cited="type" not in kinds)) is not None:
                name = words.surface(at, last)
                rank = Rank.GUESS
                yield Proposal(number, at, last, name, "", "typed", rank, spelled=True)


def _last(words: Words, at: int, *, is_cited: bool) -> int | None:
    """Find the last word of a name in the nominative; None if there is none."""
    last = at
    while last + 1 < len(words.items) and last - at < _LONGEST:
        word = words.items[last + 1]
        if word.gap or not word.is_capitalized or not _may_be_nominative(word.text):
            break
        last += 1
    if last == at and _is_medium(words, at):
        return last + 1
    texts = [word.text for word in words.items[at : last + 1]]
    if not all(map(_may_be_nominative, texts)) or any(map(_is_personal, texts)):
        return None
    if not all(text[1:].islower() or "-" in text for text in texts):
        return None
    if is_cited and not _is_telling(texts):
        return None
    return last


def _is_medium(words: Words, at: int) -> bool:
    """Tell «Європейська трибуна»: an adjective and a thing that agrees with it."""
    pair = words.items[at : at + 2]
    if len(pair) < 2 or pair[1].gap or not pair[1].text.islower():
        return False
    things = {
        form(parse)
        for parse in analyses(pair[1].text)
        if parse.tag.POS == "NOUN" and form(parse).case == "nomn" and "inan" in parse.tag
    }
    return not things.isdisjoint(adjective_forms(pair[0].text))


def _is_telling(texts: list[str]) -> bool:
    """Tell the name of a medium from a person's: of two words, one of the dictionary."""
    return len(texts) > 1 and all(map(is_everyday, texts))


@lru_cache(maxsize=20_000)
def _may_be_nominative(word: str) -> bool:
    return any(
        parse.tag.POS in {"NOUN", "ADJF"} and form(parse).case == "nomn"
        for parse in analyses(word.lower())
    )


@lru_cache(maxsize=20_000)
def _is_personal(word: str) -> bool:
    return not keys(word).isdisjoint(_personal_names()) or any(
        not {"Name", "Surn", "Patr", "Geox"}.isdisjoint(parse.tag.grammemes)
        for parse in analyses(word.lower())
    )


@lru_cache(maxsize=1)
def _personal_names() -> frozenset[str]:
    kinds = {"FIRST", "LAST", "CITY", "COUNTRY", "REGION", "RIVER", "LOC"}
    return frozenset(entry.uk.lower() for entry in lexicon.names() if entry.kind in kinds)
