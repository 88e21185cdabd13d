"""What may stand beside what: the costs of agreement, government and word order.

A state is what the left context expects: the case that a preposition or a modifier asks
for, the nominal just read (a genitive may follow), the subject and the verb of the clause.
A reading that fits is cheap, one that breaks what was open is dear. Costs were set by
hand on news and general text; only their order matters much.
"""

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


class State(NamedTuple):
    """What the automaton remembers of the left context."""

    expected: frozenset[str] | None = None
    agree: tuple[str, str, str] | None = None
    is_counted: bool = False
    last: str = ""
    coordinated: str = ""
    subject: tuple[str, str] | None = None
    verb: Features | None = None
    is_negated: bool = False
    is_after_name: bool = False
    is_owned: bool = False


START = State()
# A subject that has found its verb: what agreed is of no use any more, and states stay few.
_SEEN = ("", "")
_FINITE = frozenset({"past", "pres"})
_CLAUSE_MARKS = frozenset(".;:!?—–")
_BROKEN = 4.0


def features_of(reading: Reading) -> Features:
    """Reduce a reading to what the costs look at."""
    if reading.pos is Pos.MARK:
        return Features(Pos.MARK, mark=reading.en)
    if reading.pos in VERBAL:
        is_past = reading.form == "past"
        return Features(
            Pos.VERB, "", reading.number, reading.gender if is_past else "",
            "pres" if reading.form == "futr" else reading.form,
            _objects(reading), _kind(reading),
        )  # fmt: skip
    if reading.pos is Pos.PREDICATIVE and reading.en.startswith("there is no"):
        return Features(reading.pos, governs=frozenset({"gent"}))
    if reading.pos in _UNINFLECTED:
        return Features(reading.pos, mark=reading.lemma if reading.lemma == "не" else "")
    mark = "relative" if reading.lemma in _RELATIVE else ""
    if reading.pos is Pos.NUM:
        mark = "paucal" if reading.lemma in _PAUCAL else ""
    if reading.pos is Pos.NOUN and reading.has("pers"):
        mark = "pers"
    if reading.pos is Pos.PRON and reading.has("short"):
        mark = "short"
    if reading.lemma == "хто":
        mark = "who"
    gender = "" if reading.number == "plur" else reading.gender
    return Features(
        reading.pos, reading.case, reading.number, gender, "", reading.governs, mark,
        reading.case == "nomn" and (reading.is_animate or reading.pos is Pos.NAME),
    )  # fmt: skip


def _kind(verb: Reading) -> str:
    """What a verb opens besides objects: a predicate, an infinitive."""
    if verb.has("copula"):
        return "copula"
    return "inf" if verb.has("inf") or verb.has("modal") else ""


_UNINFLECTED = frozenset({Pos.CONJ, Pos.SUBORD, Pos.PARTICLE, Pos.ADV, Pos.PREDICATIVE})
_RELATIVE = frozenset({"який", "котрий", "що"})
_PAUCAL = frozenset({"два", "три", "чотири", "обидва", "один", "двоє", "обидві"})


def _objects(reading: Reading) -> frozenset[str]:
    """The bare cases a verb takes as objects."""
    is_transitive = not reading.lemma.endswith("ся") and not reading.has("copula")
    return _bare_cases(reading.notes.get("gov", ""), is_transitive=is_transitive)


@lru_cache(maxsize=5_000)
def _bare_cases(gov: str, *, is_transitive: bool) -> frozenset[str]:
    cases = {case for preposition, case in government(gov) if not preposition}
    return frozenset(cases | {"accs"} if is_transitive else cases)


def step(state: State, new: Features) -> tuple[float, State]:
    """The cost of a reading behind a state, and the state after it."""
    if state.is_owned and new.pos not in _AFTER_POSSESSIVE:
        cost, then = _step_from(state._replace(is_owned=False), new)
        return cost + 2.5, then
    return _step_from(state, new)


