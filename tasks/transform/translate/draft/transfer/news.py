"""Turns of phrase that news lives by: who said it, who has it, how far and how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb, Word
from tasks.transform.translate.draft.compiled import base_form
from tasks.transform.translate.draft.reading import Pos, Reading, Unit, word_set
from tasks.transform.translate.draft.transfer.clauses import SPEECH_VERBS, is_nominative
from tasks.transform.translate.draft.transfer.order import is_bare, is_object, word
from tasks.transform.translate.draft.transfer.predicatives import is_owner

_ASKING = word_set("запитати запитувати питати спитати розпитати розпитувати")


def asked(clause: Sequence[Node]) -> None:
    """`у нього запитали` → he was asked: whom is the object."""
    if not any(isinstance(n, Verb) and n.reading.lemma in _ASKING for n in clause):
        return
    for node in clause:
        if is_owner(node) and isinstance(node, NounPhrase):
            node.preposition, node.relation, node.case = None, "", "accs"
            return


def speaking_place(clause: list[Node], verb: Verb) -> list[Node] | None:
    """`у поліції повідомили` → police said: the place that speaks is the subject."""
    reading = verb.reading
    if (
        reading.lemma not in SPEECH_VERBS
        or reading.number != "plur"
        or reading.person in {"1per", "2per"}
    ):
        return None
    for node in clause:
        if (
            not isinstance(node, NounPhrase)
            or node.preposition is None
            or node.case not in {"loct", ""}
        ):
            continue
        if base_form(node.preposition.lower) not in {"в", "на"}:
            continue
        if node.reading.has("time") or node.reading.has("iso") or node.reading.lemma in _MEDIA:
            continue
        node.relation = ""
        node.preposition = None
        node.is_subject = True
        verb.subject = node
        verb.plain_past = True
        if clause.index(node) > clause.index(verb):
            rest = [other for other in clause if other is not node]
            at = rest.index(verb)
            return [*rest[:at], node, *rest[at:]]
        return clause
    return None


_MEDIA = word_set("сюжет повідомлення заява інтерв'ю коментар відео матеріал звіт ефір")


def have(clause: list[Node]) -> list[Node]:
    """`у нас є план` → we have a plan."""
    verb = next((n for n in clause if isinstance(n, Verb) and n.reading.lemma == "бути"), None)
    if verb is None:
        return clause
    owner = next((n for n in clause if is_owner(n)), None)
    thing = next((n for n in clause if n is not owner and _is_had(n, verb)), None)
    if not isinstance(owner, NounPhrase) or not isinstance(thing, NounPhrase):
        return clause
    owner.relation = ""
    owner.preposition = None
    owner.is_subject = True
    thing.case = "accs"
    if verb.is_negated:
        verb.is_negated = False
        thing.possessor = "no"
    verb.subject = owner
    old = verb.reading
    reading = Reading(Pos.VERB, "мати", "have", "", owner.number, "", owner.person, old.form)
    verb.unit = Unit(verb.unit.tokens, [reading], reading)
    rest = [n for n in clause if n is not owner and n is not thing and n is not verb]
    openers = [n for n in rest[:1] if isinstance(n, Word)]
    return [*openers, owner, verb, thing, *rest[len(openers) :]]


def _is_had(node: Node, verb: Verb) -> bool:
    """`у них є план`, and behind a negation the genitive: `у них не було плану`."""
    if is_nominative(node):
        return True
    return verb.is_negated and isinstance(node, NounPhrase) and is_bare(node, "gent")


def than_after_comparative(clause: Sequence[Node]) -> None:
    """`більший за Китай`, `вищий від норми` → than."""
    for before, node in pairwise(clause):
        if not isinstance(node, NounPhrase) or node.preposition is None:
            continue
        base = base_form(node.preposition.lower)
        if (base, node.case) not in {("за", "accs"), ("від", "gent")}:
            continue
        if isinstance(before, Verb):
            continue
        words = before.reading.en if not isinstance(before, NounPhrase) else _last_modifier(before)
        if words.startswith("more ") or (words.endswith("er") and len(words) > 4) or words in _LESS:
            node.relation = "than"


_LESS = frozenset({"more", "less", "better", "worse"})


def _last_modifier(phrase: NounPhrase) -> str:
    return phrase.modifiers[-1].chosen.en if phrase.modifiers else ""


def measures(clause: Sequence[Node]) -> None:
    """`за 5 км від міста` → 5 km from the city; `зросла в 5 разів` → 5 times."""
    for n, node in enumerate(clause):
        if not isinstance(node, NounPhrase) or node.preposition is None:
            continue
        base = base_form(node.preposition.lower)
        if base == "в" and node.reading.lemma == "раз":
            node.relation = ""
        before, after = clause[n - 1] if n else None, clause[n + 1] if n + 1 < len(clause) else None
        if base == "за" and node.case == "accs" and _is_rate(before, node):
            node.relation = "per"
        if base == "за" and node.reading.has("unit") and _begins_with(after, "від"):
            node.relation = ""


def _is_rate(before: Node | None, per: NounPhrase) -> bool:
    """`кілометр за секунду`, `доларів за барель`: so much for one."""
    if not isinstance(before, NounPhrase) or not before.reading.has("unit"):
        return False
    is_one = per.number == "sing" and not per.modifiers
    return is_one and (per.reading.has("time") or per.reading.has("unit"))


def ago(clause: list[Node]) -> list[Node]:
    """`три роки тому` → three years ago."""
    for before, node in pairwise(clause):
        if not (isinstance(node, Word) and node.reading.lemma == "тому"):
            continue
        if isinstance(before, NounPhrase) and before.reading.has("time"):
            node.english = "ago"
            before.relation = ""
            before.is_subject = False
    return clause


def remind(nodes: list[Node]) -> list[Node]:
    """`нагадаємо, що` → as a reminder, without the that."""
    if len(nodes) > 2 and nodes[0].reading.lemma in {"нагадаємо", "нагадаю"}:
        that = nodes[2]
        if isinstance(that, Word) and that.reading.lemma == "що":
            that.english = ""
    return nodes


def _begins_with(node: Node | None, preposition: str) -> bool:
    if not isinstance(node, NounPhrase) or node.preposition is None:
        return False
    return node.preposition.lower == preposition


def choose_senses(clause: Sequence[Node]) -> None:
    """Let the object choose among the senses of a verb: spoke about, beat Italy, liberated."""
    verbs = [node for node in clause if isinstance(node, Verb) and _has_senses(node)]
    if not verbs:
        return
    has_topic = any(
        isinstance(node, NounPhrase) and node.preposition is not None
        and node.preposition.lower == "про"
        for node in clause
    )  # fmt: skip
    things = [node for node in clause if isinstance(node, NounPhrase) and is_object(node)]
    has_rival = any(thing.reading.pos is Pos.NAME or thing.reading.has("pers") for thing in things)
    has_place = any(thing.reading.has("iso") or thing.reading.lemma in _LANDS for thing in things)
    for verb in verbs:
        if has_topic and verb.reading.en in _SPEAKING:
            _say(verb, "speak")
        elif has_rival and verb.reading.lemma in _WINNING:
            _say(verb, "defeat")
        elif has_place and verb.reading.lemma in _FREEING:
            _say(verb, "liberate")


_SPEAKING = frozenset({"say", "tell"})
_WINNING = frozenset({"перемогти", "перемагати"})
_FREEING = frozenset({"звільнити", "звільняти"})


def _has_senses(verb: Verb) -> bool:
    reading = verb.reading
    return reading.en in _SPEAKING or reading.lemma in _WINNING or reading.lemma in _FREEING


_LANDS = frozenset({"місто", "село", "територія", "область", "селище", "країна", "земля"})


def _say(verb: Verb, text: str) -> None:
    verb.unit = Unit(verb.unit.tokens, [], replace(verb.reading, en=text))


def age(clause: list[Node]) -> list[Node]:
    """`йому 30 років` → he is 30 years old."""
    if any(isinstance(node, Verb) for node in clause):
        return clause
    for at, (who, years) in enumerate(pairwise(clause)):
        if not (isinstance(who, NounPhrase) and isinstance(years, NounPhrase)):
            continue
        is_person = who.reading.pos is Pos.PRON or who.reading.has("pers")
        if is_person and who.case == "datv" and not who.preposition and _is_age(years):
            who.relation = ""
            who.is_subject = True
            reading = Reading(Pos.VERB, "бути", "be", "", who.number, "", who.person, "pres")
            verb = Verb(Unit([], [reading], reading), subject=who)
            return [*clause[: at + 1], verb, years, word("old"), *clause[at + 2 :]]
    return clause


def _is_age(phrase: NounPhrase) -> bool:
    return phrase.reading.lemma == "рік" and bool(phrase.modifiers) and not phrase.preposition
