"""Find the numbers that tell something: whom it cost, how much, how many.

Only what surely counts something known is taken: a wrong number is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tasks.language.morphology import analyses
from tasks.models import KeyNumber, NumberKind, Passage, Qualifier
from tasks.transform.tag.document import Document
from tasks.transform.tag.numbers.numerals import (
    Numeral,
    gap_after,
    lower,
    may_begin,
    read_numeral,
)
from tasks.transform.tag.numbers.phrases import (
    counted,
    event_at,
    event_before,
    event_behind,
    event_named,
    event_of_count,
    gap,
    is_adjective,
    qualifier_of,
)
from tasks.transform.tag.numbers.tables import number_words
from tasks.transform.tag.words import Words, keys

_PEOPLE = frozenset(
    {
        NumberKind.KILLED,
        NumberKind.WOUNDED,
        NumberKind.MISSING,
        NumberKind.CAPTURED,
        NumberKind.EVACUATED,
    }
)
_KINDS = {"person": NumberKind.PEOPLE, "drone": NumberKind.DRONES, "missile": NumberKind.MISSILES}


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a number is of; `start` and `end` are of the text that says so."""

    kind: NumberKind
    unit: str | None
    last: int
    start: int
    end: int
    is_event: bool = False


def key_numbers(document: Document) -> list[KeyNumber]:
    """Find the key numbers of a document, in the order of the text."""
    return [
        number
        for passage, words in zip(document.passages, document.words, strict=True)
        for number in _in_passage(passage, words)
    ]


def _in_passage(passage: Passage, words: Words) -> Iterator[KeyNumber]:
    at = 0
    before: _Meaning | None = None
    single = number_words().single_events
    while at < len(words.items):
        text = words.items[at].text
        if may_begin(text):
            if (numeral := read_numeral(words, at)) is None:
                at += 1
                continue
            if meaning := _meaning(words, numeral, before):
                yield _number(passage, words, numeral, meaning)
                before = meaning
            at = max(numeral.last, meaning.last if meaning else 0)
        elif text.lower() in single and (alone := _single(words, at)):
            yield _number(passage, words, Numeral(at, at, 1), alone)
        at += 1


def _number(passage: Passage, words: Words, numeral: Numeral, meaning: _Meaning) -> KeyNumber:
    qualifier, _ = qualifier_of(words, numeral.first)
    if words.text[words.items[numeral.last].end :][:1] == "+":
        qualifier = Qualifier.AT_LEAST
    return KeyNumber(
        kind=meaning.kind,
        value=numeral.value,
        high=numeral.high,
        unit=meaning.unit,
        qualifier=qualifier,
        surface_uk=words.text[meaning.start : meaning.end],
        role=passage.role,
        paragraph=passage.paragraph,
        start=meaning.start,
        end=meaning.end,
    )


def _meaning(words: Words, numeral: Numeral, before: _Meaning | None) -> _Meaning | None:
    return (
        _money(words, numeral)
        or _percent(words, numeral)
        or _things(words, numeral, before)
        or _people_alone(words, numeral, before)
    )


def _money(words: Words, numeral: Numeral) -> _Meaning | None:
    table = number_words()
    first, last = words.items[numeral.first], words.items[numeral.last]
    if code := table.symbols.get(words.text[: first.start][-1:]):
        return _Meaning(NumberKind.MONEY, code, numeral.last, first.start - 1, last.end)
    behind = gap_after(words, numeral.last)
    sign = words.text[last.end : last.end + 2].lstrip()[:1]
    if code := table.symbols.get(sign):
        end = words.text.index(sign, last.end) + 1
        return _Meaning(NumberKind.MONEY, code, numeral.last, first.start, end)
    if behind or numeral.last + 1 >= len(words.items):
        return None
    if found := _currency(words, numeral.last + 1):
        code, at = found
        return _Meaning(NumberKind.MONEY, code, at, first.start, words.items[at].end)
    return None


def _currency(words: Words, at: int) -> tuple[str, int] | None:
    table = number_words()
    for key in sorted(keys(lower(words, at))):
        if key in table.currencies:
            return table.currencies[key], at
    if at + 1 >= len(words.items) or words.items[at + 1].gap:
        return None
    pairs = (
        (adjective, noun)
        for adjective in sorted(keys(lower(words, at)))
        for noun in sorted(keys(lower(words, at + 1)))
    )
    code = next((table.national[pair] for pair in pairs if pair in table.national), None)
    return (code, at + 1) if code else None


