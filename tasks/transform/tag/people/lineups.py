"""Players of a match report: surnames alone in a line-up and in the lists of goals and cards.

«Ворскла: Тирса – Вербовий, Гайдамаха – Хмара (Гриб, 73)»: no word of it is declined, and
most are everyday words or places elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.document import Document
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.people.person import Person
from tasks.transform.tag.people.readings import Source, romanized, surnames
from tasks.transform.tag.words import Words

# Who replaced whom, and in which minute: no other list looks so.
_SUBSTITUTION = re.compile(r"\w \([А-ЯІЇЄҐ][\w'’ʼ-]+,? \d{1,3}\)")
_LIST = re.compile(r"(?:голи|попередження|вилучення|заміни):", re.IGNORECASE)
_LEAST_PLAYERS = 6
_REMARKS = frozenset({"пен", "автогол", "аг"})


def find_lineups(document: Document) -> Iterator[tuple[int, Words, int, Person]]:
    """Find the surnames of line-ups, each with its passage and the number of its word."""
    if not any(_is_lineup(words) for words in document.words):
        return
    for number, words in document.items():
        if _is_lineup(words) or _LIST.match(words.text):
            for at in _players(words):
                yield number, words, at, _person(words.items[at].text)


def _is_lineup(words: Words) -> bool:
    if "(" not in words.text or ":" not in words.text or not _SUBSTITUTION.search(words.text):
        return False
    return len(_players(words)) >= _LEAST_PLAYERS


def _players(words: Words) -> list[int]:
    """The words alone between commas, dashes and brackets behind a colon; none in a sentence."""
    items = words.items
    start = next((at for at, word in enumerate(items) if word.gap.startswith(":")), len(items))
    found: list[int] = []
    for at in range(start, len(items)):
        word = items[at]
        if not word.is_capitalized:
            if word.text[0].isdigit() or word.text in _REMARKS:
                continue
            return []
        is_last = at + 1 == len(items)
        if word.gap and (is_last or items[at + 1].gap):
            found.append(at)
    return found


def _person(text: str) -> Person:
    uk = straighten_apostrophes(text)
    tabled = (item for item in surnames(text) if item.uk == uk and item.source is Source.TABLE)
    # «Кіт» is no Keith here.
    reading = None if is_everyday(text) else next(tabled, None)
    return Person(uk, reading.en if reading else romanized(uk), uk, None, "", "surname")
