"""What speaks for which concept in an article, and how strongly."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from tasks.language.text import straighten_apostrophes
from tasks.models import Mention, Role
from tasks.transform.tag.document import Document
from tasks.transform.tag.topics.entries import Entry, addresses, names
from tasks.transform.tag.topics.settings import Settings, settings
from tasks.transform.tag.topics.vocabulary import sections, vocabulary
from tasks.transform.tag.words import Words, cut

_NOT_IN_A_LABEL = re.compile(r"[^a-z0-9-]+")


class Where(StrEnum):
    """What part of an article a piece of evidence is from."""

    TEXT = "text"
    SECTION = "section"
    TAG = "tag"
    URL = "url"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a model of topics looks at; of plain text there is only the document."""

    document: Document
    sections: Sequence[str] = ()
    tags: Sequence[str] = ()
    url: str | None = None
    mentions: Sequence[Mention] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one piece of evidence gives the concept `code`."""

    code: str
    text: str
    where: Where
    value: float


def weigh(evidence: Evidence) -> list[Part]:
    """Give every piece of evidence with its value, in the order of the article."""
    model = settings()
    masses, total = _read(evidence, model)
    length = math.sqrt(1 + total / model.half_length)
    context: frozenset[str] | None = None
    parts: list[Part] = []
    for (where, entry), mass in masses.items():
        if entry.is_conditional:
            if context is None:
                context = vocabulary().context(evidence.document.words)
            if not entry.holds(context):
                continue
        # What is not of the text is short however long the text is.
        damping = length if where in {Where.TEXT, Where.NAME} else 1.0
        value = entry.weight * math.log2(1 + mass) / damping
        parts.append(Part(entry.code, entry.text, where, value))
    return parts


_Masses = dict[tuple[Where, Entry], float]


def _read(evidence: Evidence, model: Settings) -> tuple[_Masses, float]:
    """Sum up what the occurrences of every piece of evidence count, and what all words do."""
    masses: _Masses = {}
    total = 0.0
    read = 0
    for passage, words in zip(evidence.document.passages, evidence.document.words, strict=True):
        is_body = passage.role is Role.BODY
        zone = model.zones.get(passage.role.value, 0.0)
        count = len(words.items)
        for at, phrase in vocabulary().find(words):
            mass = model.faded(zone, read + at) if is_body else zone
            _add(masses, Where.TEXT, phrase.entries, mass)
        if is_body:
            total += model.faded_sum(zone, read, read + count)
            read += count
        else:
            total += zone * count
    for where, entries, mass in _around(evidence, model):
        _add(masses, where, entries, mass)
    return masses, total


def _add(masses: _Masses, where: Where, entries: Sequence[Entry], mass: float) -> None:
    for entry in entries:
        key = (where, entry)
        masses[key] = masses.get(key, 0.0) + mass


def _around(evidence: Evidence, model: Settings) -> Iterator[tuple[Where, Sequence[Entry], float]]:
    """Read what stands around a text: sections, tags, the address, names that are known."""
    for section in evidence.sections:
        words = cut(section)
        known = list(sections().find(words)) or list(vocabulary().find(words))
        for _, phrase in known:
            yield Where.SECTION, phrase.entries, model.zones["section"]
    for tag in evidence.tags:
        for _, phrase in vocabulary().find(_tag_words(tag)):
            yield Where.TAG, phrase.entries, model.zones["tag"]
    for label in _labels(evidence.url or ""):
        yield Where.URL, addresses().get(label, ()), model.zones["url"]
    for mention in evidence.mentions:
        zone = "name_in_title" if mention.role is Role.TITLE else "name"
        entries = names().get(straighten_apostrophes(mention.name_uk), ())
        yield Where.NAME, entries, model.zones[zone]


def _tag_words(tag: str) -> Words:
    return cut(tag.replace("_", " "))


def _labels(url: str) -> Iterator[str]:
    """The parts of an address that may be a section: of the host and of the path."""
    parts = urlsplit(url)
    host, *folders = (parts.hostname or ""), *parts.path.lower().split("/")[:-1]
    for label in dict.fromkeys((*host.split(".")[:-1], *folders)):
        yield _NOT_IN_A_LABEL.sub("", label)
