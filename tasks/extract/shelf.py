"""What the stage asks the datasets for: pages that they keep, inputs in quarantine.

Extract may not import load, so this says only what it needs; the flow hands in the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from tasks.extract.errors import OfflineError
from tasks.models import FetchedPage, KnownPage


class PageSource(Protocol):
    """Whatever gets pages from their addresses."""

    def fetch(self, url: str, known: KnownPage | None = None) -> FetchedPage | None:
        """Fetch a page; None where it has not changed since it was `known`."""


class Shelf(Protocol):
    """Whatever holds pages that were fetched before, and inputs that were refused."""

    def kept(self) -> Mapping[str, str]:
        """The SHA-256 of the kept pages by URI."""

    def page(self, uri: str) -> FetchedPage | None:
        """A kept page."""

    def quarantined(self) -> Mapping[str, str | None]:
        """The SHA-256 of the inputs in quarantine by URI; None where none could be taken."""

    def raw(self, uri: str) -> bytes | None:
        """The bytes of an input in quarantine, if they were kept."""

    def originals(self, choice: str) -> Mapping[str, datetime | None]:
        """The inputs of published articles that a choice means, by URI.

        With the time of publication, where only the feed gave it.
        """


class Offline:
    """Fetches nothing: for commands that stay on this machine."""

    def fetch(self, url: str, known: KnownPage | None = None) -> FetchedPage | None:  # noqa: ARG002
        """Refuse.

        Raises:
            OfflineError: always.
        """
        raise OfflineError(
            f"{url} was not fetched: nothing is fetched here",
            data="The page was not loaded",
            remedy="Save the page and name the file, or use a command that fetches",
        )
