"""Places whose kind is told before the name: «село Роботине», «вулиця Хрещатик»."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from tasks.language.morphology import analyses
from tasks.language.romanize import romanize
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.agreement import describes_next
from tasks.transform.tag.document import Candidate, Rank
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.places.found import (
    candidate,
    english_of,
    is_first_name,
    is_persons,
    known_place,
    span,
)
from tasks.transform.tag.places.settlements import settlement_at
from tasks.transform.tag.toponyms import PlaceWord
from tasks.transform.tag.words import CLOSING_QUOTES, Word, Words, is_acronym

_UKRAINE = "UA"
_LONGEST_NAME = 4
# After these an unknown word may be of another kind: «район Майдану», «столиця Трампа».
_VAGUE = frozenset(
    {
        "порт",
        "район",
        "масив",
        "мікрорайон",
        "регіон",
        "столиця",
        "передмістя",
        "мегаполіс",
        "райцентр",
    }
)
# What a stream or a meadow is called may be any word: «річка Стрижень», «урочище Гало».
_ANY_WORD = frozenset({"річка", "ріка", "озеро", "урочище", "полонина"})
_MAYBE_DECLINED = frozenset("аяиіїую")
_BETWEEN = {"та", "і", "й"}


def find_bare(passage: int, words: Words, head: int, word: PlaceWord) -> Iterator[Candidate]:
    """Propose the names behind a word that does not belong to them, one or a list of them."""
    at: int | None = head + 1
    is_list = _is_plural(words.items[head].text)
    while at is not None and at < len(words.items) and words.items[at].is_capitalized:
        if at == head + 1 and words.items[at].gap and not _is_abbreviation(words, head):
            return
        last = at
        known, found = known_place(words, at), settlement_at(words, at)
        if known and (found is None or found[1] <= known[1]):
            last = known[1]
        elif found:
            last = found[1]
            if describes_next(words, last) or is_first_name(words.items[at].text):
                return
            name = found[0].uk, english_of(found[0].uk)[0]
            # «Село Висоцьке» is surer than a surname.
            yield candidate(passage, span(words, at, last), name, _UKRAINE, Rank.GAZETTEER)
        elif _tells(word, words, head, at) and _may_be_name(words.items[at], word.uk):
            uk = _nominative(words.items[at].text, words.items[head].text)
            yield candidate(passage, span(words, at, at), (uk, romanize(uk)), None)
        else:
            return
        at = _next_in_list(words, last) if is_list else None


def _tells(word: PlaceWord, words: Words, head: int, at: int) -> bool:
    """Tell whether a word behind a head is a name: «до мікрорайону Намив», no «Намиву»."""
    if len(word.uk) < 3:
        return False
    return word.uk not in _VAGUE or _is_undeclined(words.items[at].text, words.items[head].text)


@lru_cache(maxsize=5_000)
def _is_undeclined(name: str, head: str) -> bool:
    """Tell whether a name is in the nominative where its head is in another case."""
    heads = {parse.tag.case for parse in analyses(head.lower()) if parse.tag.POS == "NOUN"}
    lower = straighten_apostrophes(name).lower()
    cases = {
        str(parse.tag.case)
        for parse in analyses(lower)
        if parse.tag.POS == "NOUN" and parse.normal_form == lower and "Fixd" not in parse.tag
    }
    return "nomn" in cases and lower[-1] not in _MAYBE_DECLINED and not {"nomn", "accs"} & heads


def _next_in_list(words: Words, last: int) -> int | None:
    """The next name of «Мала Рогань, Вільхівка та Циркуни»."""
    following = words.items[last + 1 : last + 3]
    if following and following[0].gap == "," and following[0].is_capitalized:
        return last + 1
    if len(following) == 2 and following[0].text in _BETWEEN and not following[1].gap:
        return last + 2
    return None


@lru_cache(maxsize=5_000)
def _is_plural(head: str) -> bool:
    return any(parse.tag.number == "plur" for parse in analyses(head.lower()))


def _is_abbreviation(words: Words, head: int) -> bool:
    """Tell «с. Роботине» from a word at the end of a sentence, «50 м. Далі» from a town."""
    is_measured = head > 0 and words.items[head - 1].text[-1].isdigit()
    return len(words.items[head].text) <= 3 and words.items[head + 1].gap == "." and not is_measured


def _may_be_name(word: Word, head: str) -> bool:
    if len(word.text) < 3 or is_acronym(word.text):
        return False
    if head in _ANY_WORD:
        return True
    return not (is_everyday(word.text) or is_persons(word.text))


def _nominative(surface: str, head: str) -> str:
    """Bring an unknown name to the nominative: it is declined with its head, or not at all."""
    cases = {parse.tag.case for parse in analyses(head.lower()) if parse.tag.POS == "NOUN"}
    parses: list[Any] = [
        parse
        for parse in analyses(straighten_apostrophes(surface).lower())
        if parse.tag.POS in {"NOUN", "ADJF"} and "Surn" not in parse.tag
    ]
    if not parses or "nomn" in cases or any(parse.tag.case == "nomn" for parse in parses):
        return surface
    best = next((parse for parse in parses if parse.tag.case in cases), parses[0])
    return "-".join(
        part.capitalize() if shape[0].isupper() else part
        for part, shape in zip(str(best.normal_form).split("-"), surface.split("-"), strict=False)
    )


def find_street(passage: int, words: Words, head: int, word: PlaceWord) -> Iterator[Candidate]:
    """Propose a street with all the capitals of its name: «вулиця Степана Бандери»."""
    last = head
    for at in range(head + 1, min(head + 1 + _LONGEST_NAME, len(words.items))):
        gap = words.items[at].gap
        is_joined = not gap or (gap == "." and at == head + 1 and word.uk in {"вул", "просп"})
        if not (is_joined and words.items[at].is_capitalized):
            break
        last = at
    if last == head:
        return
    if _is_plural(words.items[head].text) and known_place(words, head + 1):
        return  # «на вулицях Вовчанська»
    name = _agreed(words.surface(head + 1, last), words.items[head].text)
    names = f"{_whole(word.uk)} {name}", word.en.format(romanize(name))
    yield candidate(passage, span(words, head, last), names, None)


def _agreed(name: str, word: str) -> str:
    """Bring an adjective to the nominative with its head: «на вулиці Хортицькій»."""
    first, space, rest = name.partition(" ")
    heads = [parse.tag for parse in analyses(word.lower()) if parse.tag.POS == "NOUN"]
    for parse in analyses(first.lower()):
        tag = parse.tag
        # «Вулицями Науковою та Садовою»: every one of them is singular.
        if tag.POS == "ADJF" and any(
            tag.case == head.case and (tag.gender == head.gender or head.number == "plur")
            for head in heads
        ):
            nominative = parse.inflect({"nomn", tag.gender or "plur"})  # plural ones have no gender
            return f"{str(nominative.word).capitalize()}{space}{rest}" if nominative else name
    return name


def _whole(head: str) -> str:
    return {"вул": "вулиця", "просп": "проспект"}.get(head, head)


def find_named(passage: int, words: Words, head: int, word: PlaceWord) -> Iterator[Candidate]:
    """Propose a building with the name it bears: «аеропорт "Бориспіль"», «космодром Байконур»."""
    first = head + 1
    if words.items[first : first + 1] and words.items[first].text.lower() == "метро":
        word = word._replace(uk=f"{word.uk} метро", en=word.en.replace("{}", "{} metro"))
        first += 1
    if first >= len(words.items) or not words.items[first].is_capitalized:
        return
    for last in range(first, min(first + _LONGEST_NAME, len(words.items))):
        if words.is_quoted(first, last):
            name = words.surface(first, last)
            english, country_code = english_of(name)
            start, end = words.items[head].start, words.items[last].end
            end += words.text[end : end + 1] in tuple(CLOSING_QUOTES)
            names = f"{word.uk} «{name}»", word.en.format(english)
            yield candidate(passage, (start, end), names, country_code)
            return
    if word.kind == "named" and not words.items[first].gap and (known := known_place(words, first)):
        # «аеропорт Львів» is its name, «аеропорт Львова» tells where it is.
        name, last = words.surface(first, known[1]), known[1]
        if name == known[0].uk:
            names = f"{word.uk} {name}", word.en.format(known[0].en)
            yield candidate(passage, span(words, head, last), names, known[0].country_code)
