"""What a maintenance found and did, in numbers and words."""

from __future__ import annotations

from dataclasses import dataclass

from flows.account.report import Outcome
from flows.summary.markdown import counted
from tasks.load.maintenance.compact import Compacted
from tasks.load.verify import Report as Verified


@dataclass(frozen=True, slots=True)
class MaintainReport:
    """What became of history and datasets; None where there was nothing to do.

    `runs_pruned` went from Prefect's history.
    """

    output: str
    runs_pruned: int
    verified: Verified | None
    compacted: Compacted | None

    @property
    def outcome(self) -> Outcome:
        """Damage is a failure: somebody must look."""
        is_damaged = self.verified is not None and self.verified.problems
        return Outcome.FAILED if is_damaged else Outcome.COMPLETED

    @property
    def headline(self) -> str:
        """One line for logs, states and people."""
        parts = [counted(self.runs_pruned, "run") + " pruned"]
        if self.verified:
            files = counted(self.verified.files, "file")
            problems = len(self.verified.problems)
            parts.append(
                f"{counted(problems, 'problem')} in {files}" if problems else f"{files} whole"
            )
        if self.compacted:
            parts.append(counted(len(self.compacted.files), "file") + " written anew")
        return ", ".join(parts)
