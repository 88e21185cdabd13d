"""pymorphy3 for Ukrainian, loaded once and cached by word form.

Its extra `fast` reads the dictionary in C: new words take a quarter of the time.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

from tasks.language.text import straighten_apostrophes

# Its analyses are immutable but building it (0.1 s) is not thread-safe.
_lock = threading.Lock()


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    import pymorphy3  # slow to import: only those who analyse pay for it

    return pymorphy3.MorphAnalyzer(lang="uk")


# A parse list is about 1 kB; 50,000 forms are what some thousand articles use.
@lru_cache(maxsize=50_000)
def analyses(word: str) -> tuple[Any, ...]:
    """All pymorphy3 parses of a word form, best first; any apostrophe is understood."""
    with _lock:
        try:
            return tuple(_analyzer().parse(straighten_apostrophes(word)))
        except ValueError:
            # It asks Unicode for the name of every letter; unassigned ones have none.
            return ()


def dictionary_forms(word: str) -> list[tuple[str, Any]]:
    """The dictionary form and the tag of every parse of a lower-case word, best first.

    Empty where the dictionary lacks the word and `analyses` has to guess; elsewhere it says
    the same in a quarter of the time.
    """
    with _lock:
        analyzer = _analyzer()
        if len(word) < 2 or word.isascii():
            # Initials and Roman numerals are read in other ways too.
            return []
        return [
            _dictionary_form(form, paradigm, place)
            for form, places in analyzer.dictionary.words.similar_items(
                straighten_apostrophes(word), analyzer.char_substitutes
            )
            for paradigm, place in places
        ]


def _dictionary_form(form: str, paradigm: int, place: int) -> tuple[str, Any]:
    beginning, end, normal_beginning, normal_end, tag = _affixes(paradigm, place)
    return f"{normal_beginning}{form[beginning:end]}{normal_end}", tag


# Words share paradigms: a thousand articles ask for some 10,000 places in them.
@lru_cache(maxsize=50_000)
def _affixes(paradigm: int, place: int) -> tuple[int, int | None, str, str, Any]:
    """Say where the stem is at a place of a paradigm, what the lemma puts around it, and the tag.

    A paradigm is three rows in one: suffixes, tags and prefixes of its forms, the lemma first.
    """
    dictionary = _analyzer().dictionary
    row = dictionary.paradigms[paradigm]
    size = len(row) // 3
    prefixes, suffixes = dictionary.paradigm_prefixes, dictionary.suffixes
    end = -len(suffixes[row[place]]) or None
    tag = dictionary.gramtab[row[size + place]]
    return (
        len(prefixes[row[2 * size + place]]), end, prefixes[row[2 * size]], suffixes[row[0]], tag,
    )  # fmt: skip


def forms_of(word: str) -> list[tuple[str, Any]]:
    """The dictionary form and the tag of every reading, guessed where the dictionary has none."""
    known = dictionary_forms(word.lower())
    return known or [(str(parse.normal_form), parse.tag) for parse in analyses(word)]


def lemmas(word: str) -> tuple[str, ...]:
    """The distinct dictionary forms a word form may belong to (lower case), best first."""
    return tuple(dict.fromkeys(form for form, _ in forms_of(word)))
