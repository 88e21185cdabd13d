"""The label words of pasted pages, compiled once from `labels.toml`.

No rule lives here: what a label means for a line is decided by the module that asks.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tasks.language.text import straighten_apostrophes

Pattern = re.Pattern[str]


def fold(text: str) -> str:
    """Bring a text to the form that is compared: no case, straight apostrophes, one space."""
    return " ".join(straighten_apostrophes(text).casefold().split())


@dataclass(frozen=True, slots=True)
class Labels:
    """Compiled label words; a pattern named `…_label` matches a label and what divides it."""

    published_label: Pattern
    updated_label: Pattern
    months: dict[str, int]
    weekdays: tuple[str, ...]
    section_label: Pattern
    home_sections: frozenset[str]
    sections: frozenset[str]
    tag_label: Pattern
    photo_label: Pattern
    photo_inline: Pattern
    source_inline: Pattern
    caption_label: Pattern
    agencies: Pattern
    credit_phrase: Pattern
    office: Pattern
    caption_start: Pattern
    caption_cue: Pattern
    byline_label: Pattern
    contributor_label: Pattern
    role: Pattern
    role_prefix: Pattern
    desk: Pattern
    particles: frozenset[str]
    source_label: Pattern
    social_hosts: tuple[str, ...]
    noise: Pattern
    noise_start: Pattern
    noise_tail: Pattern
    call: Pattern
    counter: Pattern
    opener: Pattern
    ending: Pattern
    contents: Pattern
    closing: Pattern
    closing_start: Pattern
    occupation: Pattern
    bare_label: Pattern
    attribution: Pattern
    anaphora: Pattern


@lru_cache(maxsize=1)
def labels() -> Labels:
    """Read and compile the label words, once a process."""
    raw = tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))
    dates, photos, bylines, noise = raw["dates"], raw["photos"], raw["bylines"], raw["noise"]
    photo_words = _any(photos["labels"])
    role = rf"(?:{_any(bylines['role_adjectives'])}\s+){{0,2}}{_any(bylines['roles'])}"
    languages = _any(noise["languages"])
    networks = _any(noise["networks"])
    agency = _any([re.escape(name) for name in photos["agencies"]])
    return Labels(
        published_label=_label(dates["published"], colon="optional"),
        updated_label=_label(dates["updated"], colon="optional"),
        months={name: n for n, names in enumerate(dates["months"], 1) for name in names},
        weekdays=tuple(dates["weekdays"]),
        section_label=_label(raw["sections"]["labels"]),
        home_sections=frozenset(map(fold, raw["sections"]["home"])),
        sections=frozenset(map(fold, raw["sections"]["known"] + raw["sections"]["home"])),
        tag_label=_label(raw["tags"]["labels"] + raw["tags"]["colon_labels"], colon="optional"),
        photo_label=_compile(
            rf"[(\[]?\s*(?:{_any(photos['long_labels'])}\s*(?P<comma>,)|{photo_words})"
            rf"\s*(?P<colon>[:©–—-])?\s*(?P<rest>.*)$"
        ),
        photo_inline=_compile(
            rf"(?P<caption>.{{8,300}}?)(?P<divider>[\s.,;]*[(\[/|–—.]|[\s,;]|(?<=\w)(?=(?-i:[А-ЯA-Z])))\s*"
            rf"(?:{photo_words}\s*(?P<colon>[:©])|(?P<sign>©)|{photo_words}(?=\s))\s*"
            rf"(?P<credit>[^:]{{2,70}}?)[)\]]?\.?$"
        ),
        source_inline=_compile(
            rf"(?P<caption>.{{8,300}}?)[.,;(\s]+{_any(raw['sources']['named'])}\s*:\s*"
            rf"(?P<credit>[^:.]{{2,60}}(?:\.\w{{2,4}})?)\)?$"
        ),
        caption_label=_compile(
            rf"(?:{_any(photos['caption_labels'])}(?:\s*[:–—]\s*|\s+-\s+)"
            rf"|{_any(photos['long_caption_labels'])}\s*[:,]\s*)(?P<rest>.*)$"
        ),
        agencies=_compile(rf"[(\[©\s]*{agency}(?:\s*[/,|+]\s*[^/,|+.]{{2,30}}){{0,3}}[)\]]?$"),
        credit_phrase=_compile(rf".*?\b{_any(photos['phrases'])}"),
        office=_compile(rf"(?=(?-i:[А-ЯҐЄІЇ])).*?{_any(photos['offices'])}(?:\s[^.,:!?]*)?$"),
        caption_start=_compile(_any(photos["caption_starts"])),
        caption_cue=_compile(rf".*?\b{_any(photos['caption_cues'])}"),
        byline_label=_label(bylines["labels"], colon="optional"),
        contributor_label=_label(bylines["contributor_labels"]),
        role=_compile(rf"{role}(?:\s+[^,;]{{1,60}})?$"),
        role_prefix=_compile(rf"{role}\s+(?:[«\"][^»\"]+[»\"]\s+)?"),
        desk=_compile(rf"{_any(bylines['desks'])}(?:\s+(?:[«\"]?(?-i:[А-ЯҐЄІЇA-Z]).{{0,50}}))?$"),
        particles=frozenset(bylines["particles"]),
        source_label=_label(raw["sources"]["labels"]),
        social_hosts=tuple(raw["sources"]["social_hosts"]),
        noise=_compile(
            rf"(?:{_any(noise['lines'])}(?:\s*[:,]?\s*{networks}(?:[\s,|/•·]+{networks})*)?"
            rf"|{networks}(?:[\s,|/•·]+{networks})*|{languages}(?:[\s,|/•·]+{languages})*)"
            rf"\s*[.!…:→›»]*$"
        ),
        noise_start=_compile(rf"[\W_]*(?<![«\"“„]){_any(noise['starts'])}"),
        noise_tail=_compile(rf".*{_any(noise['tails'])}\W*$"),
        call=_compile(
            rf"(?=.*\b{_any(noise['call_targets'])}\b)(?:(?:[^«\"“„]|«[^»]{{1,40}}»|\"[^\"]{{1,40}}\")*[^\w«\"“„])?"
            rf"{_any(noise['calls'])}"
        ),
        counter=_compile(rf"\s*[•·|,–—-]?\s*\d[\d\s]*(?:k|к|тис\.?)?\s*{_any(noise['counted'])}$"),
        opener=_compile(rf"{_any(noise['openers'] + noise['endings'])}\s*[:.…→›»]*$"),
        ending=_compile(rf"{_any(noise['endings'])}\s*[:.…→›»]*$"),
        contents=_compile(rf"{_any(noise['contents'])}\s*:?$"),
        closing=_compile(rf"{_any(noise['closings'])}\s*[:.…→›»]*$"),
        closing_start=_compile(rf"[\W_]*(?<![«\"“„]){_any(noise['closing_starts'])}"),
        occupation=_compile(rf"(?:.*[\s,(])?{_any(bylines['occupations'])}"),
        bare_label=_compile(
            rf"(?:{_any(raw['tags']['labels'])}\s*:?|{_any(bylines['bare_labels'])}\s*:?"
            rf"|{_any(raw['sections']['bare_labels'])}\s*:?"
            rf"|{_any(dates['published'])}\s*:|{photo_words}\s*:"
            rf"|{_any(raw['sources']['labels'])}\s*:)$"
        ),
        attribution=_compile(rf".*?\b{_any(raw['prose']['attributions'])}"),
        anaphora=_compile(rf"[\W_]*{_any(raw['prose']['anaphora'])}"),
    )


def _compile(expression: str) -> Pattern:
    return re.compile(expression, re.IGNORECASE | re.DOTALL)


def _any(expressions: Any) -> str:
    # The longest first: an alternative that begins like another must not hide it.
    return "(?:" + "|".join(sorted(expressions, key=len, reverse=True)) + ")"


def _label(words: list[str], *, colon: str = "required") -> Pattern:
    mark = r"(?P<colon>\s*[:–—]\s*|\s+-\s+)"
    divider = mark if colon == "required" else rf"(?:{mark}|\s+|$)"
    return _compile(rf"{_any(words)}{divider}(?P<rest>.*)$")
