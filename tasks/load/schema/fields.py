"""How a published table is described: its fields, their types and their rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PARTITION_KEY = "published_month"


@dataclass(frozen=True, slots=True)
class Field:
    """A column.

    `type` is string, int32, int64, float64, bool, date, timestamp, binary,
    list<string> or list<struct> (of `children`). `unit` is what a number counts or
    measures, or the standard of a code. `minimum` and `maximum` are the least and the
    greatest value, `above` is less than every value, and `after` names a column of the same
    row that is; `pattern` matches each value from end to end, in the syntax of RE2. Of a
    list, `enum` and `pattern` are rules for its elements.
    `is_volatile` fields differ between runs that publish the same content, and are no
    part of the content hash. `is_repetitive` ones are worth a Parquet dictionary.
    `is_english` ones hold no Cyrillic in rows that no check flagged. `is_sought` ones are
    often asked for by value: a Bloom filter tells which files and row groups lack it. Every
    field has an `example`, but for bytes, and for lists of structs, whose children have theirs.
    """

    name: str
    type: str
    description: str
    is_nullable: bool = False
    enum: tuple[str, ...] = ()
    example: str = ""
    unit: str = ""
    pattern: str = ""
    minimum: int | None = None
    maximum: int | None = None
    above: int | None = None
    after: str = ""
    children: tuple[Field, ...] = ()
    is_volatile: bool = False
    is_repetitive: bool = False
    is_english: bool = False
    is_sought: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """A published table. Rows lie in the order of `article_id`, or else of the key.

    `partition_key` names the folders the rows are parted into; None where one file holds
    all of them. An `is_history` dataset tells what happened, not what articles say: it
    differs between runs by nature, and has no content hash. A row group of 100,000 rows of
    text takes some 100 MB in memory and lets filters skip; `row_group_rows` are fewer where
    rows are larger. `flagged_by` is the column that is non-zero or non-empty in rows a check
    flagged. `added` are nullable columns that came after the first files of this schema
    version: older files lack them, and the content hash leaves them out where no row has a
    value, so that an older file still has the hash it was published with.
    """

    name: str
    row: str
    description: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    partition_key: str | None = PARTITION_KEY
    is_history: bool = False
    row_group_rows: int = 100_000
    flagged_by: str | None = None
    added: tuple[str, ...] = ()

    @property
    def is_partitioned(self) -> bool:
        """Whether the rows lie in several files, by their partition."""
        return self.partition_key is not None

    @property
    def sort_key(self) -> str:
        """The column that the rows are sorted by, stably."""
        return "article_id" if self.partition_key == PARTITION_KEY else self.key[0]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)


def values(enum: type[StrEnum]) -> tuple[str, ...]:
    """The values a column of this enumeration may hold."""
    return tuple(member.value for member in enum)


def instant(
    name: str,
    description: str,
    *,
    example: str,
    is_nullable: bool = False,
    is_volatile: bool = False,
) -> Field:
    """A column of points in time."""
    return Field(
        name,
        "timestamp",
        description,
        is_nullable=is_nullable,
        example=example,
        unit="UTC",
        is_volatile=is_volatile,
    )


def sha256(name: str, description: str, *, example: str, is_nullable: bool = False) -> Field:
    """A column of checksums."""
    return Field(
        name,
        "string",
        description,
        is_nullable=is_nullable,
        example=example,
        unit="SHA-256 in hexadecimal",
        pattern="[0-9a-f]{64}",
    )


# Of codes, the standard and what they look like.
LANGUAGE = ("ISO 639-1", "[a-z]{2}")
COUNTRY = ("ISO 3166-1 alpha-2", "[A-Z]{2}")
ARTICLE_ID = Field(
    "article_id",
    "string",
    "The article: 16 hexadecimal digits, the same in every dataset.",
    example="3f2a9c0b7d51e864",
    pattern="[0-9a-f]{16}",
    is_repetitive=True,
    is_sought=True,
)
RUN_ID = Field(
    "run_id",
    "string",
    "The run that wrote the row: `runs.run_id`.",
    example="20260205T101500-7c1e",
    is_volatile=True,
    is_repetitive=True,
)
SOURCE_URI = Field(
    "source_uri",
    "string",
    "Where the input was found: an absolute `file:///…` or `https://…` address.",
    example="file:///data/inbox/page-001.txt",
    is_volatile=True,
)
PIPELINE_VERSION = Field(
    "pipeline_version",
    "string",
    "The version of visnyk that made the row.",
    example="0.1.0",
    is_repetitive=True,
)
