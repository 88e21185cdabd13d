"""One written form for a page's own tag: no marks, no hashtag, one case.

«#ВійнавУкраїні», «Війна_в_Україні», «"війна в Україні"» and «ВІЙНА В УКРАЇНІ» are all
«війна в Україні».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.morphology import dictionary_forms
from tasks.language.text import clean_line, has_cyrillic, straighten_apostrophes

MARKS = " \t#.,;:!?…«»\"“”„‟‘’'`*•·|/\\<>–—-=+_"
_HASHTAGS = re.compile(r"\s*#\s*")
_SPACES = re.compile(r"[\s_]+")
# A capital behind a small letter, or behind a word of one: «МирнийПлан», «ВійнаВУкраїні».
_HUMP = re.compile(r"(?<=[а-яіїєґ'])(?=[А-ЯІЇЄҐ])|(?<=[а-яіїєґ][ВУЗІЙ])(?=[А-ЯІЇЄҐ])")
# Words that a hashtag glues to the one before: «ВійнавУкраїні».
_GLUED = ("проти", "через", "після", "для", "над", "під", "від", "про", "без", "на", "за", "до",
          "по", "із", "зі", "та", "в", "у", "з", "і", "й")  # fmt: skip


def plain_tags(tag: str) -> list[str]:
    """Write a tag plainly; a chain of hashtags is several, and marks alone are none."""
    composed = straighten_apostrophes(clean_line(tag))
    is_hashtag = composed.startswith("#")
    parts = _HASHTAGS.split(composed) if is_hashtag else [composed]
    plain = (_stripped(part) for part in parts)
    return [_in_one_case(_apart(part, is_hashtag=is_hashtag)) for part in plain if part]


def _stripped(part: str) -> str:
    return _SPACES.sub(" ", part).strip(MARKS)


def _apart(tag: str, *, is_hashtag: bool) -> str:
    """Write the words of a hashtag apart, where all of them are words."""
    humps = _HUMP.split(tag)
    # Without a hashtag two capitals are a brand more often: «МакДональдз».
    if " " in tag or tag in _names() or len(humps) < (2 if is_hashtag else 3):
        return tag
    words = [word for hump in humps for word in _unglued(hump, is_last=hump is humps[-1])]
    if not all(map(_is_word, words)):
        return tag
    return " ".join([words[0], *map(_as_in_text, words[1:])])


def _unglued(hump: str, *, is_last: bool) -> Iterator[str]:
    """Take a function word off the end of a word that is none with it."""
    if not is_last and not _is_word(hump):
        for word in _GLUED:
            if hump.endswith(word) and _is_word(hump.removesuffix(word)):
                yield hump.removesuffix(word)
                yield word
                return
    yield hump


@lru_cache(maxsize=20_000)
def _is_word(word: str) -> bool:
    return word.lower() in _GLUED or bool(dictionary_forms(word.lower())) or word in _names()


def _in_one_case(tag: str) -> str:
    """Write common words small and names with a capital, as in running text."""
    words = tag.split(" ")
    if _is_shouted(words):
        words = [_as_in_text(word) for word in words]
    elif _begins_common_phrase(words):
        words[0] = words[0].lower()
    return " ".join(words)


def _is_shouted(words: Sequence[str]) -> bool:
    """Tell «ВІЙНА В УКРАЇНІ» from «ЗСУ» and «ФГВФО»: it has a long word of the dictionary."""
    return " ".join(words).isupper() and any(
        len(word) > 4 and (is_common(word.lower()) or _is_proper(word.lower())) for word in words
    )


def _as_in_text(word: str) -> str:
    lower = word.lower()
    if word.isupper() and len(word) > 1 and word in _names():
        return word
    if lower in _GLUED or is_common(lower):
        return lower
    if _is_proper(lower):
        return lower.capitalize()
    return lower if word.isupper() else word


@lru_cache(maxsize=20_000)
def _is_proper(lower: str) -> bool:
    forms = {lower, *(form for form, _ in dictionary_forms(lower))}
    return any(form.capitalize() in _names() for form in forms)


def _begins_common_phrase(words: Sequence[str]) -> bool:
    first = words[0]
    if not first[0].isupper() or (len(first) > 1 and first.isupper()) or not has_cyrillic(first):
        return False
    if len(words) > 1 and words[1][:1].isupper():
        # «Надія Савченко», «Верховний Суд»: what begins a name, and a title of capitals.
        is_name = first in _names() or is_common(words[1].lower())
    else:
        is_name = len(words) == 1 and first.lower() in _lone_names()
    return not is_name and is_common(first.lower())


@lru_cache(maxsize=20_000)
def is_common(lower: str) -> bool:
    """Tell whether a word in small letters is one of the dictionary, not a name only."""
    return lower in _common_words() or any(
        form in _common_words() for form, _ in dictionary_forms(lower)
    )


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    return frozenset(
        entry.uk for entry in lexicon.words() if entry.kind != "PROPN" and entry.uk.islower()
    )


@lru_cache(maxsize=1)
def _lone_names() -> frozenset[str]:
    """Names that a capital alone tells from a common word: «Суми», «Шахтар», not «Надія»."""
    return frozenset(
        straighten_apostrophes(entry.uk).lower()
        for entry in lexicon.names()
        if entry.kind not in {"FIRST", "LAST", "EQUIP"} and " " not in entry.uk
    )


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(straighten_apostrophes(entry.uk) for entry in lexicon.names())
