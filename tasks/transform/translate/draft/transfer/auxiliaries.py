"""Particles and auxiliaries that English says with the verb: not, would, will, was, should."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb, Word
from tasks.transform.translate.draft.reading import Pos, Reading, Unit

_MODALS = frozenset({"can", "must", "should", "may", "will", "would"})


def absorb_particles(nodes: Sequence[Node]) -> list[Node]:
    """Let verbs take their `не` and `б`."""
    kept: list[Node] = []
    is_waiting = False
    for node in nodes:
        if isinstance(node, Verb) and kept and _is_word(kept[-1], "не"):
            node.is_negated = True
            kept.pop()
        if isinstance(node, Word) and kept and _says_it_is(node) and _is_word(kept[-1], "не"):
            node.english = " ".join([*node.english.split()[:2], "not", *node.english.split()[2:]])
            kept.pop()
        if isinstance(node, Verb) and is_waiting:
            node.is_conditional = True
            is_waiting = False
        if _is_word(node, "б") or _is_word(node, "би"):
            verb = _verb_of_clause(kept)
            is_waiting = verb is None
            if verb is not None:
                verb.is_conditional = True
            continue
        kept.append(node)
    return kept


def _says_it_is(word: Word) -> bool:
    """Tell whether a word is a whole clause in English: `повідомлялося`."""
    return word.english.startswith(("it is ", "it was "))


def _verb_of_clause(nodes: Sequence[Node]) -> Verb | None:
    """The verb that a particle follows in its own clause: `хотів би`, but not `…, я б`."""
    for node in reversed(nodes):
        if isinstance(node, Verb):
            return node
        if isinstance(node, Word) and node.reading.pos in {Pos.MARK, Pos.SUBORD}:
            return None
    return None


def drop_double_negation(clause: Sequence[Node]) -> None:
    """`ніхто не прийшов` → no one came."""
    negated = [node for node in clause if isinstance(node, Verb) and node.is_negated]
    if negated and any(_is_negative(node) for node in clause):
        for verb in negated:
            verb.is_negated = False


_NEGATIVES = frozenset({"ніхто", "ніщо", "ніколи", "ніде", "жоден", "жодний", "ніякий"})


def _is_negative(node: Node) -> bool:
    if isinstance(node, NounPhrase):
        words = [unit.chosen.lemma for unit in node.modifiers]
        return node.reading.lemma in _NEGATIVES or bool(_NEGATIVES.intersection(words))
    return node.reading.lemma in _NEGATIVES


def _is_word(node: Node, lemma: str) -> bool:
    return isinstance(node, Word) and node.reading.lemma == lemma


def join_auxiliaries(clause: list[Node]) -> list[Node]:
    """`буде працювати` → will work; `було припинено` → was stopped."""
    kept: list[Node] = []
    for n, node in enumerate(clause):
        if isinstance(node, Verb) and node.reading.lemma == "бути":
            main = next((v for v in clause[n + 1 : n + 3] if isinstance(v, Verb)), None)
            if main is not None and _merges(node, main):
                continue
        if isinstance(node, Verb) and node.reading.lemma == "мати" and node.is_finite:
            _join_obliged(clause, n, node)
        kept.append(node)
    return kept


def _join_obliged(clause: list[Node], at: int, verb: Verb) -> None:
    """`не мало б вас турбувати` → should not worry you: an object may stand between."""
    rest = clause[at + 1 : at + 3]
    infinitive = next((n for n in rest if isinstance(n, Verb)), None)
    if infinitive is None or infinitive.reading.form != "infn":
        return
    between = rest[: rest.index(infinitive)]
    if not all(isinstance(n, NounPhrase) and n.reading.pos is Pos.PRON for n in between):
        return
    if between:
        clause[at + 1 : at + 3] = [infinitive, *between]
    _oblige(verb)


def _merges(auxiliary: Verb, main: Verb) -> bool:
    """Let a verb take the tense of its auxiliary; tell whether the two are one form."""
    form = main.reading.form
    if form == "infn" and auxiliary.reading.form == "futr":
        main.unit.chosen = _as_future(main.reading, auxiliary.reading)
    elif form == "impe":
        main.auxiliary = "will be" if auxiliary.reading.form == "futr" else "was"
    else:
        return False
    main.is_negated = main.is_negated or auxiliary.is_negated
    return True


def _oblige(verb: Verb) -> None:
    """`мають прагнути` → should seek; `мав приїхати` → was to come."""
    old = verb.reading
    was_to = old.form == "past" and not verb.is_conditional
    verb.is_conditional = False
    text = "be" if was_to else "should"
    notes = {"inf": "to" if was_to else "bare"}
    reading = Reading(
        Pos.VERB, old.lemma, text, "", old.number, old.gender, old.person,
        old.form if was_to else "pres", notes,
    )  # fmt: skip
    verb.unit = Unit(verb.unit.tokens, [reading], reading)


def _as_future(main: Reading, auxiliary: Reading) -> Reading:
    return Reading(
        Pos.VERB, main.lemma, main.en, "", auxiliary.number, "", auxiliary.person, "futr",
        main.notes,
    )  # fmt: skip


def infinitive_marker(clause: list[Node], verb: Verb) -> str:
    """Choose to, nothing or -ing by the word that asks for the infinitive."""
    at = clause.index(verb)
    for node in reversed(clause[:at]):
        if isinstance(node, Verb):
            is_coordinated = any(
                isinstance(n, Word) and n.reading.pos is Pos.CONJ for n in clause[:at]
            )
            if is_coordinated and node.reading.form == "infn" and node.marker is not None:
                return node.marker
            return _marker_after(node.reading)
        if isinstance(node, Word) and node.reading.pos is Pos.PREDICATIVE:
            return _marker_after(node.reading)
        if isinstance(node, Word) and (node.english.endswith(" to") or node.english == "to"):
            return ""
        if isinstance(node, Word) and node.english.endswith(("must not", "must", "can")):
            return ""
        if isinstance(node, Word) and node.english in _BEFORE_GERUND:
            return "ing"
        if isinstance(node, NounPhrase) and node.reading.has("inf"):
            return _marker_after(node.reading)
    return "to"


_BEFORE_GERUND = frozenset({"before", "after", "without", "instead of", "about", "by"})


def _marker_after(reading: Reading) -> str:
    if reading.en.split(" ")[0] in _MODALS:
        return ""
    return {"bare": "", "ing": "ing"}.get(reading.notes.get("inf", "to"), "to")
