"""What the automaton of agreement sees of a reading: what makes a difference to its costs."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from tasks.transform.translate.draft.prepositions import government
from tasks.transform.translate.draft.reading import VERBAL, Pos, Reading


class Features(NamedTuple):
    """What the automaton sees of a reading; what makes no difference to it is left empty."""

    pos: Pos
    case: str = ""
    number: str = ""
    gender: str = ""
    form: str = ""
    governs: frozenset[str] = frozenset()
    mark: str = ""
    is_animate: bool = False


# The same as a plain tuple: equal and hashed alike, and made in a fraction of the time.
FeaturesKey = tuple[Pos, str, str, str, str, frozenset[str], str, bool]


def features_of(reading: Reading) -> FeaturesKey:
    """Reduce a reading to what the costs look at."""
    pos, lemma = reading.pos, reading.lemma
    if pos in VERBAL:
        form = reading.form
        return (
            _VERB, "", reading.number, reading.gender if form == "past" else "",
            "pres" if form == "futr" else form, _objects(reading), _kind(reading), False,
        )  # fmt: skip
    if pos in _UNINFLECTED:
        return _uninflected(reading)
    mark = _LEMMA_MARKS.get(lemma, "")
    if pos is _NOUN and "pers" in reading.notes:
        mark = "pers"
    elif pos is _NUM:
        mark = "paucal" if lemma in _PAUCAL else ""
    elif pos is _PRON and "short" in reading.notes and lemma != "хто":
        mark = "short"
    case, number = reading.case, reading.number
    return (
        pos, case, number, "" if number == "plur" else reading.gender, "", reading.governs, mark,
        case == "nomn" and (reading.is_animate or pos is _NAME),
    )  # fmt: skip


def _uninflected(reading: Reading) -> FeaturesKey:
    pos, governs, mark = reading.pos, _NOTHING, ""
    if pos is Pos.MARK:
        mark = reading.en
    elif pos is Pos.PREDICATIVE and reading.en.startswith("there is no"):
        governs = _GENITIVE
    elif reading.lemma == "не":
        mark = "не"
    return pos, "", "", "", "", governs, mark, False


# Members of an enumeration as globals: to look one up in its class takes five times as long.
_NOUN, _NAME, _NUM, _PRON, _VERB = Pos.NOUN, Pos.NAME, Pos.NUM, Pos.PRON, Pos.VERB
_NOTHING: frozenset[str] = frozenset()
_GENITIVE = frozenset({"gent"})


def _kind(verb: Reading) -> str:
    """What a verb opens besides objects: a predicate, an infinitive."""
    if verb.has("copula"):
        return "copula"
    return "inf" if verb.has("inf") or verb.has("modal") else ""


_UNINFLECTED = frozenset({Pos.MARK, Pos.CONJ, Pos.SUBORD, Pos.PARTICLE, Pos.ADV, Pos.PREDICATIVE})
_LEMMA_MARKS = {"який": "relative", "котрий": "relative", "що": "relative", "хто": "who"}
_PAUCAL = frozenset({"два", "три", "чотири", "обидва", "один", "двоє", "обидві"})


def _objects(reading: Reading) -> frozenset[str]:
    """The bare cases a verb takes as objects."""
    is_transitive = not reading.lemma.endswith("ся") and not reading.has("copula")
    return _bare_cases(reading.notes.get("gov", ""), is_transitive=is_transitive)


@lru_cache(maxsize=5_000)
def _bare_cases(gov: str, *, is_transitive: bool) -> frozenset[str]:
    cases = {case for preposition, case in government(gov) if not preposition}
    return frozenset(cases | {"accs"} if is_transitive else cases)
