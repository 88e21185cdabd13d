"""Official romanisation of Ukrainian names (Cabinet of Ministers resolution 55, 2010)."""

from __future__ import annotations

from functools import lru_cache

import uklatn

from tasks.language.text import CYRILLIC, straighten_apostrophes

# Letters of other Cyrillic alphabets that the table does not cover; news quotes them
# in Russian, Belarusian, Bulgarian and Serbian names.
_FOREIGN = str.maketrans(
    {
        "ы": "y", "э": "e", "ё": "io", "ъ": "", "ў": "w", "ј": "j", "љ": "lj", "њ": "nj",
        "ћ": "c", "ђ": "d", "џ": "dz", "ѓ": "g", "ќ": "k", "ѕ": "dz",
        "Ы": "Y", "Э": "E", "Ё": "Io", "Ъ": "", "Ў": "W", "Ј": "J", "Љ": "Lj", "Њ": "Nj",
        "Ћ": "C", "Ђ": "D", "Џ": "Dz", "Ѓ": "G", "Ќ": "K", "Ѕ": "Dz",
    }
)  # fmt: skip


@lru_cache(maxsize=20_000)
def romanize(text: str) -> str:
    """Write Cyrillic text in Latin letters; text in other scripts passes unchanged.

    Apostrophes and soft signs are dropped, as the resolution says. The result holds
    no Cyrillic letter: what neither table knows is dropped.
    """
    latin = str(uklatn.encode(straighten_apostrophes(text), uklatn.KMU_55)).translate(_FOREIGN)
    return CYRILLIC.sub("", latin)
