"""Write the English of prepositions and bare cases, by the word that governs them."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb
from tasks.transform.translate.draft.compiled import base_form
from tasks.transform.translate.draft.prepositions import english_preposition, government
from tasks.transform.translate.draft.reading import Pos, Reading

_PARTITIVE = frozenset(
    {
        "один",
        "деякий",
        "кожний",
        "кожен",
        "багато",
        "більшість",
        "хтось",
        "ніхто",
        "жоден",
        "кілька",
        "декілька",
        "хто",
        "перший",
        "останній",
        "єдиний",
        "частина",
    }
)


def relate(clause: Sequence[Node]) -> None:
    """Set `relation` of every noun phrase of a clause."""
    has_verb = any(isinstance(node, Verb) for node in clause)
    for at, node in enumerate(clause):
        if not isinstance(node, NounPhrase):
            continue
        if node.preposition is not None:
            node.relation = _preposition(node, node.preposition.chosen, clause, at)
        elif at == 1 and clause[0].reading.lemma == "як" and not has_verb:
            # `голоду як методу ведення війни` → as a method
            node.is_role = True
        elif node.case in {"datv", "ablt"}:
            node.relation = _bare_case(node, clause, at)


def _readings(node: Node) -> list[Reading]:
    """The readings of a node that may govern what follows it, nearest first."""
    if isinstance(node, NounPhrase):
        found: list[Reading] = []
        for complement in reversed(node.complements):
            found += _readings(complement)
        return [*found, node.reading]
    return [node.reading]


def _preposition(phrase: NounPhrase, word: Reading, clause: Sequence[Node], at: int) -> str:
    base = base_form(word.lemma)
    if base == "з" and phrase.case == "gent" and at and _is_partitive(clause[at - 1]):
        return "of"
    if base == "до" and at and _is_start(clause[at - 1]):
        return "to"
    key = (base, phrase.case)
    for node in reversed(clause[:at]):
        for reading in _readings(node):
            gov = reading.notes.get("gov")
            if gov and key in (cases := government(gov)):
                return cases[key]
        if isinstance(node, Verb):
            break
    else:
        verb = next((n for n in clause[at + 1 :] if isinstance(n, Verb)), None)
        if verb is not None and key in (cases := government(verb.reading.notes.get("gov", ""))):
            return cases[key]
    return english_preposition(word, phrase.case, phrase.reading)


def _is_start(node: Node) -> bool:
    """Tell whether a span of time or place begins here: `з 2014 до 2022 року`."""
    if not isinstance(node, NounPhrase) or node.preposition is None:
        return False
    if base_form(node.preposition.lower) not in {"з", "від"} or node.case == "ablt":
        return False
    node.relation = "from"
    return True


def _is_partitive(node: Node) -> bool:
    if not isinstance(node, NounPhrase):
        return False
    if node.head is None or node.reading.pos is Pos.PRON:
        return True
    return node.reading.lemma in _PARTITIVE


_GIVING = frozenset({"give", "show", "tell", "send", "offer", "hand", "teach", "pay", "bring"})


def _gives(clause: Sequence[Node], at: int) -> bool:
    """`подарував дітям книги` → gave children books."""
    if not at or at + 1 >= len(clause):
        return False
    verb, after = clause[at - 1], clause[at + 1]
    is_object = isinstance(after, NounPhrase) and not after.preposition and after.case == "accs"
    return isinstance(verb, Verb) and verb.reading.en in _GIVING and is_object


# Verbs with an office in the instrumental: elected mayor, appointed minister.
_NAMING = frozenset({"elect", "appoint", "name", "call", "consider", "make"})


def _bare_case(phrase: NounPhrase, clause: Sequence[Node], at: int) -> str:
    key = ("", phrase.case)
    is_instrumental = phrase.case == "ablt"
    if phrase.case == "datv" and _gives(clause, at):
        return ""
    for node in [*reversed(clause[:at]), *clause[at + 1 :]]:
        if is_instrumental and isinstance(node, Verb) and node.reading.en in _NAMING:
            phrase.is_role = True
            return ""
        for reading in _readings(node):
            gov = reading.notes.get("gov")
            if gov and key in (cases := government(gov)):
                phrase.is_role = is_instrumental and reading.has("copula")
                return cases[key]
        if is_instrumental and (preposition := _agent(node, phrase)) is not None:
            return preposition
        if isinstance(node, Verb) or node.reading.pos is Pos.PREDICATIVE:
            break
    if is_instrumental and phrase.reading.has("time"):
        return "in"
    if is_instrumental and phrase.reading.pos is Pos.NOUN and phrase.reading.has("pers"):
        # He went to war as a volunteer.
        phrase.is_role = True
        return "as"
    return "with" if is_instrumental else "to"


def _agent(node: Node, phrase: NounPhrase) -> str | None:
    """By whom a passive is done; nothing for what a copula says; None for other words."""
    reading = node.reading
    if reading.has("part") or reading.form == "impe":
        return "by"
    if isinstance(node, Verb) and reading.has("copula"):
        phrase.is_predicate = True
        return ""
    return "by" if isinstance(node, Verb) and reading.en.startswith("be ") else None
