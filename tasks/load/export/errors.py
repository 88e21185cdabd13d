"""What can go wrong with an export beyond what can go wrong with datasets."""

from __future__ import annotations

from tasks.errors import Terminal
from tasks.load.errors import DatasetCorruptError


class UnfitRequestError(Terminal):
    """What was asked for cannot be had in this form."""


class TargetRefusedError(Terminal):
    """The export may not be written to where it should go."""


class FormatUnavailableError(Terminal):
    """The package that writes a format is not installed."""


def breaks_keys(cause: Exception) -> DatasetCorruptError:
    """The error for published rows whose keys or references do not hold."""
    return DatasetCorruptError(
        f"The published rows do not keep their keys ({cause})",
        data="Nothing was written",
        remedy="See visnyk verify, which names the rows and what mends them",
    )
