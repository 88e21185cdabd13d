"""What is between the last sentence of an article and its end: tags, or words of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tasks.transform.parse.bylines import Byline, Evidence
from tasks.transform.parse.labels import labels
from tasks.transform.parse.outlets import Site
from tasks.transform.parse.pasted.headers import Header
from tasks.transform.parse.pasted.keywords import split_spaced, split_tags
from tasks.transform.parse.pasted.leads import share_told, stems
from tasks.transform.parse.pasted.marks import Clock, Item, Noise, Tags, Text
from tasks.transform.parse.pasted.page import Page
from tasks.transform.parse.pasted.photos import PhotoLine

_MAX_TAG_WORDS: Final = 4
_MAX_TAG_LENGTH: Final = 45
_MAX_LIST_WORDS: Final = 12
# Tags name what the text is about: so much of their words must be in it.
_TOLD_LINES: Final = 0.25
_TOLD_LIST: Final = 0.5
_QUOTED = re.compile(r"[«»\"“”]")
_DIVIDED = re.compile(r",|\s[/|•·]\s")
_COUNT = re.compile(r"\s*\(\d+\)$")


def read_tail(page: Page) -> Page:
    """Mark the tags under an article that no label heads, and take out what else is there."""
    last = max((at for at in page.texts() if page.items[at].line.is_stopped), default=None)
    if last is None:
        return page
    page = _without_sources(page, last)
    told = stems(" ".join(page.text(at) for at in page.texts() if at <= last))
    items: list[Item] = list(page.items[: last + 1])
    is_past = False
    at = last + 1
    while at < len(page.items):
        run = [] if _is_author(page.items[at], told) else _tag_run(page, at)
        if run and (names := _names(page, run, told, is_tagged=_has_tags(items))):
            items.append(Item(page.items[at].line, Tags(names)))
            at, is_past = run[-1] + 1, True
            continue
        mark = page.items[at].mark
        is_past = is_past or isinstance(mark, Noise | Tags) or _is_signature(page, at)
        if not (is_past and _is_loose(page.items[at])):
            items.append(page.items[at])
        at += 1
    return page.with_items(items)


def _without_sources(page: Page, last: int) -> Page:
    """Take out where an article was taken from («Джерело: обленерго»), named under it."""

    def is_source(at: int) -> bool:
        label = labels().source_label.match(page.text(at))
        is_short = label is not None and 0 < len(label["rest"].split()) <= _MAX_LIST_WORDS
        is_under_caption = page.is_text(at - 1) and not page.items[at - 1].line.is_stopped
        is_last = at > last or isinstance(page.items[min(at + 1, end)].mark, Noise | Tags)
        mark = page.items[at].mark
        is_link = isinstance(mark, Site) and mark.url is not None
        return is_short and is_last and at > 0 and not is_under_caption and not is_link

    end = len(page.items) - 1

    return page.with_items(item for at, item in enumerate(page.items) if not is_source(at))


def _has_tags(items: Sequence[Item]) -> bool:
    return any(isinstance(item.mark, Tags) for item in items)


def _is_author(item: Item, told: set[str]) -> bool:
    """Whether a line is a name that the text does not tell: of who wrote it."""
    is_name = isinstance(item.mark, Byline) and item.line.words > 1
    return is_name and share_told(item.line.text, told) < _TOLD_LIST


def _is_loose(item: Item) -> bool:
    """Whether a line below tags or boilerplate is none of the article: no label marks it."""
    match item.mark:
        case Text() | Clock():
            return True
        case Byline(evidence=evidence):
            return evidence is Evidence.SHAPE
        case Header(when=None, is_labelled=False):
            return True
        case _:
            return False


def _is_signature(page: Page, at: int) -> bool:
    """Whether a line under an article is none of it: whole, no list, and a button follows."""
    line = page.items[at].line
    is_line = not line.is_stopped and not line.is_listed and line.text[-1] not in ':;,»"'
    below = [item.mark for item in page.items[at + 1 : at + 3]]
    is_noise_below = any(isinstance(mark, Noise | Tags) for mark in below)
    is_loose = page.is_text(at) and not page.is_credit(at + 1)
    return is_line and line.words <= _MAX_LIST_WORDS and is_noise_below and is_loose


def _tag_run(page: Page, start: int) -> list[int]:
    """Lines from `start` on that are as short as tags; a single one may list them all."""
    run: list[int] = []
    for at in range(start, len(page.items)):
        if not _is_tag_line(page.items[at]):
            break
        run.append(at)
    return run or ([start] if _may_be_list(page.items[start]) else [])


def _is_tag_line(item: Item) -> bool:
    line = item.line
    text = _COUNT.sub("", line.text)
    is_short = len(text.split()) <= _MAX_TAG_WORDS and len(text) <= _MAX_TAG_LENGTH
    is_marked = line.is_stopped or line.is_listed or text.endswith(":") or "," in text
    if not is_short or is_marked:
        return False
    match item.mark:
        case Text() | Site(url=None, is_labelled=False):
            return True
        case Header(when=None, is_labelled=False):
            return True
        case Byline(evidence=evidence):
            return evidence is not Evidence.LABEL
        case PhotoLine(caption=None):
            return ":" not in text
        case _:
            return False


def _may_be_list(item: Item) -> bool:
    line = item.line
    is_loose = _is_loose(item) and not line.is_stopped
    return is_loose and not line.is_listed and line.words <= _MAX_LIST_WORDS


def _names(
    page: Page, run: Sequence[int], told: set[str], *, is_tagged: bool
) -> tuple[str, ...] | None:
    """The tags of a run of lines; None where they are something else."""
    texts = [_COUNT.sub("", page.text(at)) for at in run]
    share = share_told(" ".join(texts), told)
    if len(run) > 1:
        has_counts = all(_COUNT.search(page.text(at)) for at in run)
        return tuple(texts) if has_counts or (share >= _TOLD_LINES and not is_tagged) else None
    text = texts[0]
    is_divided = len(_DIVIDED.findall(text)) > 1
    # A row of words in small letters begins no sentence.
    is_row = text.islower() and len(text.split()) > 2 and text[-1].isalpha()
    least = _TOLD_LINES if is_divided or is_row else _TOLD_LIST
    if is_tagged or share < least or _QUOTED.search(text):
        return None
    names = split_tags(text) if _DIVIDED.search(text) else split_spaced(text)
    # «Ворскла – Оболонь 2:1» is a result: no tag is without a letter.
    if not names or any(not any(map(str.isalpha, name)) for name in names):
        return None
    return names if max(len(name.split()) for name in names) <= _MAX_TAG_WORDS else None
