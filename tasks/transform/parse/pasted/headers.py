"""The header of a page: its date and its sections, on one line or apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from tasks.language.morphology import analyses
from tasks.transform.parse.bylines import is_place
from tasks.transform.parse.dates import (
    Update,
    When,
    leading_date,
    split_updated,
    trailing_date,
)
from tasks.transform.parse.labels import fold, labels

_DIVIDERS = re.compile(r"\s*(?:[/|>›→•·;,]|\s»(?=\s)|\s[–—-]\s)\s*")
_PROSE_MARKS = re.compile(r"[.!?…:«»\"“”()]")
_GLUED = re.compile(r"(?<=[а-яіїєґ])(?=[А-ЯІЇЄҐ])")
_MAX_SECTIONS = 10
# So many words with a section in most of them are a menu on one line.
_MENU_WORDS = 5


@dataclass(frozen=True, slots=True)
class Header:
    """Date and sections as found; `unread` is a labelled date that is none."""

    when: When | None = None
    sections: tuple[str, ...] = ()
    is_labelled: bool = False
    unread: str | None = None
    update: Update | None = None


def parse_header(text: str, now: datetime) -> Header | Update | None:
    """Read a line that holds dates, sections or both, and nothing else.

    An `Update` says only when the page was changed, not when it was published.
    """
    left, update = split_updated(text, now)
    if update is None:
        return _parse(text, now)
    header = _parse(left, now) if left else None
    if header and header.when:
        return replace(header, update=update)
    return _parse(text, now) if left else update


def _parse(text: str, now: datetime) -> Header | None:
    known = labels()
    label = known.published_label.match(text)
    if label and (header := _labelled(label["rest"], now, has_colon=bool(label["colon"]))):
        return header
    if (label := known.section_label.match(text)) and (named := split_sections(label["rest"])):
        return Header(sections=named, is_labelled=True)
    if found := leading_date(text, now) or trailing_date(text, now):
        return _dated(*found)
    return _bare_sections(text)


def split_sections(text: str, *, only_known: bool = False) -> tuple[str, ...] | None:
    """Split a list of sections; None where the text is something else.

    Where nothing divides them, a known name of several words is one section and any
    other capitalised word is one.
    """
    cleaned = text.strip(" \t|/,>›»→•·–—-")
    if not cleaned or _PROSE_MARKS.search(cleaned.replace(" » ", " ")) or len(cleaned) > 150:
        return None
    pieces = [piece for piece in _DIVIDERS.split(cleaned) if piece]
    if len(pieces) == 1:
        pieces = _tokens(cleaned.split())
    if len(pieces) > _MAX_SECTIONS or not all(_is_section(piece) for piece in pieces):
        return None
    if only_known and not all(fold(piece) in labels().sections for piece in pieces):
        return None
    return tuple(dict.fromkeys(pieces))


def _labelled(rest: str, now: datetime, *, has_colon: bool) -> Header | None:
    if found := leading_date(rest, now):
        when, tail = found
        sections = split_sections(tail)
        return Header(when, sections or (), True) if sections or not tail.strip(" ,|.") else None
    first, _, tail = rest.partition(" ")
    if first[:1].isdigit() and (sections := split_sections(tail)):
        return Header(None, sections, True, unread=first)
    sections = split_sections(rest, only_known=not has_colon)
    return Header(None, sections, True) if sections and not has_colon else None


def _dated(when: When, rest: str) -> Header | None:
    if not rest.strip(" ,|/•·–—-"):
        return Header(when)
    sections = split_sections(rest)
    # A date without a label proves little: one known section must vouch for the others.
    if sections and any(fold(name) in labels().sections for name in sections):
        return Header(when, sections)
    return None


def _bare_sections(text: str) -> Header | None:
    if len(text) > 100:
        return None
    if _GLUED.search(text) and not _PROSE_MARKS.search(text):
        # «СуспільствоНімеччина»: two links with no space between.
        return _glued_sections(_GLUED.split(text))
    if _is_local(text):
        return Header(sections=(text,))
    sections = split_sections(text, only_known=True)
    if sections is None and fold(text.split(None, 1)[0]) in labels().home_sections:
        sections = split_sections(text)
    if sections is None and re.search(r"\s[>›»→/|]\s", text):
        named = split_sections(text)
        if named and any(fold(name) in labels().sections for name in named):
            sections = named
    if sections is None and len(text.split()) >= _MENU_WORDS:
        named = split_sections(text)
        known = [name for name in named or () if fold(name) in labels().sections]
        sections = named if named and len(known) >= 0.7 * len(named) else None
    return Header(sections=sections) if sections else None


def _is_local(text: str) -> bool:
    """Whether a line is the news of a place («Новини Львова»)."""
    first, _, place = text.partition(" ")
    if fold(first) != "новини" or not place.isalpha() or not place[0].isupper():
        return False
    return any(is_place(parse.normal_form) for parse in analyses(fold(place)))


def _glued_sections(pieces: list[str]) -> Header | None:
    is_known = any(fold(piece) in labels().sections for piece in pieces)
    return Header(sections=tuple(pieces)) if is_known and all(map(_is_section, pieces)) else None


def _tokens(words: list[str]) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(words):
        size = next(
            (n for n in (4, 3, 2) if fold(" ".join(words[at : at + n])) in labels().sections), 1
        )
        piece = " ".join(words[at : at + size])
        # «Наука й освіта», «Життя в Європі»: small words hold a name together.
        if found and (piece[0].islower() or re.search(r"\s[а-яіїєґ]{1,3}$", found[-1])):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
        at += size
    return found


def _is_section(piece: str) -> bool:
    return len(piece.split()) <= 5 and (piece[0].isupper() or piece[0].isdigit())
