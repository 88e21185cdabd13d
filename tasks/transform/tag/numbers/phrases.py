"""What stands around a number: how exact it is, what it counts, what happened to that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tasks.language.morphology import analyses
from tasks.models import NumberKind, Qualifier
from tasks.transform.tag.numbers.numerals import Numeral, gap_after, lower
from tasks.transform.tag.numbers.tables import Event, number_words
from tasks.transform.tag.words import Words, keys

_QUOTES = "«»\"“”„'’ "
_SAID_OF = frozenset({"–", "—", "-", ":", "–:", ":–"})
_REACH = 5
_LONGEST_QUALIFIER = 3
_COUNT_REACH = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts: the unit and its last word, and an event said in between."""

    unit: str
    last: int
    event: NumberKind | None = None


def gap(words: Words, at: int) -> str:
    """What stands before a word but for quotation marks."""
    return words.items[at].gap.strip(_QUOTES) if at < len(words.items) else "."


def qualifier_of(words: Words, first: int) -> tuple[Qualifier, int]:
    """Tell how exact the number at a word is said to be, and where that is begun to be said."""
    table = number_words()
    for length in range(_LONGEST_QUALIFIER, 0, -1):
        start = first - length
        if start < 0 or any(gap(words, at) for at in range(start + 1, first + 1)):
            continue
        phrase = tuple(lower(words, at) for at in range(start, first))
        if (qualifier := table.qualifiers.get(phrase)) is None:
            continue
        if phrase == ("до",) and _is_reached(words, start):
            return Qualifier.EXACT, start
        return qualifier, start
    return Qualifier.EXACT, first


def _is_reached(words: Words, at: int) -> bool:
    """Tell whether «до» follows a verb of growth: «зросла до 12» is 12 exactly."""
    return any(lower(words, before) in number_words().sets["grows"] for before in _back(words, at))


def _back(words: Words, at: int) -> range:
    """The words before one, up to the beginning of its clause."""
    first = at
    while first > max(0, at - _REACH) and not gap(words, first):
        first -= 1
    return range(at - 1, first - 1, -1)


def counted(words: Words, at: int) -> Counted | None:
    """Read what is counted from the word behind a number on: «ударних БпЛА»."""
    event: NumberKind | None = None
    for here in range(at, min(at + _REACH, len(words.items))):
        if gap(words, here) and not (here == at and not gap_after(words, at - 1).strip(_QUOTES)):
            return None
        word = words.items[here].text
        unit = _thing(word)
        if unit and not (unit == "person" and words.items[here].is_capitalized):
            # «5 цивільних людей»: the one word is an adjective to the other
            is_more = not gap(words, here + 1) and _thing(words.items[here + 1].text) == unit
            return Counted(unit, here + is_more, event)
        if (said := event_at(words, here)) and said.is_noun:
            event = said.kind
        elif not is_adjective(lower(words, here)):
            return None
    return None


@lru_cache(maxsize=20_000)
def _thing(word: str) -> str | None:
    """The unit of a word, or of a part of it: «дронів-камікадзе», «FPV-дронів»."""
    things = number_words().things
    forms = [form for part in (word, *word.split("-")) if part for form in sorted(keys(part))]
    return next((things[form] for form in forms if form in things), None)


def event_at(words: Words, at: int) -> Event | None:
    """Find the event that is said from a word on."""
    for event in number_words().by_first.get(lower(words, at), ()):
        last = at + len(event.words) - 1
        if last < len(words.items) and all(
            lower(words, at + number) == word for number, word in enumerate(event.words)
        ):
            return event
    return None


def event_before(words: Words, at: int) -> NumberKind | None:
    """Find what happened before a number: «загинули вчора 5 людей»."""
    for here in _back(words, at):
        if words.items[here].text[0].isdecimal():
            return None
        if event := _event_ending(words, here):
            is_denied = lower(words, here - len(event.words)) == "не"
            return None if is_denied or event.is_noun else event.kind
    return None


def event_named(words: Words, at: int) -> NumberKind | None:
    """Find those counted in «загиблих — 12», «поранених: 7»."""
    if at == 0 or words.items[at].gap not in _SAID_OF:
        return None
    event = _event_ending(words, at - 1)
    return event.kind if event and event.is_noun else None


def _event_ending(words: Words, at: int) -> Event | None:
    for event in number_words().by_last.get(lower(words, at), ()):
        first = at - len(event.words) + 1
        if first >= 0 and event_at(words, first) == event:
            return event
    return None


def event_behind(words: Words, last: int, reach: int = _REACH) -> NumberKind | None:
    """Find what happened behind what is counted: «5 людей у місті загинули»."""
    for here in range(last + 1, min(last + 1 + reach, len(words.items))):
        is_next = here == last + 1
        behind = gap_after(words, last).strip(_QUOTES) if is_next else gap(words, here)
        if behind or words.items[here].text[0].isdecimal() or lower(words, here) == "не":
            return None
        if (event := event_at(words, here)) and (is_next or not event.is_noun):
            return event.kind
    return None


def event_of_count(words: Words, numeral: Numeral) -> NumberKind | None:
    """Find whose count a number is: «кількість загиблих у місті зросла до 12»."""
    table = number_words()
    verbs = table.sets["grows"] | table.sets["amounts"]
    event: NumberKind | None = None
    has_verb = False
    for here in range(numeral.first - 1, max(-1, numeral.first - _COUNT_REACH), -1):
        if gap(words, here + 1) not in _SAID_OF | {""}:
            return None
        has_verb = has_verb or lower(words, here) in verbs or bool(gap(words, here + 1))
        if (found := _event_ending(words, here)) and found.is_noun:
            event = found.kind
        if lower(words, here) in table.sets["number_of"]:
            return event if has_verb else None
    return None


@lru_cache(maxsize=20_000)
def is_adjective(word: str) -> bool:
    """Tell whether a word may be an adjective or has Latin letters: «FPV», «ударних»."""
    return word.isascii() or any(parse.tag.POS == "ADJF" for parse in analyses(word))
