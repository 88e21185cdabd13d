"""Which texts of a page describe its photos, and which credit belongs to which of them."""

from __future__ import annotations

from tasks.language.morphology import analyses
from tasks.models import Photo
from tasks.transform.parse.bylines import Byline
from tasks.transform.parse.labels import fold, labels
from tasks.transform.parse.outlets import outlets_named
from tasks.transform.parse.pasted.lines import Line
from tasks.transform.parse.pasted.marks import Item, Text, text_key
from tasks.transform.parse.pasted.page import Page
from tasks.transform.parse.pasted.photos import PhotoLine, has_caption_cue, split_source

# A subhead has fewer words, as a rule.
_MIN_WORDS = 4
_MAX_WORDS = 30
_MAX_CREDIT_WORDS = 6
_MIN_PHRASE_WORDS = 3
# Labels, buttons and counters may stand between a title and the credit of its photo.
_FRONT_REACH = 8
_MAX_PHRASE_WORDS = 10


def mark_photos(page: Page, title: int | None) -> Page:
    """Mark captions that end with a source, and credits that are labelled like a byline."""
    items = list(page.items)
    for at, item in enumerate(items):
        if at == title or item.line.is_stopped:
            continue
        if isinstance(item.mark, Text) and (photo := split_source(item.line.text)):
            items[at] = Item(item.line, photo)
        elif _is_office(page, at, title):
            items[at] = Item(item.line, PhotoLine(credit=item.line.text))
        elif credit := _author_of_photo(page, at, title):
            items[at] = Item(item.line, PhotoLine(credit=credit))
    return page.with_items(items)


def _is_office(page: Page, at: int, title: int | None) -> bool:
    """Whether a line of the front is the office that gave the photo («Роменська міська рада»)."""
    if title is None or not title < at <= title + _FRONT_REACH or not page.is_text(at):
        return False
    line = page.items[at].line
    is_name = line.words <= _MAX_CREDIT_WORDS and labels().office.match(line.text) is not None
    has_prose_below = page.is_text(at + 1) and page.is_paragraph(at + 1)
    return is_name and has_prose_below and not _has_verb(line)


def _author_of_photo(page: Page, at: int, title: int | None) -> str | None:
    """The credit under a caption that is no photo label; None where it is something else.

    «Джерело: ДСНС», «Максим Чепіль / «Бабель»», and «Автор: …» where others wrote the text.
    """
    item, text = page.items[at], page.text(at)
    if not isinstance(item.mark, Text | Byline) or not _is_under_caption(page, at, title):
        return None
    if isinstance(item.mark, Text) and (source := labels().source_label.match(text)):
        return source["rest"] if len(source["rest"].split()) <= _MAX_CREDIT_WORDS else None
    others = [other.mark for n, other in enumerate(page.items) if n != at]
    is_other = any(isinstance(mark, Byline) and mark.names for mark in others)
    label = labels().byline_label.match(text)
    if not label:
        return text if "/" in text and (is_other or outlets_named(text)) else None
    if not label["colon"] or not label["rest"]:
        return None
    rest = text[label.start("rest") :]
    return rest if is_other or "(" in rest or rest[0].islower() else None


def _is_under_caption(page: Page, at: int, title: int | None) -> bool:
    if at - 1 == title or not page.is_glued(at) or not page.is_text(at - 1):
        return False
    above = page.items[at - 1].line
    # «… такі правила:» heads a list, and its items are no credits.
    return not above.is_stopped and above.text[-1] not in ":;,"


def find_captions(page: Page, title: int, start: int) -> set[int]:
    """Where texts describe photos; one without a credit is known by its place in the front."""
    found = {at for at in page.texts() if at != title and _is_credited(page, at)}
    found |= {at for at in page.texts() if at > title and _is_cued(page, at)}
    marks = [item.mark for item in page.items[title:start]]
    is_pictured = any(isinstance(mark, PhotoLine) and mark.caption for mark in marks)
    front = [at for at in page.texts() if title < at < start and at not in found]
    for n, at in enumerate(front):
        following = front[n + 1] if n + 1 < len(front) else None
        if _is_bare_caption(page, at, following, has_credit=bool(found) or is_pictured):
            found.add(at)
            break
    return found


