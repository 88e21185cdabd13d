"""Rows of the datasets as the reading page shows them: a line of the list, and an article.

Both are JSON without names where there are many values: what each place means is said once
here, and once in `template/rows.js`. Who changes a shape raises `FORMAT`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from tasks.load.page.marks import Mark, marked_sentences
from tasks.load.rows import Row

FORMAT: Final = 1
ARTICLE_COLUMNS: Final = (
    "article_id", "url", "outlet_domain", "outlet_name", "published_at", "published_date",
    "sections_en", "authors", "authors_en", "title_uk", "title_en", "lead_uk", "lead_en",
    "body_uk", "body_en", "photos", "tags_uk", "tags_en", "cited_sources", "language_code",
    "word_count", "duplicate_of", "duplicate_method", "translation_tier", "flag_count",
)  # fmt: skip
SENTENCE_COLUMNS: Final = (
    "article_id", "role", "paragraph", "uk", "en", "engine", "engine_version", "tier", "flags",
    "fallback_reason",
)  # fmt: skip
MENTION_COLUMNS: Final = (
    "article_id", "kind", "name_uk", "name_en", "country_code", "role", "paragraph", "start", "end",
)  # fmt: skip
TAG_COLUMNS: Final = ("article_id", "scheme", "code", "label_en", "score")
TOPIC, COUNTRY = "iptc", "iso3166"
# No domain lacks a dot.
NO_OUTLET: Final = ("unknown", "Unknown outlet")

_KYIV: Final = ZoneInfo("Europe/Kyiv")
# What of a text a line of the list shows, and a search looks at: a lead has some 200 letters.
_START_LETTERS, _TITLE_LETTERS = 200, 300


def encoded(value: object) -> str:
    """JSON that is safe in a script: nothing in it ends the script, or a line of it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # These stand in strings only, where an escape means the same.
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def moment_of(article: Row) -> str:
    """Day and time in Kyiv, as far as known: `2026-02-05T10:15`, `2026-02-05` or nothing."""
    day: date | None = article["published_date"]
    instant: datetime | None = article["published_at"]
    if instant is None or day is None:
        return day.isoformat() if day else ""
    return f"{day.isoformat()}T{instant.astimezone(_KYIV):%H:%M}"


def outlet_of(article: Row) -> tuple[str, str]:
    """Domain and name of an outlet; where it is unknown, that has a name, too."""
    domain = article["outlet_domain"]
    return (domain, article["outlet_name"] or domain) if domain else NO_OUTLET


def list_row(article: Row, tags: Sequence[Row]) -> list[Any]:
    """What the list, the search and the filters know of an article."""
    return [
        article["article_id"],
        moment_of(article),
        outlet_of(article)[0],
        _start(article["title_en"], _TITLE_LETTERS),
        _start(article["title_uk"], _TITLE_LETTERS),
        _start(article["lead_en"] or _first_paragraph(article["body_en"]), _START_LETTERS),
        _start(article["lead_uk"] or _first_paragraph(article["body_uk"]), _START_LETTERS),
        [tag["code"] for tag in _of_scheme(tags, TOPIC)],
        [tag["code"] for tag in _of_scheme(tags, COUNTRY)],
        article["translation_tier"],
        article["flag_count"],
        int(article["duplicate_of"] is not None),
    ]


def article_page(
    article: Row, sentences: Sequence[Row], mentions: Sequence[Row], tags: Sequence[Row]
) -> dict[str, Any]:
    """All that the view of an article shows."""
    names = list(dict.fromkeys(map(_name, mentions)))
    number = {name: place for place, name in enumerate(names)}
    marks = [
        Mark(row["role"], row["paragraph"], row["start"], row["end"], number[_name(row)])
        for row in mentions
    ]
    shown = list(marked_sentences(article, sentences, marks))
    makers = list(dict.fromkeys(_maker(row) for row, _ in shown))
    return {
        "id": article["article_id"],
        "moment": moment_of(article),
        "outlet": list(outlet_of(article)),
        "url": article["url"] or "",
        "authors": _pairs(article["authors"], article["authors_en"]),
        "sections": article["sections_en"],
        "tags": _pairs(article["tags_uk"], article["tags_en"]),
        "topics": [[tag["code"], tag["label_en"]] for tag in _of_scheme(tags, TOPIC)],
        "countries": [[tag["code"], tag["label_en"]] for tag in _of_scheme(tags, COUNTRY)],
        "cited": article["cited_sources"],
        "credits": [photo["credit"] or "" for photo in article["photos"]],
        "language": article["language_code"],
        "words": article["word_count"],
        "tier": article["translation_tier"],
        "flags": article["flag_count"],
        "duplicateOf": article["duplicate_of"] or "",
        "duplicateMethod": article["duplicate_method"] or "",
        "names": [list(name) for name in names],
        "makers": [list(maker) for maker in makers],
        "sentences": [
            [row["role"], row["paragraph"], row["uk"], row["en"], makers.index(_maker(row)),
             row["flags"], found]
            for row, found in shown
        ],
    }  # fmt: skip


def _name(mention: Row) -> tuple[str, str, str, str]:
    return mention["kind"], mention["name_en"], mention["name_uk"], mention["country_code"] or ""


def _maker(sentence: Row) -> tuple[str, str, str, str]:
    return (
        sentence["engine"],
        sentence["engine_version"],
        sentence["tier"],
        sentence["fallback_reason"] or "",
    )


def _of_scheme(tags: Iterable[Row], scheme: str) -> Iterator[Row]:
    """The labels of a scheme, the weightiest first."""
    found = [tag for tag in tags if tag["scheme"] == scheme]
    yield from sorted(found, key=lambda tag: (-tag["score"], tag["code"]))


def _pairs(uk: Sequence[str], en: Sequence[str]) -> list[list[str]]:
    return [list(pair) for pair in zip(uk, en, strict=True)]


def _first_paragraph(body: str) -> str:
    return body.partition("\n\n")[0]


def _start(text: str, letters: int) -> str:
    """The first words of a text."""
    if len(text) <= letters:
        return text
    head, space, _ = text[: letters + 1].rpartition(" ")
    return f"{head if space else text[:letters]}…"
