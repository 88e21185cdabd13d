"""Supply the verb `be` that Ukrainian leaves out: `будинок – великий`, `це – війна`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tasks.transform.translate.draft import dictionary
from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb, Word
from tasks.transform.translate.draft.reading import Pos, Reading, Unit
from tasks.transform.translate.draft.transfer.clauses import (
    finite_verbs,
    is_mark,
    is_nominative,
    is_relative,
)


def add_copulas(clauses: list[list[Node]]) -> list[list[Node]]:
    """Put `is` or `are` where a clause has a subject and a predicate but no verb."""
    done: list[list[Node]] = []
    for clause in clauses:
        if done and is_mark(clause[0], "–", "—", "-") and _links(done[-1], clause):
            subject = _subject(done[-1])
            rest = clause[1:]
            if rest and rest[0].reading.lemma in {"це", "то"}:
                rest = rest[1:]
            _mark_predicate(rest)
            done[-1] = [*done[-1], _be(subject), *rest]
            continue
        done.append(_inside(clause))
    return done


def _subject(clause: Sequence[Node]) -> NounPhrase | None:
    found = [n for n in clause if isinstance(n, NounPhrase) and is_nominative(n)]
    return found[0] if found else None


def _links(before: Sequence[Node], clause: Sequence[Node]) -> bool:
    """Tell whether a dash stands for a verb: both sides are nominative, neither has a verb."""
    if len(clause) < 2 or any(isinstance(node, Verb) for node in before):
        return False
    after = clause[1]
    subject = _subject(before)
    if isinstance(after, Verb) and after.reading.form == "infn":
        # `головне завдання – зменшити втрати`
        return subject is not None and not finite_verbs(clause)
    if any(isinstance(node, Verb) for node in clause):
        return False
    if subject is not None and _is_place(after) and subject.head is not None:
        return not (_is_bare_name(subject) or subject.names)
    is_this = after.reading.lemma in {"це", "то"}
    if not is_this and not (isinstance(after, NounPhrase) and after.case == "nomn"):
        return False
    if isinstance(after, NounPhrase) and (after.preposition is not None or _is_bare_name(after)):
        return False
    return _subject(before) is not None


def _is_place(node: Node) -> bool:
    """`рівень загрози – на межі`, but not `Шевченко – про вибори`."""
    if not isinstance(node, NounPhrase) or node.preposition is None:
        return False
    return node.preposition.lower in {"на", "у", "в", "під", "за"}


def _is_bare_name(phrase: NounPhrase) -> bool:
    """`матч Україна – Італія` is no statement."""
    return phrase.reading.pos is Pos.NAME and not phrase.modifiers and not phrase.complements


def _inside(clause: list[Node]) -> list[Node]:
    if finite_verbs(clause) or any(_is_predicative(node) for node in clause):
        return clause
    for at, node in enumerate(clause):
        if _is_under(node, clause[at + 1 :]):
            return [*clause[: at + 1], _be(None), *clause[at + 1 :]]
        if not (isinstance(node, NounPhrase) and is_nominative(node)):
            continue
        needed = _needed(node) if at < 2 else None
        if needed is not None:
            return [*clause[: at + 1], _be(node), needed, *clause[at + 1 :]]
        if is_this(node):
            return [*clause[:at], *_this_is(node), *clause[at + 1 :]]
        if at + 1 == len(clause):
            break
        if said := _said_of_this(clause, at, node) or _adjective_said(clause, at, node):
            return said
    return clause


def _said_of_this(clause: list[Node], at: int, this: NounPhrase) -> list[Node] | None:
    """`це війна`, `це можливо`."""
    after = clause[at + 1]
    if this.reading.lemma != "це":
        return None
    if isinstance(after, NounPhrase) and after.case == "nomn":
        after.is_predicate = True
        return [*clause[:at], *_these(this, after), *clause[at + 1 :]]
    if at + 2 >= len(clause) and _as_adjective(after):
        return [*clause[: at + 1], _be(this), *clause[at + 1 :]]
    return None


def _adjective_said(clause: list[Node], at: int, subject: NounPhrase) -> list[Node] | None:
    """`квитки на метро ще дешевші` → are still cheaper."""
    predicate = _predicate_adjective(clause[at + 1 :])
    if predicate is None or predicate.number != subject.number:
        return None
    if subject.head is None and not is_relative(subject):
        return None
    place = clause.index(predicate)
    while isinstance(clause[place - 1], Word):
        place -= 1
    return [*clause[:place], _be(subject), *clause[place:]]


def _is_under(node: Node, rest: Sequence[Node]) -> bool:
    """`яка під контролем` → that is under control: a relative with a place and no verb."""
    if not (is_relative(node) and isinstance(node, NounPhrase)) or node.case != "nomn":
        return False
    if not rest:
        return False
    is_phrase = isinstance(rest[0], Word) and rest[0].english.startswith(("under ", "in ", "at "))
    return is_phrase or _is_place(rest[0])


_NEEDED = frozenset({"потрібний", "потрібен", "необхідний"})


def _needed(phrase: NounPhrase) -> Word | None:
    """`потрібен комплексний підхід` → a comprehensive approach is needed."""
    first = phrase.modifiers[0].chosen if phrase.modifiers else None
    if first is None or first.lemma not in _NEEDED or phrase.head is None:
        return None
    phrase.modifiers = phrase.modifiers[1:]
    phrase.is_new = True
    reading = Reading(Pos.ADV, "needed", "needed")
    return Word(Unit([], [reading], reading), "needed")


def _these(this: NounPhrase, predicate: NounPhrase) -> list[Node]:
    """`це`, and the verb that agrees with what it is: these are sketches."""
    if predicate.is_plural and this.head is not None:
        reading = replace(this.reading, en="these", number="plur")
        this.head, this.number = Unit(this.head.tokens, [reading], reading), "plur"
    return [this, _be(this)]


def _as_adjective(node: Node) -> bool:
    """`це можливо` → this is possible: write an adverb that is said of something."""
    if not isinstance(node, Word) or node.reading.pos is not Pos.ADV:
        return False
    lemma = node.reading.lemma
    adjective = dictionary.word(lemma[:-1] + "ий", "ADJ") if lemma.endswith("о") else None
    if adjective is not None:
        node.english = adjective.en
    return adjective is not None


def is_this(phrase: NounPhrase) -> bool:
    """Tell whether a phrase such as `це важливе рішення` may be a whole clause."""
    first = phrase.modifiers[0].chosen if phrase.modifiers else None
    return first is not None and first.lemma == "це" and len(phrase.modifiers) > 1


def _this_is(phrase: NounPhrase) -> list[Node]:
    this = NounPhrase("nomn", "sing", [phrase.modifiers[0]])
    phrase.modifiers = phrase.modifiers[1:]
    phrase.is_predicate = True
    return [this, _be(this), phrase]


def _predicate_adjective(nodes: Sequence[Node]) -> NounPhrase | None:
    for node in nodes[:4]:
        if isinstance(node, NounPhrase) and node.head is None and node.preposition is None:
            return node if node.case == "nomn" and node.reading.pos is Pos.ADJ else None
        is_place = isinstance(node, NounPhrase) and node.preposition is not None
        is_adverb = isinstance(node, Word) and node.reading.pos in {Pos.ADV, Pos.PARTICLE}
        if not (is_place or is_adverb):
            return None
    return None


def _is_predicative(node: Node) -> bool:
    return isinstance(node, Word) and node.reading.pos is Pos.PREDICATIVE


def _mark_predicate(nodes: Sequence[Node]) -> None:
    first = next((node for node in nodes if isinstance(node, NounPhrase)), None)
    if first is not None:
        first.is_predicate = True


def _be(subject: NounPhrase | None) -> Verb:
    number = "plur" if subject is not None and subject.is_plural else "sing"
    reading = Reading(Pos.VERB, "бути", "be", "", number, "", "3per", "pres")
    verb = Verb(Unit([], [reading], reading))
    verb.subject = subject
    if subject is not None:
        subject.is_subject = True
    return verb
