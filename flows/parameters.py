"""What a run can be told: one small model that the command line and the UI's form share."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tasks.settings import get_settings

# Literal, not the registry's names at run time: Prefect makes a drop-down from it, and a
# test keeps both in step.
EngineChoice = Literal[
    "auto",
    "google",
    "mymemory",
    "libretranslate",
    "deepl",
    "microsoft",
    "local",
    "draft",
]


def _default_output() -> str:
    return get_settings().output


def _default_engine() -> str:
    return get_settings().engine


def _default_batch_size() -> int:
    return get_settings().batch_size


class EtlParameters(BaseModel):
    """Parameters of the flow `visnyk-etl`."""

    # A default may come from the environment: it is checked like a value from the form.
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    sources: list[str] = Field(
        default=["seeds"],
        min_length=1,
        title="Sources",
        description=(
            "Files of pages as text or HTML, folders (searched recursively), globs; .jsonl and "
            ".csv of articles; addresses of pages, feeds and sitemaps; lists of all these "
            "(docs/sources.md)."
        ),
    )
    output: str = Field(
        default_factory=_default_output,
        min_length=1,
        title="Output",
        description=(
            "Where the Parquet datasets are: a folder, made if it is missing, or "
            "s3://bucket/prefix (docs/storage.md)."
        ),
    )
    engine: EngineChoice = Field(
        default_factory=_default_engine,  # type: ignore[arg-type]  # checked: validate_default
        title="Translation engine",
        description=(
            "auto tries the best engine within reach and falls back to the built-in one; "
            "draft works offline, local with the model that VISNYK_LOCAL_MODEL names; the others "
            "send sentences to their service, deepl and microsoft with a key (docs/engines.md)."
        ),
    )
    batch_size: int = Field(
        default_factory=_default_batch_size,
        ge=1,
        le=5000,
        title="Batch size",
        description="Documents that go through the stages together: tens, hundreds if many.",
    )
    refresh: bool = Field(
        default=False,
        title="Process unchanged inputs again",
        description=(
            "Parse, translate and tag every input anew, also those already loaded; what an engine "
            "has translated before comes from memory."
        ),
    )


class RetranslateParameters(BaseModel):
    """Parameters of the flow `visnyk-retranslate`."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    output: str = Field(
        default_factory=_default_output,
        min_length=1,
        title="Output",
        description="Where the Parquet datasets are: a folder, or s3://bucket/prefix.",
    )
    engine: EngineChoice = Field(
        default_factory=_default_engine,  # type: ignore[arg-type]  # checked: validate_default
        title="Better engine",
        description=(
            "Who translates anew. auto: the configured engines but for the built-in one; "
            "a row is replaced only by a better translation without flags."
        ),
    )
    below: Literal["cloud", "neural", "any"] = Field(
        default="cloud",
        title="Rows below",
        description=(
            "Sentences made by a worse kind of engine than this. any leaves it open: sentences "
            "and labels of other engines or versions too, which may be of the same kind."
        ),
    )
    flagged: bool = Field(
        default=False,
        title="Flagged rows, too",
        description="Also sentences that a check flagged, whatever engine made them.",
    )
    made_by: str | None = Field(
        default=None,
        min_length=1,
        title="Made by engine",
        description="Only sentences of this engine, such as draft.",
    )
    engine_version: str | None = Field(
        default=None,
        min_length=1,
        title="Made by version",
        description="Only sentences of this engine version, as the rows have it.",
    )
    outlet: str | None = Field(
        default=None,
        min_length=1,
        title="Outlet",
        description="Only articles of this domain, such as visti.example.",
    )
    since: date | None = Field(
        default=None, title="Since", description="Only articles published on this day or later."
    )
    until: date | None = Field(
        default=None, title="Until", description="Only articles published on this day or earlier."
    )
    max_sentences: int | None = Field(
        default=None,
        ge=1,
        title="Most sentences",
        description="The budget: so many different sentences are sent at most.",
    )
    max_characters: int | None = Field(
        default=None,
        ge=1,
        title="Most characters",
        description="The budget: so many characters of Ukrainian are sent at most.",
    )
    batch_size: int = Field(
        default=200,
        ge=1,
        le=5000,
        title="Batch size",
        description="Sentences a task: some hundred.",
    )

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since ({self.since}) is after until ({self.until})")
        return self
