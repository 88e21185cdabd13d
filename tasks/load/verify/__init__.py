"""Is a published output whole? What is wrong, what that means for readers, what mends it."""

from __future__ import annotations

from tasks.load.verify.problems import Kind, Problem
from tasks.load.verify.whole import Report, verify

__all__ = ["Kind", "Problem", "Report", "verify"]
