"""Whose and who: `свій` by the subject, `себе`, and he or it by what was spoken of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb
from tasks.transform.translate.draft.reading import Pos, Reading, Unit

_POSSESSIVE = {"I": "my", "we": "our", "you": "your", "he": "his", "she": "her", "it": "its",
    "they": "their"}  # fmt: skip
_REFLEXIVE = {"I": "myself", "we": "ourselves", "you": "yourself", "he": "himself", "she":
    "herself", "it": "itself", "they": "themselves"}  # fmt: skip
_NEUTRAL = {"he": "it", "she": "it", "his": "its", "her": "its"}
_GENDERED = {"he": "masc", "his": "masc", "she": "femn", "her": "femn"}


def resolve_pronouns(nodes: Sequence[Node]) -> None:
    """Rewrite the pronouns of a sentence whose English depends on what they refer to."""
    subject = ""
    spoken_of: list[NounPhrase] = []
    for node in nodes:
        if isinstance(node, Verb):
            subject = node.pronoun or subject
            _own(node, subject or _next_subject(nodes, node))
        if not isinstance(node, NounPhrase):
            continue
        if node.is_subject and node.reading.lemma not in {"який", "котрий"}:
            subject = pronoun_for(node)
        for phrase in _all_phrases(node):
            if _refers(phrase):
                _rewrite(phrase, subject or _next_subject(nodes, node), spoken_of)
        if node.reading.pos is Pos.NOUN and node.is_subject:
            spoken_of.append(node)


def _own(verb: Verb, subject: str) -> None:
    """`похитала головою` (shake one's head) → shook her head."""
    text = verb.reading.en
    if "one's" in text or "oneself" in text:
        if verb.subject is not None:
            subject = pronoun_for(verb.subject)
        text = text.replace("one's", _POSSESSIVE.get(subject, "their"))
        text = text.replace("oneself", _REFLEXIVE.get(subject, "themselves"))
        verb.unit = Unit(verb.unit.tokens, [], replace(verb.reading, en=text))


def _next_subject(nodes: Sequence[Node], node: Node) -> str:
    found = False
    for other in nodes:
        found = found or other is node
        if found and isinstance(other, NounPhrase) and other.is_subject:
            return pronoun_for(other)
        if found and isinstance(other, Verb) and (other.pronoun or other.is_finite):
            return other.pronoun or _of_verb(other.reading)
    return "they"


def _of_verb(reading: Reading) -> str:
    if reading.person in {"1per", "2per"}:
        first = "we" if reading.number == "plur" else "I"
        return first if reading.person == "1per" else "you"
    if reading.number == "plur":
        return "they"
    return {"masc": "he", "femn": "she"}.get(reading.gender, "he")


def pronoun_for(phrase: NounPhrase) -> str:
    """The pronoun that would stand for a phrase."""
    reading = phrase.reading
    if reading.pos is Pos.PRON:
        return reading.en if reading.en in _POSSESSIVE else "they"
    if phrase.number == "plur" or reading.has("pl"):
        return "they"
    if reading.has("pers") or any(name.chosen.has("pers") for name in phrase.names):
        names = [name.chosen for name in phrase.names]
        gender = next((name.gender for name in names if name.gender), reading.gender)
        return "she" if gender == "femn" else "he"
    return "it"


def _all_phrases(phrase: NounPhrase) -> Iterator[NounPhrase]:
    yield phrase
    for complement in phrase.complements:
        yield from _all_phrases(complement)


def _refers(phrase: NounPhrase) -> bool:
    """Tell whether a phrase is a pronoun or has a possessive one."""
    if phrase.head is not None and phrase.head.chosen.pos is Pos.PRON:
        return True
    return any(_is_possessive(unit.chosen) for unit in phrase.modifiers)


def _is_possessive(reading: Reading) -> bool:
    return reading.lemma == "свій" or reading.has("poss")


def _rewrite(phrase: NounPhrase, subject: str, spoken_of: Sequence[NounPhrase]) -> None:
    phrase.modifiers = [_possessive(unit, subject, spoken_of) for unit in phrase.modifiers]
    if phrase.head is None or phrase.head.chosen.pos is not Pos.PRON:
        return
    reading = phrase.head.chosen
    if reading.lemma in {"себе", "собі", "собою"}:
        phrase.head = _with_english(phrase.head, _REFLEXIVE.get(subject, "themselves"))
    elif reading.en in _NEUTRAL and _is_thing(reading.en, spoken_of):
        phrase.head = _with_english(phrase.head, _NEUTRAL[reading.en])


def _possessive(unit: Unit, subject: str, spoken_of: Sequence[NounPhrase]) -> Unit:
    reading = unit.chosen
    if reading.lemma == "свій":
        return _with_english(unit, _POSSESSIVE.get(subject, "their"))
    if reading.has("poss") and reading.en in _NEUTRAL and _is_thing(reading.en, spoken_of):
        return _with_english(unit, _NEUTRAL[reading.en])
    return unit


def _is_thing(pronoun: str, spoken_of: Sequence[NounPhrase]) -> bool:
    """Tell whether the last noun of that gender in the sentence is no person."""
    for phrase in reversed(spoken_of):
        reading = phrase.reading
        if reading.gender == _GENDERED[pronoun] and phrase.number != "plur":
            return not (reading.has("pers") or reading.is_animate)
    return False


def _with_english(unit: Unit, text: str) -> Unit:
    reading = replace(unit.chosen, en=text)
    return Unit(unit.tokens, unit.readings, reading)
