"""Why a source gives no input, or an input no document."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.errors import Terminal, Transient

_SHOWN = 3
_NOTHING = "Nothing was loaded from it"


class InputNotFoundError(Terminal):
    """A source names nothing that exists."""


class NoDocumentsError(Terminal):
    """A folder, a glob, a list or a listing holds no document."""


class InputsGoneError(NoDocumentsError):
    """Inputs of published articles are no longer where they were read."""


class NotAFileError(Terminal):
    """The path is a pipe, a socket or a device: it could be read for ever."""


class UnreadableInputError(Transient):
    """The file is there but cannot be read now (permissions, a failing disk)."""


class InputTooLargeError(Terminal):
    """The input is larger than any article."""


class InputChangedError(Transient):
    """The file was written to between finding a record and reading it."""


class DamagedRecordError(Terminal):
    """A line of a file of records is no record."""


class NotAListingError(Terminal):
    """What was named as a feed or a sitemap is none."""


class NotAPageError(Terminal):
    """What was named as a page is a feed, a sitemap or a file of records."""


class TruncatedListingError(Terminal):
    """A listing holds more than is read of one."""


class OfflineError(Terminal):
    """An address was given where nothing is fetched."""


class NoStdinError(Terminal):
    """Standard input was named where there is none."""


def unreadable(name: object, error: OSError) -> UnreadableInputError:
    """Say that a path cannot be read, and what the system says."""
    return UnreadableInputError(
        f"{name} cannot be read ({error.strerror or error})",
        data=_NOTHING,
        remedy="Give the user who runs visnyk the right to read it; the next run tries again",
    )


def not_a_file(path: object) -> NotAFileError:
    """Say that a path is nothing that ends."""
    return NotAFileError(
        f"{path} is a pipe, a socket or a device, not a file",
        data="The document was not loaded",
        remedy="Save the page to a file first",
    )


def too_large(name: str, size: int, limit: int) -> InputTooLargeError:
    """Say that an input is over the limit."""
    return InputTooLargeError(
        f"{name} has {size / 1e6:,.1f} MB, over the limit of {limit / 1e6:,.1f} MB",
        data="The document was not read",
        remedy="Split it into one file an article, or raise VISNYK_MAX_DOCUMENT_BYTES",
    )


def changed(name: str) -> InputChangedError:
    """Say that a record is not any more where it was found."""
    return InputChangedError(
        f"{name} was written to while it was read",
        data="The record was not loaded",
        remedy="Let the file be finished; the next run reads it again",
    )


def inputs_gone(uris: Sequence[str]) -> InputsGoneError:
    """Say that published articles cannot be read again, and which."""
    shown = ", ".join(uris[:_SHOWN])
    more = f" and {len(uris) - _SHOWN:,} more" if len(uris) > _SHOWN else ""
    return InputsGoneError(
        f"The inputs of {len(uris):,} articles are gone: {shown}{more}",
        data="These articles stay as they are",
        remedy="Put the files back in their places; load addresses again to have their pages kept "
        "(visnyk run ADDRESSES --refresh)",
    )


def no_listing(name: str, found: str) -> NotAListingError:
    """Say that something is neither a feed nor a sitemap, and what it is."""
    return NotAListingError(
        f"{name} is neither a feed nor a sitemap ({found})",
        data=_NOTHING,
        remedy="Open it in a browser to see what it is; name a page without feed: or sitemap:",
    )


def empty_listing(name: str) -> NoDocumentsError:
    """Say that a feed, a sitemap or a list names no page."""
    return NoDocumentsError(
        f"{name} names no page",
        data=_NOTHING,
        remedy="Open it in a browser to see whether it should; the next run looks again",
    )


def truncated(name: str, limit: int, unit: str) -> TruncatedListingError:
    """Say that only the beginning of a listing was read."""
    return TruncatedListingError(
        f"{name} holds more than {limit:,} {unit}",
        data=f"Only {limit:,} {unit} of it were read, the newest first where it says",
        remedy="Name the sitemaps that it consists of one by one",
    )
