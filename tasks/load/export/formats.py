"""The formats of exports, and which one a file's name asks for."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

_COMPRESSED = ".gz"


class Format(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    DUCKDB = "duckdb"

    @property
    def is_text(self) -> bool:
        """Whether it is lines of text, which may be compressed or piped on."""
        return self in (Format.CSV, Format.JSONL)

    @property
    def is_database(self) -> bool:
        """Whether it holds several tables."""
        return self in (Format.SQLITE, Format.DUCKDB)


SUFFIXES = {
    ".csv": Format.CSV,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".parquet": Format.PARQUET,
    ".sqlite": Format.SQLITE,
    ".sqlite3": Format.SQLITE,
    ".db": Format.SQLITE,
    ".duckdb": Format.DUCKDB,
}


def format_of(name: str) -> Format | None:
    """The format that a file's name asks for, None where it asks for none of ours."""
    path = PurePath(name.lower())
    found = SUFFIXES.get(PurePath(path.stem).suffix if is_compressed(name) else path.suffix)
    return found if found is None or found.is_text or not is_compressed(name) else None


def is_compressed(name: str) -> bool:
    """Tell whether a file's name asks for gzip."""
    return name.lower().endswith(_COMPRESSED)
