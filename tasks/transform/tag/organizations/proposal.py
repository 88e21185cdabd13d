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
        name_en: its name in English; empty where it is still to be made, of what follows.
        method: the rule that found it.
        rank: how sure that rule is.
        country_code: the country it belongs to.
        base_uk: the name without a place behind it, in the nominative.
        place_uk: that place, in the nominative, where the gazetteer lacks it.
        place_name_uk: its own name, where `place_uk` says only what it is.
        place_en: that place in English.
        seat_en: in English, what stands behind «в» at its end: «посольство в Лісабоні».
        honoured_uk: after whom it is called, in the genitive.
        stands_for: what an acronym stands for: its English is its English, too.
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
    base_uk: str = ""
    place_uk: str = ""
    place_name_uk: str = ""
    place_en: str = ""
    seat_en: str = ""
    honoured_uk: str = ""
    stands_for: Proposal | None = None
    spelled: bool = False
