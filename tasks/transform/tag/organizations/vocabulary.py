"""The words by which organisations are known, from the tables beside this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tasks.language.morphology import analyses
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.tables import rows
from tasks.transform.tag.words import is_acronym, keys


class Tail(StrEnum):
    """What may follow a head noun within its name."""

    DOMAIN = "domain"  # genitives without a capital: «Міністерство охорони здоров'я»
    PERSON = "person"  # those, and names: «Інститут Роберта Коха»
    PLACE = "place"  # only names of places: «Верховний суд Пенсильванії»


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that names a kind of institution.

    Attributes:
        lemma: its dictionary form.
        tail: what may follow it.
        flag: `full` is a name without a capital if its domain follows, `named` so at the
            beginning of a sentence, `asked` there if the domain begins with «з питань»,
            `title` there if a place follows, `alone` by its capital, `unit` with a number,
            `plural` only in the plural, `cabinet` before «міністрів»; `common` are too many
            for «Міжнародна компанія» to be a name at the beginning of a sentence.
    """

    lemma: str
    tail: Tail
    flag: str


@lru_cache(maxsize=1)
def _heads() -> Mapping[str, Head]:
    return {
        row["head"]: Head(row["head"], Tail(row["tail"]), row["flag"])
        for row in rows("organization_heads.tsv")
    }


@lru_cache(maxsize=50_000)
def head_of(word: str) -> Head | None:
    """The head noun that a word is a form of."""
    lower = straighten_apostrophes(word).lower()
    if lower[:_START] not in _starts() or is_acronym(word):
        return None
    if lower in _heads():
        return _heads()[lower]
    for parse in analyses(lower):
        head = _heads().get(str(parse.normal_form))
        if head and parse.tag.POS == "NOUN" and _has_number(head, parse.tag):
            return head
    return _plural_head(lower)


# Nobody analyses a word that begins like no head noun.
_START = 3


@lru_cache(maxsize=1)
def _starts() -> frozenset[str]:
    return frozenset(head[:_START] for head in _heads())


def _plural_head(lower: str) -> Head | None:
    # «Сили» and «війська» are listed as they are called; their lemmas are singular.
    for parse in analyses(lower):
        if "plur" in parse.tag and parse.tag.POS == "NOUN":
            form = parse.inflect({"nomn", "plur"})
            head = _heads().get(str(form.word)) if form else None
            if head and head.flag == "plural":
                return head
    return None


def _has_number(head: Head, tag: object) -> bool:
    return "plur" not in str(tag) or head.flag == "plural"


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for row in rows("organization_words.tsv"):
        kinds.setdefault(row["kind"], set()).add(straighten_apostrophes(row["word"]))
    return {kind: frozenset(words) for kind, words in kinds.items()}


@lru_cache(maxsize=100_000)
def kinds_of(word: str) -> frozenset[str]:
    """The kinds of words of the table that a word may belong to, in any of its forms."""
    forms = keys(word)
    return frozenset(kind for kind, words in _words().items() if not words.isdisjoint(forms))


@lru_cache(maxsize=1)
def beginnings() -> tuple[str, ...]:
    """How names of state bodies and firms in one word begin: «держ», «укр»."""
    return tuple(sorted(_words()["beginning"]))


def ends(lower: str) -> bool:
    """Tell whether a word ends like a utility or a firm in any case: «обленерго», «водоканал»."""
    return any(stem in lower[_BEFORE_END:] for stem in _ends())


# Something must stand before the end.
_BEFORE_END = 3


@lru_cache(maxsize=1)
def _ends() -> tuple[str, ...]:
    return tuple(sorted(_words()["end"]))


@lru_cache(maxsize=20_000)
def is_national(word: str) -> bool:
    """Tell «британський», which says whose, from «київський», which is part of a name."""
    return not keys(word).isdisjoint(_nations())


@lru_cache(maxsize=1)
def _nations() -> frozenset[str]:
    # The first adjective of a country is its own, the others are of its regions and towns.
    return frozenset(row["adjectives"].split(",")[0] for row in rows("countries.tsv"))


def opens_tail(first: str, second: str) -> bool:
    """Tell whether two words begin what an institution is for: «з питань», «у справах»."""
    return f"{first.lower()} {second.lower()}" in _words()["tail"]


@dataclass(frozen=True, slots=True)
class Acronym:
    """What an acronym stands for; `kind` is ORG, or what it is besides a name."""

    kind: str
    en: str
    country_code: str | None


@lru_cache(maxsize=1)
def acronyms() -> Mapping[str, Acronym]:
    """Acronyms by their letters."""
    return {
        row["acronym"]: Acronym(row["kind"], row["en"], row["country"] or None)
        for row in rows("acronyms.tsv")
    }


@lru_cache(maxsize=1)
def latin_words() -> Mapping[str, frozenset[str]]:
    """Names and words in Latin letters that are no organisations, by kind, lower case."""
    kinds: dict[str, set[str]] = {}
    for row in rows("latin_words.tsv"):
        kinds.setdefault(row["kind"], set()).add(row["name"].lower())
    return {kind: frozenset(words) for kind, words in kinds.items()}
