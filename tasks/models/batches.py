"""Batches of documents, and how documents leave them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


class Stage(StrEnum):
    """The step of the pipeline a document was in."""

    EXTRACT = "extract"
    PARSE = "parse"
    TRANSLATE = "translate"
    TAG = "tag"
    LOAD = "load"


class Settlement(StrEnum):
    """Why a document needs no more work: a second look at it showed so."""

    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be processed, as data: it goes to quarantine.

    `is_transient` means that trying again unchanged may help. `raw` is the input's
    bytes where they were read and are small enough to keep.
    """

    source_uri: str
    source_sha256: str | None
    stage: Stage
    error_type: str
    reason: str
    is_transient: bool = False
    raw: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Settled:
    """A document that a stage found to need no more work, and why."""

    source_uri: str
    how: Settlement


@dataclass(frozen=True, slots=True)
class Batch(Generic[Item]):
    """Documents that go through the stages together, and those that left it so far.

    `failures` fell out; `settled` need no more work.
    """

    number: int
    items: tuple[Item, ...]
    failures: tuple[Failure, ...] = ()
    settled: tuple[Settled, ...] = ()

    def passed_on(
        self,
        items: Iterable[Made],
        failures: Iterable[Failure] = (),
        settled: Iterable[Settled] = (),
    ) -> Batch[Made]:
        """Make the batch that the next stage gets; what left before stays on record."""
        return Batch(
            self.number,
            tuple(items),
            (*self.failures, *failures),
            (*self.settled, *settled),
        )
