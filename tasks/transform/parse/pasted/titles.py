"""Which text of a page is its title."""

from __future__ import annotations

from tasks.transform.parse.bylines import Byline, author_key
from tasks.transform.parse.pasted.marks import text_key
from tasks.transform.parse.pasted.page import Page
from tasks.transform.parse.pasted.photos import PhotoLine

# Longest headline in use: about 200 characters; a page with a subtitle in it has 250.
_MAX_LENGTH = 300
_MAX_STOPPED_LENGTH = 160


def find_title(page: Page) -> int | None:
    """Find the title among the texts above the body; None where there is none."""
    above = _above_body(page)
    first = next(iter(above), None)
    if first is None:
        return None
    if page.is_caption(first):
        return _title_after_caption(page, above)
    return first if _is_title(page, first, above) else None


def _above_body(page: Page) -> list[int]:
    """Texts from the top to the first paragraph, and that one if it is the first text."""
    found: list[int] = []
    for at in page.texts():
        if page.is_paragraph(at) and not page.is_caption(at) and found:
            break
        found.append(at)
    return found


def _title_after_caption(page: Page, above: list[int]) -> int | None:
    """Choose where the first text stands over a photo credit.

    It is a caption if a title comes later; at the very top, it is the title of a page
    whose photo has a credit only.
    """
    first = above[0]
    later = [
        at for at in above[1:] if not page.is_caption(at) and not page.items[at].line.is_stopped
    ]
    if any(page.is_origin(at) for at in range(first)):
        if later:
            return later[0] if _is_title(page, later[0], later) else None
        return None if _is_byline_repeated(page, first) else first
    has_title = len(later) > 1 or any(_has_origin_under(page, at) for at in later)
    return later[0] if has_title else first


def _is_title(page: Page, at: int, above: list[int]) -> bool:
    line = page.items[at].line
    if len(line.text) > _MAX_LENGTH or line.is_listed:
        return False
    is_late = _is_byline_repeated(page, at)
    if line.text.endswith(".") and not line.text.endswith("..."):
        has_label_below = at + 1 < len(page.items) and not page.is_text(at + 1)
        is_short = len(line.text) <= _MAX_STOPPED_LENGTH and line.sentences == 1
        return is_short and has_label_below and not is_late
    has_photo_above = any(isinstance(item.mark, PhotoLine) for item in page.items[:at])
    has_origin_above = any(page.is_origin(n) for n in range(at))
    if not (has_photo_above and has_origin_above) and not is_late:
        return True
    # Under photo or bylines stands the lead; a title there has another text or label below.
    others = [n for n in above if n > at and not page.items[n].line.is_stopped]
    has_lead_below = any(text_key(page.text(n)) != text_key(line.text) for n in others)
    return has_lead_below or _has_origin_under(page, at)


def _has_origin_under(page: Page, at: int) -> bool:
    return at + 1 < len(page.items) and page.is_origin(at + 1)


def _is_byline_repeated(page: Page, before: int) -> bool:
    """Whether both bylines of the layout are above: then the place of the title is past."""
    keys = [
        author_key(name)
        for item in page.items[:before]
        if isinstance(item.mark, Byline)
        for name in item.mark.names
    ]
    return len(keys) > len(set(keys))
