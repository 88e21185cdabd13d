"""Group units into noun phrases, verbs and single words.

A noun phrase holds its modifiers, its genitive complements and its apposed names;
whatever follows it otherwise keeps its place, as in English.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tasks.transform.translate.draft.reading import (
    MODIFIER,
    NUMERAL,
    RELATIVES,
    SUBSTANTIVE,
    VERBAL,
    Pos,
    Reading,
    Unit,
)

_HEADS = frozenset({Pos.NOUN, Pos.NAME, Pos.PRON, Pos.FOREIGN})
_MAGNITUDES = frozenset(
    {"млн", "млрд", "трлн", "тис", "тисяча", "мільйон", "мільярд", "трильйон", "сотня", "десяток"}
)
_AND = frozenset({"і", "й", "та", "або", "чи"})


@dataclass(slots=True, eq=False)
class NounPhrase:
    """A nominal with all that belongs to it; `head` is None for bare modifiers.

    `preposition` is the Ukrainian one; transfer writes the English of it, and of the bare
    case, into `relation`, and puts the article rule's word into `article`.
    """

    case: str
    number: str
    modifiers: list[Unit] = field(default_factory=list)
    head: Unit | None = None
    names: list[Unit] = field(default_factory=list)
    complements: list[NounPhrase] = field(default_factory=list)
    preposition: Unit | None = None
    relation: str = ""
    is_subject: bool = False
    is_predicate: bool = False
    is_new: bool = False
    is_role: bool = False
    person: str = "3per"
    is_complement: bool = False
    possessor: str = ""
    is_quoted_name: bool = False

    @property
    def reading(self) -> Reading:
        """The reading of the head, or of the last modifier where there is no head."""
        return (self.head or self.modifiers[-1]).chosen

    @property
    def is_plural(self) -> bool:
        """Tell whether a verb with this subject is plural in English."""
        head = self.reading
        if head.has("sg") or head.has("mass"):
            return False
        if self.head is not None and any(_is_several(unit.chosen) for unit in self.modifiers):
            return True
        return self.number == "plur" or head.has("pl")


def _is_several(numeral: Reading) -> bool:
    """Tell whether a numeral makes its noun plural: `22 атаки`."""
    if numeral.pos not in NUMERAL or numeral.has("date"):
        return False
    return numeral.en not in {"1", "one", "half"}


@dataclass(slots=True, eq=False)
class Verb:
    """A verb form; transfer decides the subject it agrees with and its auxiliaries."""

    unit: Unit
    subject: NounPhrase | None = None
    pronoun: str = ""
    is_negated: bool = False
    is_conditional: bool = False
    is_passive: bool = False
    plain_past: bool = False
    adverb: str = ""
    auxiliary: str = ""
    marker: str | None = None

    @property
    def reading(self) -> Reading:
        """The reading of the verb."""
        return self.unit.chosen

    @property
    def is_finite(self) -> bool:
        """Tell whether the verb can be the predicate of a clause."""
        return self.unit.chosen.form in {"past", "pres", "futr", "impe"}


@dataclass(slots=True, eq=False)
class Word:
    """Any other unit; transfer may replace its English."""

    unit: Unit
    english: str

    @property
    def reading(self) -> Reading:
        """The reading of the word."""
        return self.unit.chosen


Node = NounPhrase | Verb | Word


def build_nodes(units: Sequence[Unit]) -> list[Node]:
    """Parse the whole sentence; every unit ends up in exactly one node."""
    nodes: list[Node] = []
    at = 0
    while at < len(units):
        reading = units[at].chosen
        if reading.pos in VERBAL:
            nodes.append(Verb(units[at]))
            at += 1
            continue
        found, end = _noun_phrase(units, at)
        if found:
            nodes.append(found)
            at = end
            continue
        if reading.pos is Pos.PREP and at + 1 < len(units):
            found, end = _noun_phrase(units, at + 1)
            if found:
                found.preposition = units[at]
                nodes.append(found)
                at = end
                continue
        english = _quote(units, at) or reading.en
        if reading.pos is Pos.PREP and " " in english:
            # `стояли на березі` → on the shore.
            english = english.removesuffix(" of")
        nodes.append(Word(units[at], english))
        at += 1
    return nodes


def _quote(units: Sequence[Unit], at: int) -> str:
    """Tell by the space before it whether a straight quotation mark opens or closes."""
    token = units[at].tokens[0]
    if token.text != '"':
        return ""
    opens = at == 0 or token.is_spaced or units[at - 1].tokens[-1].text in {"(", "«", "["}
    return "“" if opens else "”"


def _noun_phrase(units: Sequence[Unit], start: int) -> tuple[NounPhrase | None, int]:
    at = start
    modifiers: list[Unit] = []
    while at < len(units):
        reading = units[at].chosen
        if reading.pos in _HEADS:
            if _is_magnitude(reading, modifiers) and _starts_genitive(units, at + 1):
                modifiers.append(units[at])
                at += 1
                continue
            return _with_head(units, at, modifiers)
        if reading.pos in MODIFIER or reading.pos in NUMERAL:
            if modifiers and not _fits(modifiers, units[at]):
                break
            if not modifiers and _is_relative_alone(units, at):
                return NounPhrase(reading.case, reading.number, [units[at]]), at + 1
        elif not _links(units, at, modifiers):
            break
        modifiers.append(units[at])
        at += 1
    while modifiers and modifiers[-1].chosen.pos in {Pos.ADV, Pos.CONJ, Pos.MARK, Pos.PARTICLE}:
        modifiers.pop()
        at -= 1
    return _headless(units, at, modifiers) if modifiers else (None, start)


def _headless(units: Sequence[Unit], at: int, modifiers: list[Unit]) -> tuple[NounPhrase, int]:
    """Modifiers without a noun; `military` before no noun means soldiers."""
    is_quoted = at < len(units) and units[at].text in {"«", '"', "“"}
    if not is_quoted and (people := _people(modifiers[-1])):
        modifiers[-1].chosen = people
        return _with_head(units, at - 1, modifiers[:-1])
    last = modifiers[-1].chosen
    return NounPhrase(last.case, last.number, modifiers), at


def _people(unit: Unit) -> Reading | None:
    """The noun that a bare adjective is: `військові потребують`, `ведучий запитав`."""
    bare = unit.chosen
    if bare.pos is not Pos.ADJ:
        return None
    for reading in unit.readings:
        is_same = reading.case == bare.case and reading.number == bare.number
        if reading.pos is Pos.NOUN and reading.has("pers") and is_same:
            return reading
    return None


def _is_relative_alone(units: Sequence[Unit], at: int) -> bool:
    """`війна, яку Росія почала`: a relative pronoun is no modifier of what follows it."""
    which = units[at].chosen
    if which.lemma not in RELATIVES or at + 1 >= len(units):
        return False
    after = units[at + 1].chosen
    return after.pos not in NUMERAL and after.pos not in MODIFIER and after.case != which.case


def _is_magnitude(reading: Reading, modifiers: list[Unit]) -> bool:
    """`2 мільйони людей` is a number, `сотні людей` is hundreds of people."""
    if reading.lemma not in _MAGNITUDES:
        return False
    return reading.number != "plur" or any(m.chosen.pos in NUMERAL for m in modifiers)


def _fits(modifiers: list[Unit], unit: Unit) -> bool:
    """Tell whether a modifier may stand in one row with those before it."""
    last = next((m.chosen for m in reversed(modifiers) if m.chosen.case), None)
    case = unit.chosen.case
    return (
        last is None
        or not case
        or case == last.case
        or last.pos is Pos.NUM
        or last.lemma in _MAGNITUDES
    )


def _links(units: Sequence[Unit], at: int, modifiers: list[Unit]) -> bool:
    """Tell whether a word between modifiers belongs to the row: `дуже`, `і`, a comma."""
    if at + 1 >= len(units):
        return False
    here, after = units[at].chosen, units[at + 1].chosen
    if here.pos is Pos.ADV and after.pos is Pos.ADJ and " " not in here.en.removeprefix("not "):
        return (bool(after.case) and not after.has("part")) or bool(modifiers)
    if not modifiers or modifiers[-1].chosen.pos is not Pos.ADJ or after.pos is not Pos.ADJ:
        return False
    if here.lemma not in _AND and here.en != ",":
        return False
    return after.case == modifiers[-1].chosen.case and _leads_to_noun(units, at + 1)


def _leads_to_noun(units: Sequence[Unit], at: int) -> bool:
    case = units[at].chosen.case
    for unit in units[at : at + 5]:
        reading = unit.chosen
        if reading.pos in SUBSTANTIVE:
            return reading.case == case or not reading.case
        if reading.pos not in {Pos.ADJ, Pos.ADV, Pos.CONJ} and reading.en != ",":
            return False
    return False


def _with_head(units: Sequence[Unit], at: int, modifiers: list[Unit]) -> tuple[NounPhrase, int]:
    head = units[at]
    reading = head.chosen
    case, number = reading.case, reading.number
    numeral = next((m.chosen for m in modifiers if m.chosen.pos in NUMERAL), None)
    if modifiers and not case:
        case = next((m.chosen.case for m in modifiers if m.chosen.case), "")
    if numeral and numeral.case:
        case = numeral.case
    elif numeral and case == "gent":
        case = ""
    person = reading.person if reading.pos is Pos.PRON else "3per"
    phrase = NounPhrase(case, number, modifiers, head, person=person or "3per")
    at += 1
    if reading.pos is Pos.PRON:
        return phrase, at
    while at < len(units):
        after = units[at].chosen
        if _is_apposed(phrase, after):
            phrase.names.append(units[at])
            at += 1
        elif not phrase.complements and _starts_genitive(units, at):
            complement, at = _noun_phrase(units, at)
            if complement is None:
                break
            complement.is_complement = True
            phrase.complements.append(complement)
        else:
            break
    return phrase, at


def _is_apposed(phrase: NounPhrase, after: Reading) -> bool:
    head = phrase.reading
    if phrase.complements:
        previous = phrase.complements[-1]
        same = after.pos is Pos.NAME and after.has("pers") and after.case == head.case
        return same and head.has("pers") and previous.case == "gent" and after.case != "gent"
    if after.pos is Pos.FOREIGN:
        return head.pos in {Pos.NOUN, Pos.NAME, Pos.FOREIGN}
    if after.pos is not Pos.NAME:
        return False
    if head.pos is Pos.NAME and _may_be_person(head) and _may_be_person(after):
        return True
    if head.has("pers") and _may_be_person(after):
        if after.case == "nomn" and head.case == "gent" and after.has("pers"):
            # `радник голови Михайло Х`: the name is the adviser's.
            return False
        return after.case in {head.case, "nomn", ""} or (after.has("pers") and not head.case)
    if head.pos is Pos.NOUN and not after.has("pers"):
        return (after.case == head.case and after.case != "gent") or after.case == "nomn"
    return False


def _may_be_person(name: Reading) -> bool:
    """Tell whether a name is a person's, or unknown."""
    return name.has("pers") or name.has("guess")


def _starts_genitive(units: Sequence[Unit], at: int) -> bool:
    """Tell whether a genitive complement begins here."""
    for n, unit in enumerate(units[at : at + 6]):
        reading = unit.chosen
        if reading.pos in SUBSTANTIVE:
            if reading.case:
                return reading.case == "gent"
            return n > 0 or reading.pos is Pos.NAME or unit.text.isupper()
        if reading.pos is Pos.PRON:
            return False
        if reading.pos in MODIFIER:
            if (reading.case and reading.case != "gent") or reading.lemma == "який":
                return False
        elif reading.pos in NUMERAL:
            if reading.case != "gent":
                return False
        elif reading.pos is not Pos.ADV or n + 1 >= len(units):
            return False
    return False