def _is_cued(page: Page, at: int) -> bool:
    """Whether a line between paragraphs begins with what it is: a screenshot, a photo."""
    line = page.items[at].line
    is_line = not line.is_stopped and line.text[-1] not in ":;," and not _has_verb(line)
    is_line = is_line and line.words <= _MAX_WORDS and not line.is_listed
    return is_line and line.words > 1 and labels().caption_start.match(line.text) is not None


def _is_credited(page: Page, at: int) -> bool:
    """Whether a text stands over a credit; a blank line may part them, a subhead is shorter."""
    if page.is_caption(at):
        return True
    line = page.items[at].line
    is_line = not line.is_stopped and not line.is_listed and _MIN_WORDS <= line.words <= _MAX_WORDS
    return is_line and page.is_credit(at + 1) and line.text[-1] not in ":;,"


def _is_bare_caption(page: Page, at: int, following: int | None, *, has_credit: bool) -> bool:
    """Whether a text of the front describes a photo that has no credit right under it.

    Its place tells: right under the byline or a credit, with a blank line before the
    rest. Where blank lines tell nothing, a second text like it must follow: the lead.
    """
    line = page.items[at].line
    is_named = _is_noun_phrase(line) and _is_after_labels(page, at) and following is None
    if (has_caption_cue(line.text) and line.words <= _MAX_WORDS) or (is_named and not has_credit):
        return True
    has_lead_below = following is not None and not page.items[following].line.is_stopped
    has_gap_below = at + 1 >= len(page.items) or page.items[at + 1].line.gap
    if has_credit or (line.is_stopped and not (has_lead_below and has_gap_below)):
        return False
    if has_lead_below and page.is_credit(at + 1):
        return True
    is_under_credit = page.is_credit(at - 1) and not page.is_caption(at - 2)
    if not page.is_glued(at) or not (page.is_origin(at - 1) or is_under_credit):
        return False
    if page.is_even:
        return has_lead_below and following == at + 1
    return has_gap_below or has_lead_below


def _is_noun_phrase(line: Line) -> bool:
    """Whether a line names what is to be seen: a lead tells, and so has a verb."""
    if (
        line.is_stopped
        or line.is_listed
        or not _MIN_PHRASE_WORDS <= line.words <= _MAX_PHRASE_WORDS
    ):
        return False
    return not _has_verb(line)


def _has_verb(line: Line) -> bool:
    best = (next(iter(analyses(fold(word))), None) for word in line.text.split())
    return any(parse and str(parse.tag.POS) in {"VERB", "INFN", "PRED"} for parse in best)


def _is_after_labels(page: Page, at: int) -> bool:
    """Whether a credit, a date or a byline stands right over a line and prose right under it."""
    is_label = page.is_credit(at - 1) or page.is_origin(at - 1) or page.is_dated(at - 1)
    has_prose_below = page.is_text(at + 1) and page.items[at + 1].line.is_stopped
    return at > 0 and is_label and has_prose_below


def take_photos(page: Page, captions: set[int]) -> list[Photo]:
    """Make a photo of every caption and every credit, and one of two that belong together."""
    found: list[Photo] = []
    for at, item in enumerate(page.items):
        if at in captions:
            found.append(Photo(item.line.text))
        elif isinstance(item.mark, PhotoLine):
            found.append(Photo(item.mark.caption, item.mark.credit))
        else:
            continue
        _pair_last(found, is_next=at - 1 in captions or _is_photo(page, at - 1))
    return _unique(found)


def _is_photo(page: Page, at: int) -> bool:
    return at >= 0 and isinstance(page.items[at].mark, PhotoLine)


def _pair_last(photos: list[Photo], *, is_next: bool) -> None:
    """Make one photo of a caption and a credit that stand one after the other."""
    if len(photos) < 2 or not is_next:
        return
    first, second = photos[-2:]
    if (first.caption and second.credit and not first.credit and not second.caption) or (
        first.credit and second.caption and not first.caption and not second.credit
    ):
        photos[-2:] = [Photo(first.caption or second.caption, first.credit or second.credit)]


def _unique(photos: list[Photo]) -> list[Photo]:
    """Leave out repetitions, and a caption or credit that is told in another photo."""
    found = list(dict.fromkeys(photo for photo in photos if photo != Photo()))
    captions = {text_key(photo.caption) for photo in found if photo.caption and photo.credit}
    credited = {photo.credit for photo in found if photo.caption}
    return [
        photo
        for photo in found
        if (photo.caption or photo.credit not in credited)
        and (photo.credit or text_key(photo.caption or "") not in captions)
    ]
