"""LibreTranslate: Argos models behind a free server, the public one or your own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import deep_translator.libre

from tasks.models import Tier
from tasks.settings import Settings
from tasks.transform.translate.base import NotConfigured
from tasks.transform.translate.services.service import Service, utf8_bytes
from tasks.transform.translate.services.transport import Call

_PUBLIC_HOST = "libretranslate.com"
# To a key of its lowest plan the public server allows 20 requests a minute, 80 in a burst.
# A server of your own is bound by its processor: 20 a second is more than most can do.
_PUBLIC_RATE, _OWN_RATE = 0.3, 20.0


class LibreTranslateEngine(Service):
    """Translate with a LibreTranslate server.

    Its models are small: 28.2 BLEU where Google has 42.6 (docs/engines.md), so its rows
    are of the tier of local models and a better engine may replace them.
    """

    name = "libretranslate"
    title = "LibreTranslate"
    library = deep_translator.libre
    takes_key = True
    tier = Tier.NEURAL
    # The public server takes 2,000 characters a request; own ones have no limit.
    max_bytes = 2_000
    size = staticmethod(utf8_bytes)

    def __init__(self, settings: Settings) -> None:
        url = settings.libretranslate_url.rstrip("/") + "/"
        is_public = urlsplit(url).hostname == _PUBLIC_HOST
        rate = settings.libretranslate_rate or (_PUBLIC_RATE if is_public else _OWN_RATE)
        super().__init__(settings, url=url, per_second=rate)
        self._key = settings.libretranslate_key
        if is_public and self._key is None:
            raise NotConfigured(
                "The public LibreTranslate server wants a key and none is set",
                data="Nothing was translated",
                remedy="Set VISNYK_LIBRETRANSLATE_KEY, or VISNYK_LIBRETRANSLATE_URL to your own "
                "server; or use another engine",
            )

    def new_translator(self) -> Any:
        """Make a translator; deep-translator 1.11 lists no Ukrainian, and insists on a key."""
        translator = deep_translator.libre.LibreTranslator(
            source="auto", target="en", api_key="none", custom_url=self.url
        )
        translator.source = "uk"
        translator.api_key = self._key.get_secret_value() if self._key else ""
        return translator

    def prepare(self, call: Call) -> Call:
        """Move text and key from the address, which servers log, into the body."""
        return {"method": "POST", "url": call["url"], "json": call["params"]}
