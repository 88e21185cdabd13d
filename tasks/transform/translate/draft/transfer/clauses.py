"""Cut a sentence into clauses, find the subject of each, and put it before its verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb, Word
from tasks.transform.translate.draft.reading import NUMERAL, RELATIVES, Pos, word_set

_BOUNDARIES = frozenset({*',;:—–-().!?…"«»“”', "..."})
_AND = frozenset({"і", "та", "й", "або", "чи"})
# Determiners that stand alone as a subject: all, some, this.
_PRONOMINAL = frozenset({Pos.DET, Pos.NUM, Pos.DIGITS})


SPEECH_VERBS = word_set(
    "повідомити повідомляти заявити заявляти розповісти розповідати зазначити зазначати "
    "уточнити уточнювати додати додавати наголосити наголошувати пояснити пояснювати "
    "підкреслити підкреслювати сказати казати говорити запевнити запевняти вважати "
    "нагадати нагадувати підтвердити підтверджувати спростувати спростовувати попередити "
    "попереджати деталізувати відзначити відзначати зауважити прокоментувати відреагувати "
    "висловити висловлювати написати писати закликати визнати визнавати очікувати сподіватися "
    "пообіцяти обіцяти назвати стверджувати твердити прогнозувати"
)


def split_clauses(nodes: Sequence[Node]) -> list[list[Node]]:
    """Cut before every mark, subordinator and relative pronoun; nothing is lost."""
    clauses: list[list[Node]] = []
    named = _marks_of_names(nodes)
    for n, node in enumerate(nodes):
        if (begins_clause(node) and n not in named) or not clauses:
            clauses.append([])
        clauses[-1].append(node)
    return clauses


def _marks_of_names(nodes: Sequence[Node]) -> set[int]:
    """The quotation marks around a name of a few words, which cut no clause in two."""
    found: set[int] = set()
    for n, node in enumerate(nodes):
        if n and opens_quote(node) and isinstance(nodes[n - 1], NounPhrase):
            end = end_of_quote(nodes, n)
            if end:
                found.update({n, end - 1})
                _name_phrase(nodes[n + 1])
    return found


def _name_phrase(node: Node) -> None:
    """Let a quoted name (`група «Нова хвиля»`) be written as a title."""
    if isinstance(node, NounPhrase) and node.preposition is None and node.head is not None:
        first = (*node.modifiers, node.head)[0]
        node.is_quoted_name = first.is_capitalized


def opens_quote(node: Node) -> bool:
    """Tell whether a node is an opening quotation mark."""
    return isinstance(node, Word) and node.english in {"«", "“", "„"}


def end_of_quote(nodes: Sequence[Node], start: int) -> int:
    """Where a quoted name ends; 0 if what is quoted is more than a name."""
    for n in range(start + 1, min(start + 6, len(nodes))):
        node = nodes[n]
        if isinstance(node, Word) and node.english in {"»", "”"}:
            return n + 1
        if isinstance(node, Verb) or begins_clause(node):
            return 0
    return 0


def begins_clause(node: Node) -> bool:
    """Tell whether a node is a boundary of clauses."""
    if isinstance(node, Word):
        reading = node.reading
        if reading.pos is Pos.MARK:
            return reading.en in _BOUNDARIES
        return reading.pos is Pos.SUBORD
    return is_relative(node)


def is_relative(node: Node) -> bool:
    """Tell whether a node is a bare relative pronoun, such as `якого` or `з якими`."""
    return isinstance(node, NounPhrase) and node.head is None and node.reading.lemma in RELATIVES


def is_mark(node: Node, *marks: str) -> bool:
    """Tell whether a node is one of some marks."""
    return isinstance(node, Word) and node.reading.pos is Pos.MARK and node.reading.en in marks


def finite_verbs(nodes: Sequence[Node]) -> list[Verb]:
    """The verbs of a clause that can be its predicate."""
    return [node for node in nodes if isinstance(node, Verb) and node.is_finite]


def is_nominative(node: Node) -> bool:
    """Tell whether a node may be a subject by its case."""
    if not isinstance(node, NounPhrase) or node.preposition is not None or node.is_subject:
        return False
    if node.head is None and node.reading.pos not in _PRONOMINAL:
        return False
    if node.case:
        return node.case == "nomn"
    return node.reading.pos in {Pos.NAME, Pos.FOREIGN, Pos.NOUN, Pos.DIGITS, Pos.NUM}


def find_subject(clause: Sequence[Node], verb: Verb) -> NounPhrase | None:
    """Find the nominative that a finite verb agrees with: before it if there is one."""
    at = clause.index(verb)
    candidates = [
        (n, node)
        for n, node in enumerate(clause)
        if isinstance(node, NounPhrase) and is_nominative(node) and _agrees(node, verb)
    ]
    before = [node for n, node in candidates if n < at]
    after = next((node for n, node in candidates if n > at), None)
    if before and (actor := _actor_after(clause, before[0], verb)):
        before[0].case = "accs"
        actor.case = "nomn"
        return actor
    if before:
        return before[0]
    if after is None:
        after = next((n for n in clause[at + 1 : at + 3] if _is_estimate(n)), None)
    if after is None and (_is_intransitive(verb) or _is_said(clause, verb)):
        after = next((node for node in clause if _is_hidden_subject(node)), None)
    if after is None or (
        is_counted(after) and not _is_intransitive(verb) and not is_estimate(after)
    ):
        return _misread_subject(clause, verb) or after
    return after


def _misread_subject(clause: Sequence[Node], verb: Verb) -> NounPhrase | None:
    """Where a verb has no subject, the phrase that could be one: `шоу має`, `каже Коваленко`."""
    at = clause.index(verb)
    if verb.reading.number != "sing" or verb.reading.person in {"1per", "2per"}:
        return None
    before = _row_before(clause, at)
    for node in [*reversed(before), *clause[at + 1 : at + 2]]:
        if not isinstance(node, NounPhrase) or node.head is None:
            continue
        is_behind = node not in before
        if is_behind and not (_is_actor(node) or _is_intransitive(verb)):
            continue
        if node.preposition is None and _could_be_subject(node, verb):
            node.case = "nomn"
            node.relation = ""
            return node
    return None


def _row_before(clause: Sequence[Node], at: int) -> Sequence[Node]:
    """What stands before a verb, but not what belongs to another verb."""
    start = max((n + 1 for n, node in enumerate(clause[:at]) if isinstance(node, Verb)), default=0)
    return clause[start:at]


def _could_be_subject(phrase: NounPhrase, verb: Verb) -> bool:
    head = phrase.head
    if head is None or phrase.is_subject or phrase.reading.has("time"):
        return False
    for reading in head.readings:
        if reading.case != "nomn" or reading.number == "plur":
            continue
        wanted = verb.reading.gender if verb.reading.form == "past" else ""
        if not wanted or not reading.gender or reading.gender == wanted:
            return True
    return False


def is_estimate(node: Node) -> bool:
    """`понад 10 тисяч людей`: a number may be the subject behind its preposition."""
    if not isinstance(node, NounPhrase) or node.preposition is None or not is_counted(node):
        return False
    return node.preposition.lower in {"понад", "близько", "більше", "менше", "біля", "до"}


def _is_estimate(node: Node) -> TypeGuard[NounPhrase]:
    if not is_estimate(node) or not isinstance(node, NounPhrase) or node.preposition is None:
        return False
    return node.head is not None and node.preposition.lower not in {"до", "біля"}


def _is_said(clause: Sequence[Node], verb: Verb) -> bool:
    """Tell whether the clause is the tail of reported speech: `…, – пише «Главком»`."""
    return is_mark(clause[0], "–", "—", "-") and verb.reading.lemma in SPEECH_VERBS


def _actor_after(clause: Sequence[Node], before: NounPhrase, verb: Verb) -> NounPhrase | None:
    """`рішення ухвалили депутати`: people decide, decisions do not."""
    if verb.reading.has("copula") or _is_intransitive(verb) or _is_actor(before):
        return None
    for node in clause[clause.index(verb) + 1 :]:
        if isinstance(node, NounPhrase) and node.head is not None and not node.preposition:
            may_be_subject = any(reading.case == "nomn" for reading in node.head.readings)
            return node if may_be_subject and _is_actor(node) and _agrees(node, verb) else None
    return None


def _is_actor(phrase: NounPhrase) -> bool:
    reading = phrase.reading
    return reading.has("pers") or reading.is_animate or reading.pos in {Pos.NAME, Pos.PRON}


def _is_intransitive(verb: Verb) -> bool:
    reading = verb.reading
    is_copula = reading.has("copula") or reading.en.startswith("be ")
    return is_copula or reading.lemma.endswith("ся")


def _is_hidden_subject(node: Node) -> TypeGuard[NounPhrase]:
    """An accusative where no object can be was a nominative that looks like it."""
    return (
        isinstance(node, NounPhrase)
        and node.preposition is None
        and node.case == "accs"
        and node.head is not None
        and not node.reading.has("time")
        and node.reading.pos is not Pos.PRON
    )


def _agrees(phrase: NounPhrase, verb: Verb) -> bool:
    wanted = verb.reading
    if wanted.form != "past" and wanted.person and phrase.person != wanted.person:
        return False
    if is_counted(phrase):
        return True
    if wanted.number == "sing" and phrase.number == "plur" and phrase.case == "nomn":
        return False
    gender = phrase.reading.gender
    if wanted.form == "past" and wanted.number == "sing" and gender and phrase.number == "sing":
        return gender == wanted.gender or phrase.reading.pos is Pos.NAME
    return True


def is_counted(phrase: NounPhrase) -> bool:
    """Tell whether a phrase has a number, whose case shows nothing: `10 людей`."""
    return any(unit.chosen.pos in NUMERAL for unit in phrase.modifiers)


def is_apposition(before: Sequence[Node], clause: Sequence[Node]) -> bool:
    """Tell whether `, командувач …` explains the name that ends the clause before it."""
    if len(clause) < 2 or not is_mark(clause[0], ",") or not finite_verbs(before):
        return False
    last, first = before[-1], clause[1]
    if not (isinstance(last, NounPhrase) and is_nominative(last) and is_nominative(first)):
        return False
    if not (last.reading.has("pers") and first.reading.has("pers")):
        return False
    verb = finite_verbs(before)[0]
    has_verb = any(isinstance(node, Verb) for node in clause)
    return not has_verb and find_subject(before, verb) is last


# A thing that happens or comes up is new to the reader.
_HAPPENING = word_set(
    "відбутися відбуватися статися трапитися виникнути виникати з'явитися з'являтися пролунати "
    "спалахнути початися розпочатися тривати існувати утворитися бракувати сформуватися діяти"
)


def is_introduced(verb: Verb, subject: NounPhrase) -> bool:
    """Tell whether a subject behind its verb is news: `загинула жінка`, but not who speaks."""
    if verb.reading.lemma in SPEECH_VERBS:
        return False
    return subject.reading.has("pers") or verb.reading.lemma in _HAPPENING


def order_subject_first(clause: list[Node], verb: Verb) -> list[Node]:
    """Move a subject that follows its verb before it: `заявив президент` → the president said."""
    subject = verb.subject
    if subject is None or subject not in clause:
        return clause
    at, verb_at = clause.index(subject), clause.index(verb)
    if at < verb_at:
        return clause
    end = _end_of_subject(clause, at)
    if len(clause) > end and is_mark(clause[end], ",") and clause[-1].reading.en == ",":
        end = len(clause)
    start = at - 1 if clause[at - 1].reading.en == "both" else at
    return [*clause[:verb_at], *clause[start:end], *clause[verb_at:start], *clause[end:]]


def _end_of_subject(clause: Sequence[Node], at: int) -> int:
    """A subject takes along what it is coordinated with."""
    end = at + 1
    if end < len(clause) and opens_quote(clause[end]):
        end = end_of_quote(clause, end) or end
        name = clause[end] if end < len(clause) else None
        if isinstance(name, NounPhrase) and name.preposition is None and name.reading.has("pers"):
            end += 1
    while end + 1 < len(clause):
        link, after = clause[end], clause[end + 1]
        if not (isinstance(link, Word) and link.reading.lemma in _AND and is_nominative(after)):
            break
        end += 2
    return end
