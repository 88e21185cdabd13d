"""What opens a clause: subordinators, relative pronouns, and the subject Ukrainian leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb, Word
from tasks.transform.translate.draft.reading import RELATIVES, Pos, Reading, Unit, word_set
from tasks.transform.translate.draft.transfer.clauses import finite_verbs, is_relative
from tasks.transform.translate.draft.transfer.pronouns import pronoun_for

AIMS = frozenset({"щоб", "аби", "щоби"})
_PRONOUNS = {("sing", "masc"): "he", ("sing", "femn"): "she", ("plur", ""): "they"}
_HOW_VERBS = word_set(
    "знати розповісти показати пояснити бачити дізнатися розповідати розуміти зрозуміти "
    "з'ясувати вирішити описати пам'ятати побачити цікавити показувати пояснювати"
)


@dataclass(slots=True)
class Context:
    """What the clauses before have spoken of: the last noun, the last subject, the last clause.

    `phrases` are the nouns of the last clause, `waiting` is an object whose verb comes behind a
    relative clause, `raised` the subject of the last passive of a clause without subject.
    """

    antecedent: NounPhrase | None = None
    phrases: Sequence[NounPhrase] = ()
    speaker: NounPhrase | None = None
    previous: Sequence[Node] = ()
    waiting: NounPhrase | None = None
    raised: NounPhrase | None = None


def write_opener(clause: list[Node], context: Context) -> None:
    """Choose the English of the subordinator or relative pronoun that opens a clause."""
    opener = clause[0]
    if isinstance(opener, NounPhrase) and is_relative(opener):
        context.antecedent = _antecedent(context, opener)
        _write_relative(opener, context.antecedent)
    if not isinstance(opener, Word) or opener.reading.pos is not Pos.SUBORD:
        return
    has_verb = any(isinstance(node, Verb) for node in clause)
    if opener.reading.lemma == "як":
        is_how = any(n.reading.lemma in _HOW_VERBS for n in context.previous) and has_verb
        opener.english = "how" if is_how else "as"
    if opener.reading.lemma in AIMS and finite_verbs(clause):
        opener.english = "so that" if not _wants(context.previous) else "that"
    elif opener.english == "in order to" and finite_verbs(clause):
        opener.english = "so that"


def _antecedent(context: Context, relative: NounPhrase) -> NounPhrase | None:
    """The nearest noun before that the relative agrees with: `герой країни, який` → герой."""
    for outer in reversed(context.phrases):
        best, phrase = None, outer
        while True:
            if not _differs(phrase, relative):
                best = phrase
            if not phrase.complements:
                break
            phrase = phrase.complements[-1]
        if best is not None:
            return best
    return context.antecedent


def _differs(phrase: NounPhrase, relative: NounPhrase) -> bool:
    if phrase.number and relative.number and phrase.number != relative.number:
        return True
    ours, theirs = phrase.reading.gender, relative.reading.gender
    return bool(relative.number != "plur" and ours and theirs and ours != theirs)


def _wants(previous: Sequence[Node]) -> bool:
    """`хотіти, щоб` and its kin take that, without so."""
    return any(isinstance(node, Verb) and node.reading.has("inf") for node in previous)


def add_pronoun(clause: list[Node], verb: Verb, context: Context) -> None:
    """Say the subject that Ukrainian leaves to the ending of the verb."""
    reading = verb.reading
    at = clause.index(verb)
    if any(isinstance(node, Verb) and node.is_finite for node in clause[:at]):
        return
    if reading.lemma == "бути" and _is_impersonal(clause, verb):
        verb.pronoun = "it"
        return
    if _is_proposed(clause, verb) or reading.en.startswith("be about"):
        verb.pronoun = "it"
        return
    if reading.form != "past" and reading.person in {"1per", "2per"}:
        first = "we" if reading.number == "plur" else "I"
        verb.pronoun = first if reading.person == "1per" else "you"
        return
    opener = clause[0]
    if isinstance(opener, Word) and opener.reading.lemma == "що" and reading.lemma in _HAPPENS:
        # `розповіли, що сталося`: what, no that.
        opener.english = "what"
        return
    is_that = isinstance(opener, Word) and opener.reading.pos is Pos.SUBORD
    if isinstance(opener, Word) and opener.reading.lemma == "що" and _is_relative(context, reading):
        is_person = context.antecedent is not None and context.antecedent.reading.has("pers")
        opener.english = "who" if is_person else "that"
        verb.subject = context.antecedent
    elif is_that or is_relative(opener):
        verb.pronoun = _third_person(reading, context.speaker)
    elif context.speaker is None and verb is opener and reading.form == "past" and reading.gender:
        verb.pronoun = _PRONOUNS.get((reading.number, reading.gender), "it")


_HAPPENS = word_set("статися ставатися відбутися відбуватися трапитися трапляться коїтися діятися")


def _is_proposed(clause: Sequence[Node], verb: Verb) -> bool:
    """`пропонується мобілізувати` → it is proposed to mobilize."""
    reading = verb.reading
    if not reading.en.startswith("be ") or not reading.lemma.endswith("ся"):
        return False
    if reading.number != "sing" or reading.gender not in {"neut", ""}:
        return False
    after = clause[clause.index(verb) + 1 :]
    return bool(after) and isinstance(after[0], Verb) and after[0].reading.form == "infn"


def _is_impersonal(clause: Sequence[Node], verb: Verb) -> bool:
    """`було темно` → it was dark: an adverb is what is said, and nobody says it."""
    reading = verb.reading
    if reading.number != "sing" or reading.gender not in {"neut", ""}:
        return False
    at = clause.index(verb)
    return any(
        isinstance(node, Word) and node.reading.pos is Pos.ADV and node.reading.lemma.endswith("о")
        for node in [*clause[at + 1 : at + 3], *clause[max(at - 1, 0) : at]]
    )


def _third_person(verb: Reading, speaker: NounPhrase | None) -> str:
    """The pronoun for the subject of the clause before, where the verb agrees with it."""
    if speaker is not None and not _disagrees(verb, speaker):
        pronoun = pronoun_for(speaker)
        if pronoun in {"he", "she", "it", "they"}:
            return pronoun
    return _PRONOUNS.get((verb.number, verb.gender), "it")


def _disagrees(verb: Reading, phrase: NounPhrase) -> bool:
    if verb.number and phrase.number and verb.number != phrase.number:
        return True
    gender = phrase.reading.gender
    return bool(verb.form == "past" and verb.gender and gender and verb.gender != gender)


def present_after_if(clause: Sequence[Node], verb: Verb) -> None:
    """`якщо він приїде` → if he comes: English has no future there."""
    opener = clause[0]
    if verb.reading.form == "futr" and opener.reading.lemma in _CONDITIONS:
        verb.unit = Unit(verb.unit.tokens, [], replace(verb.reading, form="pres"))


_CONDITIONS = frozenset({"якщо", "коли", "поки", "доки", "щойно", "як тільки"})


def _is_relative(context: Context, verb: Reading) -> bool:
    """Tell `будинок, що стоїть` (relative) from `сказав, що приїде` (conjunction)."""
    previous, antecedent = context.previous, context.antecedent
    if antecedent is None or not previous or not isinstance(previous[-1], NounPhrase):
        return False
    return not _disagrees(verb, antecedent)


def _write_relative(phrase: NounPhrase, antecedent: NounPhrase | None) -> None:
    is_person = antecedent is not None and antecedent.reading.has("pers")
    unit = phrase.modifiers[-1]
    if phrase.preposition is not None:
        text = "whom" if is_person else "which"
    elif phrase.case == "gent" and unit.chosen.lemma in RELATIVES:
        text = "whose"
    else:
        text = "who" if is_person else "that"
        if phrase.case in {"datv", "ablt"}:
            text = "whom" if is_person else "which"
    unit.chosen = Reading(Pos.DET, unit.chosen.lemma, text, phrase.case, phrase.number)
