"""Bringing a name to the nominative: its parts must agree in gender and case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from tasks.transform.tag.people.cues import Hints, is_asian_surname
from tasks.transform.tag.people.readings import (
    Reading,
    Source,
    agrees,
    first_names,
    guesses,
    pair_names,
    patronymics,
    surnames,
)
from tasks.transform.tag.people.shapes import core_of


class Part(StrEnum):
    """What a word is in a full name."""

    FIRST = "first"
    MIDDLE = "middle"
    PATRONYMIC = "patronymic"
    INITIAL = "initial"
    PARTICLE = "particle"
    NICKNAME = "nickname"
    SURNAME = "surname"


DECLINED = frozenset({Part.FIRST, Part.MIDDLE, Part.PATRONYMIC, Part.SURNAME})


class Names(NamedTuple):
    """One way to read the declined parts of a name, and how likely it is."""

    parts: tuple[Part, ...]
    readings: tuple[Reading, ...]
    weight: float

    @property
    def surname(self) -> Reading | None:
        """The surname, if the name has one."""
        return next(iter(self.of(Part.SURNAME)), None)

    @property
    def case(self) -> str:
        """The case of the whole; empty if no part is declined."""
        return next((reading.case for reading in self.readings if reading.case), "")

    @property
    def gender(self) -> str:
        """The gender of the whole."""
        return self.readings[-1].gender

    def of(self, *parts: Part) -> list[Reading]:
        """The readings of such parts."""
        pairs = zip(self.parts, self.readings, strict=True)
        return [reading for part, reading in pairs if part in parts]


@lru_cache(maxsize=50_000)
def readings_of(part: Part, text: str) -> tuple[Reading, ...]:
    """Everything that a word may be as a part of a name; guesses come last."""
    match part:
        case Part.FIRST:
            family = surnames(text) if is_asian_surname(text) else ()
            return first_names(text) or pair_names(text) or family or _first_guesses(text)
        case Part.PATRONYMIC:
            return patronymics(text)
        case Part.MIDDLE:
            return first_names(text) or (*surnames(text), *guesses(text))
        case _:
            return _surname_readings(text)


def _first_guesses(text: str) -> tuple[Reading, ...]:
    # «Рааба» may be of Раабо as little as «Домініка» is of Доміний.
    return tuple(
        item
        for item in guesses(text)
        if (item.uk == text or not item.uk.endswith(("ий", "о", "я")))
        and (item.case or not item.uk.endswith(("и", "у", "ів")))
    )


def _surname_readings(text: str) -> tuple[Reading, ...]:
    core = core_of(text) or text
    prefix = text[: len(text) - len(core)]
    found = (*surnames(core), *guesses(core))
    if not surnames(core):
        found = (*(item for item in first_names(core) if item.case != "plur"), *found)
    if not prefix:
        return found
    # «аль-Асада» is declined as «Асада» is; English writes the article as it is.
    return tuple(item.prefixed(prefix) for item in found)


@lru_cache(maxsize=50_000)
def options(words: tuple[tuple[Part, str], ...]) -> tuple[Names, ...]:
    """Every way to read the declined words of a name together; none if they disagree."""
    parts = tuple(part for part, _ in words)
    combined = agreeing([readings_of(part, text) for part, text in words])
    return tuple(dict.fromkeys(_weighed(parts, readings) for readings in combined))


def agreeing(readings: Sequence[Iterable[Reading]]) -> Iterator[tuple[Reading, ...]]:
    """Combine readings of the parts of a name that agree with each other."""
    found: list[tuple[Reading, ...]] = [(reading,) for reading in readings[0]]
    for more in readings[1:]:
        candidates = tuple(more)
        found = [
            (*parts, candidate)
            for parts in found
            for candidate in candidates
            if all(agrees(part, candidate) for part in parts)
        ]
    yield from found


def _weighed(parts: tuple[Part, ...], readings: tuple[Reading, ...]) -> Names:
    weight = sum(reading.source + reading.weight for reading in readings)
    case = next((reading.case for reading in readings if reading.case), "")
    if case == "nomn":
        weight += 0.3
    if case == "voct":
        weight -= 0.5
    if readings[-1].case == "plur":
        weight -= 1.5
    if readings[-1].gender == "femn" and readings[0].source is Source.GUESS:
        weight -= 0.2
    return Names(parts, readings, weight)


def best(found: Sequence[Names], hints: Hints, support: Mapping[str, int]) -> Names:
    """Choose the likeliest reading by what stands around it and elsewhere in the document."""
    return max(found, key=lambda names: _score(names, hints, support))


def _score(names: Names, hints: Hints, support: Mapping[str, int]) -> tuple[float, tuple[str, ...]]:
    score = names.weight
    if names.surname:
        score += 1.5 * min(support.get(names.surname.uk, 0), 3)
    if hints.cases and (not names.case or names.case in hints.cases):
        score += 1.5
    if hints.gender and names.gender == hints.gender:
        score += 2.0
    return score, tuple(reading.uk for reading in names.readings)
