"""Objects after their verb, impersonal plurals as passives, `there is`."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb, Word
from tasks.transform.translate.draft.reading import Pos, Reading, Unit
from tasks.transform.translate.draft.transfer.clauses import is_relative

_OBJECT_CASES = frozenset({"accs", "datv"})


def is_bare(node: Node, *cases: str) -> bool:
    """Tell whether a node is a noun phrase without preposition in one of some cases."""
    return isinstance(node, NounPhrase) and node.preposition is None and node.case in cases


def is_object(node: Node) -> bool:
    """Tell whether a node may be the direct object of a verb."""
    return (
        isinstance(node, NounPhrase)
        and is_bare(node, "accs")
        and not node.reading.has("time")
        and not node.is_subject
        and not is_relative(node)
    )


def objects_after_verb(clause: list[Node], verb: Verb) -> list[Node]:
    """`таку думку лідер висловив` → the leader expressed such an opinion."""
    at = clause.index(verb)
    start = _start_of_verb_phrase(clause, at)
    moved = [
        node
        for n, node in enumerate(clause[:at])
        if n >= start and isinstance(node, NounPhrase) and _moves(node, verb)
    ]
    if not moved:
        return clause
    rest = [node for node in clause if node not in moved]
    at = rest.index(verb) + 1
    return [*rest[:at], *moved, *rest[at:]]


def _start_of_verb_phrase(clause: Sequence[Node], at: int) -> int:
    """Objects of an earlier verb stay with it."""
    earlier = [n for n, node in enumerate(clause[:at]) if isinstance(node, Verb)]
    return earlier[-1] + 1 if earlier else 0


def _moves(node: NounPhrase, verb: Verb) -> bool:
    if node.is_subject or node.is_predicate or is_relative(node) or node.reading.has("time"):
        return False
    if node.reading.lemma in {"що", "хто"}:
        return False
    if node.reading.pos is Pos.PRON:
        return is_bare(node, "accs", "datv") or is_bare(node, "gent")
    return is_bare(node, "accs") or (is_bare(node, "datv") and not verb.reading.has("copula"))


def make_passive(clause: list[Node], verb: Verb) -> list[Node] | None:
    """`його обрали` → he was elected; None where the clause has no object to raise."""
    thing = next((node for node in clause if is_object(node)), None)
    if not isinstance(thing, NounPhrase):
        return None
    thing.is_subject = True
    thing.relation = ""
    verb.subject = thing
    verb.is_passive = True
    rest = [node for node in clause if node is not thing]
    at = rest.index(verb)
    if clause.index(thing) < clause.index(verb):
        return clause
    return [*rest[:at], thing, *rest[at:]]


def has_fronted_predicate(clause: Sequence[Node], verb: Verb) -> bool:
    """Tell whether `головною темою став …` puts what is said before the subject."""
    at = clause.index(verb)
    return verb.reading.has("copula") and any(is_bare(node, "ablt") for node in clause[:at])


def existential(clause: list[Node], verb: Verb) -> list[Node] | None:
    """`є загиблі` → there are victims; None where the clause has another predicate."""
    subject = verb.subject
    if (
        verb.reading.lemma != "бути"
        or subject is None
        or clause.index(subject) < clause.index(verb)
    ):
        return None
    if any(is_bare(node, "ablt") for node in clause):
        return None
    if any(isinstance(n, NounPhrase) and n.head is None and n.case == "nomn" for n in clause):
        return None
    at = clause.index(verb)
    if any(isinstance(n, NounPhrase) and n.preposition and n.reading.pos is Pos.PRON
           for n in clause[:at]):  # fmt: skip
        return None
    subject.is_predicate = True
    return [*clause[:at], word("there"), *clause[at:]]


def adverbs_into_verbs(nodes: Sequence[Node]) -> list[Node]:
    """Let a verb take the adverb in -ly right before it."""
    done: list[Node] = []
    for node in nodes:
        before = done[-1] if done else None
        is_manner = isinstance(before, Word) and before.english.endswith("ly") and len(done) > 1
        if isinstance(before, Word) and is_manner and isinstance(node, Verb) and not node.pronoun:
            node.adverb = before.english
            done.pop()
        done.append(node)
    return done


def word(text: str) -> Word:
    """Make a word that the source does not have."""
    reading = Reading(Pos.ADV, text, text)
    return Word(Unit([], [reading], reading), text)


def link_genitives(nodes: Sequence[Node]) -> list[Node]:
    """Give `of` to genitives that no noun phrase holds: `частина «нової стратегії»`."""
    done: list[Node] = []
    for node in nodes:
        if isinstance(node, NounPhrase) and _is_loose_genitive(node):
            at = len(done)
            while at and _is_quote(done[at - 1]):
                at -= 1
            before = done[at - 1] if at else None
            if isinstance(before, NounPhrase) and _may_own(before):
                opens = at < len(done) and done[at].reading.en not in {"»", "”"}
                if opens:
                    done.insert(at, word("of"))
                else:
                    node.relation = "of"
        done.append(node)
    return done


def _may_own(phrase: NounPhrase) -> bool:
    return phrase.head is not None and phrase.reading.pos is not Pos.PRON


def _is_quote(node: Node) -> bool:
    return isinstance(node, Word) and node.reading.en in {"«", "»", '"', "“", "”"}


def _is_loose_genitive(node: NounPhrase) -> bool:
    return (
        is_bare(node, "gent")
        and not node.relation
        and not node.is_subject
        and node.reading.pos is not Pos.PRON
        and not is_relative(node)
    )
