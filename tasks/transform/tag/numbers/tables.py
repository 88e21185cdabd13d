"""The words of numbers and of what they count, read from `data/numbers.tsv`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tasks.language.text import straighten_apostrophes
from tasks.models import NumberKind, Qualifier
from tasks.transform.tag.tables import rows


@dataclass(frozen=True, slots=True)
class Event:
    """Words that tell what happened to those counted: «загинули», «дістали поранення».

    `is_noun`: it names them («загиблих»), so it stands right beside its number only.
    """

    kind: NumberKind
    words: tuple[str, ...]
    is_noun: bool


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What the table says; forms are lower case with straight apostrophes.

    Attributes:
        numerals: «п'ятеро» to 5.
        parts: «пів» and «півтора», which a multiplier has to follow.
        multipliers: «тис», «мільйонів» to their value.
        singles: «мільйон» by itself, which is one.
        currencies: dictionary forms to ISO 4217 codes.
        national: adjective and currency («канадський долар») to codes.
        symbols: `$` and the like to codes.
        things: dictionary forms of persons, drones, missiles, targets to the unit.
        percents: dictionary forms of «відсоток».
        by_first: events by their first word, the longest first.
        by_last: and by their last word.
        single_events: what happened to one person («загинула»), by its last word.
        qualifiers: words before a number to how exact it is, the longest first, by the last.
        sets: the other words, by kind.
        starts: words that a number in words begins with, in every spelling.
    """

    numerals: Mapping[str, int]
    parts: Mapping[str, float]
    multipliers: Mapping[str, int]
    singles: Mapping[str, int]
    currencies: Mapping[str, str]
    national: Mapping[tuple[str, ...], str]
    symbols: Mapping[str, str]
    things: Mapping[str, str]
    percents: frozenset[str]
    by_first: Mapping[str, Sequence[Event]]
    by_last: Mapping[str, Sequence[Event]]
    single_events: Mapping[str, Sequence[Event]]
    qualifiers: Mapping[str, Sequence[tuple[tuple[str, ...], Qualifier]]]
    sets: Mapping[str, frozenset[str]]
    starts: frozenset[str]


@lru_cache(maxsize=1)
def number_words() -> NumberWords:
    """Read the table."""
    kinds: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows("numbers.tsv"):
        kinds[row["kind"]][straighten_apostrophes(row["form"])] = row["value"]
    events = _events(kinds, "event") + _events(kinds, "event_noun")
    return NumberWords(
        numerals=_whole(kinds["numeral"]),
        parts={form: float(value) for form, value in kinds["part"].items()},
        multipliers=_whole(kinds["multiplier"]),
        singles=_whole(kinds["single"]),
        currencies=kinds["currency"],
        national={tuple(form.split()): code for form, code in kinds["currency_of"].items()},
        symbols=kinds["symbol"],
        things={
            form: unit for unit in ("person", "drone", "missile", "target") for form in kinds[unit]
        },
        percents=frozenset(kinds["percent"]),
        by_first=_index(events, 0),
        by_last=_index(events, -1),
        single_events=_index(_events(kinds, "single_event"), -1),
        qualifiers=_qualifiers(kinds["qualifier"]),
        sets={kind: frozenset(forms) for kind, forms in kinds.items()},
        starts=frozenset(
            form.replace("'", apostrophe)
            for kind in ("numeral", "part", "single")
            for form in kinds[kind]
            for apostrophe in "'’ʼ"
        ),
    )


def _events(kinds: Mapping[str, Mapping[str, str]], kind: str) -> list[Event]:
    return [
        Event(NumberKind(value), tuple(form.split()), kind == "event_noun")
        for form, value in kinds[kind].items()
    ]


def _whole(forms: Mapping[str, str]) -> dict[str, int]:
    return {form: int(value) for form, value in forms.items()}


def _qualifiers(forms: Mapping[str, str]) -> dict[str, list[tuple[tuple[str, ...], Qualifier]]]:
    index: defaultdict[str, list[tuple[tuple[str, ...], Qualifier]]] = defaultdict(list)
    for form in sorted(forms, key=len, reverse=True):
        words = tuple(form.split())
        index[words[-1]].append((words, Qualifier(forms[form])))
    return dict(index)


def _index(events: Sequence[Event], place: int) -> dict[str, list[Event]]:
    index: defaultdict[str, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda event: -len(event.words)):
        index[event.words[place]].append(event)
    return dict(index)
