"""One English form for every term of the glossary, and addresses as the source has them.

Engines are not told of the terms: placeholders change what a neural model makes of the
rest of the sentence. What they wrote is edited instead, and only where the source has the
term and the English one of the spellings that the table lists for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tasks.language.morphology import lemmas
from tasks.language.text import straighten_apostrophes
from tasks.transform.translate.surnames import with_official_forms

# Raised whenever `edit` changes what comes out other than by the table.
_RULES = 1
_CAPITALIZED = re.compile(r"[A-Z]\w*")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
# Addresses, hashtags and names of accounts in Latin letters: what links must not change.
_PROTECTED = re.compile(
    r"https?://[^\s«»\"<>]+[^\s«»\"<>.,;:!?)…]|[\w.+-]+@[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)+"
    r"|(?<![\w/])[@#][A-Za-z_][A-Za-z\d_]*"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term: what its words may be forms of, its English, and the spellings that give way."""

    words: tuple[frozenset[str], ...]
    en: str
    others: re.Pattern[str]


def edit(uk: str, en: str) -> str:
    """Give the English of a sentence with the glossary's forms and the source's addresses."""
    # Most sentences have none of the spellings; to look at the source takes far longer.
    if not _first_words().isdisjoint(_CAPITALIZED.findall(en)):
        for term in _terms_in(uk):
            en = term.others.sub(term.en, en)
    return _restored(uk, with_official_forms(uk, en))


@lru_cache(maxsize=1)
def version() -> str:
    """Name the state of the table and of the rules beside it: rows that they edited carry it."""
    return hashlib.sha256(f"{_RULES} {_table()}".encode()).hexdigest()[:8]


@lru_cache(maxsize=1)
def terms() -> dict[str, tuple[Term, ...]]:
    """The terms by what their first word may be a form of, the longest first."""
    found: dict[str, list[Term]] = {}
    for line in _table().splitlines():
        uk, en, others = line.split("\t")
        words = tuple(_keys(word) for word in straighten_apostrophes(uk).lower().split())
        # The longest first, or `Vladimir Zelensky` would lose its second word only.
        listed = sorted(others.split("|"), key=len, reverse=True)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)")
        for key in words[0]:
            found.setdefault(key, []).append(Term(words, en, pattern))
    return {
        first: tuple(sorted(some, key=lambda term: -len(term.words)))
        for first, some in found.items()
    }


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """The words that a spelling of the table begins with; all are capitalised."""
    others = [line.split("\t")[2] for line in _table().splitlines()]
    return frozenset(
        word
        for listed in others
        for other in listed.split("|")
        for word in _CAPITALIZED.findall(other)[:1]
    )


def _table() -> str:
    path = files("tasks.transform.translate").joinpath("data", "glossary.tsv")
    return path.read_text(encoding="utf-8")


def _terms_in(uk: str) -> Iterator[Term]:
    """The terms that a Ukrainian sentence names in any form."""
    words = _WORD.findall(straighten_apostrophes(uk))
    keys = [_keys(word.lower()) for word in words]
    for at, some in enumerate(keys):
        # A name in lower case is a common word: `дніпро`, `рівне`.
        if not words[at][0].isupper():
            continue
        for key in some & terms().keys():
            for term in terms()[key]:
                here = keys[at : at + len(term.words)]
                if len(here) == len(term.words) and not any(
                    word.isdisjoint(forms) for word, forms in zip(term.words, here, strict=True)
                ):
                    yield term


@lru_cache(maxsize=50_000)
def _keys(lower: str) -> frozenset[str]:
    return frozenset({lower, *lemmas(lower)})


def _restored(uk: str, en: str) -> str:
    """Write addresses and hashtags that an engine pulled apart as the source has them."""
    for address in addresses(uk):
        if address not in en:
            # Doubled, a backslash is one for `sub`; nothing else in an address is special.
            en = _pulled_apart(address).sub(address.replace("\\", r"\\"), en, count=1)
    return en


def addresses(text: str) -> list[str]:
    """The addresses, hashtags and account names of a text, each once."""
    # To look for the signs first takes a hundredth of the time.
    if "@" not in text and "#" not in text and "://" not in text:
        return []
    return list(dict.fromkeys(_PROTECTED.findall(text)))


@lru_cache(maxsize=1_000)
def _pulled_apart(address: str) -> re.Pattern[str]:
    return re.compile(r"\s?".join(map(re.escape, address)), re.IGNORECASE)