_AFTER_POSSESSIVE = frozenset({Pos.NOUN, Pos.NAME, Pos.ADJ, Pos.NUM, Pos.DIGITS, Pos.DET, Pos.ADV})


def _step_from(state: State, new: Features) -> tuple[float, State]:
    match new.pos:
        case Pos.MARK:
            return _mark(state, new)
        case Pos.ADJ | Pos.DET:
            return _modifier(state, new)
        case Pos.NOUN | Pos.NAME | Pos.PRON | Pos.FOREIGN:
            return _pronoun(state, new) if new.pos is Pos.PRON else _nominal(state, new)
        case Pos.NUM | Pos.DIGITS:
            return _numeral(state, new)
        case Pos.VERB | Pos.CONVERB | Pos.PREDICATIVE:
            return _verb(state, new)
        case Pos.PREP:
            cost = _BROKEN if state.expected or state.agree else 0.0
            return cost, State(
                expected=new.governs, is_counted=state.is_counted, subject=state.subject,
                verb=state.verb, is_negated=state.is_negated, is_owned=state.is_owned,
            )  # fmt: skip
        case Pos.CONJ:
            cost = 2.0 if state.expected else 0.0
            coordinated = state.agree[0] if state.agree else state.last
            return cost, State(
                coordinated=coordinated, subject=state.subject, verb=state.verb,
                is_negated=state.is_negated, is_after_name=state.is_after_name,
                is_owned=state.is_owned,
            )  # fmt: skip
        case Pos.SUBORD:
            return 2.0 if state.expected else 0.0, START
        case _:
            if new.mark == "не":
                return 0.0, state._replace(is_negated=True)
            return 0.0, state


def _mark(state: State, new: Features) -> tuple[float, State]:
    if new.mark in {"«", "»", '"', "“", "”", "„", "(", ")"}:
        return 0.0, state._replace(last=state.last if new.mark in {"«", "(", '"'} else "")
    broken = 2.0 if state.expected else 0.0
    if state.agree:
        # A bare adjective in the nominative is a predicate: `будинок був старий`.
        has_copula = state.verb is None or state.verb.mark == "copula"
        broken = 0.3 if state.agree[0] == "nomn" and has_copula else 2.0
    if new.mark == ",":
        coordinated = state.agree[0] if state.agree else state.last
        is_waiting = (
            state.verb is not None and state.verb.form in {"", "infn"} and state.subject is None
        )
        return broken / 2, State(
            coordinated=coordinated, subject=state.subject,
            verb=None if is_waiting else state.verb,
            is_after_name=state.is_after_name, is_owned=state.is_owned,
        )  # fmt: skip
    if new.mark in _CLAUSE_MARKS:
        return broken, START._replace(subject=state.subject if new.mark in "—–" else None)
    return broken, state


def _agrees(agree: tuple[str, str, str], new: Features) -> bool:
    case, number, gender = agree
    return (
        (not new.case or case == new.case)
        and (not new.number or not number or number == new.number)
        and (not new.gender or not gender or gender == new.gender)
    )


def _governed(expected: frozenset[str], case: str) -> float:
    if case not in expected:
        return _BROKEN
    # `у` governs the genitive of persons only (у нього), `за` of times and rulers.
    if case == "gent" and len(expected) == 3 and "ablt" not in expected:
        return 0.8
    # Where both are possible, news says more often where a thing is than where it goes.
    return 0.15 if case == "accs" and "loct" in expected else 0.0


def _modifier(state: State, new: Features) -> tuple[float, State]:
    if not new.case:
        return 0.0, state._replace(is_owned=True, is_after_name=False)
    agree = (new.case, new.number, new.gender)
    cost = 0.0
    if new.mark == "relative" and not state.expected:
        state = START
    if state.agree:
        cost = 0.0 if _agrees(state.agree, new) else 3.0
    elif state.expected is not None:
        cost = _governed(state.expected, new.case)
    elif state.is_counted:
        cost = 0.0 if new.number == "plur" or new.case == "gent" else 2.0
    else:
        cost = _free_case(state, new)
    return cost, State(
        agree=agree, subject=state.subject, verb=state.verb, is_negated=state.is_negated,
        is_owned=state.is_owned,
    )  # fmt: skip


