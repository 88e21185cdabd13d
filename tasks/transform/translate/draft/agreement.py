"""What may stand beside what: the costs of agreement, government and word order.

A state is what the left context expects: the case that a preposition or a modifier asks
for, the nominal just read (a genitive may follow), the subject and the verb of the clause.
A reading that fits is cheap, one that breaks what was open is dear. Costs were set by
hand on news and general text; only their order matters much.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from tasks.transform.translate.draft.features import Features
from tasks.transform.translate.draft.reading import Pos


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
# Members of an enumeration as globals: to look one up in its class takes five times as long.
_NAME, _PRON = Pos.NAME, Pos.PRON


def step(state: State, new: Features) -> tuple[float, State]:
    """The cost of a reading behind a state, and the state after it."""
    pos = new.pos
    if state.is_owned and pos not in _AFTER_POSSESSIVE:
        cost, then = _STEPS[pos](state._replace(is_owned=False), new)
        return cost + 2.5, then
    return _STEPS[pos](state, new)


_AFTER_POSSESSIVE = frozenset({Pos.NOUN, Pos.NAME, Pos.ADJ, Pos.NUM, Pos.DIGITS, Pos.DET, Pos.ADV})


def _preposition(state: State, new: Features) -> tuple[float, State]:
    cost = _BROKEN if state.expected or state.agree else 0.0
    return cost, State(
        new.governs, None, state.is_counted, "", "", state.subject, state.verb,
        state.is_negated, False, state.is_owned,
    )  # fmt: skip


def _conjunction(state: State, _: Features) -> tuple[float, State]:
    return 2.0 if state.expected else 0.0, State(
        None, None, False, "", state.agree[0] if state.agree else state.last, state.subject,
        state.verb, state.is_negated, state.is_after_name, state.is_owned,
    )  # fmt: skip


def _subordinator(state: State, _: Features) -> tuple[float, State]:
    return 2.0 if state.expected else 0.0, START


def _particle(state: State, new: Features) -> tuple[float, State]:
    return 0.0, state._replace(is_negated=True) if new.mark == "не" else state


def _mark(state: State, new: Features) -> tuple[float, State]:
    if new.mark in _ENCLOSING:
        return 0.0, state if new.mark in _OPENING else state._replace(last="")
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
            None, None, False, "", coordinated, state.subject,
            None if is_waiting else state.verb, False, state.is_after_name, state.is_owned,
        )  # fmt: skip
    if new.mark in _CLAUSE_MARKS:
        return broken, START._replace(subject=state.subject if new.mark in "—–" else None)
    return broken, state


_ENCLOSING = frozenset('«»"“”„()')
_OPENING = frozenset('«("')


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
        None, agree, False, "", "", state.subject, state.verb, state.is_negated, False,
        state.is_owned,
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
    case, agree, expected, verb = new.case, state.agree, state.expected, state.verb
    if agree:
        # A number that disagrees is a slip of the pen rather than another phrase.
        slip = 2.0 if agree[0] == case else _BROKEN
        cost = -0.5 if _agrees(agree, new) else slip
    elif expected is not None:
        cost = _governed(expected, case) + (2.0 if new.mark == "short" else 0.0)
    elif state.is_counted:
        cost = 0.0 if new.number == "plur" or case == "gent" else 1.5
    else:
        cost = _free_case(state, new)
    is_name = new.pos is _NAME
    if is_name and state.is_after_name:
        slip = 0.0 if state.last == "gent" else 0.5
        cost = -1.0 if case == state.last else cost + slip
    subject = state.subject
    if case == "nomn" and expected is None and not state.is_counted:
        subject = subject or (new.number, new.gender)
    if verb is not None:
        if subject is not None:
            subject, verb = _SEEN, _settled(verb)
        if case == "accs" and expected is None:
            verb = _with_object(verb)
    return cost, State(
        # A pronoun takes no genitive: `не знає його імені` is his name.
        None, None, False, "" if new.pos is _PRON else case, "", subject, verb,
        state.is_negated, is_name or new.mark == "pers", False,
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
    case = new.case
    if case == "nomn":
        return _free_nominative(state, new)
    if case == "gent":
        return _free_genitive(state)
    if case == "loct":
        return 5.0
    # Behind a negation the genitive is as good: `не мають міст` is cities, no bridge.
    return _free_object(state, case) + (0.3 if case == "accs" and state.is_negated else 0.0)


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


_OPEN_FORMS = frozenset({"infn", ""})


def _free_nominative(state: State, new: Features) -> float:
    verb = state.verb
    if state.last == "gent" and state.is_after_name and new.pos is _NAME:
        # `радник голови уряду Михайло Х`: the name belongs to the first of the chain.
        return 0.3
    if state.coordinated:
        # Behind a comma a new clause may begin, with a subject of its own.
        return 0.5
    if verb is None or verb.form in _OPEN_FORMS:
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


# Verbs are few to the automaton; to replace their fields takes longer than to look them up.
@lru_cache(maxsize=5_000)
def _settled(verb: Features) -> Features:
    form = "pres" if verb.form in _FINITE else verb.form
    return verb._replace(number="", gender="", form=form)


@lru_cache(maxsize=5_000)
def _with_object(verb: Features) -> Features:
    return verb._replace(governs=verb.governs - {"accs"})


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
        None, None, False, "", "", subject, verb, state.is_negated, False, state.is_owned
    )


_STEPS: Mapping[Pos, Callable[[State, Features], tuple[float, State]]] = {
    **dict.fromkeys(Pos, _particle),
    **dict.fromkeys((Pos.ADJ, Pos.DET), _modifier),
    **dict.fromkeys((Pos.NOUN, Pos.NAME, Pos.FOREIGN), _nominal),
    **dict.fromkeys((Pos.NUM, Pos.DIGITS), _numeral),
    **dict.fromkeys((Pos.VERB, Pos.CONVERB, Pos.PREDICATIVE), _verb),
    Pos.MARK: _mark,
    Pos.PRON: _pronoun,
    Pos.PREP: _preposition,
    Pos.CONJ: _conjunction,
    Pos.SUBORD: _subordinator,
}
