"""One identifier for one thing: the same name, in any form, in any article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from tasks.models import MentionKind
from tasks.transform.tag.document import Candidate
from tasks.transform.tag.people import famous
from tasks.transform.tag.tables import rows

_NOT_A_SLUG = re.compile(r"[^a-z0-9]+")
# Legal forms come and go with the same firm: «Ryanair», «Ryanair Holdings plc».
_LEGAL_FORM = re.compile(
    r"(?:,? (?:holdings?|group|ag|se|nv|plc|ltd|llc|inc|corp|gmbh|oyj|asa)\.?)+$", re.IGNORECASE
)
# Named like a country as often as like a body («в ЄС», «Європейський Союз вирішив»), it is
# of one kind in identifiers.
_KIND_OF = {"European Union": MentionKind.ORGANIZATION}

# For so many paragraphs a bare «МЗС» is that of the country named with it; then it is the
# one that readers of the outlet think of first, whose country news leaves out.
_REMEMBERED = 1


def link(candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, str]]:
    """Give every candidate, in the order of the text, its entity.

    A surname alone is the person who is named in full anywhere in the article; the beginning
    of a body's name («МЗС», «Верховний суд») is the one that was named in full last.
    """
    persons = _full_names(candidates)
    bodies: dict[str, Candidate] = {}
    for item in candidates:
        if item.kind is MentionKind.ORGANIZATION:
            named = _as_called(_body_in_full(item, bodies))
            bodies |= dict.fromkeys(_beginnings(named), named)
        else:
            named = _person_in_full(item, persons)
        yield named, entity_id(named.kind, named.name_en)


def entity_id(kind: MentionKind, name_en: str) -> str:
    """Make the identifier of a thing: `person/volodymyr-zelenskyy`."""
    return f"{_KIND_OF.get(name_en, kind)}/{slug(_LEGAL_FORM.sub('', name_en))}"


def slug(english: str) -> str:
    """Write an English label as a code: «European Union» is `european-union`."""
    plain = unicodedata.normalize("NFKD", english).encode("ascii", "ignore").decode("ascii")
    return _NOT_A_SLUG.sub("-", plain.lower().replace("'", "")).strip("-")


def _full_names(candidates: Iterable[Candidate]) -> dict[str, Candidate]:
    """Whom a surname alone means: the only person of the article, or the famous one of several."""
    found: dict[str, dict[str, Candidate]] = {}
    for item in candidates:
        if item.surname_uk and item.method == "full_name":
            found.setdefault(item.surname_uk, {}).setdefault(item.name_uk, item)
    known: dict[str, Candidate] = {}
    for surname, persons in found.items():
        person = famous.by_surname().get(surname)
        if len(persons) == 1:
            known[surname] = next(iter(persons.values()))
        elif person and person.uk in persons:
            known[surname] = persons[person.uk]
    return known


def _person_in_full(item: Candidate, known: Mapping[str, Candidate]) -> Candidate:
    full = known.get(item.surname_uk or "")
    if full is None or item.method == "full_name":
        return item
    if item.method == "initial" and full.name_uk[0] != item.name_uk[0]:
        return item
    return _named_as(item, full)


def _body_in_full(item: Candidate, known: Mapping[str, Candidate]) -> Candidate:
    full = known.get(item.name_uk)
    if full is None or item.country_code not in {None, full.country_code}:
        return item
    if full.country_code and item.passage - full.passage > _REMEMBERED:
        return item
    # A name of the gazetteer is whole, but for the country that it may be of.
    is_whole = item.method == "gazetteer" and full.name_uk[len(item.name_uk) + 1].islower()
    return item if is_whole else _named_as(item, full)


def _as_called(body: Candidate) -> Candidate:
    """Give a body that goes by several names one in English: «СБУ», «Служба безпеки України»."""
    called = _same_bodies().get(body.name_en)
    is_ours = body.country_code in {None, "UA"}
    return replace(body, name_en=called) if called and is_ours else body


@lru_cache(maxsize=1)
def _same_bodies() -> Mapping[str, str]:
    return {row["name"]: row["called"] for row in rows("same_bodies.tsv")}


def _named_as(item: Candidate, full: Candidate) -> Candidate:
    return replace(
        item,
        name_uk=full.name_uk,
        name_en=full.name_en,
        country_code=full.country_code,
        method=f"linked_{item.method}",
    )


def _beginnings(body: Candidate) -> Iterator[str]:
    """The names that a body with a country or a domain may go by after its first mention."""
    words = body.name_uk.split(" ")
    for length in range(1, len(words)):
        if body.country_code or words[length][0].islower():
            yield " ".join(words[:length])
