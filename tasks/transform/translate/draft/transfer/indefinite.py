"""Clauses without a subject because nobody matters: `його затримали` → he was detained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb, Word
from tasks.transform.translate.draft.prepositions import government
from tasks.transform.translate.draft.reading import Pos, Reading, Unit, word_set
from tasks.transform.translate.draft.transfer.clauses import (
    SPEECH_VERBS,
    is_counted,
    is_estimate,
    is_mark,
    is_nominative,
    is_relative,
)
from tasks.transform.translate.draft.transfer.openers import Context
from tasks.transform.translate.draft.transfer.order import is_object, make_passive

# What only people do, and to something: without an object it is the plural before the verb.
_HANDLING = word_set(
    "виявити виявляти знайти знаходити скерувати направити передати оцінювати оцінити назвати "
    "називати вилучити вилучати конфіскувати демонтувати відновити оприлюднити опублікувати "
    "схвалити скасувати перенести розглянути розглядати обговорити відкласти встановити "
    "оголосити проводити провести евакуювати доставити вивезти збудувати побудувати будувати "
    "відремонтувати ремонтувати презентувати розкупити розпродати використовувати використати "
    "закрити призупинити запровадити виділити спрямувати перерахувати заблокувати арештувати "
    "вручити зібрати збирати зафіксувати затвердити підписати відкрити обмежити вимкнути чути "
    "збити збивати почути підвищити підвищувати знизити зупинити перекрити скликати"
)
INTRANSITIVE = word_set(
    "fall go come arrive last depend amount die stand live sleep work enter return remain stay "
    "exist happen rise grow appear disappear take fly explode flee"
)
# What is done to people, and they are counted: `10 людей госпіталізували`.
_SUFFERED = word_set(
    "евакуювати госпіталізувати затримати заарештувати оштрафувати депортувати звільнити "
    "поранити доставити вивезти збити знищити зафіксувати пошкодити"
)
_ACTING = word_set(
    "країна держава компанія суд партія сторона банк орган війська сила влада орган структура "
    "зсу змі медіа служба підрозділ військо спецслужба союзник група команда клуб підприємство"
)
_BELIEVED = {"вважати": "believe", "очікувати": "expect", "припускати": "assume",
    "прогнозувати": "forecast", "передбачати": "expect"}  # fmt: skip
# After these the thing is planned to be done; after a modal it is to be done.
_INTENDING = frozenset({"plan", "expect", "intend", "propose", "promise", "prohibit", "allow"})
_MODAL = frozenset({"can", "must", "should", "may"})
_BEGINNING = frozenset({"begin", "start", "continue", "stop", "be"})


def is_third_plural(verb: Verb) -> bool:
    """Tell whether a form may stand without a subject and mean somebody."""
    reading = verb.reading
    if reading.number != "plur" or reading.person in {"1per", "2per"} or reading.has("copula"):
        return False
    is_stative = reading.en.startswith("be ") or reading.en in {"have", "get", "become", "cost"}
    return reading.form in {"past", "pres", "futr"} and not is_stative


def reread_object(clause: Sequence[Node], verb: Verb) -> None:
    """Read as an object what looks like something else: `посла викликали`, `тіла виявили`."""
    if not is_third_plural(verb) or verb.reading.lemma.endswith("ся"):
        return
    _reread_subject(clause, verb)
    if any(is_object(node) or (isinstance(node, Verb) and node is not verb) for node in clause):
        return
    subjects = [node for node in clause if is_nominative(node)]
    for node in clause:
        if not isinstance(node, NounPhrase) or node.preposition or node.head is None:
            continue
        may_be_object = is_counted(node) or any(r.case == "accs" for r in node.head.readings)
        if not may_be_object or node.reading.has("time") or node.is_subject:
            continue
        is_animate = node.reading.is_animate or node.reading.pos is Pos.PRON
        is_person = node.case == "gent" and is_animate and not subjects
        if is_person or (subjects == [node] and _is_handled(node, verb)):
            node.case = "accs"
        return


def _reread_subject(clause: Sequence[Node], verb: Verb) -> None:
    """`країни дадуть згоду`, `уламки впали`: what takes no object has a subject there."""
    things = [node for node in clause if isinstance(node, NounPhrase) and is_object(node)]
    takes_none = verb.reading.en.split()[0] in INTRANSITIVE or " " in verb.reading.lemma
    at = clause.index(verb)
    for node in things:
        if node.head is None or node.number != "plur" or node.reading.pos is Pos.PRON:
            continue
        may_be = any(r.case == "nomn" and r.number == "plur" for r in node.head.readings)
        is_person = node.reading.has("pers")
        is_first = len(things) > 1 and node is things[0] and clause.index(node) < at
        if may_be and (takes_none or is_person or is_first):
            node.case = "nomn"
            return


def _is_handled(phrase: NounPhrase, verb: Verb) -> bool:
    reading = phrase.reading
    if is_counted(phrase) and verb.reading.lemma in _SUFFERED:
        return True
    if verb.reading.lemma.split()[0] not in _HANDLING or reading.has("pers") or reading.is_animate:
        return False
    return not reading.has("iso") and reading.lemma not in _ACTING and reading.pos is Pos.NOUN


def is_done_to(clause: Sequence[Node], verb: Verb, antecedent: NounPhrase) -> bool:
    """Tell whether `заяви, які назвали` are what somebody did something to."""
    if not is_third_plural(verb) or any(is_object(node) for node in clause):
        return False
    return _is_handled(antecedent, verb)


def wait_for_verb(clause: Sequence[Node], context: Context) -> None:
    """Note the object that a relative clause cuts off: `водія, який утік, затримали`."""
    if len(clause) == 1 and is_mark(clause[0], ","):
        return
    if is_relative(clause[0]):
        return
    last = clause[-1]
    is_marked = isinstance(clause[0], Word) and clause[0].reading.pos is Pos.MARK
    if any(isinstance(node, Verb) for node in clause):
        context.waiting = context.waiting if is_marked else None
    elif isinstance(last, NounPhrase) and last.head is not None and last.preposition is None:
        context.waiting = last if is_object(last) or is_nominative(last) else None
    elif not is_marked:
        context.waiting = None


def waiting_object(clause: Sequence[Node], verb: Verb, context: Context) -> NounPhrase | None:
    """The object that stands before the relative clause that ends here."""
    waiting = context.waiting
    if waiting is None or waiting.is_subject or not is_mark(clause[0], ","):
        return None
    is_thing = is_object(waiting) or (waiting.number == "plur" and _is_handled(waiting, verb))
    return waiting if is_thing else None


def waiting_subject(clause: Sequence[Node], verb: Verb, context: Context) -> NounPhrase | None:
    """`окупанти, які захопили місто, тікають`: the subject before the relative clause."""
    waiting = context.waiting
    if waiting is None or not is_nominative(waiting) or not is_mark(clause[0], ","):
        return None
    if waiting_object(clause, verb, context) is not None and is_third_plural(verb):
        return None
    before = clause[: clause.index(verb)]
    if any(isinstance(node, Verb) or is_nominative(node) for node in before):
        return None
    if verb.reading.lemma in SPEECH_VERBS and any(is_nominative(node) for node in clause):
        return None
    reading, gender = verb.reading, waiting.reading.gender
    if reading.person in {"1per", "2per"} or reading.number != waiting.number:
        return None
    if reading.form == "past" and reading.number == "sing" and gender != reading.gender:
        return None
    context.waiting = None
    return waiting


def without_subject(clause: list[Node], verb: Verb, context: Context) -> list[Node] | None:
    """Say a clause of nobody in the passive, or with it or they; None for other clauses."""
    at = clause.index(verb)
    if not is_third_plural(verb) or any(is_estimate(node) for node in clause[:at]):
        return None
    thing = next((node for node in clause if is_object(node)), None)
    if any(isinstance(node, Verb) for node in clause[:at]):
        return _chained(clause, verb, context) if thing is None else None
    is_behind = thing is not None and clause.index(thing) > at
    if _may_have_subject(clause, context, is_object_late=thing is None or is_behind):
        return None
    infinitive = next((n for n in clause[at + 1 :] if isinstance(n, Verb)), None)
    if infinitive is not None and infinitive.reading.form == "infn":
        return _with_infinitive(clause, verb, infinitive, context)
    if verb.reading.has("modal") or verb.reading.en.split()[0] in INTRANSITIVE:
        return None
    said = (
        _passive(clause, verb, context)
        or _chained(clause, verb, context)
        or _told(clause, verb, context)
        or _object_inside(clause, verb, context)
        or _believed(clause, verb)
    )
    if said is None:
        _somebody(clause, verb, context)
    return said


def _may_have_subject(clause: Sequence[Node], context: Context, *, is_object_late: bool) -> bool:
    """Tell whether the subject is in a clause before: of `супутники, що засліплюють`, too."""
    if not is_object_late:
        return False
    is_that = clause[0].reading.lemma == "що" and any(is_object(node) for node in clause)
    return is_that or _has_elided_subject(context)


def _with_infinitive(
    clause: list[Node], verb: Verb, infinitive: Verb, context: Context
) -> list[Node] | None:
    raised = _urged(clause, verb, context) or _raise_over(clause, verb, infinitive, context)
    if raised is not None:
        return raised
    _somebody(clause, verb, context)
    thing = next((node for node in clause if is_object(node)), None)
    return _behind_infinitive(clause, thing, infinitive) if verb.pronoun else None


def _has_elided_subject(context: Context) -> bool:
    """`росіяни атакували місто, зруйнували школу`: the subject of before goes on."""
    speaker = context.speaker
    if speaker is None or speaker is context.raised:
        return False
    return speaker.is_plural or speaker.number == "plur"


def _passive(clause: list[Node], verb: Verb, context: Context) -> list[Node] | None:
    opener = clause[0]
    if is_relative(opener) and isinstance(opener, NounPhrase) and not opener.preposition:
        if opener.case != "accs" or context.antecedent is None:
            return None
        return _do(clause, verb, context.antecedent, context)
    thing = next((node for node in clause if is_object(node)), None)
    if isinstance(thing, NounPhrase):
        thing.is_new = clause.index(thing) > clause.index(verb)
        passive = make_passive(clause, verb)
        _make_passive(verb, thing)
        context.raised = thing
        return _place_behind(passive, verb) if passive and thing.is_new else passive
    waiting = waiting_object(clause, verb, context)
    if waiting is not None:
        waiting.is_subject, context.waiting = True, None
        return _do(clause, verb, waiting, context)
    return None


def _do(clause: list[Node], verb: Verb, thing: NounPhrase, context: Context) -> list[Node]:
    verb.subject = context.raised = thing
    _make_passive(verb, thing)
    return clause


# What the verb means when somebody does it to a person.
_TO_PERSONS = {"викликати": "summon", "звільнити": "dismiss", "дискваліфікувати": "suspend"}


def _make_passive(verb: Verb, thing: NounPhrase) -> None:
    """Say the verb of many about one: the number of the verb is that of its object."""
    verb.is_passive = verb.plain_past = True
    sense = _TO_PERSONS.get(verb.reading.lemma)
    if sense and thing.reading.has("pers"):
        verb.unit = Unit(verb.unit.tokens, [], replace(verb.reading, en=sense))


def _place_behind(clause: list[Node], verb: Verb) -> list[Node]:
    """`у Києві відкрили міст` → a bridge was opened in Kyiv."""
    first, at = clause[0], clause.index(verb)
    if not isinstance(first, NounPhrase) or first.preposition is None or first.case != "loct":
        return clause
    if first.reading.has("time") or first.reading.pos is Pos.PRON or at != 2:
        return clause
    return [*clause[1 : at + 1], first, *clause[at + 1 :]]


def _chained(clause: list[Node], verb: Verb, context: Context) -> list[Node] | None:
    """`його затримали, але згодом відпустили`: the same thing as before."""
    before = context.raised
    if before is None or verb.reading.en.split()[0] in _MODAL or verb.reading.lemma.endswith("ся"):
        return None
    begins = clause[0].reading
    links = [n for n in clause[: clause.index(verb)] if n.reading.pos is Pos.CONJ]
    if not links and not is_mark(clause[0], ",") and begins.pos is not Pos.CONJ:
        return None
    if verb.reading.lemma in SPEECH_VERBS or verb.reading.has("inf"):
        return None
    return _do(clause, verb, before, context)


def _raise_over(
    clause: list[Node], verb: Verb, infinitive: Verb, context: Context
) -> list[Node] | None:
    """`евакуацію планують завершити` → the evacuation is planned to be completed."""
    word = verb.reading.en
    is_intended, is_modal = word in _INTENDING, word in _MODAL
    if not (is_intended or is_modal or word in _BEGINNING):
        return None
    at = clause.index(verb)
    thing = next((n for n in clause[:at] if is_object(n)), None)
    if thing is None:
        thing = waiting_object(clause, infinitive, context)
    if not isinstance(thing, NounPhrase) or infinitive.reading.lemma.endswith("ся"):
        return None
    thing.is_subject, thing.relation = True, ""
    verb.subject = context.raised = thing
    context.waiting = None
    verb.is_passive, verb.plain_past = is_intended, True
    infinitive.auxiliary = "be" if is_modal else "to be"
    for node in clause[at:]:
        is_until = isinstance(node, NounPhrase) and node.relation in {"before", "until"}
        if is_until and isinstance(node, NounPhrase) and node.reading.has("date"):
            node.relation = "by"
    return clause


_URGING = word_set("urge ask allow oblige force call advise order offer teach forbid permit help")


def _urged(clause: list[Node], verb: Verb, context: Context) -> list[Node] | None:
    """`людей просять не виходити` → people are asked not to go out."""
    if verb.reading.en not in _URGING:
        return None
    for node in clause[: clause.index(verb)]:
        if not isinstance(node, NounPhrase) or node.preposition or node.is_subject:
            continue
        is_person = node.reading.has("pers") or node.reading.pos is Pos.PRON
        if is_person and node.case in {"accs", "datv"} and not is_relative(node):
            node.is_subject, node.relation = True, ""
            return _do(clause, verb, node, context)
    return None


def _behind_infinitive(
    clause: list[Node], thing: Node | None, infinitive: Verb
) -> list[Node] | None:
    """`кордон хочуть закрити` → they want to close the border."""
    if thing is None or clause.index(thing) > clause.index(infinitive):
        return None
    rest = [node for node in clause if node is not thing]
    at = rest.index(infinitive) + 1
    return [*rest[:at], thing, *rest[at:]]


def _told(clause: list[Node], verb: Verb, context: Context) -> list[Node] | None:
    """`йому допомогли` → he was helped: where the verb takes the person directly."""
    direct = government(verb.reading.notes.get("gov", "")).get(("", "datv"))
    if direct not in {"", "on"} or (direct == "on" and " " not in verb.reading.en):
        return None
    at = clause.index(verb)
    for node in clause[:at]:
        if isinstance(node, NounPhrase) and node.case == "datv" and not node.preposition:
            node.is_subject, node.relation = True, ""
            return _do(clause, verb, node, context)
    return None


def _object_inside(clause: list[Node], verb: Verb, context: Context) -> list[Node] | None:
    """`оголосили тривогу` → an alert was issued: the object is in the phrase of the lexicon."""
    first, _, rest = verb.reading.en.partition(" ")
    is_one = rest.startswith(("a ", "an "))
    is_noun = is_one or (rest.endswith("s") and not rest.startswith(("to ", "in ", "on ", "up ")))
    if " " not in verb.reading.lemma or not is_noun or context.speaker is not None:
        return None
    number = "sing" if is_one else "plur"
    reading = Reading(Pos.FOREIGN, rest, rest, "nomn", number)
    thing = NounPhrase("nomn", number, head=Unit([], [reading], reading), is_subject=True)
    verb.unit = Unit(verb.unit.tokens, [], replace(verb.reading, en=first))
    at = clause.index(verb)
    return _do([*clause[:at], thing, *clause[at:]], verb, thing, context)


def _believed(clause: list[Node], verb: Verb) -> list[Node] | None:
    """`очікують, що` → it is expected that."""
    if verb is not clause[-1] or verb.reading.lemma not in _BELIEVED:
        return None
    opener = clause[0]
    if verb.reading.form == "infn" or not (verb is opener or isinstance(opener, Word)):
        return None
    if is_mark(opener, ",", "–", "—"):
        return None
    verb.pronoun, verb.is_passive = "it", True
    return clause


def _somebody(clause: Sequence[Node], verb: Verb, context: Context) -> None:
    """`кажуть, що` → they say that: English cannot do without a subject."""
    opener = clause[0]
    is_bound = isinstance(opener, Word) and opener.reading.pos in {Pos.SUBORD, Pos.MARK, Pos.CONJ}
    if is_mark(opener, ",") and all(isinstance(node, Word) for node in context.previous):
        # `нагадаємо, в Україні хочуть змінити закон`
        is_bound = False
    before = clause[: clause.index(verb)]
    if any(isinstance(n, NounPhrase) and not n.preposition and n.case != "datv"
           and not (n.case == "accs" and verb.reading.has("inf")) for n in before):  # fmt: skip
        # Whatever its case seems to be, it may well be the subject.
        return
    if verb.reading.en.split()[0] in INTRANSITIVE:
        return
    if any(isinstance(node, NounPhrase) and is_counted(node) for node in clause):
        # More than ten people left: the number is the subject.
        return
    if context.speaker is None and not is_bound and not is_relative(opener):
        verb.pronoun = "they"
