"""What a retranslation did, in numbers: its outcome and its closing line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flows.account.report import Outcome


@dataclass(frozen=True, slots=True)
class RetranslateReport:
    """The account of a retranslation: found = upgraded + kept + failed + left.

    Rows are of `sentences`. `kept` rows have no better translation, `failed` ones none at
    all, `left` ones are beyond the budget or came after the engines were given up.
    """

    run_id: str
    flow_run_id: str
    output: str
    started_at: datetime
    finished_at: datetime
    found: int
    upgraded: int
    kept: int
    failed: int
    left: int
    articles: int
    sent_sentences: int
    sent_characters: int
    from_memory: int
    engines: Mapping[str, int]
    warnings: tuple[str, ...]
    task_runs: int
    max_failed_share: float

    @property
    def outcome(self) -> Outcome:
        """The truth in a word: failed when most of what was tried has no translation."""
        if self.failed > self.max_failed_share * (self.upgraded + self.kept + self.failed):
            return Outcome.FAILED
        if self.failed or self.warnings:
            return Outcome.COMPLETED_WITH_WARNINGS
        return Outcome.COMPLETED

    @property
    def headline(self) -> str:
        """One line for logs, states and people."""
        if not self.found:
            return "Nothing to do: no sentence fits"
        parts = [f"{self.upgraded:,} of {self.found:,} sentences upgraded"]
        parts += [
            f"{number:,} {what}"
            for number, what in (
                (self.kept, "kept: nothing better came"),
                (self.failed, "failed"),
                (self.left, "left for another run"),
            )
            if number
        ]
        return ", ".join(parts)
