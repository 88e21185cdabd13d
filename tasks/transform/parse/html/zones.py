"""What the tags and class names of a page say of its parts, in the words of web designers."""

from __future__ import annotations

import re
import tomllib
from enum import IntFlag
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from lxml.html import HtmlElement


class Zone(IntFlag):
    """What a part of a page is for.

    `JUNK` is none of the article; `DROPPED` is none of its text, as its outlet's pages are
    known, but may hold its tags.
    """

    NONE = 0
    JUNK = 1
    CAPTION = 2
    CREDIT = 4
    BYLINE = 8
    DATE = 16
    CRUMBS = 32
    RUBRIC = 64
    TAGS = 128
    LEAD = 256
    INFO = 512
    EMBED = 1024
    DROPPED = 2048

    # That of enum looks up a member for every result, which takes a tenth of the time of a page.
    if not TYPE_CHECKING:
        __and__ = int.__and__
        __rand__ = int.__rand__


# Beside a text of the article, and no part of what it says.
FRAME = Zone.JUNK | Zone.DROPPED | Zone.CAPTION | Zone.CREDIT | Zone.CRUMBS | Zone.TAGS
# The same, where it is short: in longer text the word may mean something else.
LABEL = Zone.RUBRIC | Zone.BYLINE | Zone.INFO

_JUNK_TAGS = {"nav", "footer", "aside", "menu"}
_JUNK_ROLES = {"navigation", "complementary", "contentinfo", "banner", "search", "dialog"}
# The whole article or page: WordPress names its categories and tags in their classes.
_WHOLE = {"html", "body", "main", "article"}
_WHOLE_CLASS = re.compile(r"\b(?:hentry|type-post|status-publish|single-post)\b")
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:visually-?hidden|sr-only|screen-reader-text|screen-reader|hidden|d-none|hide)(?=\s|$)"
)
_MAKER = re.compile(r"sou?rce|author|copy|credit|photograph|(?:^|[\s_-])by(?:$|[\s_-])")
# WordPress says of links that they lead to a category or a tag.
_RELATIONS = {"tag": "tag", "category tag": "category", "category": "category"}
_TRAIL = re.compile(r"bread-?crumb|крихт|крошк", re.IGNORECASE)
# What closes an article, unlike what closes the page.
_OWN_FOOTER = re.compile(r"\b(?:entry|post|article|news|content|single|item)[_-]*footer\b")
# Sizes of type, whatever is set in them.
_TYPE = re.compile(r"\b(?:text|typography|font|fs)-{1,2}(?:caption|overline|subtitle|body)\b")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def zone_of(element: HtmlElement) -> Zone:
    """Tell what an element is for, by its tag, role and class names alone."""
    get = element.get
    tag = str(element.tag)
    if tag == "footer" and next(element.iterancestors("article"), None) is not None:
        tag = "div"
    if tag == "figure" and not _is_picture(element):
        tag = "div"
    kinds = f"{get('itemtype') or ''} {get('typeof') or ''} {get('aria-label') or ''}"
    names = (
        get("class") or "",
        get("id") or "",
        _relation(element) if get("rel") else "",
        "breadcrumbs" if _TRAIL.search(kinds) else "",
    )
    return _zone(tag, names, get("itemprop") or "", get("role") or "")


def _relation(link: HtmlElement) -> str:
    """What WordPress says that a link leads to; to themes of blocks a category is a tag, too."""
    is_category = "/category/" in (link.get("href") or "")
    relation = link.get("rel") or ""
    return _RELATIONS.get("category tag" if relation == "tag" and is_category else relation, "")


def is_hidden(element: HtmlElement) -> bool:
    """Tell whether the page says that an element is not to be shown."""
    style = element.get("style")
    if style and "display:none" in style.replace(" ", "").lower():
        return True
    return element.get("hidden") is not None or bool(
        _HIDDEN_CLASS.search(element.get("class") or "")
    )


def is_maker(element: HtmlElement) -> bool:
    """Tell whether a part of a caption is named as who made the photo."""
    return _MAKER.search((element.get("class") or "").lower()) is not None


def _is_picture(figure: HtmlElement) -> bool:
    # WordPress sets tables, quotations and embedded posts in figures, too.
    return not any(True for _ in figure.iter("table", "blockquote", "p"))


@lru_cache(maxsize=1)
def _patterns() -> dict[Zone, re.Pattern[str]]:
    raw = tomllib.loads(files(__package__).joinpath("zones.toml").read_text(encoding="utf-8"))
    prefix = raw.pop("of")
    words = {Zone[name]: "|".join(parts).replace("<of>", prefix) for name, parts in raw.items()}
    return {
        zone: re.compile(rf"(?:^|[\s_-])(?:{any_of})(?=$|[\s_-])") for zone, any_of in words.items()
    }


@lru_cache(maxsize=20_000)
def _zone(tag: str, names: tuple[str, ...], itemprop: str, role: str) -> Zone:
    if tag in _WHOLE or _WHOLE_CLASS.search(names[0]) or itemprop == "articleBody":
        return Zone.NONE
    if tag in {"figcaption", "figure"} or itemprop in {"caption", "contentCaption"}:
        return Zone.CAPTION
    signs = _CAMEL.sub("-", " ".join((*names, itemprop))).lower()
    found = _read(_TYPE.sub(" ", _OWN_FOOTER.sub(" ", signs)))
    if found & Zone.CRUMBS:
        return found
    if tag in _JUNK_TAGS:
        return Zone.JUNK
    return found | Zone.JUNK if role in _JUNK_ROLES else found


def _read(signs: str) -> Zone:
    if not signs.strip():
        return Zone.NONE
    found = Zone.NONE
    for zone, pattern in _patterns().items():
        if pattern.search(signs):
            found |= zone
    # A name of a photo's part holds the word of the article's part: «photo-author».
    if found & Zone.CREDIT:
        found &= ~Zone.BYLINE
    if found & Zone.CAPTION:
        found &= ~(Zone.LEAD | Zone.TAGS | Zone.INFO)
    return found
