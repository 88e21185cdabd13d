"""One yard for all tests: it takes some ten seconds to make."""

from __future__ import annotations

import pytest

from tests.kills.runs import opened


@pytest.fixture(scope="session")
def yard(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("yard")) as yard:
        yield yard
