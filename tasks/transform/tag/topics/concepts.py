"""The IPTC Media Topics that we use, from `data/iptc.tsv`: codes, labels, what is broader.

Codes, hierarchy and English labels (en-GB) are those of IPTC NewsCodes as of 2025-03-31,
under CC BY 4.0 (https://cv.iptc.org/newscodes/mediatopic/); the Ukrainian labels are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tasks.transform.tag.tables import rows


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the vocabulary; `path` is itself and all broader ones, the broadest last.

    `code` is what IPTC writes as `medtop:CODE`; `label_en` is IPTC's, `label_uk` is ours.
    """

    code: str
    label_en: str
    label_uk: str
    path: tuple[str, ...]

    @property
    def is_top(self) -> bool:
        """Tell whether it is one of the seventeen top-level topics."""
        return len(self.path) == 1

    @property
    def broader(self) -> str | None:
        """The code of the concept right above it; None at the top."""
        return self.path[1] if len(self.path) > 1 else None

    @property
    def top(self) -> str:
        """The code of the top-level topic it belongs to."""
        return self.path[-1]


@lru_cache(maxsize=1)
def concepts() -> Mapping[str, Concept]:
    """Read the table; a parent stands before its children."""
    found: dict[str, Concept] = {}
    for row in rows("iptc.tsv"):
        code, parent = row["code"], row["parent"]
        path = (code, *found[parent].path) if parent else (code,)
        found[code] = Concept(code, row["en"], row["uk"], path)
    return found
