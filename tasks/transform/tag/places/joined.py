"""Known places with a word that changes which place is meant, and pairs of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tasks.models import MentionKind
from tasks.transform.tag.agreement import is_adjective_of
from tasks.transform.tag.document import Candidate
from tasks.transform.tag.names import Name, NameKind, starting
from tasks.transform.tag.places.found import candidate, known_place, span
from tasks.transform.tag.places.settlements import settlement_at
from tasks.transform.tag.toponyms import PlaceWord
from tasks.transform.tag.words import Words, keys

_HYPHEN = re.compile(r"[-‑–]")
_ENDINGS = {
    "ий": {"masc": "ий", "femn": "а", "neut": "е", "plur": "і"},
    "ій": {"masc": "ій", "femn": "я", "neut": "є", "plur": "і"},
}
_LAST_LETTERS = {"а": "femn", "я": "femn", "о": "neut", "е": "neut", "и": "plur", "і": "plur"}


def find_direction(passage: int, words: Words, at: int, word: PlaceWord) -> Iterator[Candidate]:
    """Propose «Східний Сибір», «Західна Україна»: the part of a known place is its own."""
    if words.is_opening(at) or not words.items[at].is_capitalized:
        return
    if at + 1 >= len(words.items) or words.items[at + 1].gap:
        return
    known = known_place(words, at + 1)
    if known and is_adjective_of(words.items[at].text, words.items[at + 1].text):
        name, last = known
        gender = _LAST_LETTERS.get(name.uk[-1], "masc")
        uk = word.uk[:-2].capitalize() + _ENDINGS[word.uk[-2:]][gender]
        names = f"{uk} {name.uk}", f"{word.en} {name.en}"
        yield candidate(passage, span(words, at, last), names, name.country_code)


def find_state(passage: int, words: Words, at: int) -> Iterator[Candidate]:
    """Propose «Республіка Польща»: the whole is another name of the country."""
    if at + 1 >= len(words.items) or words.items[at + 1].gap or not words.items[at].is_capitalized:
        return
    if at and is_adjective_of(words.items[at - 1].text, words.items[at].text):
        return  # «Сполучене Королівство Великої Британії»
    known = known_place(words, at + 1)
    if known and known[0].kind is NameKind.COUNTRY:
        name, last = known
        yield candidate(passage, span(words, at, last), (name.uk, name.en), name.country_code)


def find_pair(passage: int, words: Words, at: int) -> Iterator[Candidate]:
    """Propose both places of «рейс Київ-Берлін», «саміт Україна-ЄС»."""
    text, start = words.items[at].text, words.items[at].start
    if starting(text) or settlement_at(words, at):
        return
    parts = _HYPHEN.split(text)
    names = [_place(part) for part in parts]
    for part, name in zip(parts, names, strict=True):
        if all(names) and name:
            yield candidate(
                passage, (start, start + len(part)), (name.uk, name.en), name.country_code
            )
        start += len(part) + 1


def _place(part: str) -> Name | None:
    """The place that a part names in the nominative."""
    names = starting(part) if part else ()
    nominative = part.lower()
    return next(
        (
            name
            for name in names
            if name.mention_kind is MentionKind.PLACE
            and len(name.keys) == 1
            and (name.uk.lower() == nominative or name.keys[0] == keys(part))
        ),
        None,
    )
