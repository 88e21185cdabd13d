"""DeepL, free and pro, with a key."""

from __future__ import annotations

from typing import Any

import deep_translator.deepl

from tasks.settings import Settings
from tasks.transform.translate.base import NotConfigured
from tasks.transform.translate.services.service import Service, json_bytes
from tasks.transform.translate.services.transport import Call

_FREE, _PRO = "https://api-free.deepl.com/v2/", "https://api.deepl.com/v2/"
# Keys of the free plan can be told by their end.
_FREE_KEY_END = ":fx"


class DeepLEngine(Service):
    """Translate with DeepL's API; the key says which of its two addresses."""

    name = "deepl"
    title = "DeepL"
    library = deep_translator.deepl
    takes_key = True
    # DeepL takes bodies of 128 KiB; the rest of the body is 100 bytes.
    max_bytes = 120_000
    size = staticmethod(json_bytes)

    def __init__(self, settings: Settings) -> None:
        if settings.deepl_key is None:
            raise NotConfigured(
                "DeepL needs a key and none is set",
                data="Nothing was translated",
                remedy="Set VISNYK_DEEPL_KEY or a Prefect Secret block visnyk-deepl-key; "
                "or use another engine",
            )
        self._key = settings.deepl_key
        is_free = self._key.get_secret_value().endswith(_FREE_KEY_END)
        url = settings.deepl_url or (_FREE if is_free else _PRO)
        super().__init__(settings, url=url.rstrip("/") + "/", per_second=settings.deepl_rate)

    def new_translator(self) -> Any:
        """Make a translator; the key is added to the request in `prepare`."""
        translator = deep_translator.deepl.DeeplTranslator(
            source="uk", target="en", api_key="in the header"
        )
        translator._base_url = self.url  # noqa: SLF001 - it has no setting for this
        return translator

    def prepare(self, call: Call) -> Call:
        """Send as DeepL wants it since 2025: by POST, the key in the header.

        deep-translator 1.11 sends text and key in the address of a GET, which DeepL
        deprecated in March 2025 and has refused since January 2026.
        """
        return {
            "method": "POST",
            "url": call["url"],
            "headers": {"Authorization": f"DeepL-Auth-Key {self._key.get_secret_value()}"},
            "json": {
                "text": [call["params"]["text"]],
                "source_lang": "UK",
                "target_lang": "EN-US",
            },
        }
