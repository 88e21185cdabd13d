"""The dataset `documents`: the fetched pages themselves."""

from __future__ import annotations

from tasks.load.schema.fields import RUN_ID, Dataset, Field

DOCUMENTS = Dataset(
    name="documents",
    row="a page as a server gave it",
    description="Every version of a page that was fetched and loaded, kept so that it can be "
    "parsed again without the network. `articles.source_uri` and `articles.source_sha256` name "
    "the version that an article was made from.",
    key=("source_uri", "fetched_at"),
    # Not the day: some readers would make a date of it, others a text.
    partition_key="fetched_week",
    is_history=True,
    # Some hundred kilobytes a row: one page is read without the rest of its week.
    row_group_rows=100,
    fields=(
        Field(
            "source_uri",
            "string",
            "The address that was asked for.",
            example="https://visti.example/svit/123",
        ),
        Field(
            "sha256",
            "string",
            "SHA-256 of `content`, in hexadecimal.",
            example="9b74c9897bac770ffc029102a200c5de…",
        ),
        Field(
            "url",
            "string",
            "The address after redirects.",
            example="https://visti.example/svit/123.html",
        ),
        Field(
            "media_type",
            "string",
            "What the server says it is.",
            example="text/html",
            is_repetitive=True,
        ),
        Field(
            "charset",
            "string",
            "The encoding that the server names.",
            is_nullable=True,
            example="utf-8",
            is_repetitive=True,
        ),
        Field(
            "encoding",
            "string",
            "The encoding that it was read in.",
            example="utf-8",
            is_repetitive=True,
        ),
        Field("etag", "string", "The server's name of this version.", is_nullable=True),
        Field(
            "last_modified",
            "string",
            "When it was changed, as the server says it.",
            is_nullable=True,
            example="Thu, 05 Feb 2026 12:05:00 GMT",
        ),
        Field(
            "fetched_at",
            "timestamp",
            "When it was fetched, in UTC.",
            example="2026-02-05T10:15:21Z",
        ),
        Field("content", "binary", "Its bytes, decompressed."),
        RUN_ID,
    ),
)
