"""Why a page was not fetched, in kinds that a reader of the quarantine can tell apart."""

from __future__ import annotations

from typing import TypeVar

from tasks.errors import Terminal, Transient, VisnykError

Kind = TypeVar("Kind", bound=VisnykError)


class BadAddress(Terminal):
    """It is not an address of a page on the web."""


class ForbiddenAddress(Terminal):
    """It leads where no public page is: this machine, a private network, another protocol."""


class RobotsForbidError(Terminal):
    """The site's robots.txt forbids it."""


class PageNotFound(Terminal):
    """The site has no such page (any more)."""


class AccessRefused(Terminal):
    """The site shows the page to others only."""


class PageRefused(Terminal):
    """The site gave an answer that holds no page."""


class TooManyRedirects(Terminal):
    """The site sends from one address to the next without an end."""


class WrongContent(Terminal):
    """It is a picture, a PDF or something else that no article can be read from."""


class PageTooLarge(Terminal):
    """It is larger than any article."""


class HostUnreachable(Transient):
    """The host is not found, or takes no connection."""


class UntrustedServer(Transient):
    """There is no safe connection: mostly a certificate that ran out."""


class ConnectionBroken(Transient):
    """The connection broke, or carried something that is not HTTP."""


class FetchTimeout(Transient):
    """The host did not answer in time."""


class PageTooSlow(Transient):
    """The page did not come to an end in time."""


class ServerTrouble(Transient):
    """The site has trouble of its own."""


class Throttled(Transient):
    """The site asks for fewer requests."""


class HostPaused(Transient):
    """The site asks for no requests for longer than it is worth waiting."""


class RobotsUnreachable(Transient):
    """Nobody can tell what the site's robots.txt allows."""


def not_fetched(kind: type[Kind], what: str, remedy: str) -> Kind:
    """Word an error: what happened, and what the reader can do next."""
    return kind(what, data="No page was loaded from it", remedy=remedy)


def shown(url: str) -> str:
    """Give an address as messages show it: some are as long as a page."""
    return url if len(url) <= 200 else f"{url[:199]}…"