def _pronoun(state: State, new: Features) -> tuple[float, State]:
    if new.case and new.mark == "who" and state.expected is None and not state.agree:
        # `тим, хто прийшов`: a clause of its own.
        return _nominal(START, new)
    if new.case and state.agree:
        # `які їх створили`: a pronoun has no modifier; the one before it stands alone.
        return _behind_bare_modifier(state, state.agree, new)
    return _nominal(state, new)


def _nominal(state: State, new: Features) -> tuple[float, State]:
    if not new.case:
        return _caseless(state, new)
    cost = 0.0
    if state.agree:
        # A number that disagrees is a slip of the pen rather than another phrase.
        slip = 2.0 if state.agree[0] == new.case else _BROKEN
        cost = -0.5 if _agrees(state.agree, new) else slip
    elif state.expected is not None:
        cost = _governed(state.expected, new.case) + (2.0 if new.mark == "short" else 0.0)
    elif state.is_counted:
        cost = 0.0 if new.number == "plur" or new.case == "gent" else 1.5
    else:
        cost = _free_case(state, new)
    is_name = new.pos is Pos.NAME
    if is_name and state.is_after_name:
        slip = 0.0 if state.last == "gent" else 0.5
        cost = -1.0 if new.case == state.last else cost + slip
    subject = state.subject
    is_bare = state.expected is None
    if new.case == "nomn" and is_bare and not state.is_counted:
        subject = subject or (new.number, new.gender)
    verb = state.verb
    if verb is not None and subject is not None:
        subject, verb = _SEEN, _settled(verb)
    if verb is not None and new.case == "accs" and is_bare:
        verb = verb._replace(governs=verb.governs - {"accs"})
    return cost, State(
        # A pronoun takes no genitive: `не знає його імені` is his name.
        last="" if new.pos is Pos.PRON else new.case,
        subject=subject, verb=verb, is_negated=state.is_negated,
        is_after_name=is_name or new.mark == "pers",
    )  # fmt: skip


def _behind_bare_modifier(
    state: State, agree: tuple[str, str, str], new: Features
) -> tuple[float, State]:
    case, number, gender = agree
    subject = state.subject or ((number, gender) if case == "nomn" else None)
    alone = State(subject=subject, verb=state.verb, is_negated=state.is_negated)
    cost, then = _nominal(alone, new)
    return cost + 1.0, then


def _caseless(state: State, new: Features) -> tuple[float, State]:
    last = state.agree[0] if state.agree else state.last or "nomn"
    subject = state.subject
    if state.expected is None and not state.agree and state.verb is None and not state.last:
        subject = subject or (new.number, "")
    cost = -0.5 if state.is_after_name and new.pos is Pos.NAME else 0.0
    return cost, State(
        last=last, subject=subject, verb=state.verb, is_negated=state.is_negated,
        is_after_name=new.pos is Pos.NAME,
    )  # fmt: skip


def _free_case(state: State, new: Features) -> float:
    """Cost of a case that nothing directly before has asked for."""
    if state.coordinated and state.coordinated == new.case:
        return 0.2
    match new.case:
        case "nomn":
            return _free_nominative(state, new)
        case "gent":
            return _free_genitive(state)
        case "loct":
            return 5.0
        case "accs" if state.is_negated:
            # Behind a negation the genitive is as good: `не мають міст` is cities, no bridge.
            return _free_object(state, new.case) + 0.3
        case _:
            return _free_object(state, new.case)


def _free_genitive(state: State) -> float:
    verb = state.verb
    if state.last:
        if state.last == "datv":
            return 0.3
        return 0.05 if state.is_after_name else 0.0
    if verb and "gent" in verb.governs:
        return 0.05
    return 0.15 if verb and state.is_negated else 2.2


