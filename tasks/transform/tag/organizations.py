"""Organisations that no table has: named by what they are, by capitals or in quotes."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.transform.tag.document import Candidate, Document
from tasks.transform.tag.naming import English


def find(document: Document, english: English) -> Iterator[Candidate]:
    """Propose the organisations of a document."""
    yield from ()
