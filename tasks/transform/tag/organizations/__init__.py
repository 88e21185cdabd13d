"""Organisations that no table has: named by what they are, by capitals or in quotes."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.models import MentionKind
from tasks.transform.tag.document import Candidate, Document
from tasks.transform.tag.naming import English
from tasks.transform.tag.organizations import latin
from tasks.transform.tag.organizations.proposal import Proposal


def find(document: Document, english: English) -> Iterator[Candidate]:
    """Propose the organisations of a document."""
    for proposal in latin.find(document):
        yield _candidate(document, proposal, english)


def _candidate(document: Document, item: Proposal, english: English) -> Candidate:
    words = document.words[item.passage].items
    return Candidate(
        passage=item.passage,
        start=words[item.first].start,
        end=words[item.last].end,
        kind=MentionKind.ORGANIZATION,
        name_uk=item.name_uk,
        name_en=item.name_en,
        method=item.method,
        rank=item.rank,
        country_code=item.country_code,
    )
