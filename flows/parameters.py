"""What a run can be told: one small model that the command line and the UI's form share."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

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
    return str(get_settings().output)


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
        description="Files of pasted pages, folders of .txt files (searched recursively), globs.",
    )
    output: str = Field(
        default_factory=_default_output,
        min_length=1,
        title="Output folder",
        description="Where the Parquet datasets are; made if it is missing.",
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
        description="Parse, translate and tag every input anew, also those already loaded.",
    )
