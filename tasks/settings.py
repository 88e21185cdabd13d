"""Every environment variable visnyk reads, once, typed; nothing is created on import."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from tasks.errors import Terminal


class SettingError(Terminal):
    """An environment variable holds a value that does not fit."""


class Settings(BaseSettings):
    """Settings from `VISNYK_…` environment variables; defaults fit one machine."""

    model_config = SettingsConfigDict(env_prefix="VISNYK_", extra="ignore", frozen=True)

    output: Path = Field(
        default=Path("output"), description="Folder that the datasets are written to."
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
    max_document_bytes: int = Field(
        default=10_000_000,
        ge=1,
        description="Larger inputs are quarantined unread: an article is some kilobytes.",
    )
    max_raw_bytes: int = Field(
        default=1_000_000, ge=0, description="Larger inputs are quarantined without their bytes."
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
    connect_timeout: float = Field(
        default=3.0, gt=0, description="Seconds to wait for a connection to a service."
    )
    read_timeout: float = Field(
        default=15.0, gt=0, description="Seconds to wait for an answer of a service."
    )
    history_timeout: float = Field(
        default=60.0,
        ge=0,
        description="Seconds to wait at the end until Prefect has stored the run history.",
    )

    @field_validator("local_model", mode="before")
    @classmethod
    def _empty_is_unset(cls, given: object) -> object:
        return None if given == "" else given


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
