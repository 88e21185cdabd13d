"""Google Translate without a key: the page behind its app for old phones."""

from __future__ import annotations

from typing import Any

import deep_translator.google

from tasks.settings import Settings
from tasks.transform.translate.limits import url_bytes
from tasks.transform.translate.services.service import Service


class GoogleEngine(Service):
    """Translate with the page that answers without a key."""

    name = "google"
    title = "Google Translate"
    library = deep_translator.google
    # Servers refuse addresses of 16 kB (Google's answers 414 beyond that); the rest of
    # the address, a proxy's additions included, fits in 2 kB.
    max_bytes = 14_000
    size = staticmethod(url_bytes)

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, url=settings.google_url, per_second=settings.google_rate)

    def new_translator(self) -> Any:
        """Make a translator; it has no setting for its address."""
        translator = deep_translator.google.GoogleTranslator(source="uk", target="en")
        translator._base_url = self.url  # noqa: SLF001
        return translator
