"""What the tags and class names of a page say of its parts, in the words of web designers."""

from __future__ import annotations

import re
from enum import IntFlag
from functools import lru_cache

from lxml.html import HtmlElement


class Zone(IntFlag):
    """What a part of a page is for; `JUNK` is none of the article."""

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


# Beside a text of the article, and no part of what it says.
FRAME = Zone.JUNK | Zone.CAPTION | Zone.CREDIT | Zone.CRUMBS | Zone.TAGS
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
# Names that are written as one word: «artlead», «mdate», «newsSummary».
_PREFIX = r"(?:art|article|news|post|pub|page|story|m|n|a|b|c|p)?-?"
_MAKER = re.compile(r"sou?rce|author|copy|credit|photograph|(?:^|[\s_-])by(?:$|[\s_-])")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _words(*expressions: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(expressions)})(?=$|[\s_-])")


_ZONES = {
    Zone.CREDIT: _words(
        r"credits?", r"copy(?:right)?s?",
        r"(?:photo|image|img|picture|foto|media)[_-]*(?:author|source|by|copy(?:right)?|credits?)",
        r"(?:author|source)[_-]*(?:photo|image|img|foto)", "photographer",
        r"caption[_-]*(?:author|source|credit)",
    ),
    Zone.CAPTION: _words(
        r"(?:fig)?captions?(?:[_-]text)?", "captiontext", "pidpys", "cap",
        r"(?:photo|image|img|picture|pic|foto|media)(?:[_-]*(?:box|block|item|wrap))?[_-]*"
        r"(?:title|descr?(?:iption)?|text|sign(?:ature)?|name|legend|about|note|label|info)",
    ),
    Zone.BYLINE: _words(
        rf"{_PREFIX}authors?", "author-?name", "byline", "by-line", "writers?", "reporter", "avtory?",
        "journalist", "editors?", "vcard",
    ),
    Zone.DATE: _words(
        rf"{_PREFIX}dates?", rf"{_PREFIX}time", "date-?time", "timestamp", "published?", "posted-?on",
        "created", "updated", "modified", "data",
    ),
    Zone.CRUMBS: _words("bread-?crumbs?", "crumbs?", "breadcrumblist", "bread", "path", "pathway"),
    Zone.RUBRIC: _words(
        r"rubrics?", "rubrika", "chapters?", "sections?", "topic-?name", r"categor(?:y|ies)", "cat-links", "kicker", "article-?section",
        r"section-?(?:name|label|link)", "supertitle", "overline", "cats?",
    ),
    Zone.TAGS: _words(r"tags?", "taglist", "tags-?links", "tagcloud", r"hash-?tags?", "keywords"),
    Zone.LEAD: _words(
        rf"{_PREFIX}lead(?:-?in)?", rf"{_PREFIX}summary", rf"{_PREFIX}intro", rf"{_PREFIX}anons?",
        "teaser(?:-text)?", "lid", "lede", "introduction", "announce(?:ment)?", "annotation",
        "standfirst", "sub-?title", "sub-?head(?:er|ing|line)?", "excerpt", "perex", "dek",
        "deck", "desc(?:ription)?", "preamble", "short-?(?:text|story|desc)", "alternative-?headline",
    ),
    Zone.INFO: _words(
        "meta", "info", "details", "counts?", "counters?", rf"{_PREFIX}views?", "stats?", "status",
    ),
    Zone.EMBED: _words("embed(?:ded)?", "embeds", "oembed", "tg-?post", "telegram-?post", "tweet"),
    Zone.JUNK: _words(
        r"relat(?:ed|ive)\w*", r"read-?(?:also|more|next|too)\w*", r"(?:also|more)-?read\w*", "also",
        "see-?also", r"more-?(?:news|articles|posts|stories|links?)", r"recom?mend\w*", "recs",
        "recirc\w*", "similar", "popular", "most-?(?:read|popular)",
        r"(?:top|last|latest|hot|other|all)-?(?:news|stories|posts|articles)", "block-?other",
        r"news-?(?:list|feed|line|lenta|ticker)", "lenta",
        r"shar(?:e|es|ing|er)\w*", r"socials?\w*", "soc", "addtoany\w*", "addthis\w*", "ya-share2",
        r"subscri\w*", "newsletter", r"(?:tg|telegram|viber|whatsapp|google)-?(?:subscri\w*|banner|channel|news|promo|link|join|btn|button|follow)",
        "follow(?:-us)?", r"banners?", r"advert\w*", "ads?", "adv", "adsbygoogle", "adslot", r"reklama?",
        "promo\w*", r"partners?", "partner-?news", r"sponsor\w*",
        r"comments?", r"comment-?(?:list|form|respond)", "respond", "disqus\w*", "hypercomments",
        r"side-?bar", r"side(?:-?col)?", "right-?col(?:umn)?", "menu", "nav", "navbar", "navigation", "pagination",
        "pager", "footer", r"cookies?", "gdpr", "consent", "login", "auth", "modal", "pop-?up", "rating", "votes?", "polls?",
        "cards?", r"donat\w*", "donation", "patreon", "mgid", "gnezdo", "redtram", "taboola", "outbrain",
        r"(?:prev|next)-?(?:post|article|news)", "post-?navigation", "typo", "orphus", "mistake", "print", "toolbar",
        "tools", "btns?", "buttons?", "report-?error", "error-?report", "app-?promo", "instagram-media",
        "tiktok-embed", "author-?(?:box|bio|info|about|card|block)", "about-?author", "about-?the-?author", "reading-?time", "read-?time",
        "langs?", "community", "support", "membership", "join", "donors?", r"video-?(?:title|caption|desc\w*)", "disclaimer", "language-?switcher", "search", "player", "skip(?:-?link)?", "toc", "table-of-contents",
    ),
}  # fmt: skip


def zone_of(element: HtmlElement) -> Zone:
    """Tell what an element is for, by its tag, role and class names alone."""
    get = element.get
    tag = str(element.tag)
    if tag == "footer" and next(element.iterancestors("article"), None) is not None:
        tag = "div"
    if tag == "figure" and not _is_picture(element):
        tag = "div"
    return _zone(
        tag,
        get("class") or "",
        get("id") or "",
        get("itemprop") or "",
        get("role") or "",
        get("rel") or "",
    )


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


@lru_cache(maxsize=20_000)
def _zone(tag: str, classes: str, name: str, itemprop: str, role: str, rel: str) -> Zone:
    if tag in _WHOLE or _WHOLE_CLASS.search(classes) or itemprop == "articleBody":
        return Zone.NONE
    if tag in _JUNK_TAGS and not _ZONES[Zone.CRUMBS].search(classes):
        return Zone.JUNK
    if tag == "figcaption" or tag == "figure" or itemprop in {"caption", "contentCaption"}:
        return Zone.CAPTION
    signs = " ".join((classes, name, itemprop, "tag" if rel == "tag" else ""))
    found = _read(_CAMEL.sub("-", signs).lower())
    return found | Zone.JUNK if role in _JUNK_ROLES else found


def _read(signs: str) -> Zone:
    if not signs.strip():
        return Zone.NONE
    found = Zone.NONE
    for zone, pattern in _ZONES.items():
        if pattern.search(signs):
            found |= zone
    # A name of a photo's part holds the word of the article's part: «photo-author».
    if found & Zone.CREDIT:
        found &= ~Zone.BYLINE
    if found & Zone.CAPTION:
        found &= ~(Zone.LEAD | Zone.TAGS | Zone.INFO)
    return found
