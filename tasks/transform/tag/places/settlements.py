"""Ukraine's settlements and districts: the official codifier as a table, by any case form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.inflection import nominatives
from tasks.transform.tag.tables import rows
from tasks.transform.tag.toponyms import renamed_places
from tasks.transform.tag.words import Words

# Of several settlements that a form may name the greatest is meant.
_RANKS = ("city", "town", "village")
_LONGEST_NAME = 3
_NICKNAME = re.compile(r"([А-ЯІЇЄҐ][\w']+)(щин|ччин)(?:а|и|і|у|ою|о)")


class Settlement(NamedTuple):
    """A name that settlements bear: the greatest kind among them, the regions that have one."""

    uk: str
    kind: str
    oblasts: frozenset[str]


class District(NamedTuple):
    """A district («raion»), community («hromada») or part of a city («borough»)."""

    kind: str
    centre: str


def settlement_at(words: Words, at: int) -> tuple[Settlement, int] | None:
    """Find the longest name of settlements that begins at a word; gives it with its last word."""
    if not words.items[at].is_capitalized:
        return None
    parts = [words.items[at].text]
    if _may_begin(parts[0]):
        for word in words.items[at + 1 : at + _LONGEST_NAME]:
            if word.gap or not word.is_capitalized:
                break
            parts.append(word.text)
    for count in range(len(parts), 0, -1):
        if found := _of_form(tuple(parts[:count])):
            return found, at + count - 1
    return None


@lru_cache(maxsize=50_000)
def _of_form(form: tuple[str, ...]) -> Settlement | None:
    """The settlement that a form of one or more words most likely names."""
    table = _settlements()
    lower = [straighten_apostrophes(word).lower() for word in form]
    found = {
        settlement
        for parts in product(*map(nominatives, lower))
        if (settlement := table.get(" ".join(parts)))
    }
    surface = " ".join(lower)
    return min(found, key=lambda item: _preference(item, surface), default=None)


def _preference(settlement: Settlement, surface: str) -> tuple[int, bool, int, str]:
    is_inflected = settlement.uk.lower() != surface
    kind = _RANKS.index(settlement.kind)
    return kind, is_inflected, -len(settlement.oblasts), settlement.uk


@lru_cache(maxsize=50_000)
def _may_begin(word: str) -> bool:
    """Tell whether a name of several words begins with a form of the word."""
    return not nominatives(straighten_apostrophes(word).lower()).isdisjoint(_first_words())


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    return frozenset(name.partition(" ")[0] for name in _settlements() if " " in name)


@lru_cache(maxsize=1)
def _settlements() -> Mapping[str, Settlement]:
    found = {item.uk.lower(): item for item in _read()}
    for old, new in renamed_places().items():
        if new.lower() in found:
            found.setdefault(old.lower(), found[new.lower()])
    return found


def _read() -> Iterator[Settlement]:
    for row in rows("settlements.tsv"):
        yield Settlement(row["name"], row["kind"], frozenset(row["oblasts"].split(",")))


@lru_cache(maxsize=1)
def districts() -> Mapping[str, Mapping[str, District]]:
    """Districts and communities by their adjective (masculine or feminine, lower case), by kind."""
    found: dict[str, dict[str, District]] = {}
    for row in rows("districts.tsv"):
        known = found.setdefault(row["adjective"].lower(), {})
        known.setdefault(row["kind"], District(row["kind"], row["centre"]))
    return found


@lru_cache(maxsize=20_000)
def nicknamed_district(word: str) -> tuple[str, str] | None:
    """The nominative of «Нікопольщині» and the centre of the district that is meant."""
    found = _NICKNAME.fullmatch(straighten_apostrophes(word))
    if found is None:
        return None
    adjective = found[1].lower() + ("цький" if found[2] == "ччин" else "ський")
    district = districts().get(adjective, {}).get("raion")
    return (f"{found[1]}{found[2]}а", district.centre) if district and district.centre else None
