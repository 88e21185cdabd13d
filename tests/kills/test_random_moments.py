"""Whole runs killed at moments that nobody chose."""

from __future__ import annotations

import random

import pytest

from tests.kills.random_moments import kill_at_random
from tests.kills.runs import opened

pytestmark = pytest.mark.slow


def test_killed_at_random_moments(tmp_path):
    # Other moments each time; the script does a hundred: python -m tests.kills.random_moments
    with opened(tmp_path) as yard:
        phases = kill_at_random(yard, 20, seed=random.randrange(10**6))

    assert phases.total() == 20
    assert len(phases) > 2
