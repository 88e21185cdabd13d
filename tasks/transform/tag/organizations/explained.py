"""What an article says of a name in brackets: «Бюро розслідувань (БР)», «Лігу (Blue League, BL)».

Letters there stand for the name before them, in the whole article; words in Latin letters
are its own name for itself, and better English than any translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tasks.language.text import has_cyrillic
from tasks.transform.tag.document import Document
from tasks.transform.tag.organizations.proposal import Proposal
from tasks.transform.tag.words import Words, is_acronym

_PARTS = re.compile(r"\w+")
_OPENING = frozenset({"(", "(далі –", "(далі —", "(далі -"})


def explain(
    document: Document, named: Sequence[Proposal], latin: Sequence[Proposal]
) -> tuple[list[Proposal], dict[str, Proposal]]:
    """Give names the English in their brackets; and what letters in brackets stand for."""
    by_place = {(item.passage, item.first): item for item in latin}
    letters: dict[str, Proposal] = {}
    better: list[Proposal] = []
    for item in named:
        words = document.words[item.passage]
        known = _in_latin(item, words, by_place)
        better.append(known)
        for text in _letters(words, item, is_translated=known is not item):
            if not has_cyrillic(text) or _are_initials(text, item.name_uk):
                letters.setdefault(text, known)
    for item in latin:
        for text in _letters(document.words[item.passage], item, is_translated=False):
            letters.setdefault(text, item)
    return better, letters


def with_letters(latin: Sequence[Proposal], letters: Mapping[str, Proposal]) -> Iterator[Proposal]:
    """Let Latin letters stand for what the article says they do."""
    for item in latin:
        full = letters.get(item.name_uk)
        yield replace(item, stands_for=full) if full else item


def _in_latin(
    item: Proposal, words: Words, by_place: Mapping[tuple[int, int], Proposal]
) -> Proposal:
    following = by_place.get((item.passage, item.last + 1))
    if following is None or _gap(words, item.last + 1) not in _OPENING:
        return item
    if is_acronym(following.name_uk) or not has_cyrillic(item.name_uk):
        return item
    return replace(item, name_en=following.name_en)


def _letters(words: Words, item: Proposal, *, is_translated: bool) -> Iterator[str]:
    """Find the letters in the brackets after a name, perhaps behind its translation."""
    at = item.last + 1
    if at >= len(words.items) or _gap(words, at) not in _OPENING:
        return
    while is_translated and at < len(words.items) and words.items[at].gap != ",":
        at += 1
    if at < len(words.items) and words.text[words.items[at].end :][:1] in {")", ","}:
        text = words.items[at].text
        if is_acronym(text) and not text[0].isdigit():
            yield text


def _are_initials(letters: str, name: str) -> bool:
    """Tell «БР» for «Бюро розслідувань» from «бригада (ЧФ)», which says whose it is.

    A country may be left out («НАБУ»), so most of the letters will do.
    """
    initials = "".join(part[0] for part in _PARTS.findall(name.lower()))
    at = found = 0
    for letter in letters.lower():
        place = initials.find(letter, at)
        if place >= 0:
            at, found = place + 1, found + 1
    return 2 * found > len(letters)


def _gap(words: Words, at: int) -> str:
    return words.items[at].gap.lstrip('»”"“ ') if at < len(words.items) else ""
