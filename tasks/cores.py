"""How many cores there are to work on."""

from __future__ import annotations

import os


def available_cores() -> int:
    """The cores that this process may use."""
    may_ask = hasattr(os, "sched_getaffinity")
    return len(os.sched_getaffinity(0)) if may_ask else os.cpu_count() or 1
