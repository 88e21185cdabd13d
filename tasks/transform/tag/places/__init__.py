"""Places that no table of names has: settlements, regions, airports by what they are."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.transform.tag.document import Candidate, Document


def find(document: Document) -> Iterator[Candidate]:
    """Propose the places of a document."""
    yield from ()
