"""`можна`, `треба`, `слід`, `немає` and verbs whose English subject is a dative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb, Word
from tasks.transform.translate.draft.compiled import base_form
from tasks.transform.translate.draft.reading import Pos, Reading, Unit, word_set

# With a dative subject, and without: a passive auxiliary for the object, or an opening.
_MODALS = {
    "можна": ("can", "can be", "it is possible to"),
    "треба": ("need to", "must be", "it is necessary to"),
    "потрібно": ("need to", "must be", "it is necessary to"),
    "необхідно": ("need to", "must be", "it is necessary to"),
    "слід": ("should", "should be", "it should"),
    "варто": ("should", "should be", "it is worth"),
    "неможливо": ("cannot", "cannot be", "it is impossible to"),
    "заборонено": ("must not", "must not be", "it is prohibited to"),
}
_DATIVE_SUBJECT = word_set(
    "вдатися вдаватися довестися доводитися хотітися захотітися пощастити бракувати "
    "вистачати вистачити належати судитися"
)


_LACKING = frozenset({"вистачати", "вистачити", "бракувати"})


def _lack(clause: list[Node], verb: Verb, dative: NounPhrase | None) -> list[Node]:
    """`йому не вистачає грошей` → he lacks money; without whom: money is lacking."""
    thing = next(
        (n for n in clause if isinstance(n, NounPhrase) and n.case == "gent" and not n.preposition),
        None,
    )
    is_lack = verb.is_negated or verb.reading.lemma == "бракувати"
    if thing is None or not is_lack:
        return clause
    verb.is_negated = False
    thing.case = "accs"
    subject = thing if dative is None else dative
    _make_subject(subject)
    text = "be lacking" if dative is None else "lack"
    number = "plur" if subject.is_plural else "sing"
    verb.unit = Unit(verb.unit.tokens, [], replace(verb.reading, en=text, number=number, notes={}))
    verb.subject = subject
    rest = [node for node in clause if node is not subject]
    at = rest.index(verb)
    return [*rest[:at], subject, *rest[at:]]


def rewrite_predicatives(clause: list[Node]) -> list[Node]:
    """Turn a predicative with its infinitive into an English verb with a subject."""
    for at, node in enumerate(clause):
        if isinstance(node, Word) and node.reading.pos is Pos.PREDICATIVE:
            if node.reading.lemma in _MODALS:
                return _modal(clause, node, at)
            return _evaluation(clause, node, at)
        if isinstance(node, Verb) and node.reading.lemma in _DATIVE_SUBJECT:
            return _dative_subject(clause, node, at)
    return clause


def is_owner(node: Node) -> bool:
    """Tell whether a phrase says whose something is: `у нас`, `в уряду`."""
    return (
        isinstance(node, NounPhrase)
        and node.preposition is not None
        and base_form(node.preposition.lower) == "в"
        and (
            node.reading.pos is Pos.PRON
            or (node.case in {"gent", "accs"} and node.reading.has("pers"))
        )
    )


def _dative(clause: Sequence[Node]) -> NounPhrase | None:
    return next(
        (
            node
            for node in clause
            if isinstance(node, NounPhrase) and node.case == "datv" and node.preposition is None
        ),
        None,
    )


def _infinitive(nodes: Sequence[Node]) -> Verb | None:
    return next((n for n in nodes if isinstance(n, Verb) and n.reading.form == "infn"), None)


def _make_subject(phrase: NounPhrase) -> None:
    phrase.relation = ""
    phrase.is_subject = True


def _modal(clause: list[Node], node: Word, at: int) -> list[Node]:
    active, passive, opening = _MODALS[node.reading.lemma]
    infinitive = _infinitive(clause)
    dative = _dative(clause[:at]) or _dative(clause[at + 1 : at + 2])
    negation = at > 0 and clause[at - 1].reading.lemma == "не"
    rest = [n for n in clause if n is not node and not (negation and n is clause[at - 1])]
    if infinitive is None:
        node.english = {"треба": "is needed", "можна": "is possible"}.get(
            node.reading.lemma, "is " + node.reading.en
        )
        return clause
    infinitive.marker = "ing" if opening.endswith("worth") else ""
    if dative is not None and dative in rest:
        infinitive.marker = ""
        _make_subject(dative)
        rest.remove(dative)
        node.english = _negated(active, negation)
        return [*_opening(rest, infinitive), dative, node, *_after(rest, infinitive)]
    thing = _object(rest)
    if thing is not None:
        _make_subject(thing)
        infinitive.auxiliary = _negated(passive, negation)
        rest = [n for n in rest if n is not thing]
        return [*_opening(rest, infinitive), thing, *_after(rest, infinitive)]
    node.english = _negated(opening, negation)
    return [n for n in clause if not (negation and n is clause[at - 1])]


def _negated(text: str, negation: bool) -> str:
    if not negation:
        return text
    first, space, rest = text.partition(" ")
    return "cannot" + space + rest if first == "can" else f"{first} not{space}{rest}"


def _object(nodes: Sequence[Node]) -> NounPhrase | None:
    return next(
        (
            node
            for node in nodes
            if isinstance(node, NounPhrase)
            and node.preposition is None
            and node.case == "accs"
            and node.reading.pos is not Pos.PRON
            and not node.reading.has("time")
        ),
        None,
    )


def _opening(nodes: Sequence[Node], infinitive: Verb) -> list[Node]:
    return list(nodes[: list(nodes).index(infinitive)])


def _after(nodes: Sequence[Node], infinitive: Verb) -> list[Node]:
    return list(nodes[list(nodes).index(infinitive) :])


def _evaluation(clause: list[Node], node: Word, at: int) -> list[Node]:
    """`важливо знати` → it is important to know."""
    if node.reading.en.startswith("there"):
        return _absence(clause, node)
    if any(isinstance(n, Verb) and n.is_finite for n in clause[:at]):
        return clause
    if node.reading.lemma == "відомо" and (known := _known(clause, node)):
        return known
    node.english = "it is " + node.reading.en
    return clause


def _known(clause: list[Node], node: Word) -> list[Node] | None:
    """`їм відомо про це` → they know about this; `про це відомо` → this is known."""
    thing = next((n for n in clause if _is_about(n)), None)
    if not isinstance(thing, NounPhrase):
        return None
    who = _dative(clause)
    subject = thing if who is None else who
    _make_subject(subject)
    unit = _finite("be" if who is None else "know", subject)
    verb = Verb(unit, subject=subject)
    if who is None:
        node.english = node.reading.en
    rest = [n for n in clause if n is not subject and (n is not node or who is None)]
    at = (
        rest.index(node)
        if who is None
        else clause.index(node) - (clause.index(who) < clause.index(node))
    )
    return [*rest[:at], subject, verb, *rest[at:]]


def _is_about(node: Node) -> bool:
    return (
        isinstance(node, NounPhrase)
        and node.preposition is not None
        and node.preposition.lower == "про"
    )


def _finite(english: str, subject: NounPhrase) -> Unit:
    number = "plur" if subject.is_plural else "sing"
    reading = Reading(Pos.VERB, "бути", english, "", number, "", subject.person, "pres")
    return Unit([], [reading], reading)


# The genitive singular of many nouns looks like a nominative plural.
_ABSENT = frozenset({"gent", "nomn", "accs"})


def _absence(clause: list[Node], node: Word) -> list[Node]:
    """`грошей немає` → there is no money."""
    missing = next(
        (
            n
            for n in clause
            if isinstance(n, NounPhrase) and n.case in _ABSENT and not n.preposition
        ),
        None,
    )
    if missing is None:
        return clause
    missing.possessor = "no"
    node.english = "there are" if missing.is_plural else "there is"
    owner = next((n for n in clause if is_owner(n)), None)
    if isinstance(owner, NounPhrase):
        # `у них немає часу` → they have no time
        _make_subject(owner)
        owner.preposition = None
        is_third = not owner.is_plural and owner.person == "3per"
        node.english = "has" if is_third else "have"
        rest = [n for n in clause if n is not missing and n is not owner]
        at = rest.index(node)
        return [*rest[:at], owner, node, missing, *rest[at + 1 :]]
    rest = [n for n in clause if n is not missing]
    at = rest.index(node)
    return [*rest[: at + 1], missing, *rest[at + 1 :]]


def absent(clause: list[Node], verb: Verb) -> list[Node] | None:
    """`грошей не було` → there was no money; `нікого не було` → no one was."""
    if verb.reading.lemma != "бути" or verb.reading.number != "sing":
        return None
    missing = next((n for n in clause if _is_bare_genitive(n) or _is_nobody(n)), None)
    if not isinstance(missing, NounPhrase) or not (
        verb.is_negated or missing.reading.lemma in {"ніхто", "ніщо"}
    ):
        return None
    verb.subject = missing
    _make_subject(missing)
    rest = [n for n in clause if n is not missing]
    at = rest.index(verb)
    if missing.reading.pos is Pos.PRON:
        missing.case = "nomn"
        return [*rest[:at], missing, *rest[at:]]
    verb.is_negated = False
    missing.possessor = "no"
    there = Reading(Pos.ADV, "there", "there")
    return [
        *rest[:at], Word(Unit([], [there], there), "there"), verb, missing, *rest[at + 1 :],
    ]  # fmt: skip


def _is_bare_genitive(node: Node) -> bool:
    return isinstance(node, NounPhrase) and node.preposition is None and node.case == "gent"


def _is_nobody(node: Node) -> bool:
    if not isinstance(node, NounPhrase) or node.preposition is not None:
        return False
    return node.case == "accs" and node.reading.lemma in {"ніхто", "ніщо"}


def _dative_subject(clause: list[Node], verb: Verb, at: int) -> list[Node]:
    """`йому вдалося втекти` → he managed to escape."""
    dative = _dative(clause)
    if verb.reading.lemma in _LACKING:
        return _lack(clause, verb, dative)
    if dative is None:
        return clause
    _make_subject(dative)
    verb.subject = dative
    if clause.index(dative) > at:
        rest = [node for node in clause if node is not dative]
        at = rest.index(verb)
        return [*rest[:at], dative, *rest[at:]]
    return clause
