"""Links to other pages within an article, which go with the line that heads them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tasks.transform.parse.labels import labels
from tasks.transform.parse.pasted.headers import Header
from tasks.transform.parse.pasted.marks import Clock, Noise, Reach, text_key
from tasks.transform.parse.pasted.page import Page

_MAX_LINK_LENGTH = 220
_LINK_WORDS = 5
_PERSON = re.compile(r"(?:про персону|о персоне|про автора|об авторе)\s*:", re.IGNORECASE)


def drop_related(page: Page, start: int) -> Page:
    """Drop boilerplate, and the lists of other pages that some of it heads.

    Above `start`, where the text begins, what ends a page is a word of its menu.
    """
    dropped: set[int] = set()
    for at, item in enumerate(page.items):
        if isinstance(item.mark, Noise):
            dropped.add(at)
            reach = item.mark.reach
            if labels().contents.match(page.text(at)):
                dropped.update(_contents(page, at))
            elif reach is Reach.LIST or (reach > Reach.NOTICE and at >= start):
                dropped.update(_related(page, at))
    dropped.update(_dated_teaser(page, start))
    return page.with_items(item for at, item in enumerate(page.items) if at not in dropped)


def _dated_teaser(page: Page, start: int) -> Sequence[int]:
    """A link in the text with its date over it; several dates are entries of a timeline."""
    prose = [at for at in page.prose() if at >= start]
    if len(prose) < 2:
        return ()
    between = range(prose[0] + 1, prose[-1])
    dates = [at for at in between if _is_dated(page, at)]
    if len(dates) != 1 or not page.is_dated(dates[0]) or not page.is_text(dates[0] + 1):
        return ()
    link = page.items[dates[0] + 1].line
    is_link = link.sentences == 1 and len(link.text) <= _MAX_LINK_LENGTH and not link.is_listed
    return (dates[0], dates[0] + 1) if is_link and dates[0] + 1 < prose[-1] else ()


def _related(page: Page, opener: int) -> Sequence[int]:
    below = [at for at in page.texts() if at > opener]
    # With nothing but headlines to the end of the page, all of them are links.
    if not any(_is_prose(page, at) for at in below):
        return below
    found: list[int] = []
    for at in range(opener + 1, len(page.items)):
        is_dated = _is_dated(page, at)
        is_first = at == opener + 1
        if not (page.is_text(at) or is_dated) or _is_prose(page, at):
            break
        if page.items[at].line.gap and not page.is_even and not is_first:
            break
        # Where blank lines tell nothing, a second link looks like a subhead.
        is_second = page.is_even and any(page.is_text(n) for n in found) and not is_dated
        if is_second and not _is_next_link(page, at):
            break
        if found and _is_subhead(page, at):
            break
        found.append(at)
    return found


def _is_subhead(page: Page, at: int) -> bool:
    """Whether a short line stands right on a paragraph."""
    is_short = page.is_text(at) and page.items[at].line.words < _LINK_WORDS
    has_prose_below = page.is_text(at + 1) and _is_prose(page, at + 1)
    return is_short and has_prose_below and not page.items[at + 1].line.gap


def _contents(page: Page, heading: int) -> Sequence[int]:
    """The lines under «Зміст» that come again below, as subheads."""
    counts = Counter(text_key(page.text(at)) for at in page.texts())
    found: dict[str, int] = {}
    for at in range(heading + 1, len(page.items)):
        key = text_key(page.text(at))
        if not page.is_text(at) or counts[key] < 2 or key in found:
            break
        found[key] = at
    return list(found.values())


def _is_next_link(page: Page, at: int) -> bool:
    """Whether a line under a link is another one: longer than a subhead, or with one below."""
    words = page.items[at].line.words
    has_link_below = page.is_text(at + 1) and not _is_prose(page, at + 1)
    return words >= _LINK_WORDS and (has_link_below or words >= 7 or ":" in page.text(at))


def _is_dated(page: Page, at: int) -> bool:
    mark = page.items[at].mark
    is_bare = isinstance(mark, Header) and not mark.is_labelled and not mark.sections
    return is_bare or isinstance(mark, Clock)


def _is_prose(page: Page, at: int) -> bool:
    line = page.items[at].line
    return line.text.endswith((".", ".»", "…", ":", ";")) or len(line.text) > _MAX_LINK_LENGTH


def drop_boxes(page: Page) -> Page:
    """Take out boxes about a person («О персоне: …»): the line that heads one, and its text."""

    def is_of_box(at: int) -> bool:
        near = range(max(at - 1, 0), at + 1)
        return page.is_text(at) and any(_PERSON.match(page.text(n)) for n in near)

    return page.with_items(item for at, item in enumerate(page.items) if not is_of_box(at))
