"""The order of the steps that turn the Ukrainian structure into the English one."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb, Word
from tasks.transform.translate.draft.transfer.auxiliaries import (
    absorb_particles,
    drop_double_negation,
    infinitive_marker,
    join_auxiliaries,
)
from tasks.transform.translate.draft.transfer.cases import relate
from tasks.transform.translate.draft.transfer.clauses import (
    find_subject,
    is_apposition,
    is_counted,
    is_estimate,
    is_introduced,
    is_mark,
    is_relative,
    order_subject_first,
    split_clauses,
)
from tasks.transform.translate.draft.transfer.copula import add_copulas
from tasks.transform.translate.draft.transfer.indefinite import (
    is_done_to,
    reread_object,
    wait_for_verb,
    waiting_object,
    waiting_subject,
    without_subject,
)
from tasks.transform.translate.draft.transfer.moods import (
    aim,
    drop_comma,
    invert,
    is_asking_subject,
    is_question,
    whether,
    wish,
    write_question_word,
)
from tasks.transform.translate.draft.transfer.news import (
    age,
    ago,
    asked,
    choose_senses,
    have,
    measures,
    remind,
    speaking_place,
    than_after_comparative,
)
from tasks.transform.translate.draft.transfer.object_first import object_first
from tasks.transform.translate.draft.transfer.openers import (
    Context,
    add_pronoun,
    present_after_if,
    write_opener,
)
from tasks.transform.translate.draft.transfer.order import (
    adverbs_into_verbs,
    existential,
    governed_behind,
    link_genitives,
    objects_after_verb,
    predicate_behind,
    word,
)
from tasks.transform.translate.draft.transfer.predicatives import absent, rewrite_predicatives
from tasks.transform.translate.draft.transfer.pronouns import resolve_pronouns
from tasks.transform.translate.draft.transfer.quantities import quantify


def transfer(nodes: list[Node]) -> list[Node]:
    """Give the nodes of the English sentence in their order."""
    clauses = add_copulas(split_clauses(absorb_particles(quantify(nodes))))
    context = Context()
    ordered: list[Node] = []
    clauses = _with_appositions(clauses)
    for n, clause in enumerate(clauses):
        relate(clause)
        drop_double_negation(clause)
        than_after_comparative(clause)
        measures(clause)
        ago(clause)
        write_opener(clause, context)
        wait_for_verb(clause, context)
        whether(clause)
        asks = is_question(clauses, n) and write_question_word(clause)
        meant = aim(wish(clause), context.previous)
        drop_comma(ordered, meant)
        english = _clause(meant, context, asks=asks)
        ordered += english
        _remember(context, clause, english)
    if ordered and ordered[0].reading.lemma == "чи" and isinstance(ordered[0], Word):
        # A particle of questions, where it opens a sentence; elsewhere or.
        ordered[0].english = ""
    resolve_pronouns(ordered)
    remind(ordered)
    return adverbs_into_verbs(link_genitives(ordered))


def _with_appositions(clauses: list[list[Node]]) -> list[list[Node]]:
    """Join `, командувач …` to a clause that ends in its subject, so that both move together."""
    joined: list[list[Node]] = []
    for n, clause in enumerate(clauses):
        before = joined[-1] if joined else []
        ends = n + 1 == len(clauses) or is_mark(clauses[n + 1][0], ".", ";", "!", "?")
        if before and ends and is_apposition(before, clause):
            joined[-1] = [*before, *clause, word(",")]
            continue
        joined.append(clause)
    return joined


def _remember(context: Context, clause: Sequence[Node], english: Sequence[Node]) -> None:
    """Note what the next clause may refer to."""
    subjects = [n.subject for n in english if isinstance(n, Verb) and n.subject is not None]
    if subjects and not is_relative(subjects[0]):
        context.speaker = subjects[0]
    phrases = [node for node in clause if isinstance(node, NounPhrase)]
    if phrases:
        context.antecedent, context.phrases = phrases[-1], phrases[-3:]
    if len(clause) > 1 or not is_mark(clause[0], ","):
        context.previous = clause


def _clause(clause: list[Node], context: Context, *, asks: bool) -> list[Node]:
    relative = clause[0] if is_relative(clause[0]) else None
    choose_senses(clause)
    asked(clause)
    clause = age(clause)
    clause = have(rewrite_predicatives(join_auxiliaries(clause)))
    for verb in [node for node in clause if isinstance(node, Verb)]:
        if verb.reading.form == "infn":
            if verb.marker is None:
                verb.marker = infinitive_marker(clause, verb)
        elif verb.is_finite and verb.subject is None:
            if asks and is_asking_subject(clause, verb):
                continue
            if not asks:
                present_after_if(clause, verb)
            clause = _finite(clause, verb, relative, context)
    return invert(clause) if asks else clause


def _finite(clause: list[Node], verb: Verb, relative: Node | None, context: Context) -> list[Node]:
    if verb.reading.form == "impe":
        return _impersonal(clause, verb, context)
    if isinstance(relative, NounPhrase) and relative.case == "nomn" and context.antecedent:
        verb.subject = relative
        relative.number = context.antecedent.number
        verb.is_passive = is_done_to(clause, verb, context.antecedent)
        return clause if verb.is_passive else objects_after_verb(clause, verb)
    missing = absent(clause, verb)
    if missing is not None:
        return missing
    reread_object(clause, verb)
    passive = object_first(clause, verb, context)
    if passive is not None:
        return passive
    verb.subject = waiting_subject(clause, verb, context)
    if verb.subject is not None:
        verb.subject.is_subject = True
        return governed_behind(objects_after_verb(clause, verb), verb)
    verb.subject = find_subject(clause, verb)
    if verb.subject is not None:
        verb.subject.is_subject = True
        there = existential(clause, verb)
        ordered = order_subject_first(clause, verb)
        # What comes after its verb is news, but who speaks has been spoken of.
        verb.subject.is_new = ordered is not clause and is_introduced(verb, verb.subject)
        if there is not None:
            return there
        return governed_behind(objects_after_verb(predicate_behind(ordered, verb), verb), verb)
    return _subjectless(clause, verb, context)


def _subjectless(clause: list[Node], verb: Verb, context: Context) -> list[Node]:
    speaking = speaking_place(clause, verb)
    if speaking is not None:
        return speaking
    indefinite = without_subject(clause, verb, context)
    if indefinite is not None:
        return indefinite
    add_pronoun(clause, verb, context)
    if verb.pronoun == "it":
        # `про податок не йдеться` → it is not about the tax.
        return governed_behind(clause, verb)
    return objects_after_verb(clause, verb)


def _impersonal(clause: list[Node], verb: Verb, context: Context) -> list[Node]:
    """`діалог було припинено` → the dialogue was stopped: the object becomes the subject."""
    cases = {"accs", "nomn", "gent"} if verb.is_negated else {"accs", "nomn"}
    objects = [
        node
        for node in clause
        if isinstance(node, NounPhrase) and (node.preposition is None or is_estimate(node))
        and (node.case in cases or is_counted(node)) and not node.reading.has("time")
    ]  # fmt: skip
    if not objects:
        verb.subject = waiting_object(clause, verb, context)
        return clause
    verb.subject = objects[0]
    objects[0].is_subject = True
    if objects[0].preposition is None:
        objects[0].relation = ""
    return order_subject_first(clause, verb)
