"""The lexicon arranged for lookup: words by lemma, phrases by their first two words."""

from __future__ import annotations

import gc
import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tasks.language import lexicon
from tasks.language.lexicon import Entry

_PIECE = re.compile(r"[^\s,]+|,")
# Ukrainian picks one of these by sound alone.
_EUPHONY = {"у": "в", "із": "з", "зі": "з", "зо": "з", "й": "і", "та": "і", "уві": "в", "іще": "ще"}
# Consonants that alternate in inflection (рука – руці, друг – друзі) share a letter.
_CONSONANTS = str.maketrans("гжзкцчхсшщґ", "ггг" + "ккк" + "хххх" + "г", "аеиіоуєїюяьй'-")

_FIXED = frozenset({"ADV", "PREP", "CONJ"})


@dataclass(slots=True, eq=False)
class Phrase:
    """A multiword entry; its words are in their euphonic base form."""

    entry: Entry
    words: tuple[str, ...]

    @property
    def is_fixed(self) -> bool:
        """Tell whether the phrase is matched only as it stands."""
        return self.entry.kind in _FIXED


def base_form(word: str) -> str:
    """Undo the alternations that depend on the neighbouring sounds: у → в, із → з."""
    return _EUPHONY.get(word, word)


def skeleton(word: str) -> str:
    """Give a key shared by nearly all forms of a word: its first two consonants."""
    return word.translate(_CONSONANTS)[:2]


class Dictionary:
    """Everything the tables say, by the keys that the analysis asks for."""

    def __init__(self) -> None:
        self.words: dict[tuple[str, str], Entry] = {}
        self.abbreviations: dict[str, Entry] = {}
        self.names: dict[str, list[Entry]] = defaultdict(list)
        self.fixed: dict[tuple[str, str], list[Phrase]] = defaultdict(list)
        self.inflected: dict[tuple[str, str], list[Phrase]] = defaultdict(list)
        for entry in lexicon.words():
            self._add_word(entry)
        for entry in lexicon.names():
            if " " in entry.uk:
                self._add_phrase(entry)
            else:
                self.names[entry.uk.lower()].append(entry)
        for entry in lexicon.phrases():
            self._add_phrase(entry)
        for found in (*self.fixed.values(), *self.inflected.values()):
            found.sort(key=lambda phrase: -len(phrase.words))

    def _add_word(self, entry: Entry) -> None:
        if len(entry.uk) > 1 and entry.uk.isupper():
            self.abbreviations.setdefault(entry.uk, entry)
        else:
            self.words.setdefault((entry.uk.lower(), entry.kind), entry)

    def _add_phrase(self, entry: Entry) -> None:
        words = tuple(base_form(word) for word in _PIECE.findall(entry.uk.lower()))
        phrase = Phrase(entry, words)
        if phrase.is_fixed:
            self.fixed[words[0], words[1] if len(words) > 1 else ""].append(phrase)
        elif len(words) > 1:
            self.inflected[skeleton(words[0]), skeleton(words[1])].append(phrase)


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """Build the indexes once a process.

    They stay to the end, so the garbage collector is kept from walking over them: while
    they are built (a fifth of the start-up) and ever after (some 5 % of the speed).
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return Dictionary()
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def tables_hash() -> str:
    """Hash the tables: a translation made with others must be told apart."""
    digest = hashlib.sha256()
    for table in ("lexicon.tsv", "phrases.tsv", "names.tsv"):
        digest.update(files("tasks.language").joinpath("data", table).read_bytes())
    return digest.hexdigest()[:8]
