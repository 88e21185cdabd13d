"""One engine for all tests: loading it takes half a second."""

from __future__ import annotations

import pytest

from tasks.transform.translate.draft.engine import DraftEngine


@pytest.fixture(scope="session")
def engine() -> DraftEngine:
    return DraftEngine()
