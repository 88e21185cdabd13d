"""Why documents fell out and what to do about it, told apart and put together.

A reason is written by `tasks.errors.VisnykError`: what happened, what that means for the
data, what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.models import Failure, Stage


@dataclass(frozen=True, slots=True)
class Trouble:
    """Documents that fell out of a stage by the same kind of error.

    `example` is what became of `source_uri`, one of them; `remedy` is what to do.
    """

    stage: Stage
    error_type: str
    documents: int
    source_uri: str
    example: str
    remedy: str
    is_transient: bool


def troubles(failures: Iterable[Failure]) -> list[Trouble]:
    """Put failures of a kind together, the most frequent first."""
    groups: dict[tuple[Stage, str, str, bool], list[Failure]] = {}
    for failure in failures:
        remedy = parted(failure.reason)[1]
        key = (failure.stage, failure.error_type, remedy, failure.is_transient)
        groups.setdefault(key, []).append(failure)
    found = [
        Trouble(
            stage,
            error_type,
            len(group),
            group[0].source_uri,
            parted(group[0].reason)[0],
            remedy,
            is_transient,
        )
        for (stage, error_type, remedy, is_transient), group in groups.items()
    ]
    return sorted(found, key=lambda it: (-it.documents, it.stage, it.error_type, it.remedy))


def parted(reason: str) -> tuple[str, str]:
    """Part a reason into what happened and what to do, which is its last sentence."""
    happened, _, remedy = reason.rpartition(". ")
    return (f"{happened}.", remedy) if happened else (reason, "")


def tried_again(is_transient: bool) -> str:
    """Say when an input in quarantine is tried again."""
    return "by the next run" if is_transient else "when it or visnyk has changed"
