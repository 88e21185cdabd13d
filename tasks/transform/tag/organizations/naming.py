"""The English of an organisation: as the gazetteer has it, translated or spelled."""

from __future__ import annotations

from functools import lru_cache

from tasks.language import lexicon
from tasks.language.romanize import romanize
from tasks.language.text import has_cyrillic, straighten_apostrophes
from tasks.transform.tag.naming import English

# Within a title these stay small.
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)


@lru_cache(maxsize=20_000)
def english_name(name_uk: str, english: English) -> str:
    """Give an institution's English name; the gazetteer knows best."""
    if known := known_english(name_uk):
        return known
    text = english(name_uk).strip()
    if not text or has_cyrillic(text):
        text = romanize(name_uk)
    return title_case(text.removeprefix("the ").removeprefix("The "))


def english_of_place(base_uk: str, name_uk: str, place_en: str) -> str:
    """Join what is known of an institution and its place: «МЗС Данії»; empty if nothing is."""
    known = known_english(name_uk)
    base = known_english(base_uk)
    if known or not base or not place_en:
        return known or ""
    return with_place(base, place_en)


def with_place(name_en: str, place_en: str) -> str:
    """Say whose an institution is: «Central Bank of the Netherlands»."""
    return f"{name_en} of {'the ' if place_en in _with_article() else ''}{place_en}"


@lru_cache(maxsize=1)
def _with_article() -> frozenset[str]:
    kinds = {"COUNTRY", "ORG"}
    return frozenset(
        entry.en for entry in lexicon.names() if entry.kind in kinds and entry.has("the")
    )


def known_english(name_uk: str) -> str | None:
    """The English of a name in the nominative that the tables have."""
    return _known().get(straighten_apostrophes(name_uk).lower())


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    kinds = {"ORG", "MEDIA", "COMPANY", "NAME"}
    return {
        straighten_apostrophes(entry.uk).lower(): entry.en
        for entry in (*lexicon.phrases(), *lexicon.names())
        if entry.kind in kinds
    }


def title_case(text: str) -> str:
    """Write the name of an institution with capitals."""
    words = text.split(" ")
    return " ".join(
        word if number and word in _SMALL else word[:1].upper() + word[1:]
        for number, word in enumerate(words)
    )


def spelled_name(name_uk: str) -> str:
    """Give the English of a company, a party, a newspaper: known, or its spelling."""
    return known_english(name_uk) or romanize(name_uk)
