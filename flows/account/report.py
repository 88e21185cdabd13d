"""What a run did, in numbers: its outcome and its closing line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tasks.load.digest import Digest
from tasks.load.fill_rates import FillRates
from tasks.models import Failure, Stage


class Outcome(StrEnum):
    """How a run ended, as its final state says it."""

    COMPLETED = "Completed"
    COMPLETED_WITH_WARNINGS = "Completed with warnings"
    FAILED = "Failed"


@dataclass(frozen=True, slots=True)
class RunReport:
    """The account of a run: read = loaded + unchanged + duplicate + quarantined.

    Inputs that are `forgotten` count as not read.
    `updated` of the loaded replaced older rows. `failures` are those of this run;
    `failed_again` of these are nothing new: they were as bad when last tried.
    `unreachable` counts sources that could not be looked into at all.
    `still_quarantined` are inputs that failed before and were not tried again.
    `new` inputs were sent through the stages; `passed` of them came out of each.
    `warnings` concern documents that were loaded, and sources without any. `task_runs`
    counts the Prefect task runs that the run history must hold.
    """

    run_id: str
    flow_run_id: str
    output: str
    started_at: datetime
    finished_at: datetime
    read: int
    loaded: int
    updated: int
    unchanged: int
    duplicate: int
    still_quarantined: int
    failures: tuple[Failure, ...]
    sources: Sequence[str] = ()
    engine: str = ""
    new: int = 0
    passed: Mapping[Stage, int] = field(default_factory=dict)
    forgotten: int = 0
    failed_again: int = 0
    unreachable: int = 0
    sentences_by_engine: dict[str, int] = field(default_factory=dict)
    sentences_from_memory: int = 0
    digest: Digest = field(default_factory=Digest)
    warnings: tuple[str, ...] = ()
    fill_rates: FillRates = field(default_factory=FillRates)
    files_written: int = 0
    task_runs: int = 0
    max_failed_share: float = 0.5

    @property
    def quarantined(self) -> int:
        """Inputs in quarantine: those that failed now and those that stay there."""
        return len(self.failures) + self.still_quarantined

    @property
    def sentences(self) -> int:
        """Sentence pairs that were made."""
        return sum(self.sentences_by_engine.values())

    @property
    def memory_hits(self) -> str:
        """How many of the sentences that hold Ukrainian no engine had to be asked for."""
        return hits(self.sentences_from_memory, self.sentences_by_engine)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing came of the run, and nothing went wrong: there was nothing new."""
        return not (self.loaded or self.failures or self.unreachable)

    @property
    def outcome(self) -> Outcome:
        """The truth in a word.

        A run has failed when too large a share of what it tried fell out, when nothing at
        all of what it read is usable, or when it read nothing because a source, such as
        a feed, could not be had. An inbox that is empty is no failure.
        """
        # A dead link that a feed has had for days must not fail each quiet run.
        failed = len(self.failures) - self.failed_again
        too_many = failed > self.max_failed_share * (self.loaded + failed)
        if too_many or self._is_cut_off or (self.read > 0 and self.quarantined == self.read):
            return Outcome.FAILED
        if self.quarantined or self.warnings:
            return Outcome.COMPLETED_WITH_WARNINGS
        return Outcome.COMPLETED

    @property
    def headline(self) -> str:
        """One line for logs, states and people."""
        if self._is_cut_off:
            parts = ["Nothing could be read"]
        elif not self.loaded and not self.failures:
            parts = [f"Nothing new: {_count(self.unchanged, 'document')} unchanged"]
        else:
            parts = [f"{_count(self.loaded, 'document')} loaded"]
            if self.updated:
                parts.append(f"{self.updated} of them updated")
            if self.unchanged:
                parts.append(f"{self.unchanged} unchanged")
        if self.duplicate:
            parts.append(_count(self.duplicate, "duplicate"))
        if self.forgotten:
            parts.append(f"{self.forgotten} forgotten")
        if self.quarantined:
            parts.append(f"{self.quarantined} in quarantine")
        if self.unreachable:
            parts.append(f"{_count(self.unreachable, 'source')} unreadable")
        if self.warnings:
            parts.append(_count(len(self.warnings), "warning"))
        return ", ".join(parts)

    @property
    def _is_cut_off(self) -> bool:
        return self.read == 0 and self.unreachable > 0


def hits(from_memory: int, sentences_by_engine: Mapping[str, int]) -> str:
    """Say what part of the translated sentences the memory gave; `none` needed no engine."""
    total = sum(count for name, count in sentences_by_engine.items() if name != "none")
    return f"{from_memory:,} of {total:,} sentences ({from_memory / max(total, 1):.0%})"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
