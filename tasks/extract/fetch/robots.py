"""What each site's robots.txt allows, by RFC 9309."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from protego import Protego

from tasks.errors import VisnykError
from tasks.extract.fetch.addresses import WebAddress
from tasks.extract.fetch.errors import (
    ForbiddenAddress,
    HostPaused,
    HostUnreachable,
    RobotsForbidError,
    RobotsUnreachable,
    UntrustedServer,
    not_fetched,
    shown,
)
from tasks.extract.fetch.recent import Recent

# RFC 9309: no longer than a day. What could not be read is asked for again by the next
# run, but not by every page of this one.
_KEPT_SECONDS: Final = 86_400.0
_FAILURE_KEPT_SECONDS: Final = 120.0
_SITES_KEPT: Final = 1_000
# A site that wants more than that between two pages means crawlers of its whole archive.
MAX_CRAWL_DELAY_SECONDS: Final = 30.0
# What would have happened to the page itself says more than what happened to robots.txt.
_ABOUT_THE_SITE: Final = (HostUnreachable, HostPaused, UntrustedServer)


class Robots:
    """Ask every site once for its robots.txt, and every address of it about the rules.

    Args:
        read: gets the text of a robots.txt, None if the site has none.
        slow_down: is told the requests a second that a host allows.
        agent: our name as a robots.txt would write it.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        read: Callable[[str], str | None],
        slow_down: Callable[[str, float], None],
        agent: str,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read
        self._slow_down = slow_down
        self._agent = agent
        self._clock = clock
        self._sites = Recent(lambda _origin: _Site(), most=_SITES_KEPT)

    def check(self, address: WebAddress) -> None:
        """Raise if an address must not be fetched.

        Raises:
            RobotsForbidError: if its site forbids it.
            RobotsUnreachable: if its site has rules and does not give them.
            ForbiddenAddress: if its site must not be asked at all.
            HostUnreachable, HostPaused, UntrustedServer: if its site cannot be.
        """
        site = self._sites[address.origin]
        # The other threads with pages of this site wait: they need the answer, too.
        with site.lock:
            if self._clock() >= site.expires_at:
                self._renew(site, address)
            rules, problem = site.rules, site.problem
        if isinstance(problem, _ABOUT_THE_SITE):
            raise type(problem)(problem.what, data=problem.data, remedy=problem.remedy) from problem
        if problem is not None:
            raise not_fetched(
                RobotsUnreachable,
                f"{shown(address.url)} was not asked for: {address.origin}/robots.txt "
                f"cannot be read, so nobody knows what it forbids ({problem.what})",
                "Nothing need be done: the next run tries again",
            ) from problem
        if rules is not None and not rules.can_fetch(address.url, self._agent):
            raise not_fetched(
                RobotsForbidError,
                f"{shown(address.url)} was not asked for: {address.origin}/robots.txt forbids it",
                "Ask the site for its permission, or leave the page out",
            )

    def _renew(self, site: _Site, address: WebAddress) -> None:
        kept = _KEPT_SECONDS
        site.rules, site.problem = None, None
        try:
            text = self._read(f"{address.origin}/robots.txt")
        except ForbiddenAddress:
            raise
        except VisnykError as error:
            site.problem, kept = error, _FAILURE_KEPT_SECONDS
        else:
            if text is not None:
                site.rules = Protego.parse(text)
                self._obey_delay(site.rules, address.host)
        site.expires_at = self._clock() + kept

    def _obey_delay(self, rules: Protego, host: str) -> None:
        rate = rules.request_rate(self._agent)
        delays = [
            rules.crawl_delay(self._agent) or 0.0,
            rate.seconds / rate.requests if rate else 0.0,
        ]
        if any(delays):
            self._slow_down(host, 1 / min(max(delays), MAX_CRAWL_DELAY_SECONDS))


@dataclass
class _Site:
    rules: Protego | None = None
    problem: VisnykError | None = None
    expires_at: float = float("-inf")
    lock: threading.Lock = field(default_factory=threading.Lock)
