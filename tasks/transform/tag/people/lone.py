"""Persons named by the surname alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.transform.tag.document import Document
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.names import is_known
from tasks.transform.tag.people import cues, famous
from tasks.transform.tag.people.agreement import Part, readings_of
from tasks.transform.tag.people.evidence import Evidence
from tasks.transform.tag.people.neighbours import (
    has_capital_neighbour,
    is_addressed,
    is_after_preposition_of_place,
    is_beside_role,
    is_name_here,
    is_of_place,
)
from tasks.transform.tag.people.person import Person
from tasks.transform.tag.people.readings import (
    Reading,
    Source,
    first_names,
    guesses,
    romanized,
    surnames,
)
from tasks.transform.tag.people.shapes import Quality, quality
from tasks.transform.tag.words import Words

# «Київський» and «Очеретне» are places as often as «Київський» and «Очеретний» are persons.
_ADJECTIVE = re.compile(r"(?:ий|ська|цька|зька)$")
_OF_A_PLACE = re.compile(r"(?:с|ц|з)ьк(?:ого|ому|им|ім|ої|ій|ою|у|а|ий|і|их|ими)$")
_SHORTEST = 4
_CALLSIGN = frozenset({"позивний", "позивним", "псевдо"})


def surname_alone(document: Document, words: Words, at: int, evidence: Evidence) -> Person | None:
    """Read a word as a surname, if the document, a table or its neighbours say that it is one."""
    return (
        _of_document(words, at, evidence)
        or _of_callsign(words, at)
        or _of_table(words, at)
        or _of_dictionary(document, words, at)
        or _of_role(words, at)
    )


def _of_document(words: Words, at: int, evidence: Evidence) -> Person | None:
    """Read a surname of somebody whom the document names in full."""
    text = words.items[at].text
    if not evidence.by_surname:
        return None
    found = [item for item in readings_of(Part.SURNAME, text) if item.uk in evidence.by_surname]
    if not found or (is_everyday(text) and not is_name_here(words, at)):
        return None
    reading = max(found, key=lambda item: _fit(item, evidence))
    persons = evidence.by_surname[reading.uk]
    one = next((item for item in persons if item.gender == reading.gender), persons[0])
    surname_uk = one.surname_uk or reading.uk
    return Person(surname_uk, reading.en, surname_uk, None, reading.gender, "surname")


def _fit(reading: Reading, evidence: Evidence) -> tuple[bool, float]:
    genders = {person.gender for person in evidence.by_surname[reading.uk]}
    return reading.gender in genders, reading.source + reading.weight


def _of_table(words: Words, at: int) -> Person | None:
    """Read a surname that news knows."""
    text = words.items[at].text
    found = [
        item
        for item in surnames(text)
        if item.source is Source.TABLE and not item.is_ambiguous and item.case != "voct"
    ] or [item for item in readings_of(Part.SURNAME, text) if item.uk in famous.by_surname()]
    if not found or is_of_place(words, at):
        return None
    world = famous.by_surname()
    is_first = any(
        item.uk == other.uk and item.uk in world for item in found for other in first_names(text)
    )
    is_cued = is_beside_role(words, at) or cues.has_speech_beside(words, at, at)
    if is_first and not is_cued and not cues.is_asian_surname(text):
        return None  # «Омелян» is a first name at least as often as it is the minister
    is_word = is_everyday(text)
    if is_word and not (is_name_here(words, at) and _is_in_dictionary(text)):
        return None
    return _surname(words, at, found)


def _surname(words: Words, at: int, found: Sequence[Reading]) -> Person:
    """Make the person of a surname: the famous bearer, if it may be that one."""
    hints = cues.hints(words, at, at)
    reading = max(found, key=lambda item: _likelihood(item, hints))
    genders = {item.gender for item in found if item.uk == reading.uk}
    person = famous.by_surname().get(reading.uk)
    # «Трамп заявила» is not he.
    if person and person.gender in genders & {hints.gender or person.gender}:
        return person.as_person("famous_surname")
    gender = reading.gender if len(genders) == 1 else ""
    return Person(reading.uk, reading.en, reading.uk, None, gender, "surname")


def _likelihood(reading: Reading, hints: cues.Hints) -> tuple[float, str]:
    is_case = not reading.case or reading.case in hints.cases
    likelihood = reading.source + reading.weight + (1.0 if is_case else 0.0)
    return likelihood + (1.0 if reading.gender == hints.gender else 0.0), reading.uk


def _is_in_dictionary(text: str) -> bool:
    return len(text) >= _SHORTEST or any(
        item.source is Source.DICTIONARY or item.uk in famous.by_surname()
        for item in surnames(text)
    )


def _of_dictionary(document: Document, words: Words, at: int) -> Person | None:
    """Read a surname of the dictionary of which no table knows a bearer."""
    text = words.items[at].text
    if quality(text) is not Quality.SURNAME or len(text) < _SHORTEST:
        return None
    found = [item for item in surnames(text) if item.case not in {"voct", "plur"}]
    if not found or is_everyday(text) or is_known(text) or first_names(text):
        return None
    if is_of_place(words, at):
        return None
    if not _is_cued(words, at) and not _stands_as_name(document, words, at, found):
        return None
    return _surname(words, at, found)


def _is_cued(words: Words, at: int) -> bool:
    text = words.items[at].text
    if _OF_A_PLACE.search(text) and not _ADJECTIVE.search(text) and at + 1 < len(words.items):
        # «голова Дергачівської адміністрації», «мешканці Одинцовського округу»
        following = words.items[at + 1]
        if not following.gap and following.text[0].islower():
            return False
    return is_beside_role(words, at) or cues.has_speech_beside(words, at, at)


def _stands_as_name(document: Document, words: Words, at: int, found: Sequence[Reading]) -> bool:
    """Tell whether a word stands where only a name would have its capital."""
    cases = {item.case for item in found}
    if cases <= {"datv", "loct"} or _ADJECTIVE.search(found[0].uk):
        return False
    if is_after_preposition_of_place(words, at) or has_capital_neighbour(words, at):
        return False
    return not words.is_opening(at) or document.capitals.is_name(words.items[at].text)


def _of_callsign(words: Words, at: int) -> Person | None:
    """Read «боєць на позивний Байрак»: any word may be one, and it is seldom declined."""
    if not at or words.items[at].gap or words.items[at - 1].text not in _CALLSIGN:
        return None
    text = words.items[at].text
    return Person(text, romanized(text), text, None, "", "surname")


def _of_role(words: Words, at: int) -> Person | None:
    """Read «міністр Рабе» and «пана Бондермана», whom no table knows."""
    text = words.items[at].text
    if quality(text) is not Quality.UNKNOWN or len(text) < 3 or not is_beside_role(words, at):
        return None
    if has_capital_neighbour(words, at) or _OF_A_PLACE.search(text):
        return None
    needed = cues.hints(words, at, at)
    is_spoken = cues.has_speech_beside(words, at, at) or is_addressed(words, at)
    found = [
        item
        for item in guesses(text)
        if (not item.case or item.case in needed.cases)
        and (is_spoken or item.case not in {"gent", "datv", "loct"})
        and (not needed.gender or item.gender == needed.gender)
    ]
    if not found:
        return None
    reading = max(found, key=lambda item: item.weight)
    return Person(reading.uk, reading.en, reading.uk, None, reading.gender, "surname")
