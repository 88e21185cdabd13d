"""Write a verb in English: tense, agreement, negation, auxiliaries."""

from __future__ import annotations

from tasks.transform.translate.draft import english
from tasks.transform.translate.draft.chunks import Verb

_MODALS = {"can": "could", "must": "had to", "should": "should have", "may": "might"}


def write(verb: Verb) -> list[str]:
    """Give the words of a verb form."""
    text = _with_adverb(_text(verb), verb.adverb)
    pieces = [verb.pronoun, text] if verb.pronoun else [text]
    return [piece for piece in pieces if piece]


_AUXILIARIES = frozenset(
    {"was", "were", "is", "are", "am", "will", "can", "could", "should", "must", "would"}
)


def _with_adverb(text: str, adverb: str) -> str:
    """Put an adverb behind the first auxiliary: was officially stopped."""
    first, space, rest = text.partition(" ")
    if not adverb:
        return text
    return f"{first} {adverb}{space}{rest}" if first in _AUXILIARIES else f"{adverb} {text}"


def _text(verb: Verb) -> str:
    reading = verb.reading
    base = reading.en
    if reading.form == "infn":
        return _infinitive(verb, base)
    if not reading.form:
        negation = "not " if verb.is_negated else ""
        return negation + english.gerund(base)
    if reading.form == "impr":
        return ("do not " if verb.is_negated else "") + base
    if reading.form == "impe":
        return _passive(verb, base)
    if verb.is_passive:
        return _finite(f"be {english.participle(base.removeprefix('be '))}", reading.form, verb)
    return _finite(base, reading.form, verb)


def _infinitive(verb: Verb, base: str) -> str:
    if verb.auxiliary:
        return f"{verb.auxiliary} {english.participle(base)}"
    marker = "to" if verb.marker is None else verb.marker
    negation = "not " if verb.is_negated else ""
    if marker == "ing":
        return negation + english.gerund(base)
    return f"{negation}{marker} {base}" if marker else negation + base


def _passive(verb: Verb, base: str) -> str:
    auxiliary = verb.auxiliary or "was"
    if auxiliary == "was" and _is_plural(verb):
        auxiliary = "were"
    negation = " not" if verb.is_negated else ""
    done = english.participle(base.removeprefix("be "))
    if auxiliary == "will be" and verb.is_negated:
        return f"will not be {done}"
    return f"{auxiliary}{negation} {done}"


def _is_plural(verb: Verb) -> bool:
    if verb.subject is not None:
        return verb.subject.is_plural or _is_coordinated(verb)
    if verb.pronoun in {"we", "you", "they"}:
        return True
    return not verb.pronoun and verb.reading.number == "plur"


def _is_coordinated(verb: Verb) -> bool:
    """Tell whether the verb is plural because its subjects are several."""
    subject = verb.subject
    if subject is None or verb.reading.number != "plur" or verb.plain_past:
        return False
    return subject.number == "sing" and subject.case == "nomn" and not subject.modifiers


def _person(verb: Verb) -> str:
    if verb.subject is not None:
        return verb.subject.person
    return {"I": "1per", "we": "1per", "you": "2per"}.get(verb.pronoun, verb.reading.person)


def _finite(base: str, form: str, verb: Verb) -> str:
    head, _, rest = base.partition(" ")
    rest = f" {rest}" if rest else ""
    if verb.is_conditional:
        return _with_modal("would", "be able to" if head == "can" else head, rest, verb)
    if head in _MODALS:
        return _modal(head, form, rest, verb)
    if form == "futr":
        return _with_modal("will", head, rest, verb)
    if head == "be":
        negation = " not" if verb.is_negated else ""
        return _be(form, verb) + negation + rest
    if verb.is_negated:
        auxiliary = "did" if form == "past" else "do" if _takes_base(verb) else "does"
        return f"{auxiliary} not {base}"
    if form == "past":
        return english.past(base)
    return base if _takes_base(verb) else english.third_person(base)


def _takes_base(verb: Verb) -> bool:
    return _is_plural(verb) or _person(verb) in {"1per", "2per"}


def _with_modal(modal: str, head: str, rest: str, verb: Verb) -> str:
    negation = " not" if verb.is_negated else ""
    return f"{modal}{negation} {head}{rest}"


def _modal(head: str, form: str, rest: str, verb: Verb) -> str:
    if form == "past" and head == "must":
        return f"did not have to{rest}" if verb.is_negated else f"had to{rest}"
    text = _MODALS[head] if form == "past" and head != "should" else head
    if form == "futr":
        text = "will be able to" if head == "can" else f"will {head}"
    if verb.is_negated:
        text = "cannot" if text == "can" else f"{text} not"
    return text + rest


def _be(form: str, verb: Verb) -> str:
    plural, person = _is_plural(verb), _person(verb)
    if form == "past":
        return "were" if plural or person == "2per" else "was"
    if plural or person == "2per":
        return "are"
    return "am" if person == "1per" else "is"
