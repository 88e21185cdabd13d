"""What a run can be told: the fields of the UI's forms and the options of the command line.

A flow takes each field as a parameter of its own, so that the form is flat; a model of the
same fields checks what only shows in several of them. Prefect takes titles and descriptions
of parameters from `json_schema_extra` alone.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tasks.settings import get_settings


def described(title: str, description: str, **limits: Any) -> Any:
    """A field of a form, with the limits that its values must keep."""
    return Field(json_schema_extra={"title": title, "description": description}, **limits)


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
RunnerChoice = Literal["threads", "processes"]

# Dates before it are none.
_CENTURY = 36_500

Sources = Annotated[
    list[Annotated[str, Field(min_length=1)]],
    described(
        "Sources",
        "Files of pages as text or HTML, folders (searched recursively), globs; .jsonl and "
        ".csv of articles; addresses of pages, feeds and sitemaps; lists of all these "
        "(docs/sources.md).",
        min_length=1,
    ),
]
Output = Annotated[
    str,
    described(
        "Output",
        "Where the Parquet datasets are: a folder, made if it is missing, or "
        "s3://bucket/prefix (docs/storage.md).",
        min_length=1,
    ),
]
Engine = Annotated[
    EngineChoice,
    described(
        "Translation engine",
        "auto tries the best engine within reach and falls back to the built-in one; "
        "draft works offline, local with the model that VISNYK_LOCAL_MODEL names; the others "
        "send sentences to their service, deepl and microsoft with a key (docs/engines.md).",
    ),
]
BatchSize = Annotated[
    int,
    described(
        "Batch size",
        "Documents that go through the stages together: tens, hundreds if many.",
        ge=1,
        le=5000,
    ),
]
Refresh = Annotated[
    bool,
    described(
        "Process unchanged inputs again",
        "Parse, translate and tag every input anew, also those already loaded; what an engine "
        "has translated before comes from memory.",
    ),
]
Runner = Annotated[
    RunnerChoice,
    described(
        "Task runner",
        "threads is faster on two cores, and wherever the engine waits for a service. processes "
        "has one for each core, which starts by itself: for many cores, an engine that computes "
        "here (draft, local), and thousands of documents.",
    ),
]

BetterEngine = Annotated[
    EngineChoice,
    described(
        "Better engine",
        "Who translates anew. auto: the configured engines but for the built-in one; "
        "a row is replaced only by a better translation without flags.",
    ),
]
Below = Annotated[
    Literal["cloud", "neural", "any"],
    described(
        "Rows below",
        "Sentences made by a worse kind of engine than this. any leaves it open: sentences "
        "and labels of other engines or versions too, which may be of the same kind.",
    ),
]
Flagged = Annotated[
    bool,
    described(
        "Flagged rows, too", "Also sentences that a check flagged, whatever engine made them."
    ),
]
MadeBy = Annotated[
    str | None,
    described("Made by engine", "Only sentences of this engine, such as draft.", min_length=1),
]
MadeByVersion = Annotated[
    str | None,
    described(
        "Made by version",
        "Only sentences of this engine version, as the rows have it.",
        min_length=1,
    ),
]
Outlet = Annotated[
    str | None,
    described("Outlet", "Only articles of this domain, such as visti.example.", min_length=1),
]
Since = Annotated[date | None, described("Since", "Only articles published on this day or later.")]
Until = Annotated[
    date | None, described("Until", "Only articles published on this day or earlier.")
]
MostSentences = Annotated[
    int | None,
    described("Most sentences", "The budget: so many different sentences are sent at most.", ge=1),
]
MostCharacters = Annotated[
    int | None,
    described(
        "Most characters", "The budget: so many characters of Ukrainian are sent at most.", ge=1
    ),
]
SentencesTask = Annotated[
    int, described("Batch size", "Sentences a task: some hundred.", ge=1, le=5000)
]

HistoryDays = Annotated[
    int,
    described(
        "Days of run history",
        "Runs that ended longer ago go from Prefect's history, with their logs and artifacts.",
        ge=1,
        le=_CENTURY,
    ),
]
RunsDays = Annotated[
    int | None,
    described(
        "Days of the dataset runs",
        "Rows of older runs go from the dataset runs, too; not set, all stay.",
        ge=1,
        le=_CENTURY,
    ),
]
PagesDays = Annotated[
    int | None,
    described(
        "Days of kept pages",
        "Older versions of fetched pages go, but for the latest and that of the article; "
        "not set, all stay.",
        ge=1,
        le=_CENTURY,
    ),
]
Compacts = Annotated[
    bool,
    described("Compact", "Write old files as they would be written today; clear dead runs."),
]
Verifies = Annotated[
    bool,
    described(
        "Verify", "Read every file and check it: checksums, schema, keys, references. Fails on "
        "damage."
    ),
]  # fmt: skip


class Parameters(BaseModel):
    """Parameters of a flow; a default from the environment is checked like a typed value."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    def each(self) -> dict[str, Any]:
        """The parameters as a flow takes them."""
        return {name: getattr(self, name) for name in type(self).model_fields}


def _listed(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


class EtlParameters(Parameters):
    """Parameters of the flow `visnyk-etl`."""

    sources: Sources = Field(default_factory=lambda: _listed(get_settings().sources))
    output: Output = Field(default_factory=lambda: get_settings().output)
    engine: Engine = Field(default_factory=lambda: get_settings().engine)  # type: ignore[arg-type]  # checked: validate_default
    batch_size: BatchSize = Field(default_factory=lambda: get_settings().batch_size)
    refresh: Refresh = False
    runner: Runner = "threads"


class RetranslateParameters(Parameters):
    """Parameters of the flow `visnyk-retranslate`."""

    output: Output = Field(default_factory=lambda: get_settings().output)
    engine: BetterEngine = Field(default_factory=lambda: get_settings().engine)  # type: ignore[arg-type]  # checked: validate_default
    below: Below = "cloud"
    flagged: Flagged = False
    made_by: MadeBy = None
    engine_version: MadeByVersion = None
    outlet: Outlet = None
    since: Since = None
    until: Until = None
    max_sentences: MostSentences = None
    max_characters: MostCharacters = None
    batch_size: SentencesTask = 200

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since ({self.since}) is after until ({self.until})")
        return self


class MaintainParameters(Parameters):
    """Parameters of the flow `visnyk-maintain`."""

    output: Output = Field(default_factory=lambda: get_settings().output)
    history_days: HistoryDays = 30
    runs_days: RunsDays = None
    pages_days: PagesDays = None
    compact: Compacts = True
    verify: Verifies = True
