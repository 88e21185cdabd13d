"""What the finders of this package find, before it becomes a candidate."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.transform.tag.document import Rank


@dataclass(frozen=True, slots=True)
class Proposal:
    """An organisation between two words of a passage, both included.

    Attributes:
        passage: the number of the passage.
        first: its first word.
        last: its last word.
        name_uk: its name in the nominative.
        name_en: its name in English; empty where it is still to be made.
        method: the rule that found it.
        rank: how sure that rule is.
        country_code: the country it belongs to.
        full_uk: the name that an acronym stands for, whose English is its English, too.
        spelled: whether its English is its spelling in Latin letters, not its meaning.
    """

    passage: int
    first: int
    last: int
    name_uk: str
    name_en: str
    method: str
    rank: Rank = Rank.RULE
    country_code: str | None = None
    full_uk: str | None = None
    spelled: bool = False
