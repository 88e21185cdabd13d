"""One identifier for one thing: the same name, in any form, in any article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tasks.models import MentionKind
from tasks.transform.tag.document import Candidate

_NOT_A_SLUG = re.compile(r"[^a-z0-9]+")
# «ЄС» is a place like a country, «Європейський Союз» an organisation: one thing all the same.
_ONE_KIND = {"european-union": MentionKind.ORGANIZATION}


def link(candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, str]]:
    """Give every candidate its entity; a surname alone is the person named in full elsewhere."""
    known = _full_names(candidates)
    for item in candidates:
        named = _named_in_full(item, known)
        yield named, entity_id(named.kind, named.name_en)


def entity_id(kind: MentionKind, name_en: str) -> str:
    """Make the identifier of a thing: `person/volodymyr-zelenskyy`."""
    name = slug(name_en)
    return f"{_ONE_KIND.get(name, kind)}/{name}"


def slug(english: str) -> str:
    """Write an English label as a code: «European Union» is `european-union`."""
    plain = unicodedata.normalize("NFKD", english).encode("ascii", "ignore").decode("ascii")
    return _NOT_A_SLUG.sub("-", plain.lower().replace("'", "")).strip("-")


def _full_names(candidates: Iterable[Candidate]) -> dict[str, Candidate]:
    """Full names by surname, where only one of an article's persons has it."""
    found: dict[str, Candidate | None] = {}
    for item in candidates:
        if item.surname_uk and item.method == "full_name":
            same = found.get(item.surname_uk, item)
            is_same = same is not None and same.name_uk == item.name_uk
            found[item.surname_uk] = item if is_same else None
    return {surname: item for surname, item in found.items() if item}


def _named_in_full(item: Candidate, known: dict[str, Candidate]) -> Candidate:
    full = known.get(item.surname_uk or "")
    if full is None or item.method == "full_name":
        return item
    if item.method == "initial" and full.name_uk[0] != item.name_uk[0]:
        return item
    return replace(item, name_uk=full.name_uk, name_en=full.name_en, method=f"linked_{item.method}")
