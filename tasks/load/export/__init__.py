"""Published datasets in the files that people without Parquet tools use.

A module a format; what is chosen and how it is read is the same for all. Nothing here
writes into the output, or keeps anybody else from it.
"""

from __future__ import annotations

from tasks.load.export.errors import (
    FormatUnavailableError,
    TargetRefusedError,
    UnfitRequestError,
)
from tasks.load.export.exporting import Exported, export
from tasks.load.export.filters import Filters
from tasks.load.export.formats import SUFFIXES, Format, format_of, is_compressed
from tasks.load.export.labels import Unknown
from tasks.load.export.plan import CsvStyle, Plan, make_plan

__all__ = [
    "SUFFIXES", "CsvStyle", "Exported", "Filters", "Format", "FormatUnavailableError", "Plan",
    "TargetRefusedError", "UnfitRequestError", "Unknown", "export", "format_of", "is_compressed",
    "make_plan",
]  # fmt: skip
