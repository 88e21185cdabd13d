"""What stands around a number: how exact it is, what it counts, what happened to that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tasks.language.morphology import analyses
from tasks.models import NumberKind, Qualifier
from tasks.transform.tag.numbers.numerals import Numeral, gap_after, lower
from tasks.transform.tag.numbers.tables import Event, number_words
from tasks.transform.tag.words import Words, keys

_NO_BREAK = "«»\"“”„'’$€£₴ "
_SAID_OF = frozenset({"–", "—", "-", ":", "–:", ":–"})
_REACH = 5
_COUNT_REACH = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts: the unit and its last word, and an event said in between."""

    unit: str
    last: int
    event: NumberKind | None = None


def gap(words: Words, at: int) -> str:
    """What stands before a word but for quotation marks and signs of currencies."""
    return words.items[at].gap.strip(_NO_BREAK) if at < len(words.items) else "."


def qualifier_of(words: Words, first: int) -> tuple[Qualifier, int]:
    """Tell how exact the number at a word is said to be, and where that is begun to be said."""
    for phrase, qualifier in number_words().qualifiers.get(lower(words, first - 1), ()):
        start = first - len(phrase)
        if any(gap(words, at) for at in range(max(0, start) + 1, first + 1)):
            continue
        if all(lower(words, start + number) == word for number, word in enumerate(phrase)):
            is_reached = phrase == ("до",) and _is_reached(words, start)
            return Qualifier.EXACT if is_reached else qualifier, start
    return Qualifier.EXACT, first


def _is_reached(words: Words, at: int) -> bool:
    """Tell whether «до» says how far it went: «зросла до 12», «з 3 тисяч до 12»."""
    table = number_words()
    before = lower(words, at - 1)
    is_amount = before in table.multipliers or before in table.starts or before.isdecimal()
    if is_amount or not keys(before or ".").isdisjoint(table.currencies):
        return True
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
        if gap(words, here) and not (here == at and not gap_after(words, at - 1).strip(_NO_BREAK)):
            return None
        word = words.items[here].text
        unit = _thing(word)
        if unit and not (unit == "person" and words.items[here].is_capitalized):
            if not gap(words, here + 1) and _thing(words.items[here + 1].text) == unit:
                continue  # «5 цивільних людей»
            return None if _is_attribute(words, here) else Counted(unit, here, event)
        if (said := event_at(words, here)) and said.is_noun:
            event = said.kind
        elif not is_adjective(lower(words, here)):
            return None
    return None


@lru_cache(maxsize=20_000)
def _thing(word: str) -> str | None:
    """The unit of a word or of a part of it: «дронів-камікадзе», «FPV-дронів».

    «БпЛА-атак» are no drones: of a first part that is not inflected the last is the head.
    """
    parts = [word]
    if "-" in word:
        first, _, last = word.lower().rpartition("-")
        parts += [last] if first in keys(first) else [last, first]
    things = number_words().things
    forms = (form for part in parts if part for form in sorted(keys(part)))
    return next((things[form] for form in forms if form in things), None)


def is_listed_before(words: Words, at: int) -> bool:
    """Tell whether a number is of the noun before it: «літаків – 3 дронів – 7»."""
    return at > 0 and gap(words, at) in _SAID_OF and _may_be_noun(lower(words, at - 1))


def _is_attribute(words: Words, at: int) -> bool:
    """Tell whether a word that may be an adjective is one: «2 цивільних автомобілі»."""
    if not is_adjective(lower(words, at)) or gap(words, at + 1):
        return False
    return words.items[at + 1].text.islower() and _may_be_noun(lower(words, at + 1))


@lru_cache(maxsize=20_000)
def _may_be_noun(word: str) -> bool:
    tags = [parse.tag for parse in analyses(word)]
    return any(tag.POS == "NOUN" for tag in tags) and not any(
        tag.POS in {"VERB", "PREP", "CONJ", "ADVB"} for tag in tags
    )


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
            # «не загинули», «убито або поранено»
            is_unsure = lower(words, here - len(event.words)) in number_words().sets["unsure"]
            return None if is_unsure or event.is_noun else event.kind
    return None


def event_named(words: Words, at: int) -> NumberKind | None:
    """Find those counted in «загиблих — 12», «поранених: 7»."""
    if at == 0 or words.items[at].gap not in _SAID_OF:
        return None
    event = _event_ending(words, at - 1)
    return event.kind if event and event.is_noun else None


def ending_at(words: Words, at: int, by_last: Mapping[str, Sequence[Event]]) -> Event | None:
    """Find the longest event of an index whose last word stands at a place."""
    for event in by_last.get(lower(words, at), ()):
        first = at - len(event.words) + 1
        if all(lower(words, first + number) == word for number, word in enumerate(event.words)):
            return event
    return None


def _event_ending(words: Words, at: int) -> Event | None:
    return ending_at(words, at, number_words().by_last)


def event_behind(words: Words, last: int, reach: int = _REACH) -> NumberKind | None:
    """Find what happened behind what is counted: «5 людей у місті загинули»."""
    for here in range(last + 1, min(last + 1 + reach, len(words.items))):
        is_next = here == last + 1
        behind = gap_after(words, last).strip(_NO_BREAK) if is_next else gap(words, here)
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
