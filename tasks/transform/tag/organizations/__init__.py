"""Organisations that no table has: named by what they are, by capitals or in quotes."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.models import MentionKind
from tasks.transform.tag.document import Candidate, Document
from tasks.transform.tag.naming import English
from tasks.transform.tag.organizations import acronyms, compounds, heads, latin, quoted, typed
from tasks.transform.tag.organizations.explained import explain, with_letters
from tasks.transform.tag.organizations.naming import english_of
from tasks.transform.tag.organizations.proposal import Proposal


def find(document: Document, english: English) -> Iterator[Candidate]:
    """Propose the organisations of a document."""
    for proposal in _proposals(document):
        yield _candidate(document, proposal, english)


def _proposals(document: Document) -> Iterator[Proposal]:
    institutions = list(heads.find(document))
    in_quotes = [*quoted.find(document), *typed.find(document)]
    named = [*institutions, *in_quotes]
    in_latin = list(latin.find(document))
    named, letters = explain(document, named, in_latin)
    yield from named
    yield from with_letters(in_latin, letters)
    yield from acronyms.find(document, letters)
    yield from compounds.find(document)
    yield from quoted.repeats(document, named)


def _candidate(document: Document, item: Proposal, english: English) -> Candidate:
    words = document.words[item.passage].items
    return Candidate(
        passage=item.passage,
        start=words[item.first].start,
        end=words[item.last].end,
        kind=MentionKind.ORGANIZATION,
        name_uk=item.name_uk,
        name_en=english_of(item, english),
        method=item.method,
        rank=item.rank,
        country_code=item.country_code,
    )
