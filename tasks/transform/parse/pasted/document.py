"""From the text of a pasted page to the fields of its article."""

from __future__ import annotations

from typing import Final

from tasks.models import SourceDocument
from tasks.transform.parse import errors
from tasks.transform.parse.fields import Fields
from tasks.transform.parse.languages import cyrillic_share
from tasks.transform.parse.pasted.layout import read_page
from tasks.transform.parse.pasted.lines import is_binary, is_markup, read_lines

PARSER: Final = "pasted-page/2"
# Ukrainian pages with every label in Latin letters still have most of their text in Cyrillic.
_MIN_CYRILLIC_SHARE: Final = 0.3


def read_pasted(document: SourceDocument) -> Fields:
    """Read the fields off a page that was copied from a browser as text.

    Raises:
        NotAnArticleError: the document is empty, not text, or not in Cyrillic.
    """
    if is_binary(document.text):
        raise errors.binary(document.uri)
    lines = read_lines(document.text)
    if not lines:
        raise errors.empty(document.uri)
    if is_markup(document.text):
        raise errors.markup(document.uri)
    share = cyrillic_share(document.text)
    if share < _MIN_CYRILLIC_SHARE:
        raise errors.not_ukrainian(
            document.uri, f"{share:.0%} of its letters are Cyrillic, «{lines[0].text[:60]}»"
        )
    return read_page(lines, document.read_at)
