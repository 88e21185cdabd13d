"""What a word may be: readings, and the units (words or whole phrases) that have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from tasks.transform.translate.draft.tokens import Token


class Pos(StrEnum):
    """Part of speech, as far as the rules tell parts apart."""

    NOUN = "noun"
    NAME = "name"
    ADJ = "adj"
    DET = "det"
    NUM = "num"
    DIGITS = "digits"
    PRON = "pron"
    VERB = "verb"
    CONVERB = "converb"
    ADV = "adv"
    PREDICATIVE = "pred"
    PREP = "prep"
    CONJ = "conj"
    SUBORD = "subord"
    PARTICLE = "part"
    MARK = "mark"
    FOREIGN = "foreign"


# Sets of their own, since one written where it is used is built anew each time.
NOMINAL = frozenset({Pos.NOUN, Pos.NAME, Pos.PRON})
SUBSTANTIVE = frozenset({Pos.NOUN, Pos.NAME})
NUMERAL = frozenset({Pos.NUM, Pos.DIGITS})
VERBAL = frozenset({Pos.VERB, Pos.CONVERB})
MODIFIER = frozenset({Pos.ADJ, Pos.DET})
# Lemmas of the pronouns that open a relative clause.
RELATIVES = frozenset({"який", "котрий"})

# What a word costs that no table knows: more than any known reading of it.
UNKNOWN_COST = 3.0


def word_set(text: str) -> frozenset[str]:
    """A set of the words of a text: long lists stay readable that way."""
    return frozenset(text.split())


_NO_NOTES: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True, eq=False)
class Reading:
    """One way to understand a unit.

    `case`, `number`, `gender` are pymorphy's (`nomn`, `plur`, `femn`); `form` of a verb
    is past, pres, futr, infn, impr or impe (the impersonal -но/-то); `governs` is the
    set of cases of a preposition. `cost` is how unlikely the reading is by itself, `features` its
    number in the automaton of disambiguation (negative: none yet).
    """

    pos: Pos
    lemma: str
    en: str
    case: str = ""
    number: str = ""
    gender: str = ""
    person: str = ""
    form: str = ""
    notes: Mapping[str, str] = field(default_factory=lambda: _NO_NOTES)
    governs: frozenset[str] = frozenset()
    is_animate: bool = False
    is_perfective: bool = False
    cost: float = 0.0
    features: int = -1

    def has(self, note: str) -> bool:
        """Tell whether the lexicon entry behind the reading carries a note."""
        return note in self.notes


@dataclass(slots=True, eq=False)
class Unit:
    """Tokens that are translated as one word, with their readings, likeliest first.

    `chosen` is the reading that disambiguation settled on.
    """

    tokens: list[Token]
    readings: list[Reading]
    chosen: Reading

    @property
    def lower(self) -> str:
        """The unit as written, in lower case."""
        tokens = self.tokens
        return tokens[0].lower if len(tokens) == 1 else " ".join([it.lower for it in tokens])

    @property
    def text(self) -> str:
        """The unit as written."""
        tokens = self.tokens
        return tokens[0].text if len(tokens) == 1 else " ".join([it.text for it in tokens])

    @property
    def is_capitalized(self) -> bool:
        """Tell whether the unit begins with a capital."""
        return self.tokens[0].text[:1].isupper()
