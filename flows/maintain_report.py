"""What a maintenance found and did, in numbers and words."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from flows.report import Outcome
from tasks.load.maintenance.compact import Compacted
from tasks.load.verify import Report as Verified

# What a person reads on a page; `visnyk verify` says all of it.
_LISTED = 100


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
        parts = [_count(self.runs_pruned, "run") + " pruned"]
        if self.verified:
            files = _count(self.verified.files, "file")
            problems = len(self.verified.problems)
            parts.append(
                f"{_count(problems, 'problem')} in {files}" if problems else f"{files} whole"
            )
        if self.compacted:
            parts.append(_count(len(self.compacted.files), "file") + " written anew")
        return ", ".join(parts)


def markdown(report: MaintainReport) -> str:
    """Write the summary that the Prefect UI shows as an artifact of the run."""
    lines = [f"# {report.outcome}: {report.headline}", "", f"Output: `{report.output}`", ""]
    if report.verified and report.verified.problems:
        lines += ["## What is wrong, and how to mend it", ""]
        lines += [f"- {escape(item.sentence)}" for item in report.verified.problems[:_LISTED]]
    if report.compacted:
        saved, cleared = report.compacted.bytes_saved, report.compacted.bytes_left_over
        lines += [
            "## Written anew",
            "",
            f"{saved:,} bytes saved, {cleared:,} of dead runs cleared.",
        ]
        lines += [
            f"- `{item.path}`: {', '.join(item.reasons) or 'rows that are too old'}"
            for item in report.compacted.files[:_LISTED]
        ]
    return "\n".join(lines) + "\n"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
