"""What the finders of this package find, before it becomes a candidate."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.transform.tag.document import Rank


@dataclass(frozen=True, slots=True)
class Proposal:
    """An organisation between two words of a passage, both included.

    `name_en` is empty where the English is still to be made of `name_uk`.
    """

    passage: int
    first: int
    last: int
    name_uk: str
    name_en: str
    method: str
    rank: Rank = Rank.RULE
    country_code: str | None = None
