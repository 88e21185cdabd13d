"""What a translation engine is, and how it says that it could not translate.

An engine is any object with the attributes of `Engine`; it need not inherit from it.
Adding one takes its own module and its line in `registry`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol, runtime_checkable

from tasks.errors import Terminal, Transient
from tasks.models import Tier


class EngineFailure(Transient):
    """An engine gave no translation this time; `reason` is the kind, in a few words.

    `is_outage` means that the next call is bound to fail too, so that nobody should
    wait for it; `pause_seconds` for how long, where the service says so.
    """

    reason: ClassVar[str] = "failed"
    is_outage: ClassVar[bool] = False
    pause_seconds: float | None = None


class NoNetwork(EngineFailure):
    """The service could not be reached at all: no route, no name, no connection."""

    reason = "no network"
    is_outage = True


class TimedOut(EngineFailure):
    """The service accepted the connection and did not answer in time."""

    reason = "timeout"


class Throttled(EngineFailure):
    """The service wants fewer requests (HTTP 429)."""

    reason = "too many requests"


class QuotaUsedUp(EngineFailure):
    """The service translates no more for this account, or this address, for now."""

    reason = "quota used up"
    is_outage = True
    # Quotas are a day's or a month's: asking each minute would be of no use.
    pause_seconds = 3600.0


class ServiceFault(EngineFailure):
    """The service answered with an error, a redirect elsewhere or half an answer."""

    reason = "service error"


class NoTranslation(EngineFailure):
    """The answer holds no translation: an error, consent or CAPTCHA page, or nothing."""

    reason = "no translation in the answer"


class EngineDefect(EngineFailure):
    """The engine itself broke down on a text: a defect of ours or of its library."""

    reason = "broke down"

    def __init__(self, error: str) -> None:
        super().__init__(
            f"The engine broke down ({error})",
            data="The sentence has no translation by it",
            remedy="Report it with the sentence",
        )


class NotConfigured(Terminal):
    """An engine lacks what it cannot work without: a key, a model."""


class KeyRefused(Terminal):
    """A service does not accept the key it was given, or wants one."""


Answer = str | EngineFailure


class Engine(Protocol):
    """A translator from Ukrainian to English.

    Attributes:
        name: its name in settings and on every row, lower case.
        version: changes whenever the same text may come out differently.
        tier: how good its kind is; decides what a later run may replace.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def tier(self) -> Tier: ...  # noqa: D102

    def translate(self, texts: Sequence[str]) -> Sequence[Answer]:
        """Translate each text: the same number of answers, in the same order.

        Each text is one sentence (or headline, or label) with Ukrainian in it. A text
        that failed has its `EngineFailure` in its place, so that it does not take the
        others with it; what concerns all of them (a wrong key, a missing model) is
        raised, as `Terminal` or `Transient`. Safe to call from several threads at once.
        """
        ...


@runtime_checkable
class LimitedEngine(Engine, Protocol):
    """An engine whose requests are limited, as those of services are.

    Attributes:
        max_texts: the most texts in one request; the chain asks its circuit breaker
            before each, so it never hands over more at once.
        max_bytes: the most encoded bytes of a request; the engine itself splits a
            longer text and joins the translations (see `limits`). None: no limit.
    """

    @property
    def max_texts(self) -> int: ...  # noqa: D102
    @property
    def max_bytes(self) -> int | None: ...  # noqa: D102
