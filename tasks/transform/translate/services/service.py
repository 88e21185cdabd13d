"""What the engines behind HTTP share: a translator a thread, pieces that fit, checks."""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from importlib.metadata import version
from types import ModuleType
from typing import Any, ClassVar

import requests
from deep_translator.exceptions import BaseError, RequestError

from tasks.models import Tier
from tasks.rate import shared_limit
from tasks.settings import Settings
from tasks.transform.translate.base import Answer, EngineFailure, NoTranslation
from tasks.transform.translate.limits import split_to_fit
from tasks.transform.translate.services.faults import failure_of_content, make_failure
from tasks.transform.translate.services.transport import (
    Access,
    Call,
    Session,
    bind,
    sending_through,
)

# What deep-translator does with an answer of another shape than it expects.
_UNREADABLE = (
    requests.RequestException,
    BaseError,
    RequestError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    StopIteration,
)


class Service(ABC):
    """An engine that asks a service for one sentence after the other."""

    name: ClassVar[str]
    title: ClassVar[str]
    library: ClassVar[ModuleType]
    takes_key: ClassVar[bool] = False
    tier = Tier.CLOUD
    max_texts = 1
    max_bytes: int | None

    def __init__(self, settings: Settings, *, url: str, per_second: float) -> None:
        # Services do not tell the version of their model; ours is that of the access.
        self.version = f"deep-translator-{version('deep-translator')}"
        self.url = url
        self._access = Access(
            service=self.title,
            takes_key=self.takes_key,
            timeouts=(settings.connect_timeout, settings.read_timeout),
            backoff=settings.retry_backoff,
            limit=shared_limit(url, per_second),
            prepare=self.prepare,
            vet=self.vet,
        )
        self._mine = threading.local()
        bind(self.library)

    @abstractmethod
    def new_translator(self) -> Any:
        """Make a translator of deep-translator; it serves one thread only."""

    @staticmethod
    @abstractmethod
    def size(text: str) -> int:
        """Count the bytes of a text as the request carries it."""

    def prepare(self, call: Call) -> Call:
        """Turn deep-translator's request into what the service wants today."""
        return call

    def vet(self, response: requests.Response) -> None:  # noqa: B027 - most have nothing to do
        """Raise if an answer with a good status is a refusal all the same."""

    def clean(self, english: str) -> str:
        """Take out what a service puts into its translations."""
        return english

    def translate(self, texts: Sequence[str]) -> list[Answer]:
        """Ask for one text after the other; a failure takes the place of its text."""
        return [self._translate(text) for text in texts]

    def _translate(self, text: str) -> Answer:
        # Lone surrogates cannot be sent by any request.
        sendable = text.encode("utf-8", "replace").decode("utf-8")
        limit = self.max_bytes
        pieces = [sendable] if limit is None else split_to_fit(sendable, limit, self.size)
        try:
            return " ".join([self._ask(piece) for piece in pieces])
        except EngineFailure as failure:
            return failure

    def _ask(self, text: str) -> str:
        with sending_through(self._session()):
            try:
                english = self._translator().translate(text)
            except _UNREADABLE as error:
                raise failure_of_content(self.title, error) from error
        # None, a list, an empty string: deep-translator passes on what it finds.
        if not isinstance(english, str) or not english.strip():
            raise make_failure(NoTranslation, self.title, "an empty result")
        return self.clean(english)

    def _translator(self) -> Any:
        if not hasattr(self._mine, "translator"):
            self._mine.translator = self.new_translator()
        return self._mine.translator

    def _session(self) -> Session:
        if not hasattr(self._mine, "session"):
            self._mine.session = Session(self._access)
        session: Session = self._mine.session
        return session


def json_bytes(text: str) -> int:
    """Count the bytes of a text in JSON, which escapes a Cyrillic letter in six."""
    return len(json.dumps(text))


def utf8_bytes(text: str) -> int:
    """Count the bytes of a text in UTF-8: a Cyrillic letter takes two."""
    return len(text.encode("utf-8"))
