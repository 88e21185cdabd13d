"""Find the numbers that tell something: whom it cost, how much, how many.

Only what surely counts something known is taken: a wrong number is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

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
    ending_at,
    event_at,
    event_before,
    event_behind,
    event_named,
    event_of_count,
    gap,
    is_adjective,
    is_listed_before,
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
    before: _Meaning | None = None
    read_to = -1
    for at in _places(words):
        if at <= read_to:
            continue
        numeral = read_numeral(words, at) if may_begin(words.items[at].text) else None
        meaning = _meaning(words, numeral, before) if numeral else _single(words, at)
        if meaning:
            yield _number(passage, words, numeral or Numeral(at, at, 1), meaning)
            before = meaning
        read_to = max(numeral.last if numeral else at, meaning.last if meaning else at)


def _places(words: Words) -> list[int]:
    """Where a key number may begin: few words do, so the others cost next to nothing."""
    starts = _starts()
    return [
        at
        for at, word in enumerate(words.items)
        if word.text[0].isdecimal() or word.text.lower() in starts
    ]


@lru_cache(maxsize=1)
def _starts() -> frozenset[str]:
    table = number_words()
    return frozenset(table.starts | table.single_events.keys())


def _number(passage: Passage, words: Words, numeral: Numeral, meaning: _Meaning) -> KeyNumber:
    qualifier, _ = qualifier_of(words, numeral.first)
    if words.text.startswith("+", words.items[numeral.last].end):
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
    if code := table.symbols.get(words.text[max(0, first.start - 1) : first.start]):
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
        return _out_of(words, numeral)
    _, start = qualifier_of(words, numeral.first)
    event = (
        what.event
        or event_before(words, start)
        or event_behind(words, what.last)
        or _continued(words, start, before)
        or event_of_count(words, numeral)
    )
    kind = _KINDS.get(what.unit)
    if what.unit != "person" and is_listed_before(words, start):
        return None
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


def _out_of(words: Words, numeral: Numeral) -> _Meaning | None:
    """Read the first number of «збили 71 із 75 дронів», «загинули 5 із 12 пасажирів»."""
    after = numeral.last + 2
    is_part = lower(words, after - 1) in number_words().sets["out_of"]
    if not is_part or after >= len(words.items) or not may_begin(words.items[after].text):
        return None
    whole = read_numeral(words, after)
    what = counted(words, whole.last + 1) if whole else None
    if whole is None or what is None or whole.value < numeral.value:
        return None
    event = event_before(words, qualifier_of(words, numeral.first)[1])
    event = event or event_behind(words, what.last)
    is_known = event in (_PEOPLE if what.unit == "person" else {NumberKind.SHOT_DOWN})
    if event is None or not is_known:
        return None
    first, last = words.items[numeral.first], words.items[numeral.last]
    return _Meaning(event, what.unit, numeral.last, first.start, last.end)


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
    event = ending_at(words, at, number_words().single_events)
    noun = at + 1
    while is_adjective(lower(words, noun) or ".") and noun < at + 3 and not _is_one(words, noun):
        noun += 1
    if event is None or not _is_one(words, noun) or _is_joined(words, noun + 1):
        return None
    first = at - len(event.words) + 1
    is_broken = any(gap(words, here) for here in range(first + 1, noun + 1))
    if is_broken or lower(words, first - 1) == "не" or not _agrees(words, at, noun):
        return None
    start, end = words.items[first].start, words.items[noun].end
    return _Meaning(event.kind, "person", noun, start, end, is_event=True)


def _is_joined(words: Words, at: int) -> bool:
    """Tell whether others follow: «жінка та діти», «жінка, чоловік і дитина»."""
    if lower(words, at) in number_words().sets["joint"]:
        return True
    return gap(words, at) == "," and (_is_one(words, at) or _is_one(words, at + 1))


def _is_one(words: Words, at: int) -> bool:
    is_person = number_words().things.get(lower(words, at)) == "person"
    return is_person and not words.items[at].is_capitalized


def _agrees(words: Words, verb: int, noun: int) -> bool:
    wanted = "femn" if lower(words, verb).endswith("а") else "masc"
    tags = [parse.tag for parse in analyses(lower(words, noun))]
    return any(tag.case in {"nomn", None} and tag.gender == wanted for tag in tags)
