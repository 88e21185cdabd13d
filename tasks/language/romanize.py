"""Official romanisation of Ukrainian names (Cabinet of Ministers resolution 55, 2010)."""

from __future__ import annotations

from functools import lru_cache

import uklatn

from tasks.language import lexicon
from tasks.language.text import CYRILLIC, has_cyrillic, straighten_apostrophes

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


def romanize_author(name: str) -> str:
    """Write an author in Latin letters, and as names are written where all is in capitals.

    Newspapers print «Остап ГНАТІВ» and «ОСТАП ГНАТІВ»; a desk («УНІАН», «Редакція ТСН») has
    no first name, and stays as it is.
    """
    words = name.split()
    if len(words) > 1 and not _first_names().isdisjoint(map(_key, words)):
        words = [_in_small_letters(word) for word in words]
    latin = " ".join(words)
    return romanize(latin) if has_cyrillic(latin) else latin


def _in_small_letters(word: str) -> str:
    # Two letters may be initials.
    is_shouted = word.isupper() and len(word) > 2 and "." not in word
    return "-".join(map(str.capitalize, word.split("-"))) if is_shouted else word


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    return frozenset(_key(entry.uk) for entry in lexicon.names() if entry.kind == "FIRST")


def _key(word: str) -> str:
    return straighten_apostrophes(word).lower()
