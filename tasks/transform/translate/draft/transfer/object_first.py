"""An object before its verb and a subject behind it: `будинок пошкодив снаряд` → was damaged by."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb
from tasks.transform.translate.draft.reading import Pos, Unit, word_set
from tasks.transform.translate.draft.transfer.clauses import (
    SPEECH_VERBS,
    find_subject,
    is_counted,
    is_nominative,
)
from tasks.transform.translate.draft.transfer.indefinite import INTRANSITIVE, waiting_object
from tasks.transform.translate.draft.transfer.openers import Context
from tasks.transform.translate.draft.transfer.order import is_object

_HARMING = word_set(
    "пошкодити пошкоджувати зруйнувати знищити знищувати підпалити розбити повалити зачепити "
    "уразити вразити затопити підтопити накрити засипати"
)
_HARMFUL = word_set(
    "снаряд ракета дрон безпілотник уламок вибух удар пожежа вогонь вітер ураган повінь град "
    "буревій куля осколок шторм злива лавина бомба авіабомба смерч землетрус хвиля"
)


def object_first(clause: list[Node], verb: Verb, context: Context) -> list[Node] | None:
    """Keep the order of what is said with a passive; None where the clause has another order."""
    if not _may_be_passive(clause, verb):
        return None
    _reread_harm(clause, verb)
    _reread_decided(clause, verb)
    thing = _thing_before(clause, verb, context)
    if thing is None:
        return None
    subject = _subject_behind(clause, verb, thing)
    if subject is None:
        return None
    if thing is context.waiting:
        context.waiting = None
    thing.is_subject, thing.relation = True, ""
    verb.subject, verb.is_passive, verb.plain_past = thing, True, True
    subject.case, subject.relation = "ablt", "by"
    # A shell is news, the police are known.
    subject.is_new = subject.reading.lemma in _HARMFUL
    return clause


def _may_be_passive(clause: Sequence[Node], verb: Verb) -> bool:
    reading = verb.reading
    is_active = reading.lemma.split()[0].endswith("ся") or reading.en.startswith("be ")
    is_active = is_active or reading.en.split()[0] in INTRANSITIVE
    if is_active or reading.has("copula") or reading.has("modal") or reading.has("inf"):
        return False
    if reading.person in {"1per", "2per"} or reading.lemma in SPEECH_VERBS:
        return False
    # Another verb would have to share the subject that moves.
    return not any(isinstance(node, Verb) and node is not verb for node in clause)


def _thing_before(clause: Sequence[Node], verb: Verb, context: Context) -> NounPhrase | None:
    at = clause.index(verb)
    for n, node in enumerate(clause[:at]):
        if not isinstance(node, NounPhrase):
            continue
        after = clause[n + 1].reading.en if n + 1 < at else ""
        if _is_bare_number(node) and after in {"of which", "of whom", "of them"}:
            return node
        if is_object(node) and node.reading.lemma not in {"це", "що", "те", "себе", "все"}:
            return node
    return waiting_object(clause, verb, context)


def _is_bare_number(phrase: NounPhrase) -> bool:
    return phrase.head is None and phrase.preposition is None and is_counted(phrase)


def _subject_behind(clause: list[Node], verb: Verb, thing: NounPhrase) -> NounPhrase | None:
    at = clause.index(verb)
    behind = clause[at + 1] if at + 1 < len(clause) else None
    if _is_bare_number(thing):
        if not isinstance(behind, NounPhrase) or not _could_be_nominative(behind):
            return None
        thing.case, behind.case = "accs", "nomn"
    if any(is_nominative(node) for node in clause[:at]):
        return None
    subject = find_subject(clause, verb)
    if subject is None or clause.index(subject) < at or subject.reading.pos is Pos.PRON:
        return None
    if subject.reading.has("time"):
        return None
    return subject if clause.index(subject) <= at + 2 else None


def _could_be_nominative(phrase: NounPhrase) -> bool:
    if phrase.preposition is not None or phrase.head is None:
        return False
    return any(reading.case == "nomn" for reading in phrase.head.readings)


def _reread_decided(clause: Sequence[Node], verb: Verb) -> None:
    """`рішення ухвалили депутати`: what people behind the verb do something to is its object."""
    before = [n for n in clause[: clause.index(verb)] if is_nominative(n)]
    if len(before) != 1 or not isinstance(before[0], NounPhrase):
        return
    thing = before[0]
    # Choosing people as the subject makes the other nominative an object.
    find_subject(clause, verb)
    if thing.case != "accs" or thing.head is None:
        return
    one = next((r for r in thing.head.readings if (r.case, r.number) == ("accs", "sing")), None)
    if one is not None and not thing.modifiers and verb.reading.number == "plur":
        thing.head, thing.number = Unit(thing.head.tokens, thing.head.readings, one), "sing"


def _reread_harm(clause: Sequence[Node], verb: Verb) -> None:
    """`будинок пошкодив снаряд`: shells damage buildings."""
    if verb.reading.lemma not in _HARMING:
        return
    at = clause.index(verb)
    before = [n for n in clause[:at] if isinstance(n, NounPhrase) and is_nominative(n)]
    behind = clause[at + 1] if at + 1 < len(clause) else None
    if len(before) != 1 or not isinstance(behind, NounPhrase) or behind.case != "accs":
        return
    if before[0].reading.lemma in _HARMFUL or behind.reading.lemma not in _HARMFUL:
        return
    if _could_be_nominative(behind):
        before[0].case, behind.case = "accs", "nomn"
