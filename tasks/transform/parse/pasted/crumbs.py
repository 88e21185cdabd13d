"""The sections over a title, told from the menu of the site that they may stand right under."""

from __future__ import annotations

import re
from typing import Final

from tasks.transform.parse.bylines import Byline, Evidence
from tasks.transform.parse.dates import Update
from tasks.transform.parse.labels import fold, labels
from tasks.transform.parse.outlets import Site
from tasks.transform.parse.pasted.headers import Header
from tasks.transform.parse.pasted.lines import Line
from tasks.transform.parse.pasted.marks import TEXT, Clock, Item, Noise, Text, text_key
from tasks.transform.parse.pasted.page import Page

_MAX_CRUMBS: Final = 4
_MAX_WORDS: Final = 4
# Dates, bylines and buttons that may part the sections from the title.
_REACH: Final = 8
_MAX_PART: Final = 40
_PATH = re.compile(r"\s+(?:[»›>→/|•]|::)\s+")
_ROOTS: Final = frozenset({"новини", "новости"})
_NAME = re.compile(r"[^\W\d_a-zа-яґєії][^\d.!?:…]*$")


def split_paths(page: Page) -> Page:
    """Take the title off the way to the article («Головна » Події » Міст відкрили знову»)."""
    items: list[Item] = []
    keys = [text_key(item.line.text) for item in page.items]
    for at, item in enumerate(page.items):
        parts = _PATH.split(item.line.text) if isinstance(item.mark, Text | Header) else []
        if len(parts) < 2 or not all(parts) or any(len(part) > _MAX_PART for part in parts[:-1]):
            items.append(item)
            continue
        last = text_key(parts[-1])
        is_told_below = any(key.startswith(last) for key in keys[at + 1 :])
        is_title = len(parts[-1].split()) > _MAX_WORDS and _starts_path(parts)
        if isinstance(item.mark, Header) and not (is_title or (is_told_below and len(last) > 30)):
            items.append(item)
        elif is_told_below or is_title:
            items.append(Item(item.line, Header(sections=tuple(parts[:-1]), is_labelled=True)))
            if not is_told_below:
                items.append(Item(Line(parts[-1]), TEXT))
        else:
            items.append(item)
    return page.with_items(items)


def _starts_path(parts: list[str]) -> bool:
    known = labels()
    first = fold(parts[0])
    return first in known.home_sections or (len(parts) > 2 and fold(parts[1]) in known.sections)


def find_crumbs(page: Page, title: int) -> set[int]:
    """Where the sections of an article stand above its title, each on a line or all on one."""
    run = _run_above(page, title)
    above = {fold(page.text(at)) for at in range(title) if at not in run}
    if run and _is_path(page, run[-1]):
        run = run[-1:]
    elif len(run) > _MAX_CRUMBS or (run and run[0] == 0 and _is_site(page, 0)):
        run = _end_of_menu(page, run)
    elif len(run) > 2 and _is_known(page, run[0]) and _is_button(page, run[0] - 1):
        # Under a word of the menu the sections of an article begin at the root, or are the last.
        is_root = fold(page.text(run[0])) in labels().home_sections
        run = run if is_root else _end_of_menu(page, run) or run[-1:]
    # A line that is no known section is one beside others, alone, or where it repeats the menu.
    is_vouched = len(run) == 1 or any(isinstance(page.items[at].mark, Header) for at in run)
    return {
        at
        for at in run
        if isinstance(page.items[at].mark, Header)
        or fold(page.text(at)) in above
        or (is_vouched and not _may_be_name(page, at))
    }


def _is_path(page: Page, at: int) -> bool:
    """Whether a line holds several sections: no menu of one a line goes on with it."""
    mark = page.items[at].mark
    return isinstance(mark, Header) and (len(mark.sections) > 1 or ". " in page.text(at))


def _run_above(page: Page, title: int) -> list[int]:
    """The lines above a title that are shaped like sections, dates and the like set aside."""
    run: list[int] = []
    for at in range(title - 1, -1, -1):
        if _is_crumb(page, at):
            if not run and _is_button(page, at + 1) and not _is_path(page, at):
                return []  # of the menu, which goes on with it
            run.insert(0, at)
            # Where blank lines part blocks, the nearest block is it.
            if page.items[at].line.gap and not page.is_even:
                return run
        elif run and _is_time(page, at) and not any(_is_known(page, n) for n in run):
            run = []  # under a date stand no sections but labels («Ексклюзив»)
        elif run or title - at > _REACH or not _is_between(page, at):
            return run
    return run


def _is_time(page: Page, at: int) -> bool:
    return page.is_dated(at) or isinstance(page.items[at].mark, Clock)


def _is_known(page: Page, at: int) -> bool:
    return isinstance(page.items[at].mark, Header)


def _is_button(page: Page, at: int) -> bool:
    words = [letter for letter in page.text(at) if letter.isalpha()]
    return isinstance(page.items[at].mark, Noise) and len(words) > 1


def _is_between(page: Page, at: int) -> bool:
    """Whether a line may stand between the sections and the title."""
    return isinstance(page.items[at].mark, Clock | Header | Update | Noise | Byline)


def _is_crumb(page: Page, at: int) -> bool:
    item = page.items[at]
    match item.mark:
        case Header(when=None, sections=sections):
            return len(sections) <= _MAX_CRUMBS
        case Text() | Byline(evidence=Evidence.SHAPE):
            return item.line.words <= _MAX_WORDS and _NAME.match(item.line.text) is not None
        case Site(url=None):
            return "/" not in item.line.text
        case _:
            return False


def _is_site(page: Page, at: int) -> bool:
    return isinstance(page.items[at].mark, Site)


def _may_be_name(page: Page, at: int) -> bool:
    item = page.items[at]
    return item.line.words > 1 and isinstance(item.mark, Byline | Text)


def _end_of_menu(page: Page, run: list[int]) -> list[int]:
    """What repeats words of the menu above it: the way to the article, from the root on."""
    keys = [fold(page.text(at)) for at in run]
    for n in range(max(len(run) - _MAX_CRUMBS, 1), len(run)):
        # «Новини», and under it a word of the menu again, is the root of the way.
        is_root = keys[n] in _ROOTS and any(key in keys[:n] for key in keys[n + 1 :])
        if (
            is_root
            or keys[n] in keys[:n]
            or keys[n] in labels().home_sections
            or _is_site(page, run[n])
        ):
            return run[n:]
    return []
