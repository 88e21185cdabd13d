"""Where the article begins and ends on a page that was copied as a whole.

The body is the densest run of prose. Its title is above: the first line there that the
prose retells. Menus above the title go, and everything below the line that ends the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tasks.transform.parse.bylines import Byline, Evidence
from tasks.transform.parse.dates import Update
from tasks.transform.parse.labels import labels
from tasks.transform.parse.pasted.crumbs import find_crumbs
from tasks.transform.parse.pasted.headers import Header
from tasks.transform.parse.pasted.leads import share_told, stems
from tasks.transform.parse.pasted.marks import Clock, Item, Noise, Reach, Tags, Text, text_key
from tasks.transform.parse.pasted.page import Page
from tasks.transform.parse.pasted.photos import PhotoLine

# Prose this many items apart is of different texts: an article, a comment, a footer.
_MAX_DISTANCE: Final = 9
# How much of the prose may be below a line that ends the page.
_SHARES: Final = {
    Reach.LINE: -1.0,
    Reach.LIST: 0.0,
    Reach.NOTICE: 0.2,
    Reach.REST: 0.2,
    Reach.DISCUSSION: 0.7,
}
# Links end so but seldom; a short last sentence of the article does.
_STOPS: Final = (".", ".»", '."', "…")
_MAX_TITLE_LENGTH: Final = 300
# A title may be this much weaker than the best candidate: it comes before the lead.
_TITLE_MARGIN: Final = 1.2
# How far above the title its date or byline may stand.
_FRONT_REACH: Final = 12
# So many lines of no label are a menu.
_MIN_MENU: Final = 3
_TITLE_WORDS: Final = 5
_LONG_TITLE_LENGTH: Final = 150
# A word of a menu has so many words at most; many of them below weigh against a title.
_MENU_WORDS: Final = 2
_MAX_MENU_WEIGHT: Final = 3.0


@dataclass(frozen=True, slots=True)
class Borders:
    """The title, the first paragraph of the body, and the first item past the article.

    `has_menu` tells whether so much stands over the title that it must be part of a site.
    """

    title: int | None
    body: int
    end: int
    has_menu: bool = False


def find_borders(page: Page) -> Borders:
    """Find the article of a page; all of the page where nothing tells."""
    prose = page.prose()
    if not prose:
        return Borders(None, 0, len(page.items))
    start = _densest(page, prose)
    end = _find_end(page, prose, start)
    title = _find_title(page, [at for at in prose if at < end], start)
    has_menu = title is not None and _menu_size(page, title, _above(page, title)) >= _MIN_MENU
    return Borders(title, start, end, has_menu)


def cut(page: Page, borders: Borders) -> Page:
    """Take out what is above the title and none of the article, and all that is below it."""
    dropped = {at for at in range(borders.end, len(page.items)) if not _is_sure(page.items[at])}
    if borders.title is not None:
        dropped |= _above(page, borders.title)
    crumbs = find_crumbs(page, borders.title) if borders.title is not None else set()
    return page.with_items(
        Item(item.line, Header(sections=(item.line.text,)))
        if at in crumbs and not isinstance(item.mark, Header)
        else item
        for at, item in enumerate(page.items)
        if at not in dropped
    )


def _densest(page: Page, prose: Sequence[int]) -> int:
    """Where the run of prose begins that holds the most of it."""
    lengths = {prose[0]: len(page.text(prose[0]))}
    start, distance, known = prose[0], 0, set(prose)
    for at in range(prose[0] + 1, prose[-1] + 1):
        distance += 1
        if at in known:
            start = at if distance > _MAX_DISTANCE else start
            lengths[start] = lengths.get(start, 0) + len(page.text(at))
        # A reply, an item of a list, an entry of a live blog keep a text together.
        if page.is_text(at) and (page.items[at].line.is_stopped or page.items[at].line.is_listed):
            distance = 0
    return max(lengths, key=lambda at: lengths[at])


def _find_end(page: Page, prose: Sequence[int], start: int) -> int:
    """The line from which on nothing is of the article: what is below is not mainly prose."""
    feed = {at for at in page.texts() if at > start and _is_feed(page, at)}
    prose = [at for at in prose if at not in feed]
    below = sum(len(page.text(at)) for at in prose if at >= start)
    stopped = (at for at in page.texts() if page.text(at).endswith(_STOPS) and at not in feed)
    last = max(stopped, default=start)
    above = 0
    for at in range(start, len(page.items)):
        mark = page.items[at].mark
        if page.is_text(at) and page.is_paragraph(at) and at not in feed:
            above += len(page.text(at))
            below -= len(page.text(at))
        elif isinstance(mark, Noise) and above and below <= _SHARES[mark.reach] * above:
            if mark.reach is Reach.LIST and at < last:
                continue
            return at if mark.reach is not Reach.NOTICE else _past_tags(page, at)
    return _feed_start(page, feed, last) if feed and min(feed) > last else len(page.items)


def _feed_start(page: Page, feed: set[int], last: int) -> int:
    """Where what is below the last paragraph turns to other pages: a button, or a headline."""
    first = min(feed) - 1
    noise = (at for at in range(last + 1, first) if isinstance(page.items[at].mark, Noise))
    start = next(noise, first)
    while start > last + 1 and _is_section(page.items[start - 1]):
        start -= 1
    return start


def _is_feed(page: Page, at: int) -> bool:
    """Whether a text tells of another page: a headline is right over it, and a date beside."""
    if not page.is_text(at - 1) or not page.items[at].line.gap <= page.is_even:
        return False
    headline = page.items[at - 1].line
    is_headline = not headline.is_stopped and headline.words >= _TITLE_WORDS
    near = (n for n in (at - 2, at + 1) if 0 <= n < len(page.items))
    is_dated = any(page.is_dated(n) or isinstance(page.items[n].mark, Clock) for n in near)
    return is_headline and not headline.is_listed and is_dated


def _past_tags(page: Page, notice: int) -> int:
    """Where the short lines end that may be tags, under a notice to the readers."""
    for at in range(notice + 1, len(page.items)):
        mark = page.items[at].mark
        is_heading = isinstance(mark, Noise) and mark.reach not in (Reach.LINE, Reach.NOTICE)
        if is_heading or page.is_dated(at) or (page.is_text(at) and page.is_paragraph(at)):
            return at
    return len(page.items)


def _is_sure(item: Item) -> bool:
    """Whether a line below the article is still of it: a label says so."""
    match item.mark:
        case Tags():
            return True
        case Byline(evidence=evidence):
            return evidence is Evidence.LABEL
        case Header(when=when, is_labelled=is_labelled):
            return is_labelled and when is not None
        case Update():
            return True
        case _:
            return False


def _find_title(page: Page, prose: Sequence[int], start: int) -> int | None:
    """The first of the lines above the body that are as good a title as the best one."""
    told = stems(" ".join(page.text(at) for at in prose))
    seen = Counter(text_key(item.line.text) for item in page.items)
    menu = [_is_menu_word(page, at) for at in range(start + 1)]
    scores = {
        at: _weigh(page, at, told, seen, sum(menu[at + 1 :]))
        for at in range(start + 1)
        if _may_be_title(page, at, is_body=at == start)
    }
    if not scores:
        return None
    top = max(scores, key=lambda at: scores[at])
    # A menu or a section between the two tells that the first is a teaser above it.
    near_best = [
        at
        for at, score in scores.items()
        if score >= scores[top] - _margin(page, at, top) and not _has_section_between(page, at, top)
    ]
    # A word or two are a title only where nothing else is one.
    near_best = [at for at in near_best if page.items[at].line.words > _MENU_WORDS] or near_best
    # What the text tells nothing of is a slogan or a date of the site, if anything else is told.
    sure = (at for at in near_best if share_told(page.text(at), told) or _has_front_below(page, at))
    found = next(sure, near_best[0])
    # The name of a browser's tab is the title and the outlet; the title itself is below.
    key = text_key(page.text(found))
    return next((at for at in scores if at > found and _is_shorter(page.text(at), key)), found)


def _margin(page: Page, first: int, top: int) -> float:
    """How much weaker a title may be: more, where nothing but labels part it from the lead."""
    is_long = page.items[first].line.words >= _TITLE_WORDS
    is_parted = top - first > 1 and all(_is_front(item) for item in page.items[first + 1 : top])
    return 2 * _TITLE_MARGIN if is_long and is_parted else _TITLE_MARGIN


def _may_be_title(page: Page, at: int, *, is_body: bool) -> bool:
    item = page.items[at]
    line = item.line
    if not isinstance(item.mark, Text) or len(line.text) > _MAX_TITLE_LENGTH or line.is_listed:
        return False
    # Under its section a title may stand right over the credit of a photo.
    is_under_section = at > 0 and _is_section(page.items[at - 1]) and line.words >= _TITLE_WORDS
    if page.is_caption(at) and not is_under_section:
        return False
    is_question = line.text[-1] in "?!…"
    return is_question or (not page.is_paragraph(at) and not is_body)


def _has_section_between(page: Page, first: int, second: int) -> bool:
    return any(not page.is_text(at) and _is_menu_word(page, at) for at in range(first + 1, second))


def _has_front_below(page: Page, at: int) -> bool:
    """Whether date, author or photo are right under a line."""
    near = page.items[at + 1 : at + 3]
    return any(_is_front(item) and not _is_section(item) for item in near)


def _is_section(item: Item) -> bool:
    return isinstance(item.mark, Header) and item.mark.when is None


def _is_menu_word(page: Page, at: int) -> bool:
    """Whether a line may be a word of a menu: a section, or a few words that are no label."""
    item = page.items[at]
    match item.mark:
        case Header(when=None, is_labelled=False):
            return True
        case Byline(evidence=Evidence.SHAPE) | Text():
            return item.line.words <= _MENU_WORDS
        case _:
            return False


def _weigh(page: Page, at: int, told: set[str], seen: Counter[str], menu_below: int) -> float:
    """Weigh what speaks for a title: the text retells it, labels and other titles are near."""
    line = page.items[at].line
    weight = 3 * share_told(line.text, told)
    weight += (line.words >= _TITLE_WORDS) - 3 * (line.words <= 2)
    weight -= 3 * (line.words > 2 * _TITLE_WORDS and line.is_headed)
    # Under the title a section is seldom, under the words of a menu there is another one.
    if _has_front_below(page, at):
        below = page.items[at + 1 : at + 5]
        weight += 1 + (sum(_is_front(item) and not _is_section(item) for item in below) > 1)
    weight -= min(_MAX_MENU_WEIGHT, max(menu_below - 2, 0) / 2)
    weight -= len(line.text) > _LONG_TITLE_LENGTH
    weight += any(_is_front(item) for item in page.items[max(at - 2, 0) : at])
    weight += seen[text_key(line.text)] > 1
    weight += at > 0 and line.gap and not page.is_even
    return weight - 2 * (line.is_stopped and line.text.endswith("."))


def _is_front(item: Item) -> bool:
    match item.mark:
        case Byline(evidence=evidence):
            return evidence > Evidence.SHAPE
        case Header(when=when, sections=sections):
            return when is not None or bool(sections)
        case Clock() | Update() | PhotoLine():
            return True
        case _:
            return False


def _is_shorter(text: str, key: str) -> bool:
    other = text_key(text)
    return other != key and len(other) > len(key) // 2 and key.startswith(other)


def _above(page: Page, title: int) -> set[int]:
    """What stands above the title and is none of the article: menus, teasers, notices."""
    crumbs = find_crumbs(page, title)
    menu = {at for at in range(title) if at not in crumbs and _is_menu(page, at)}
    if _menu_size(page, title, menu) < _MIN_MENU:
        return {at for at in menu if _is_stray(page, at, title)}
    far = range(max(title - _FRONT_REACH, 0))
    menu |= {at for at in far if isinstance(page.items[at].mark, Clock | Byline | PhotoLine)}
    menu |= {at for at in range(title) if at not in crumbs and _is_name_of_menu(page, at)}
    return menu | _mastheads(page, title)


def _menu_size(page: Page, title: int, menu: set[int]) -> int:
    """How many lines over the title are of a menu; buttons count where there are words, too."""
    buttons = sum(isinstance(page.items[at].mark, Noise) for at in range(title))
    return len(menu) + (buttons if menu else 0)


def _is_name_of_menu(page: Page, at: int) -> bool:
    """Whether what looks like a name stands among the words of a menu («Defense Tech»)."""
    mark = page.items[at].mark
    if not isinstance(mark, Byline) or mark.evidence is Evidence.LABEL or at == 0:
        return False
    return all(_is_menu_word(page, n) for n in (at - 1, at + 1))


def _mastheads(page: Page, title: int) -> set[int]:
    """The dates of today over the menu of a page, where another one is nearer to the title."""
    dates = [at for at in range(title) if page.is_dated(at)]
    below = range(title + 1, min(title + _FRONT_REACH, len(page.items)))
    if any(page.is_dated(at) for at in below):
        dates.append(title)
    return {
        at
        for at in dates[:-1]
        if sum(_is_menu_word(page, n) for n in range(at, title)) >= _MIN_MENU - 1
    }


def _is_menu(page: Page, at: int) -> bool:
    """Whether a line above the title may be of the menu: it is no label of an article."""
    match page.items[at].mark:
        case Text():
            return not page.is_caption(at)
        case Header(when=None, is_labelled=False):
            return True
        case Byline(names=names, evidence=evidence):
            # A desk over the title is the name of the site («Новини Тихого Лиману»).
            is_desk = bool(names) and labels().desk.match(names[0]) is not None
            return evidence is Evidence.SHAPE or is_desk
        case _:
            return False


def _is_stray(page: Page, at: int, title: int) -> bool:
    """Whether a single line over the title is none of it: short, and under no label."""
    mark = page.items[at].mark
    if not (page.is_text(at) or (isinstance(mark, Byline) and page.items[at].line.words == 1)):
        return False
    line = page.items[at].line
    is_under_label = any(_is_front(item) for item in page.items[max(at - 2, 0) : at])
    is_tab = text_key(line.text).startswith(text_key(page.text(title)))
    is_row = line.is_headed and line.words > 2 * _TITLE_WORDS
    is_tag = page.is_text(at) and line.words <= _MENU_WORDS and line.text.islower()
    return is_tab or is_row or is_tag or (line.words < _TITLE_WORDS and not is_under_label)
