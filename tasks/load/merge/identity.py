"""Which identifier each article gets when inputs disagree about who they are.

An identifier belongs to the source that published it first, else to the source that
comes first by address. Another source with the same identifier and another text gets one
derived from both, and says whose duplicate it is. The order of batches plays no part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tasks.load.merge.stored import KnownDocument


class StagedDocument(NamedTuple):
    """A document that waits to be published, under the identifier its page gives."""

    source_uri: str
    source_sha256: str
    article_id: str
    partition: str
    parsed_sha256: str | None = None


class Placement(NamedTuple):
    """The identifier an article is published under, and the how manieth version it is."""

    article_id: str
    duplicate_of: str | None
    revision: int


def identifiers_of(document: StagedDocument) -> tuple[str, str]:
    """The identifier of a document's page, and the one it gets where another has that."""
    return document.article_id, _digest(document.article_id, document.source_sha256)


def place(
    staged: Iterable[StagedDocument], stored: Mapping[str, KnownDocument]
) -> dict[str, Placement]:
    """Give every staged source its identifier; sources equal byte by byte to another get none.

    `stored` are those published documents at least that have the address, the bytes or one of
    the `identifiers_of` a staged one.
    """
    documents = _without_copies(sorted(staged), stored)
    sources = {document.source_uri for document in documents}
    taken = {known.article_id: uri for uri, known in stored.items() if uri not in sources}
    placements = {}
    # Those that hold an identifier already claim it before the others.
    for document in sorted(documents, key=lambda item: (not _holds(item, stored), item)):
        base = document.article_id
        final = _free_identifier(document, taken)
        taken[final] = document.source_uri
        placements[document.source_uri] = Placement(
            final, None if final == base else base, _revision(document, stored)
        )
    return placements


def _revision(document: StagedDocument, stored: Mapping[str, KnownDocument]) -> int:
    known = stored.get(document.source_uri)
    if known is None:
        return 1
    # Other bytes may say the same: servers put one-time keys into each response.
    is_changed = known.sha256 != document.source_sha256 and (
        known.parsed_sha256 is None or known.parsed_sha256 != document.parsed_sha256
    )
    # Files of the first versions of visnyk did not count.
    return (known.revision or 1) + is_changed


def _holds(document: StagedDocument, stored: Mapping[str, KnownDocument]) -> bool:
    known = stored.get(document.source_uri)
    return known is not None and known.article_id == document.article_id


def _free_identifier(document: StagedDocument, taken: Mapping[str, str]) -> str:
    for candidate in identifiers_of(document):
        if candidate not in taken:
            return candidate
    return _digest(document.article_id, document.source_sha256, document.source_uri)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _without_copies(
    documents: list[StagedDocument], stored: Mapping[str, KnownDocument]
) -> list[StagedDocument]:
    """Of inputs with the same bytes keep the published one, else the first by address."""
    changing = {document.source_uri for document in documents}
    owners = {known.sha256: uri for uri, known in stored.items() if uri not in changing}
    for document in documents:
        known = stored.get(document.source_uri)
        if known is not None and known.sha256 == document.source_sha256:
            owners.setdefault(known.sha256, document.source_uri)
    for document in documents:
        owners.setdefault(document.source_sha256, document.source_uri)
    return [doc for doc in documents if owners[doc.source_sha256] == doc.source_uri]
