"""Persons found in texts of one or more paragraphs."""

from __future__ import annotations

import pytest

from tasks.models import MentionKind
from tasks.transform.tag.plain import tag_text


def _persons(*paragraphs):
    found = tag_text("\n".join(paragraphs)).mentions
    return [item for item in found if item.kind is MentionKind.PERSON]


@pytest.fixture(scope="session")
def persons():
    return _persons


@pytest.fixture(scope="session")
def named():
    return lambda *paragraphs: [(item.surface_uk, item.name_uk) for item in _persons(*paragraphs)]
