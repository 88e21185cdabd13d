"""The datasets about inputs and runs, one file each: quarantine and runs."""

from __future__ import annotations

from enum import StrEnum

from tasks.load.schema.fields import PIPELINE_VERSION, RUN_ID, SOURCE_URI, Dataset, Field, values
from tasks.models import Stage


class RunState(StrEnum):
    """How a run ended, or that it has not."""

    RUNNING = "running"
    COMPLETED = "completed"
    COMPLETED_WITH_WARNINGS = "completed_with_warnings"
    FAILED = "failed"
    CANCELLED = "cancelled"


QUARANTINE = Dataset(
    name="quarantine",
    row="an input that could not be processed",
    description="Inputs that failed, with the reason; an input leaves when it loads.",
    key=("source_uri",),
    partition_key=None,
    fields=(
        SOURCE_URI,
        Field(
            "source_sha256",
            "string",
            "SHA-256 of the input's bytes; null where they could not be read.",
            is_nullable=True,
            example="9b74c9897bac770ffc029102a200c5de…",
        ),
        Field(
            "stage",
            "string",
            "The step that failed.",
            enum=values(Stage),
            example="parse",
            is_repetitive=True,
        ),
        Field(
            "error_type",
            "string",
            "The kind of failure.",
            example="UnknownLayoutError",
            is_repetitive=True,
        ),
        Field(
            "reason", "string", "What happened and what to do.", example="The page has no title.…"
        ),
        Field(
            "is_transient",
            "bool",
            "Whether trying again without a change may help.",
            example="false",
        ),
        Field(
            "attempts",
            "int32",
            "How many runs tried the input in vain.",
            example="1",
            is_volatile=True,
        ),
        Field(
            "first_seen_at",
            "timestamp",
            "When the input first failed, in UTC.",
            example="2026-02-05T10:15:21Z",
            is_volatile=True,
        ),
        Field(
            "last_seen_at",
            "timestamp",
            "When the input last failed, in UTC.",
            example="2026-02-06T10:15:20Z",
            is_volatile=True,
        ),
        PIPELINE_VERSION,
        Field(
            "raw",
            "binary",
            "The input's bytes, where they were read and are small enough to keep.",
            is_nullable=True,
        ),
        RUN_ID,
    ),
)


def _count(name: str, description: str, example: str) -> Field:
    return Field(name, "int64", description, example=example)


RUNS = Dataset(
    name="runs",
    row="a run",
    description="Every run that wrote here. Documents read are loaded, unchanged, duplicate "
    "or quarantined, each exactly once.",
    key=("run_id",),
    partition_key=None,
    is_history=True,
    added=("sentences_from_memory", "fill_rates"),
    fields=(
        Field("run_id", "string", "The run.", example=RUN_ID.example),
        Field("flow_run_id", "string", "Its flow run in Prefect.", is_nullable=True),
        Field("started_at", "timestamp", "Start, in UTC.", example="2026-02-05T10:15:00Z"),
        Field(
            "finished_at",
            "timestamp",
            "End, in UTC; null while it runs.",
            is_nullable=True,
            example="2026-02-05T10:15:21Z",
        ),
        Field("state", "string", "How it ended.", enum=values(RunState), example="completed"),
        _count("documents_read", "Inputs found.", "120"),
        _count("documents_loaded", "Inputs whose articles were published.", "100"),
        _count("documents_unchanged", "Inputs published before, and the same since.", "15"),
        _count("documents_duplicate", "Inputs equal, byte by byte, to another one.", "3"),
        _count("documents_quarantined", "Inputs that failed.", "2"),
        _count("articles_updated", "Of the loaded ones, how many replaced older rows.", "7"),
        _count("sentences", "Sentences published.", "1830"),
        Field(
            "engines",
            "list<struct>",
            "Sentences by the engine that translated them.",
            example="draft / 1830",
            children=(
                Field("engine", "string", "Engine."),
                Field("sentences", "int64", "Its sentences."),
            ),
        ),
        _count("warnings", "Warnings that were logged.", "1"),
        Field(
            "sentences_from_memory",
            "int64",
            "Of the sentences, how many no engine was asked for: equal ones had been translated.",
            is_nullable=True,
            example="412",
        ),
        Field(
            "fill_rates",
            "list<struct>",
            "How often each field was found on the pages that the run loaded, by outlet.",
            is_nullable=True,
            example="visti.example / authors / 20 / 19",
            children=(
                Field("outlet", "string", "Domain of the outlet, or `unknown`."),
                Field("field", "string", "Column of `articles`."),
                Field("articles", "int64", "Articles of the outlet that the run loaded."),
                Field("filled", "int64", "How many of them have the field."),
            ),
        ),
        Field(
            "parameters",
            "string",
            "The run's parameters, a JSON object.",
            example='{"engine": "auto"}',
        ),
        Field(
            "versions",
            "string",
            "Versions of visnyk and of what it builds on, a JSON object.",
            example='{"visnyk": "0.1.0"}',
        ),
    ),
)
