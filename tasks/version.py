"""Which visnyk this is: rows say it, and what only failed with another is tried again."""

from __future__ import annotations

from functools import lru_cache
from importlib import metadata


@lru_cache(maxsize=1)
def pipeline_version() -> str:
    """The version of visnyk, as installed."""
    try:
        return metadata.version("visnyk")
    except metadata.PackageNotFoundError:  # run from a folder of sources
        return "0+unknown"
