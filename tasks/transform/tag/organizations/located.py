"""Where an institution is: the country, town or region at the end of its name."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.transform.tag import gazetteer, names
from tasks.transform.tag.organizations.grammar import (
    adjective_forms,
    is_genitive_adjective,
    is_genitive_noun,
    own_name,
)
from tasks.transform.tag.organizations.vocabulary import kinds_of
from tasks.transform.tag.words import Words, is_acronym


@dataclass(slots=True)
class Extent:
    """The last word of a name, and what is in its tail.

    `first` is the noun, `domain_last` the last word before names of persons and places.
    """

    first: int
    last: int
    domain_last: int
    has_domain: bool = False
    has_place: bool = False
    is_described: bool = False
    is_opened: bool = False
    country_code: str | None = None
    place_en: str = ""
    place_uk: str = ""
    place_name_uk: str = ""
    seat_en: str = ""
    honoured_uk: str = ""

    @property
    def length(self) -> int:
        """How many words follow the noun."""
        return self.last - self.first


def take_place(words: Words, tail: Extent) -> None:
    """Take the country, town or region that an institution belongs to."""
    at = tail.last + 1
    if at >= len(words.items) or words.items[at].gap:
        return
    if found := gazetteer.longest(words, at):
        name, last = found
        if _is_owner(words, at, last, name):
            tail.last, tail.has_place = last, True
            tail.country_code, tail.place_en = name.country_code, name.en
        return
    _take_described_place(words, tail, at)


def take_seat(words: Words, tail: Extent, *, is_mission: bool) -> None:
    """Take «в Миколаївській області» and, behind a mission, «в Лісабоні»."""
    at = tail.last + 2
    if at >= len(words.items) or words.items[at].gap or words.items[at - 1].gap:
        return
    if words.items[at - 1].text not in _INSIDE or not words.items[at].is_capitalized:
        return
    found = gazetteer.longest(words, at)
    if found and found[0].kind in (names.PLACES if is_mission else _REGIONS):
        tail.last, tail.seat_en = found[1], found[0].en


_INSIDE = frozenset({"в", "у", "на"})
_REGIONS = frozenset({names.NameKind.REGION})


def _is_owner(words: Words, at: int, last: int, name: names.Name) -> bool:
    text = words.items[at].text
    if name.kind is names.NameKind.CITY and _is_followed_by_name(words, last):
        return False  # «голова НБУ Олімпія Черненко»
    if name.kind in names.PLACES:
        return is_acronym(text) or _is_genitive(words, at, last)
    return is_acronym(text) and name.kind is names.NameKind.ORG


def _is_followed_by_name(words: Words, last: int) -> bool:
    following = words.items[last + 1 : last + 2]
    return bool(following) and not following[0].gap and following[0].is_capitalized


def _is_genitive(words: Words, at: int, last: int) -> bool:
    return any(
        is_genitive_noun(words.items[index].text) or is_genitive_adjective(words.items[index].text)
        for index in (at, last)
    )


def _take_described_place(words: Words, tail: Extent, at: int) -> None:
    """Take «швейцарського кантону Цуг», «округу Свеа», «Одеської області»."""
    index = at
    while index < len(words.items) and adjective_forms(words.items[index].text):
        if (index > at and words.items[index].gap) or not is_genitive_adjective(
            words.items[index].text
        ):
            return
        index += 1
    if index >= len(words.items) or words.items[index].gap:
        return
    text = words.items[index].text
    if "place" not in kinds_of(text) or not is_genitive_noun(text):
        return
    following = words.items[index + 1 : index + 2]
    if following and not following[0].gap and following[0].is_capitalized:
        tail.last, tail.has_place = index + 1, True
    elif index > at and words.items[at].is_capitalized:
        tail.last, tail.has_place = index, True
    tail.is_described = tail.has_place
    if tail.has_place:
        tail.place_uk = _described(words, at, index, tail.last)
        tail.place_name_uk = words.items[index + 1].text if tail.last > index else ""
    if tail.has_place and index > at:
        tail.country_code = names.country_of(words.items[at].text)


def _described(words: Words, at: int, noun: int, last: int) -> str:
    """The nominative of «Одеської області»; of «швейцарського кантону Цуг» the noun."""
    first = at if last == noun else noun
    texts = tuple(word.text for word in words.items[first : noun + 1])
    return own_name(words.surface(first, noun), texts, case="gent")


def place_after(words: Words, at: int) -> Extent:
    """Find the country or town after a name."""
    tail = Extent(at, at, at)
    take_place(words, tail)
    return tail
