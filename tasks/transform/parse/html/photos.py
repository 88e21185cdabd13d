"""The photos of an article: what is printed under them, parted into caption and credit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from tasks.language.text import straighten_apostrophes
from tasks.models import Photo
from tasks.transform.parse.html.blocks import Block
from tasks.transform.parse.html.zones import Zone
from tasks.transform.parse.labels import labels
from tasks.transform.parse.pasted.marks import is_noise
from tasks.transform.parse.pasted.photos import PhotoLine, parse_photo

_PRINTED = Zone.CAPTION | Zone.CREDIT
# «… / © Pexels», «… (Reuters)»: after such a mark, under a photo, stands who made it.
_LABEL = r"(?:фото|світлина|джерело|автор(?:ка)?|ілюстрація|колаж|источник|photo|source|credit)"
_LAST_PART = re.compile(
    r"(?P<caption>.{3,}?)(?P<mark>\s*[/|(©]+\s*(?:©\s*)?|[.,;]\s+|\s+[–—-]\s+)"
    rf"(?P<label>{_LABEL}\s*[:©–—-]?\s+)?(?P<credit>[^|©()]{{2,70}}(?:\([^()]*\))?)\)?\s*$",
    re.IGNORECASE,
)
_SOURCE = re.compile(rf"\s*{_LABEL}\s+(?:фото)?\s*[:©–—-]\s*|\s*(?:джерело|источник|source|автор(?:ка)?)\s*:\s*", re.IGNORECASE)
_EDGES = " \t,;/|–—"


@dataclass(slots=True)
class _Draft:
    key: object
    at: int
    caption: str | None = None
    credit: str | None = None


def photos(blocks: Sequence[Block]) -> list[Photo]:
    """Read the photos that blocks of an article describe, in page order."""
    drafts: list[_Draft] = []
    for at, block in enumerate(blocks):
        if not block.zone & _PRINTED or block.zone & Zone.JUNK or is_noise(block.text):
            continue
        line = read_caption(block.text, is_credit=bool(block.zone & Zone.CREDIT))
        if line is None:
            continue
        draft = drafts[-1] if drafts else None
        key = _picture(block)
        if draft is None or not _continues(draft, key, at, line):
            draft = _Draft(key, at)
            drafts.append(draft)
        draft.at = at
        draft.caption = draft.caption or line.caption
        draft.credit = draft.credit or line.credit
    found = [Photo(_caption(draft), draft.credit) for draft in drafts]
    return list(dict.fromkeys(photo for photo in found if photo.caption or photo.credit))


def read_caption(text: str, *, is_credit: bool) -> PhotoLine | None:
    """Part what is printed under a photo."""
    if len(text) > 500:
        return None
    plain = straighten_apostrophes(text)
    source = _SOURCE.match(plain)
    if source:
        return PhotoLine(credit=_bare(text[source.end() :]))
    line = parse_photo(text)
    if line is not None and (line.credit or not line.caption):
        return line
    rest = line.caption if line and line.caption else text
    if match := _LAST_PART.match(straighten_apostrophes(rest)):
        credit = rest[match.start("credit") : match.end("credit")]
        if _is_maker(match):
            caption = rest[: match.end("caption")].strip(_EDGES)
            return PhotoLine(caption or None, _bare(credit))
    return PhotoLine(credit=_bare(rest)) if is_credit else PhotoLine(caption=rest)


def _is_maker(match: re.Match[str]) -> bool:
    """Tell whether the last part of a caption is who made the photo."""
    credit = match["credit"].strip(" .")
    if match["label"] or "©" in match["mark"] or labels().agencies.match(credit):
        return True
    is_name = len(credit.split()) <= 5 and credit[:1].isupper()
    is_kind = labels().credit_phrase.match(credit) is not None and len(credit.split()) <= 4
    if "/" in match["mark"] or "|" in match["mark"]:
        return is_name or is_kind
    # «. Суспільне Харків/Поліна Гуменчук»: two names with a stroke between make no sentence.
    return "/" in credit and is_name


def _bare(text: str) -> str:
    bare = text.strip(" \t,;:©()")
    return bare + ")" if "(" in bare and ")" not in bare else bare


def _caption(draft: _Draft) -> str | None:
    if draft.caption and draft.credit:
        return draft.caption.strip(_EDGES + ".") or None
    return draft.caption


def _picture(block: Block) -> HtmlElement | None:
    """What holds a photo and all that is printed under it."""
    for element in (block.owner, *block.owner.iterancestors()):
        if element.tag == "figure":
            return element
    marked = next((flag.element for flag in block.flags if flag.zone & _PRINTED), None)
    return marked.getparent() if marked is not None else None


def _continues(draft: _Draft, key: object, at: int, line: PhotoLine) -> bool:
    if draft.key is not key or (draft.at + 1 != at and getattr(key, "tag", "") != "figure"):
        return False
    return not ((draft.caption and line.caption) or (draft.credit and line.credit))
