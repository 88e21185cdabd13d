"""The steps of a commit, and how journals write them down."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from tasks.load.errors import DatasetCorruptError


@dataclass(frozen=True, slots=True)
class Step:
    """A file to put from staging into its place; without `staged`, a file to remove.

    Both paths are relative to the output.
    """

    path: str
    staged: str | None


def encoded(steps: Iterable[Step]) -> bytes:
    """The content of a journal."""
    return json.dumps([{"path": step.path, "staged": step.staged} for step in steps]).encode()


def decoded(content: bytes, journal: object) -> list[Step]:
    """The steps that a journal holds.

    Raises:
        DatasetCorruptError: it cannot be read.
    """
    try:
        return [Step(**step) for step in json.loads(content)]
    except (ValueError, TypeError) as exc:
        raise DatasetCorruptError(
            f"{journal} cannot be read ({exc})",
            data="Nothing was changed; the last publish may be there in part",
            remedy=f"Delete {journal} and run again",
        ) from exc
