"""Why a document is no article: every kind is terminal, for the text will not change."""

from __future__ import annotations

from tasks.errors import Terminal

_DATA = "No row was made from it"
_SAVE = "Open the page in a browser, wait until all of it shows, and save it from there"
_LAYOUT = (
    "A pasted page holds a title, then the text in paragraphs; date, author, site, "
    "photo and tag lines are understood where they are present"
)


class NotAnArticleError(Terminal):
    """The document holds no text that could be an article."""


class NotUkrainianError(NotAnArticleError):
    """The text is in a language that is not read here."""


class NoTitleError(NotAnArticleError):
    """There is text, but no line that could be its title."""


class NoTextError(NotAnArticleError):
    """There is a title, but nothing under it."""


def empty(uri: str) -> NotAnArticleError:
    """Say that a document has no text at all."""
    return NotAnArticleError(
        f"{uri} is empty", data=_DATA, remedy="Paste the text of the page into the file again"
    )


def binary(uri: str) -> NotAnArticleError:
    """Say that a document is not text."""
    return NotAnArticleError(
        f"{uri} holds control characters, so it is not a text file",
        data=_DATA,
        remedy="Save the page as plain text in UTF-8",
    )


def markup(uri: str) -> NotAnArticleError:
    """Say that a document is the source of a web page."""
    return NotAnArticleError(
        f"{uri} is the HTML source of a page, not its text",
        data=_DATA,
        remedy="Open the page in a browser, copy what it shows and paste that into a text file",
    )


def not_ukrainian(uri: str, found: str) -> NotUkrainianError:
    """Say that a text is in another language, and what was found."""
    return NotUkrainianError(
        f"The text of {uri} is not Ukrainian (or Russian): {found}",
        data=_DATA,
        remedy="Leave the file out, or paste the Ukrainian version of the page",
    )


def no_title(uri: str, first_line: str) -> NoTitleError:
    """Say that no line is a title, and which line comes first."""
    return NoTitleError(
        f"{uri} has no title: its text begins with «{first_line[:60]}»",
        data=_DATA,
        remedy=f"Add the title as a line of its own above the text. {_LAYOUT}",
    )


def no_text(uri: str, title: str) -> NoTextError:
    """Say that there is only a title."""
    return NoTextError(
        f"{uri} has only a title, «{title[:60]}», and no text",
        data=_DATA,
        remedy=f"Paste the text under the title. {_LAYOUT}",
    )


def page_without_title(uri: str) -> NoTitleError:
    """Say that a web page has no title."""
    return NoTitleError(
        f"{uri} has neither a heading nor a title in its head",
        data=_DATA,
        remedy=f"{_SAVE}, or paste its text into a text file",
    )


def page_without_text(uri: str, title: str) -> NoTextError:
    """Say that a web page has only a title."""
    return NoTextError(
        f"{uri} shows only a title, «{title[:60]}», and no text under it",
        data=_DATA,
        remedy=f"{_SAVE}: its text may be there only after its scripts have run",
    )


def not_article_page(uri: str, why: str) -> NotAnArticleError:
    """Say that a web page is something else, and how that shows."""
    return NotAnArticleError(
        f"{uri} is not the page of an article: {why}",
        data=_DATA,
        remedy="Give the address of the article itself, or save its page from a browser in which "
        "it can be read",
    )
