"""Which countries a document is about: by names, adjectives, nationals, institutions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tasks.language.text import straighten_apostrophes
from tasks.models import Label, Mention, Role
from tasks.transform.tag.document import Document
from tasks.transform.tag.tables import countries
from tasks.transform.tag.words import keys

# A caption describes the picture, which may be from anywhere.
_COUNTRY_ROLES = frozenset({Role.TITLE, Role.LEAD, Role.BODY})


def count_countries(document: Document, mentions: Iterable[Mention]) -> Counter[str]:
    """Count what speaks for each country: mentions with a code, adjectives, nationals."""
    counts: Counter[str] = Counter()
    spans: dict[tuple[Role, int], list[tuple[int, int]]] = {}
    for item in mentions:
        spans.setdefault((item.role, item.paragraph), []).append((item.start, item.end))
        if item.country_code and item.role in _COUNTRY_ROLES:
            counts[item.country_code] += 1
    for passage, words in zip(document.passages, document.words, strict=True):
        if passage.role not in _COUNTRY_ROLES:
            continue
        named = spans.get((passage.role, passage.paragraph), [])
        for word in words.items:
            codes = _nationality(word.text)
            if codes and not any(start <= word.start < end for start, end in named):
                counts.update(codes)
    return counts


def _nationality(word: str) -> tuple[str, ...]:
    """The countries of an adjective or of a nation's member: «російський», «поляки»."""
    table = countries()
    lower = straighten_apostrophes(word).lower()
    codes = tuple(table.forms[part] for part in lower.split("-") if part in table.forms)
    if not codes and lower[:3] in table.people_starts:
        codes = tuple(table.people[key] for key in sorted(keys(lower)) if key in table.people)[:1]
    return codes


def country_labels(counts: Counter[str]) -> list[Label]:
    """Give the countries of an article, the main one first, with their share."""
    names = countries().labels
    total = sum(counts.values())
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    # A country named once beside forty mentions of others is not what an article is about,
    # but a reader who looks for it wants to find it: everything is kept, with its share.
    return [
        Label("iso3166", code, *names[code], score=round(count / total, 4), count=count)
        for code, count in ranked
        if count and code in names
    ]
