"""The datasets about inputs and runs, one file each: quarantine and runs."""

from __future__ import annotations

from enum import StrEnum

from tasks.load.schema.fields import (
    PIPELINE_VERSION,
    RUN_ID,
    SOURCE_URI,
    Dataset,
    Field,
    instant,
    sha256,
    values,
)
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
        sha256(
            "source_sha256",
            "Checksum of the input's bytes; null where they could not be read.",
            is_nullable=True,
            example="9b74c9897bac770ffc029102a200c5de6f1c9f1c0e1b7d0c1c9dca8a9bd5f3e4",
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
            unit="runs",
            minimum=1,
        ),
        instant(
            "first_seen_at",
            "When the input first failed.",
            is_volatile=True,
            example="2026-02-05T10:15:21Z",
        ),
        instant(
            "last_seen_at",
            "When the input last failed.",
            is_volatile=True,
            example="2026-02-06T10:15:20Z",
        ),
        PIPELINE_VERSION,
        Field(
            "raw",
            "binary",
            "The input's bytes, where they were read and are small enough to keep.",
            is_nullable=True,
            unit="bytes",
        ),
        RUN_ID,
    ),
)


def _count(
    name: str, description: str, unit: str, example: str, *, is_nullable: bool = False
) -> Field:
    return Field(
        name,
        "int64",
        description,
        is_nullable=is_nullable,
        example=example,
        unit=unit,
        minimum=0,
    )


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
        Field(
            "flow_run_id",
            "string",
            "Its flow run in Prefect.",
            is_nullable=True,
            example="5c0ff1ce-4b1d-4f0e-9a57-2f6d1c3b8e90",
        ),
        instant("started_at", "Start.", example="2026-02-05T10:15:00Z"),
        instant(
            "finished_at",
            "End; null while it runs.",
            is_nullable=True,
            example="2026-02-05T10:15:21Z",
        ),
        Field("state", "string", "How it ended.", enum=values(RunState), example="completed"),
        _count("documents_read", "Inputs found.", "inputs", "120"),
        _count("documents_loaded", "Inputs whose articles were published.", "inputs", "100"),
        _count(
            "documents_unchanged", "Inputs published before, and the same since.", "inputs", "15"
        ),
        _count("documents_duplicate", "Inputs equal, byte by byte, to another one.", "inputs", "3"),
        _count("documents_quarantined", "Inputs that failed.", "inputs", "2"),
        _count(
            "articles_updated", "Of the loaded ones, how many replaced older rows.", "articles", "7"
        ),
        _count("sentences", "Sentences published.", "sentences", "1830"),
        Field(
            "engines",
            "list<struct>",
            "Sentences by the engine that translated them.",
            children=(
                Field("engine", "string", "Engine.", example="draft"),
                _count("sentences", "Its sentences.", "sentences", "1830"),
            ),
        ),
        _count("warnings", "Warnings that were logged.", "lines of the log", "1"),
        _count(
            "sentences_from_memory",
            "Of the sentences, how many no engine was asked for: equal ones had been translated.",
            "sentences",
            "412",
            is_nullable=True,
        ),
        Field(
            "fill_rates",
            "list<struct>",
            "How often each field was found on the pages that the run loaded, by outlet.",
            is_nullable=True,
            children=(
                Field(
                    "outlet",
                    "string",
                    "Domain of the outlet, or `unknown`.",
                    example="visti.example",
                ),
                Field("field", "string", "Column of `articles`.", example="authors"),
                _count("articles", "Articles of the outlet that the run loaded.", "articles", "20"),
                _count("filled", "How many of them have the field.", "articles", "19"),
            ),
        ),
        Field(
            "parameters",
            "string",
            "The run's parameters, an object.",
            example='{"engine": "auto"}',
            unit="JSON",
        ),
        Field(
            "versions",
            "string",
            "Versions of visnyk and of what it builds on, an object.",
            example='{"visnyk": "0.1.0"}',
            unit="JSON",
        ),
    ),
)
