"""The dataset `documents`: the fetched pages themselves."""

from __future__ import annotations

from tasks.load.schema.fields import RUN_ID, Dataset, Field, instant, sha256

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
        sha256(
            "sha256",
            "Checksum of `content`.",
            example="9b74c9897bac770ffc029102a200c5de6f1c9f1c0e1b7d0c1c9dca8a9bd5f3e4",
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
        Field(
            "etag",
            "string",
            "The server's name of this version.",
            is_nullable=True,
            example='"5c0ff1ce"',
        ),
        Field(
            "last_modified",
            "string",
            "When it was changed, as the server says it.",
            is_nullable=True,
            example="Thu, 05 Feb 2026 12:05:00 GMT",
            unit="HTTP date",
        ),
        instant("fetched_at", "When it was fetched.", example="2026-02-05T10:15:21Z"),
        Field("content", "binary", "Its bytes, decompressed.", unit="bytes"),
        RUN_ID,
    ),
)
