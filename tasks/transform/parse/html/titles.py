"""The title of an article: as the page prints it, where that agrees with what it tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.transform.parse.html.blocks import Block
from tasks.transform.parse.html.people import is_outlet
from tasks.transform.parse.html.source import Source
from tasks.transform.parse.html.tree import text_of, words_only
from tasks.transform.parse.html.zones import Zone

_DIVIDER = re.compile(r"\s+[|—–•·:»/-]+\s+|\s*\|\s*")
_WORD = re.compile(r"\w{3,}")
# Headline and heading of one article share most words; two articles seldom share half.
_MIN_AGREEMENT = 0.5
# A shorter heading may be the name of a section.
_MIN_WORDS = 4
# Less than that may be the name of a section.
_MIN_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Title:
    """A title and the block that prints it, None where no block does."""

    text: str
    at: int | None


def read_title(source: Source, blocks: Sequence[Block]) -> Title | None:
    """Read the title: the heading that agrees with the page's metadata, else the metadata."""
    meta, outlet = source.meta, source.keys
    told = [
        stripped
        for text in (source.linked.headline, *meta.all("og:title", "twitter:title"), meta.title)
        if text and (stripped := without_outlet(text, outlet))
    ]
    headings = [at for at, block in enumerate(blocks) if _is_candidate(block, outlet)]
    for text in told:
        scored = [(agreement(blocks[at].text, text), -at) for at in headings]
        if scored and max(scored)[0] >= _MIN_AGREEMENT:
            at = -max(scored)[1]
            printed = _without_label(blocks[at], told)
            return Title(without_outlet(printed, outlet) or printed, at)
    firsts = [at for at in headings if blocks[at].owner.tag == "h1"]
    if told and (found := _printed(blocks, told[0])):
        return found
    # What is told may be another title, made for search.
    if told and len(firsts) == 1 and len(_WORD.findall(blocks[firsts[0]].text)) >= _MIN_WORDS:
        return Title(blocks[firsts[0]].text, firsts[0])
    if told:
        return Title(told[0], None)
    return Title(blocks[firsts[0]].text, firsts[0]) if firsts else None


def without_outlet(text: str, outlet: frozenset[str]) -> str | None:
    """Take the outlet's name off a title («… | Новини», «… — Outlet»); None if that is all."""
    parts = list(_DIVIDER.finditer(text))
    end = len(text)
    for match in reversed(parts):
        tail = text[match.end() : end]
        is_name = is_outlet(tail, outlet) or any(
            len(own) > 3 and words_only(tail).endswith(own) and len(tail) <= 60 for own in outlet
        )
        if not is_name:
            break
        end = match.start()
    stripped = text[:end].strip()
    return None if is_outlet(stripped, outlet) else stripped or None


def agreement(first: str, second: str) -> float:
    """The share of words two titles have in common, by the shorter one."""
    left, right = (set(_WORD.findall(text.casefold())) for text in (first, second))
    shorter = min(len(left), len(right))
    if shorter < 2:
        return float(words_only(first) == words_only(second))
    return len(left & right) / shorter


def _is_candidate(block: Block, outlet: frozenset[str]) -> bool:
    if block.zone & Zone.JUNK or len(block.text) > 350:
        return False
    is_named = "headline" in (block.owner.get("itemprop") or "")
    is_heading = block.owner.tag in {"h1", "h2"} or is_named
    return is_heading and block.linked < 0.5 and not is_outlet(block.text, outlet)


def _without_label(block: Block, told: Sequence[str]) -> str:
    """Take off a heading what stands in it beside its title, in an element of its own."""
    keys = {words_only(text) for text in told}
    for element in block.owner:
        beside = text_of(element)
        key = words_only(beside)
        if not key or block.key in keys:
            continue
        if block.text.startswith(beside) and block.key.removeprefix(key) in keys:
            return block.text[len(beside) :].strip()
        if block.text.endswith(beside) and block.key.removesuffix(key) in keys:
            return block.text[: -len(beside)].strip()
    return block.text


def _printed(blocks: Sequence[Block], title: str) -> Title | None:
    """Find a title in no heading: the line that is all of it, or all before an outlet's name."""
    dividers = list(_DIVIDER.finditer(title))
    whole = [title, *(title[: mark.start()] for mark in dividers)]
    whole += [title[mark.end() :] for mark in dividers]
    keys = {words_only(text) for text in whole if len(text) >= _MIN_LENGTH or text == title}
    for at, block in enumerate(blocks):
        if block.key in keys and not block.zone & Zone.JUNK and block.linked < 0.5:
            return Title(title if block.key == words_only(title) else block.text, at)
    return None
