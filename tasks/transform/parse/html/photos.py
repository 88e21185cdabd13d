"""The photos of an article: what is printed under them, parted into caption and credit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from tasks.language.text import straighten_apostrophes
from tasks.models import Photo
from tasks.transform.parse.html.blocks import Block
from tasks.transform.parse.html.tree import text_of, words_only
from tasks.transform.parse.html.zones import Zone
from tasks.transform.parse.labels import labels
from tasks.transform.parse.pasted.marks import is_noise
from tasks.transform.parse.pasted.photos import PhotoLine, parse_photo

_OTHER = Zone.JUNK | Zone.DROPPED | Zone.BYLINE
_PRINTED = Zone.CAPTION | Zone.CREDIT
# «… / © Pexels», «… (Reuters)»: after such a mark, under a photo, stands who made it.
_LABEL = (
    r"(?:автор(?:ка)?\s+(?:фото|світлини)|фото|світлина|джерело|автор(?:ка)?|ілюстрація|колаж"
    r"|источник|photo|source|credit)"
)
_MARK = re.compile(
    rf"(?:\s+(?={_LABEL}\s*:)|\s*[/|(©]+\s*(?:©\s*)?|[.,;]\s+|\s+[–—-]\s+)(?P<label>{_LABEL}\s*[:©–—-]?\s+)?",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    rf"\s*{_LABEL}\s+(?:фото)?\s*[:©–—-]\s*|\s*(?:джерело|источник|source|автор(?:ка)?)\s*:\s*",
    re.IGNORECASE,
)
# «… Фото ілюстративне» says what kind of photo it is, not who made it.
_KIND = re.compile(
    r"\w.*[.,;(–—-]\s*(?:фото|зображення|світлина|изображение)\s+(?:ил?люстратив|ілюстратив|архівн|архивн)"
    r"\w+\W*$",
    re.IGNORECASE,
)
# «ФБУ. Ярина Сагайдак»: before what is on a photo stands who made it.
_LED = re.compile(r"(?P<credit>[^.|]{2,60})(?:\.|\s*\|)\s+(?P<caption>\S.*)")
_ACRONYM = re.compile(r"[A-ZА-ЯҐЄІЇ]{2,6}$")
# What plays is no photo.
_FILM = re.compile(r"(?:відео|видео|video|аудіо|аудио|audio)\b\W", re.IGNORECASE)
_EDGES = " \t,;/|–—"


@dataclass(slots=True)
class _Draft:
    key: object
    at: int
    is_pictured: bool
    caption: str | None = None
    credit: str | None = None


def photos(
    blocks: Sequence[Block], captions: Sequence[Block], authors: Sequence[str]
) -> list[Photo]:
    """Read the photos that blocks of an article describe, in page order.

    `captions` are those among the text that say of themselves that they are about a photo;
    a photo of one of the `authors` is none of the article.
    """
    names = tuple(words_only(name) for name in authors)
    printed = {id(block) for block in captions}
    drafts: list[_Draft] = []
    for at, block in enumerate(blocks):
        if not block.zone & _PRINTED and id(block) not in printed:
            continue
        if block.zone & _OTHER or is_noise(block.text) or _FILM.match(block.text):
            continue
        if block.key.startswith(names) and not block.zone & Zone.CREDIT:
            continue
        line = (
            _led(block)
            or _apart(block)
            or read_caption(block.text, is_credit=bool(block.zone & Zone.CREDIT))
        )
        if line is None:
            continue
        draft = drafts[-1] if drafts else None
        key = _picture(block)
        if draft is None or not _continues(draft, key, at, line):
            draft = _Draft(key, at, block.picture is not None)
            drafts.append(draft)
        draft.at = at
        if draft.caption and line.caption:
            line = PhotoLine(credit=_bare(line.caption))
        draft.caption = draft.caption or line.caption
        draft.credit = draft.credit or line.credit
    found = [Photo(_caption(draft), draft.credit) for draft in drafts]
    return list(dict.fromkeys(photo for photo in found if photo.caption or photo.credit))


def read_caption(text: str, *, is_credit: bool) -> PhotoLine | None:
    """Part what is printed under a photo."""
    if len(text) > 500:
        return None
    if source := _SOURCE.match(straighten_apostrophes(text)):
        return _parted(text[source.end() :], is_credit=True)
    is_credit = is_credit or text.startswith("©")
    if _KIND.search(straighten_apostrophes(text)):
        return PhotoLine(caption=text)
    line = parse_photo(text)
    if line and line.caption and line.credit:
        return line
    if line and line.credit:
        return _parted(line.credit, is_credit=True)
    return _parted(line.caption if line and line.caption else text, is_credit=is_credit)


def _led(block: Block) -> PhotoLine | None:
    """Part a caption that begins with who made the photo, in an element of its own or known."""
    match = _LED.fullmatch(block.text)
    if match is None:
        return None
    first = next(iter(block.owner), None)
    is_apart = (
        first is not None
        and not (block.owner.text or "").strip()
        and words_only(text_of(first)) == words_only(match["credit"])
    )
    credit = match["credit"].strip()
    is_maker = labels().agencies.match(credit) is not None
    if is_maker or (is_apart and (_ACRONYM.match(credit) or _is_source(block.owner))):
        return PhotoLine(match["caption"].strip(_EDGES), _bare(credit))
    return None


def _apart(block: Block) -> PhotoLine | None:
    """Part what stands by an image in two elements with nothing around them."""
    if block.picture is None:
        return None
    texts = [text for child in block.owner if (text := text_of(child))]
    if len(texts) != 2 or words_only("".join(texts)) != block.key:
        return None
    caption, credit = texts
    line = read_caption(credit, is_credit=True)
    if line is None or not (line.credit and (_is_signature(credit) or _is_named(credit))):
        return None
    return PhotoLine(caption.strip(_EDGES), line.credit)


def _is_source(element: HtmlElement) -> bool:
    """Tell whether an element is named for the source of a photo, not for what is on it."""
    return any(name in {"src", "source", "credit", "copyright"} for name in element.classes)


def _parted(text: str, *, is_credit: bool) -> PhotoLine:
    plain = straighten_apostrophes(text)
    for mark in _MARK.finditer(plain):
        credit = text[mark.end() :].strip(" .)")
        caption = text[: mark.start()].strip(_EDGES)
        # What is labelled as a credit holds a caption only where an agency follows.
        is_told = not is_credit or (len(caption.split()) > 3 and "(" in mark.group())
        if caption and is_told and _is_maker(mark, credit):
            return PhotoLine(caption, _bare(credit))
    return PhotoLine(credit=_bare(text)) if is_credit else PhotoLine(caption=text)


def _is_maker(mark: re.Match[str], credit: str) -> bool:
    """Tell whether the last part of a caption is who made the photo."""
    plain = straighten_apostrophes(credit)
    words = plain.split()
    if not words or len(words) > 8 or len(plain) > 70:
        return False
    if mark["label"] or "©" in mark.group() or labels().agencies.match(plain):
        return True
    is_name = len(words) <= 5 and plain[0].isupper()
    is_kind = labels().credit_phrase.match(plain) is not None and len(words) <= 4
    if "/" in mark.group() or "|" in mark.group():
        return is_name or is_kind
    # «. Суспільне Харків/Поліна Гуменчук»: two names with a stroke between make no sentence.
    return "/" in plain and is_name and "(" not in mark.group()


def _bare(text: str) -> str:
    bare = text.strip(" \t,;:©()")
    return bare + ")" if "(" in bare and ")" not in bare else bare


def _caption(draft: _Draft) -> str | None:
    if draft.caption and draft.credit:
        return draft.caption.strip(_EDGES + ".") or None
    return draft.caption


def _picture(block: Block) -> HtmlElement | None:
    """What holds a photo and all that is printed under it."""
    if block.picture is not None:
        return block.picture
    for element in (block.owner, *block.owner.iterancestors()):
        if element.tag == "figure":
            return element
    marked = next((flag.element for flag in block.flags if flag.zone & _PRINTED), None)
    return marked.getparent() if marked is not None else None


def _continues(draft: _Draft, key: object, at: int, line: PhotoLine) -> bool:
    is_under = draft.credit and not draft.caption and not line.credit and draft.at + 1 == at
    if is_under and _is_around(key, draft.key):
        return True
    if draft.key is not key or (draft.at + 1 != at and getattr(key, "tag", "") != "figure"):
        return False
    if draft.caption and line.caption and not draft.credit:
        return _is_signature(line.caption) or (draft.is_pictured and _is_named(line.caption))
    return not ((draft.caption and line.caption) or (draft.credit and line.credit))


def _is_around(outer: object, inner: object) -> bool:
    """Tell whether an element with a credit on its image is within that with the caption."""
    return isinstance(inner, HtmlElement) and inner.getparent() is outer


def _is_signature(text: str) -> bool:
    """Tell whether a second line under a photo is who made it («Семен Дуб / hromadske»)."""
    words = text.split()
    is_made = "/" in text or labels().credit_phrase.match(straighten_apostrophes(text)) is not None
    return len(words) <= 7 and is_made and not text.endswith((".", "!", "?"))


def _is_named(text: str) -> bool:
    """Tell whether a short line is a name: of a person, an agency, a body («Харківметро»)."""
    words = text.split()
    if len(words) > 4 or text.endswith((".", "!", "?", ":")):
        return False
    return all(word[0].isupper() for word in words) or labels().agencies.match(text) is not None