# Cost of an object by its case: where the verb takes it, with another verb, with none yet.
_OBJECT_COSTS = {"accs": (0.1, 2.2, 1.6), "datv": (0.2, 1.0, 1.6), "ablt": (0.0, 0.8, 1.6)}


def _free_object(state: State, case: str) -> float:
    governed, other, none = _OBJECT_COSTS.get(case, (5.0, 5.0, 5.0))
    verb = state.verb
    if verb and (case in verb.governs or (case == "ablt" and verb.mark == "copula")):
        return governed
    return other if verb or (case == "ablt" and state.last) else none


def _free_nominative(state: State, new: Features) -> float:
    verb = state.verb
    if state.last == "gent" and state.is_after_name and new.pos is Pos.NAME:
        # `радник голови уряду Михайло Х`: the name belongs to the first of the chain.
        return 0.3
    if state.coordinated:
        # Behind a comma a new clause may begin, with a subject of its own.
        return 0.5
    if verb is None or verb.form in {"infn", ""}:
        if state.subject is None:
            return 0.0 if verb is None else 0.8
        is_apposed = state.last == "nomn" and new.number == state.subject[0]
        return 0.8 if is_apposed and new.is_animate else 1.5
    if state.subject is not None:
        return 0.6 if verb.mark == "copula" else 2.2
    if not _subject_agrees((new.number, new.gender), verb):
        return 2.5
    # `хочуть змінити правила`: behind an infinitive an object is likelier.
    return 0.3 if verb.mark == "done" and not new.is_animate else 0.1


def _subject_agrees(subject: tuple[str, str], verb: Features) -> bool:
    number, gender = subject
    if verb.form == "impe":
        return False
    if verb.number and number and verb.number != number:
        return False
    return not (verb.form == "past" and verb.gender and gender and verb.gender != gender)


def _numeral(state: State, new: Features) -> tuple[float, State]:
    cost = 0.0
    if new.case:
        if state.expected is not None and new.case not in state.expected:
            cost = _BROKEN
        elif state.expected is None and not state.agree:
            cost = _free_case(state, new)
    if new.mark == "paucal" or (new.case and new.case not in {"nomn", "accs"}):
        return cost, state._replace(
            expected=None, agree=(new.case, "" if new.mark else "plur", ""), is_counted=False
        )
    subject = state.subject or (("", "") if new.case == "nomn" else None)
    return cost, state._replace(is_counted=True, expected=None, agree=None, subject=subject)


def _infinitive(state: State) -> float:
    """Cost of an infinitive: `заявила мати` is mother rather than to have."""
    if state.verb is None:
        return 0.2
    is_unasked = state.verb.form in _FINITE and not state.verb.mark
    return 0.5 if is_unasked and not state.coordinated else 0.0


def _settled(verb: Features) -> Features:
    form = "pres" if verb.form in _FINITE else verb.form
    return verb._replace(number="", gender="", form=form)


def _verb(state: State, new: Features) -> tuple[float, State]:
    cost = 3.0 if state.expected else 2.0 if state.agree else 0.0
    is_finite = new.form in _FINITE
    if is_finite and state.subject and not _subject_agrees(state.subject, new):
        cost += 2.0 if state.subject[0] else 0.5
    if is_finite and state.verb and state.verb.form in _FINITE:
        cost += 0.6 if state.coordinated or state.verb.mark == "copula" else 1.5
    if new.form == "impr":
        cost += 2.0
    if new.form == "infn":
        cost += _infinitive(state)
    verb = new
    if new.form == "infn" and state.verb is not None:
        # Objects behind an infinitive are its own: `хочуть змінити правила`.
        verb = state.verb._replace(governs=new.governs, mark=new.mark or "done")
    subject = state.subject
    if is_finite and subject is not None:
        subject, verb = _SEEN, _settled(verb)
    return cost, State(
        subject=subject, verb=verb, is_negated=state.is_negated, is_owned=state.is_owned
    )
