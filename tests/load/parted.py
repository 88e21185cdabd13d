"""Outputs written by day or by month, whatever the environment of the tests says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tasks.load.schema import Granularity
from tasks.settings import get_settings


@contextmanager
def parted_by(granularity: Granularity) -> Iterator[None]:
    """Let files hold months, or days."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VISNYK_PARTITION_BY", granularity)
        get_settings.cache_clear()
        yield
    get_settings.cache_clear()
