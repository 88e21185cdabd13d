"""Whole runs killed at moments that nobody chose."""

from __future__ import annotations

import random

import pytest

from tests.kills.random_moments import kill_at_random

pytestmark = pytest.mark.slow


def test_killed_at_random_moments(yard):
    # Other moments each time; the script does a hundred: python -m tests.kills.random_moments
    phases = kill_at_random(yard, 4, seed=random.randrange(10**6))

    assert phases.total() == 4
