"""Questions, wishes and aims: `чи закінчиться війна?`, `нехай прийде`, `щоб ми прийшли`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tasks.transform.translate.draft import verbs
from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb, Word
from tasks.transform.translate.draft.reading import RELATIVES, Pos, Unit
from tasks.transform.translate.draft.transfer.clauses import (
    finite_verbs,
    is_mark,
    is_nominative,
    is_relative,
)
from tasks.transform.translate.draft.transfer.openers import AIMS
from tasks.transform.translate.draft.transfer.order import word

_ASKING = {"що": "what", "де": "where", "коли": "when", "чому": "why", "як": "how", "куди":
    "where", "звідки": "where from", "навіщо": "why", "чи": "", "скільки": "how many"}  # fmt: skip
_AUXILIARIES = frozenset(
    {"was", "were", "is", "are", "am", "will", "can", "could", "should", "must", "would", "might"}
)
# They take their object with an infinitive: ordered the army to retreat.
_MAKING = frozenset({"want", "ask", "order", "urge", "expect", "need", "allow", "advise", "force"})
_WISHES = frozenset({"нехай", "хай"})


def is_question(clauses: Sequence[Sequence[Node]], at: int) -> bool:
    """Tell whether a clause opens a sentence that ends in a question mark."""
    if at and not is_mark(clauses[at - 1][-1], ".", "!", "?", "«", "“", ":", "–", "—", '"'):
        before = clauses[at - 1]
        if not (len(before) == 1 and isinstance(before[0], Word)):
            return False
    for clause in clauses[at + 1 :]:
        if is_mark(clause[0], "?"):
            return True
        if is_mark(clause[0], ".", "!", ";", ":", "…"):
            return False
    return False


def write_question_word(clause: Sequence[Node]) -> bool:
    """Give the word that asks its English; tell whether there is one."""
    for node in clause[:2]:
        if isinstance(node, Word) and node.reading.lemma in _ASKING:
            node.english = _ASKING[node.reading.lemma]
            return True
        if isinstance(node, NounPhrase) and _asks(node):
            return True
    return False


def _asks(phrase: NounPhrase) -> bool:
    words = [unit.chosen.lemma for unit in phrase.modifiers]
    return phrase.reading.lemma in {"що", "хто"} or bool(RELATIVES.intersection(words))


def invert(clause: list[Node]) -> list[Node]:
    """Put the auxiliary before the subject: will the war end, where did he go."""
    verb = next(iter(finite_verbs(clause)), None)
    for node in clause:
        if isinstance(node, Word) and node.english.startswith("it is "):
            node.english = "is it" + node.english.removeprefix("it is")
            return clause
    if verb is None or verb.reading.form == "impe" or verb.auxiliary:
        return clause
    at = clause.index(verb)
    subject: list[Node] = []
    if verb.pronoun:
        subject = [word(verb.pronoun)]
        start = at
    elif verb.subject is not None and verb.subject in clause[:at] and not _asks(verb.subject):
        start = clause.index(verb.subject)
        subject = clause[start:at]
    else:
        return clause
    pronoun, verb.pronoun = verb.pronoun, ""
    auxiliary, rest = _split(verb)
    verb.pronoun = pronoun
    after = [word(rest)] if rest else []
    return [*clause[:start], word(auxiliary), *subject, *after, *clause[at + 1 :]]


def _split(verb: Verb) -> tuple[str, str]:
    """The auxiliary of a verb form and what is left of it."""
    text = " ".join(verbs.write(verb))
    first, _, rest = text.partition(" ")
    if first in _AUXILIARIES or (first in {"do", "does", "did"} and verb.is_negated):
        return first, rest
    if verb.reading.form == "past":
        return "did", verb.reading.en
    return ("does" if text != verb.reading.en else "do"), verb.reading.en


def whether(clause: Sequence[Node]) -> None:
    """`запитав, чи прийде` → asked whether he will come."""
    if len(clause) < 3 or not is_mark(clause[0], ",") or not finite_verbs(clause):
        return
    opener = clause[1]
    if isinstance(opener, Word) and opener.reading.lemma == "чи":
        opener.english = "whether"


def wish(clause: list[Node]) -> list[Node]:
    """`нехай він прийде` → let him come."""
    found = next((n for n in clause if _is_wish(n)), None)
    verb = next(iter(finite_verbs(clause)), None) if found else None
    if found is None or verb is None or verb.reading.form == "past":
        return clause
    _infinite(verb, "")
    subject = next((n for n in clause if isinstance(n, NounPhrase) and is_nominative(n)), None)
    if subject is None:
        return clause
    subject.case = "accs"
    rest = [n for n in clause if n is not subject]
    at = rest.index(found) + 1
    return [*rest[:at], subject, *rest[at:]]


def _is_wish(node: Node) -> bool:
    return isinstance(node, Word) and node.reading.lemma in _WISHES


def aim(clause: list[Node], previous: Sequence[Node]) -> list[Node]:
    """`хоче, щоб ми прийшли` → wants us to come; elsewhere: so that we come."""
    opener = clause[0]
    if not isinstance(opener, Word) or opener.reading.lemma.rpartition(" ")[2] not in AIMS:
        return clause
    verb = next(iter(finite_verbs(clause)), None)
    if verb is None or verb.reading.form != "past":
        return clause
    cause = next((n for n in reversed(previous) if isinstance(n, Verb)), None)
    subject = next((n for n in clause if isinstance(n, NounPhrase) and is_nominative(n)), None)
    if cause is not None and cause.reading.en in _MAKING and subject is not None:
        _infinite(verb, "to")
        opener.english = ""
        subject.case = "accs"
        rest = [n for n in clause if n is not subject]
        return [rest[0], subject, *rest[1:]]
    if cause is not None and cause.reading.form == "past":
        verb.is_conditional = True
    else:
        verb.unit = Unit(verb.unit.tokens, [], replace(verb.reading, form="pres", person="3per"))
    return clause


def drop_comma(before: Sequence[Node], clause: Sequence[Node]) -> None:
    """English has no comma before what it wants done, nor behind a clause of who or that."""
    opener = clause[0]
    if isinstance(opener, Word) and opener.reading.lemma in AIMS and not opener.english:
        if before and is_mark(before[-1], ","):
            _silence(before[-1])
    elif len(clause) > 2 and is_mark(opener, ",") and isinstance(clause[1], NounPhrase):
        if not clause[1].preposition and _asks_what(clause[1]):
            _silence(opener)
    elif len(clause) > 1 and is_mark(opener, ",") and isinstance(clause[1], Verb):
        which = next((n for n in reversed(before) if _opens_restrictive(n)), None)
        if which is not None and clause[1].is_finite and not _has_mark_after(before, which):
            _silence(opener)


def _asks_what(phrase: NounPhrase) -> bool:
    """`пояснив, яку роль він зіграв`: no relative clause, but a question told."""
    words = [unit.chosen.lemma for unit in phrase.modifiers]
    return phrase.head is not None and bool(RELATIVES.intersection(words))


def _opens_restrictive(node: Node) -> bool:
    if isinstance(node, NounPhrase):
        return is_relative(node) and node.preposition is None and node.reading.en in {"who", "that"}
    return is_mark(node, ",") or (isinstance(node, Word) and node.english == "who")


def _has_mark_after(nodes: Sequence[Node], node: Node) -> bool:
    return is_mark(node, ",") or any(
        is_mark(other, ",", ".", ";", ":") for other in list(nodes)[list(nodes).index(node) + 1 :]
    )


def _silence(node: Node) -> None:
    if isinstance(node, Word):
        node.english = ""


def _infinite(verb: Verb, marker: str) -> None:
    verb.unit = Unit(verb.unit.tokens, [], replace(verb.reading, form="infn"))
    verb.marker = marker


def is_asking_subject(clause: Sequence[Node], verb: Verb) -> bool:
    """Tell whether the word that asks is the subject itself: `що сталося?`."""
    opener = clause[0]
    is_what = isinstance(opener, Word) and opener.reading.lemma == "що"
    if opener.reading.pos is not Pos.SUBORD:
        return False
    reading = verb.reading
    is_neuter = reading.number == "sing" and reading.gender in {"", "neut"}
    return is_what and is_neuter
