"""Objects after their verb, impersonal plurals as passives, `there is`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb, Word
from tasks.transform.translate.draft.compiled import base_form
from tasks.transform.translate.draft.prepositions import government
from tasks.transform.translate.draft.reading import RELATIVES, Pos, Reading, Unit
from tasks.transform.translate.draft.transfer.clauses import is_relative, opens_quote

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
        return object_next_to_verb(clause, verb)
    rest = [node for node in clause if node not in moved]
    at = rest.index(verb) + 1
    return [*rest[:at], *moved, *rest[at:]]


def object_next_to_verb(clause: list[Node], verb: Verb) -> list[Node]:
    """`вивів у море два човни` → withdrew two boats in the sea."""
    if verb.is_passive or verb.reading.form in {"", "impe"} or verb.reading.has("copula"):
        return clause
    at = clause.index(verb)
    for n in range(at + 1, len(clause)):
        node = clause[n]
        if isinstance(node, NounPhrase) and is_object(node):
            return [*clause[: at + 1], node, *clause[at + 1 : n], *clause[n + 1 :]]
        if not (isinstance(node, NounPhrase) and node.preposition is not None):
            break
        if is_relative(node):
            break
    return clause


def _start_of_verb_phrase(clause: Sequence[Node], at: int) -> int:
    """Objects of an earlier verb stay with it: `провели огляд та зафіксували наслідки`."""
    verbs = [n for n, node in enumerate(clause[:at]) if isinstance(node, Verb)]
    if not verbs:
        return 0
    links = [n for n, node in enumerate(clause[:at]) if _is_conjunction(node)]
    return max([*verbs, *links]) + 1


def _is_conjunction(node: Node) -> bool:
    return isinstance(node, Word) and node.reading.pos is Pos.CONJ


def _moves(node: NounPhrase, verb: Verb) -> bool:
    if node.is_subject or node.is_predicate or is_relative(node) or node.reading.has("time"):
        return False
    asks = node.modifiers and node.modifiers[0].chosen.lemma in RELATIVES
    if asks or node.reading.lemma in {"що", "хто"}:
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


def predicate_behind(clause: list[Node], verb: Verb) -> list[Node]:
    """`головною темою став мир` → peace became the main topic: what is said goes last."""
    at = clause.index(verb)
    front = [n for n in clause[:at] if is_bare(n, "ablt") and not n.reading.has("time")]
    if not front or not verb.reading.has("copula"):
        return clause
    subject, start = verb.subject, clause.index(front[0])
    if subject is None or subject not in clause[start:at]:
        return clause
    end = at + 1
    while end < len(clause) and isinstance(clause[end], NounPhrase):
        end += 1
    # Places stay with what they followed: the topic of talks in Rome, peace in the region.
    place = clause.index(subject)
    said, told = clause[start:place], [*clause[place:at], *clause[at + 1 : end]]
    return [*clause[:start], *told, verb, *said, *clause[end:]]


def governed_behind(clause: list[Node], verb: Verb) -> list[Node]:
    """`у переговорах взяв участь генерал` → took part in talks: what the verb governs."""
    at = clause.index(verb)
    if verb.subject in clause[:at]:
        at = clause.index(verb.subject)
    governed = government(verb.reading.notes.get("gov", ""))
    if any(isinstance(node, Verb) for node in clause[:at]):
        return clause
    front = [
        node
        for node in clause[:at]
        if isinstance(node, NounPhrase) and node.preposition is not None
        and (base_form(node.preposition.lower), node.case) in governed and not is_relative(node)
        and not node.reading.has("time")
    ]  # fmt: skip
    if not front:
        return clause
    rest = [node for node in clause if node not in front]
    end = rest.index(verb) + 1
    while end < len(rest) and isinstance(rest[end], NounPhrase) and is_bare(rest[end], "accs"):
        end += 1
    return [*rest[:end], *front, *rest[end:]]


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
    if _was_done(verb, subject):
        return None
    subject.is_predicate = True
    return [*clause[:at], word("there"), *clause[at:]]


def _was_done(verb: Verb, subject: NounPhrase) -> bool:
    """`були виявлені факти` → facts were discovered: the participle goes with the verb."""
    first = subject.modifiers[0].chosen if subject.modifiers else None
    if first is None or not first.has("part") or subject.head is None:
        return False
    subject.modifiers = subject.modifiers[1:]
    verb.adverb = ""
    verb.unit = Unit(verb.unit.tokens, [], replace(verb.reading, en=f"be {first.en}"))
    return True


def adverbs_into_verbs(nodes: Sequence[Node]) -> list[Node]:
    """Let a verb take the adverb of manner or frequency right before it."""
    done: list[Node] = []
    for node in nodes:
        before = done[-1] if done else None
        is_taken = isinstance(before, Word) and _goes_inside(before) and len(done) > 1
        if isinstance(before, Word) and is_taken and isinstance(node, Verb) and not node.pronoun:
            node.adverb = before.english
            done.pop()
        done.append(node)
    return done


_FREQUENCY = frozenset({"also", "still", "already", "often", "always", "never", "sometimes", "now",
    "usually", "rarely", "almost", "just", "even", "soon", "once", "only"})  # fmt: skip


def _goes_inside(word: Word) -> bool:
    return word.english.endswith("ly") or word.english in _FREQUENCY


def word(text: str) -> Word:
    """Make a word that the source does not have."""
    reading = Reading(Pos.ADV, text, text)
    return Word(Unit([], [reading], reading), text)


def link_genitives(nodes: Sequence[Node]) -> list[Node]:
    """Give `of` to genitives that no noun phrase holds: `частина «нової стратегії»`."""
    done: list[Node] = []
    for node in nodes:
        if isinstance(node, NounPhrase) and _is_loose_genitive(node):
            if done and _is_place_phrase(done[-1]):
                node.relation = "of"
            at = len(done)
            while at and _is_quote(done[at - 1]):
                at -= 1
            before = done[at - 1] if at else None
            if isinstance(before, NounPhrase) and _may_own(before):
                opens = at < len(done) and opens_quote(done[at])
                if opens:
                    done.insert(at, word("of"))
                else:
                    node.relation = "of"
        done.append(node)
    return done


def _is_place_phrase(node: Node) -> bool:
    """`на лівому березі Дніпра`: a phrase of the lexicon that ends in a noun."""
    if isinstance(node, NounPhrase) or node.reading.pos not in {Pos.ADV, Pos.VERB}:
        return False
    words = node.reading.en.split()
    return " " in node.reading.lemma and "the" in words[1:-1]


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
