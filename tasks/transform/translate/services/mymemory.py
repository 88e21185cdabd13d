"""MyMemory: a translation memory of the web, machine translation for the rest."""

from __future__ import annotations

import html
from typing import Any

import deep_translator.mymemory
import requests

from tasks.settings import Settings
from tasks.transform.translate.base import QuotaUsedUp, ServiceFault
from tasks.transform.translate.services.faults import make_failure
from tasks.transform.translate.services.service import Service, utf8_bytes


class MyMemoryEngine(Service):
    """Translate with MyMemory, which needs no key and allows little."""

    name = "mymemory"
    title = "MyMemory"
    library = deep_translator.mymemory
    # "Max 500 bytes", UTF-8, by its specification; deep-translator wants fewer than 500.
    max_bytes = 499
    size = staticmethod(utf8_bytes)

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, url=settings.mymemory_url, per_second=settings.mymemory_rate)
        self._email = settings.mymemory_email

    def new_translator(self) -> Any:
        """Make a translator; with an e-mail address MyMemory allows ten times as much."""
        translator = deep_translator.mymemory.MyMemoryTranslator(
            source="uk-UA", target="en-US", email=self._email
        )
        translator._base_url = self.url  # noqa: SLF001 - else it is http://, for all to read
        return translator

    def clean(self, english: str) -> str:
        """Resolve the entities (`&#39;`) that some entries of the memory hold."""
        return html.unescape(english)

    def vet(self, response: requests.Response) -> None:
        """Raise on a refusal, which comes with HTTP 200 and in place of the translation.

        «MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY» and
        «QUERY LENGTH LIMIT EXCEEDED» are English, so only `responseStatus` tells.
        """
        try:
            status = int(response.json()["responseStatus"])
        except (ValueError, LookupError, TypeError):
            return  # a page of another kind: deep-translator will find nothing in it
        if status != requests.codes.ok:
            is_quota = status == requests.codes.too_many or "WARNING" in response.text
            kind = QuotaUsedUp if is_quota else ServiceFault
            raise make_failure(kind, self.title, f"responseStatus {status}")
