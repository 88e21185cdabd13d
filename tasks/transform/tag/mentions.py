"""Every name in an article: what the finders propose, chosen, linked, with its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from tasks.language.text import has_cyrillic
from tasks.models import Mention, Passage, Role
from tasks.transform.tag import gazetteer, organizations, people, places
from tasks.transform.tag.document import Candidate, Document, read_document
from tasks.transform.tag.linking import link
from tasks.transform.tag.naming import English

MENTION_ROLES = frozenset({Role.TITLE, Role.LEAD, Role.BODY, Role.CAPTION})


def read_names(passages: Iterable[Passage]) -> Document:
    """Take the passages of an article that names are looked for in."""
    return read_document(passage for passage in passages if passage.role in MENTION_ROLES)


def find(document: Document, english: English) -> list[Mention]:
    """Find the names of a document, in the order of the text, linked to each other."""
    proposed = [
        *gazetteer.find(document),
        *people.find(document),
        *places.find(document),
        *organizations.find(document, english),
    ]
    return [_mention(document, item, entity) for item, entity in link(choose(proposed))]


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Take the longest candidates first, the surer of two that are as long; none overlap."""
    # Only Latin letters may stand in an English column, whatever a table says.
    usable = [item for item in candidates if not has_cyrillic(item.name_en)]
    usable.sort(key=_preference)
    taken: dict[int, list[tuple[int, int]]] = {}
    chosen: list[Candidate] = []
    for item in usable:
        spans = taken.setdefault(item.passage, [])
        at = bisect_left(spans, (item.start, item.end))
        if _is_free(spans, at, item):
            spans.insert(at, (item.start, item.end))
            chosen.append(item)
    return sorted(chosen, key=lambda item: (item.passage, item.start))


def _preference(item: Candidate) -> tuple[int, int, int, int, str]:
    return (item.start - item.end, item.rank, item.passage, item.start, item.name_uk)


def _is_free(spans: Sequence[tuple[int, int]], at: int, item: Candidate) -> bool:
    before_ends = spans[at - 1][1] if at else 0
    after_begins = spans[at][0] if at < len(spans) else item.end
    return before_ends <= item.start and item.end <= after_begins


def _mention(document: Document, item: Candidate, entity_id: str) -> Mention:
    passage = document.passages[item.passage]
    return Mention(
        kind=item.kind,
        surface_uk=passage.text[item.start : item.end],
        name_uk=item.name_uk,
        name_en=item.name_en,
        role=passage.role,
        paragraph=passage.paragraph,
        start=item.start,
        end=item.end,
        method=item.method,
        country_code=item.country_code,
        entity_id=entity_id,
    )
