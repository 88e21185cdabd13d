"""The summary of a maintenance, as the Prefect UI shows it."""

from __future__ import annotations

from typing import Final

from flows.account.maintain_report import MaintainReport
from flows.summary.markdown import code, plain

# What a person reads on a page; `visnyk verify` says all of it.
_LISTED: Final = 100


def markdown(report: MaintainReport) -> str:
    """Write what was found and done."""
    lines = [f"# {report.outcome}: {report.headline}", "", f"Output: {code(report.output)}"]
    if report.verified and report.verified.problems:
        lines += ["", "## What is wrong, and how to mend it", ""]
        lines += [
            f"- {code(item.path)}: {plain(f'{item.what}. {item.means}. {item.mend}.')}"
            for item in report.verified.problems[:_LISTED]
        ]
    if report.compacted:
        saved, cleared = report.compacted.bytes_saved, report.compacted.bytes_left_over
        freed = f"{saved:,} bytes saved, {cleared:,} of dead runs cleared."
        lines += ["", "## Written anew", "", freed, ""]
        lines += [
            f"- {code(item.path)}: {', '.join(item.reasons) or 'rows that are too old'}"
            for item in report.compacted.files[:_LISTED]
        ]
    return "\n".join(lines) + "\n"
