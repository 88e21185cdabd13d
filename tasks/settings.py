"""Every environment variable visnyk reads, once, typed; nothing is created on import."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from tasks.errors import Terminal


def _stripped(given: object) -> object:
    return given.strip() if isinstance(given, str) else given


# Files that keys are kept in end in a line break, which no header may hold.
Key = Annotated[SecretStr, BeforeValidator(_stripped)]
# Printable ASCII: what fits in a header.
HeaderText = Annotated[str, BeforeValidator(_stripped), Field(pattern=r"^[ -~]+$")]


class SettingError(Terminal):
    """An environment variable holds a value that does not fit."""


class Settings(BaseSettings):
    """Settings from `VISNYK_…` environment variables; defaults fit one machine."""

    model_config = SettingsConfigDict(
        env_prefix="VISNYK_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    output: str = Field(
        default="output",
        description="Folder that the datasets are written to, or s3://bucket/prefix.",
    )
    sources: str = Field(
        default="seeds",
        description="What runs read that are not told otherwise: as `visnyk run` takes it, "
        "comma-separated.",
    )
    work_folder: Path | None = Field(
        default=None,
        description="Folder for what runs into an object store keep on this machine until it is "
        "published; by default in the user's state folder.",
    )
    lease_seconds: float = Field(
        default=60.0,
        ge=2,
        description="Seconds after which a run that stopped renewing its hold on an object store "
        "counts as dead.",
    )
    engine: str = Field(
        default="auto", description="Translation engine: auto, or the name of one engine."
    )
    engines: str = Field(
        default="google,local,draft",
        description="What `auto` means: engines in the order they are tried, comma-separated.",
    )
    local_model: Path | None = Field(
        default=None,
        description="Folder of a model for the engine local; `auto` uses it if it is set.",
    )
    batch_size: int = Field(default=50, ge=1, le=5000, description="Documents a batch.")
    checkpoint: int = Field(
        default=10_000,
        ge=1,
        description="A run over more documents than this publishes some before it ends, so that "
        "a crash costs no more.",
    )
    max_document_bytes: int = Field(
        default=10_000_000,
        ge=1,
        description="Larger inputs are quarantined unread: an article is some kilobytes.",
    )
    max_raw_bytes: int = Field(
        default=1_000_000, ge=0, description="Larger inputs are quarantined without their bytes."
    )
    partition_by: Literal["month", "day"] = Field(
        default="month",
        description="What a file of articles holds: a month, or a day, which pays above some "
        "100,000 articles a month.",
    )
    page: bool = Field(
        default=True,
        description="Whether runs write the reading page, report/index.html, into the output.",
    )
    answers_kept_days: float = Field(
        default=30.0,
        ge=0,
        description="Days that paid answers of a killed run wait for a run that publishes them.",
    )
    max_failed_share: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="A run fails when more than this share of its new documents fails.",
    )
    google_url: str = Field(
        default="https://translate.google.com/m",
        description="Address of the Google Translate page (another for a proxy or a test).",
    )
    # deep-translator's error message names 5 a second, its author 2 or 3 (its issue 35).
    google_rate: float = Field(
        default=4.0, gt=0, description="Most requests a second to Google Translate."
    )
    mymemory_url: str = Field(
        default="https://api.mymemory.translated.net/get", description="Address of MyMemory."
    )
    mymemory_email: str | None = Field(
        default=None, description="Sent to MyMemory, which then allows ten times as much."
    )
    # It counts characters a day, not requests: 5,000 are used up in a minute at any rate.
    mymemory_rate: float = Field(
        default=2.0, gt=0, description="Most requests a second to MyMemory."
    )
    libretranslate_url: str = Field(
        default="https://libretranslate.com",
        description="Address of a LibreTranslate server: the public one or your own.",
    )
    libretranslate_key: Key | None = Field(
        default=None, description="Key for LibreTranslate; own servers mostly need none."
    )
    libretranslate_rate: float | None = Field(
        default=None,
        gt=0,
        description="Most requests a second to it; by default 0.3 to the public one, 20 to yours.",
    )
    deepl_url: str | None = Field(
        default=None, description="Address of DeepL's API; by default the one that fits the key."
    )
    deepl_key: Key | None = Field(default=None, description="Key for DeepL, free or pro.")
    # DeepL publishes none; four batches at once hardly send more than this.
    deepl_rate: float = Field(default=10.0, gt=0, description="Most requests a second to DeepL.")
    microsoft_url: str = Field(
        default="https://api.cognitive.microsofttranslator.com/translate?api-version=3.0",
        description="Address of Microsoft Translator.",
    )
    microsoft_key: Key | None = Field(default=None, description="Key for Microsoft Translator.")
    microsoft_region: str | None = Field(
        default=None, description="Region of that key, unless its resource is global."
    )
    # The free plan allows 33,300 characters a minute: five sentences of 110 a second.
    microsoft_rate: float = Field(
        default=5.0, gt=0, description="Most requests a second to Microsoft Translator."
    )
    connect_timeout: float = Field(
        default=3.0, gt=0, description="Seconds to wait for a connection to a service."
    )
    read_timeout: float = Field(
        default=15.0, gt=0, description="Seconds to wait for an answer of a service."
    )
    retry_backoff: float = Field(
        default=0.5,
        ge=0,
        description="Seconds before a service that stumbled is tried again; then twice as many.",
    )
    user_agent: HeaderText | None = Field(
        default=None,
        description="Name that sites see instead of `visnyk/<version>`, and their robots.txt.",
    )
    contact: HeaderText | None = Field(
        default=None,
        description="Web or e-mail address of yours, added to that name for sites to write to.",
    )
    fetch_rate: float = Field(default=1.0, gt=0, description="Most requests a second to one site.")
    fetch_timeout: float = Field(
        default=30.0, gt=0, description="Seconds that one page may take from first to last byte."
    )
    allowed_addresses: str | None = Field(
        default=None,
        description="Networks, hosts and `host:port` of your own that may be fetched from "
        "though they are not public, comma-separated.",
    )
    proxy: Key | None = Field(
        default=None,
        description="Address of a proxy that fetches pages; which addresses it asks is then "
        "its own to check.",
    )
    ca_bundle: Path | None = Field(
        default=None,
        description="File of the certificates that sites are checked with; by default certifi's.",
    )
    run_hours: float = Field(
        default=24.0,
        gt=0,
        description="Hours after which a run is broken off, for a hung one holds up its schedule; "
        "what it published stays.",
    )
    schedule: str = Field(
        default="*/30 * * * *", description="When `visnyk serve` runs by itself: a cron line."
    )
    maintenance_schedule: str = Field(
        default="30 3 * * *", description="When `visnyk serve` does maintenance: a cron line."
    )
    timezone: str = Field(
        default="Europe/Kyiv", description="Time zone of both schedules, as IANA names it."
    )
    notify: str | None = Field(
        default=None,
        pattern=r"^[a-z0-9-]+/[a-z0-9-]+$",
        description="Prefect block that tells of runs that end badly, as `type/name`: "
        "`slack-webhook/newsroom`.",
    )
    notify_warnings: bool = Field(
        default=False, description="Tell of runs that completed with warnings, too."
    )
    history_timeout: float = Field(
        default=60.0,
        ge=0,
        description="Seconds to wait at the end until Prefect has stored the run history.",
    )


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Read the environment once a process; tests clear it with `get_settings.cache_clear()`.

    Raises:
        SettingError: if a variable holds a value that does not fit.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = [
            f"VISNYK_{'_'.join(map(str, problem['loc'])).upper()}={problem['input']!r}: "
            f"{problem['msg']}"
            for problem in error.errors()
        ]
        raise SettingError(
            f"The environment holds a value that does not fit ({'; '.join(problems)})",
            data="Nothing was done",
            remedy="Correct or unset the variable",
        ) from error
