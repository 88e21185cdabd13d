"""The organisations of a text, without a translation engine."""

from __future__ import annotations

import pytest

from tasks.models import MentionKind
from tasks.transform.tag.naming import romanized
from tasks.transform.tag.plain import tag_text


def find_organizations(text, english=romanized):
    mentions = tag_text(f"Новина\n{text}", english).mentions
    return [item for item in mentions if item.kind is MentionKind.ORGANIZATION]


@pytest.fixture(scope="session")
def organizations():
    return find_organizations


@pytest.fixture(scope="session")
def surfaces():
    return lambda text: [item.surface_uk for item in find_organizations(text)]
