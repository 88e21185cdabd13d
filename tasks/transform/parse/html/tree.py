"""The tree of an HTML page: parsed once, from any text, and read by every other module."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from tasks.language.text import clean_line

# What no page shows; libxml2 would end the document at the first NUL.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Never shown as text, or only as a substitute for what is.
_UNSEEN = (
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed",
    "video", "audio", "canvas", "button", "select", "textarea", "input", "amp-ad", "amp-embed",
)  # fmt: skip


def parse_tree(text: str) -> HtmlElement | None:
    """Parse a page, however malformed; None where it holds no element at all.

    libxml2 cuts nesting at 255 levels, so that what walks the tree needs no limit.
    """
    # As bytes: a declaration of an encoding in a decoded text would be taken at its word.
    raw = _CONTROL.sub(" ", text).encode()
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(raw, parser=parser)
    except etree.LxmlError:
        return None


def drop_unseen(tree: HtmlElement) -> None:
    """Take out of a tree what a reader of the page never sees."""
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)


def text_of(element: etree._Element) -> str:
    """The text of an element as a reader sees it, on one line."""
    return one_line("".join(element.itertext()))


def one_line(text: str) -> str:
    """Fold the white space of a text to single spaces, and clean it."""
    return clean_line(" ".join(text.split()))


def words_only(text: str) -> str:
    """Reduce a text to its letters and digits, which no layout changes."""
    return re.sub(r"[\W_]+", "", text).casefold()
