"""What can be said of the times at which requests came in."""

from __future__ import annotations


def most_in(times, window):
    """The most calls in any stretch of `window` seconds, its end excluded."""
    times = sorted(times)
    return max(sum(1 for at in times if start <= at < start + window) for start in times)
