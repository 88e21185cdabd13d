"""Microsoft Translator (Azure), with a key and, for most resources, a region."""

from __future__ import annotations

from typing import Any

import deep_translator.microsoft

from tasks.settings import Settings
from tasks.transform.translate.base import NotConfigured
from tasks.transform.translate.services.service import Service, json_bytes


class MicrosoftEngine(Service):
    """Translate with the Translator API of Azure."""

    name = "microsoft"
    title = "Microsoft Translator"
    library = deep_translator.microsoft
    takes_key = True
    # 50,000 characters a request; of Cyrillic in JSON these are 300,000 bytes.
    max_bytes = 50_000
    size = staticmethod(json_bytes)

    def __init__(self, settings: Settings) -> None:
        if settings.microsoft_key is None:
            raise NotConfigured(
                "Microsoft Translator needs a key and none is set",
                data="Nothing was translated",
                remedy="Set VISNYK_MICROSOFT_KEY or a Prefect Secret block visnyk-microsoft-key, "
                "and VISNYK_MICROSOFT_REGION; or use another engine",
            )
        self._key = settings.microsoft_key
        self._region = settings.microsoft_region
        super().__init__(settings, url=settings.microsoft_url, per_second=settings.microsoft_rate)

    def new_translator(self) -> Any:
        """Make a translator."""
        translator = _Translator(
            source="uk",
            target="en",
            api_key=self._key.get_secret_value(),
            region=self._region,
        )
        translator._base_url = self.url  # noqa: SLF001 - it has no setting for this
        return translator


class _Translator(deep_translator.microsoft.MicrosoftTranslator):  # type: ignore[misc]  # untyped
    """deep-translator's, without its request for the list of languages at each start."""

    def _get_supported_languages(self) -> dict[str, str]:
        return {"ukrainian": "uk", "english": "en"}