def _percent(words: Words, numeral: Numeral) -> _Meaning | None:
    first, last = words.items[numeral.first], words.items[numeral.last]
    behind = words.text[last.end : last.end + 2]
    if behind.lstrip().startswith("%"):
        end = last.end + behind.index("%") + 1
        return _Meaning(NumberKind.PERCENT, None, numeral.last, first.start, end)
    at = numeral.last + 1
    if gap_after(words, numeral.last) or at >= len(words.items):
        return None
    if keys(lower(words, at)).isdisjoint(number_words().percents):
        return None
    return _Meaning(NumberKind.PERCENT, None, at, first.start, words.items[at].end)


def _things(words: Words, numeral: Numeral, before: _Meaning | None) -> _Meaning | None:
    """Read «5 загиблих людей», «загинули 5 людей», «25 ударних БпЛА збито»."""
    what = counted(words, numeral.last + 1)
    if what is None:
        return None
    _, start = qualifier_of(words, numeral.first)
    event = (
        what.event
        or event_before(words, start)
        or event_behind(words, what.last)
        or _continued(words, start, before)
        or event_of_count(words, numeral)
    )
    kind = _KINDS.get(what.unit)
    if event is NumberKind.SHOT_DOWN and what.unit != "person":
        kind = NumberKind.SHOT_DOWN
    elif event in _PEOPLE and what.unit == "person":
        kind = event
    elif what.unit == "person" and (numeral.value == 1 or lower(words, start) == "до"):
        return None
    if kind is None:
        return None
    first, last = words.items[numeral.first], words.items[what.last]
    return _Meaning(kind, what.unit, what.last, first.start, last.end, kind is event)


def _people_alone(words: Words, numeral: Numeral, before: _Meaning | None) -> _Meaning | None:
    """Read «двоє загинули», «5 поранених», «поранено 12» with nobody named behind."""
    _, start = qualifier_of(words, numeral.first)
    if numeral.may_be_year or lower(words, start - 1) in number_words().sets["bound"]:
        return None
    last = numeral.last
    if event := event_behind(words, last, reach=1):
        said = event_at(words, last + 1)
        last += len(said.words) if said and said.is_noun else 0
    elif _is_end(words, last):
        event = (
            event_before(words, start)
            or event_named(words, start)
            or _continued(words, start, before)
            or event_of_count(words, numeral)
        )
    if event not in _PEOPLE:
        return None
    first = words.items[numeral.first].start
    return _Meaning(event, "person", last, first, words.items[last].end, is_event=True)


def _is_end(words: Words, last: int) -> bool:
    """Tell whether nothing that could be counted follows."""
    if gap_after(words, last) or last + 1 >= len(words.items):
        return True
    table = number_words().sets
    return lower(words, last + 1) in table["bound"] | table["joint"]


def _continued(words: Words, at: int, before: _Meaning | None) -> NumberKind | None:
    """Take over what happened to those counted just before: «збито 20 дронів та 3 ракети»."""
    if before is None or not before.is_event:
        return None
    between = range(before.last + 1, at)
    table = number_words().sets
    is_list = all(lower(words, here) in table["joint"] | table["skip"] for here in between)
    gaps = {gap(words, here) for here in range(before.last + 1, at + 1)}
    return before.kind if is_list and gaps <= {"", ","} else None


def _single(words: Words, at: int) -> _Meaning | None:
    """Read «загинула жінка» as one, where no others are joined to her."""
    noun = at + 1
    while noun < len(words.items) and is_adjective(lower(words, noun)) and not _is_one(words, noun):
        noun += 1
    if noun >= len(words.items) or noun > at + 3 or not _is_one(words, noun):
        return None
    if lower(words, at - 1) == "не" or any(gap(words, here) for here in range(at + 1, noun + 1)):
        return None
    is_joined = (
        lower(words, noun + 1) in number_words().sets["joint"] or gap(words, noun + 1) == ","
    )
    if is_joined or not _agrees(lower(words, at), lower(words, noun)):
        return None
    kind = number_words().single_events[lower(words, at)]
    start, end = words.items[at].start, words.items[noun].end
    return _Meaning(kind, "person", noun, start, end, is_event=True)


def _is_one(words: Words, at: int) -> bool:
    person = lower(words, at)
    things = number_words().things
    return things.get(person) == "person" and not words.items[at].is_capitalized


def _agrees(verb: str, noun: str) -> bool:
    wanted = "femn" if verb.endswith("а") else "masc"
    return any(
        parse.tag.case in {"nomn", None} and parse.tag.gender == wanted for parse in analyses(noun)
    )
