"""Persons named by one word: a surname, or a first name."""

from __future__ import annotations

import re

from tasks.language.morphology import dictionary_forms
from tasks.transform.tag.document import Document
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.names import country_of, is_known
from tasks.transform.tag.people import cues, famous
from tasks.transform.tag.people.agreement import Part, readings_of
from tasks.transform.tag.people.evidence import Evidence
from tasks.transform.tag.people.persons import Person
from tasks.transform.tag.people.readings import Reading, Source, first_names, guesses, surnames
from tasks.transform.tag.people.shapes import Quality, core_of, is_initial, quality
from tasks.transform.tag.words import Words, is_acronym

# «Київський» and «Очеретне» are places as often as «Київський» and «Очеретний» are persons.
_ADJECTIVE = re.compile(r"(?:ий|ська|цька|зька)$")
_PLACE_CUES = frozenset({"в", "у", "до", "біля", "під", "через", "місто", "міста", "місті"})
_OF_A_PLACE = re.compile(r"(?:с|ц|з)ьк(?:ого|ому|им|ім|ої|ій|ою|у|а|ий|і|их|ими)$")


def lone_name(document: Document, words: Words, at: int, evidence: Evidence) -> Person | None:
    """Read one word as a person, if the document, a table or its neighbours say that it is."""
    text = words.items[at].text
    if not core_of(text):
        return _lower_case(words, at)
    if (is_acronym(text) and len(text) < 4) or words.is_quoted(at, at):
        return None
    if not text[-1].isalpha() or text.isascii() or cues.is_honored(words, at):
        return None
    return (
        _of_document(words, at, evidence)
        or _of_table(words, at)
        or _of_dictionary(document, words, at)
        or _of_role(words, at)
        or _first_name(document, words, at, evidence)
    )


def _lower_case(words: Words, at: int) -> Person | None:
    person = famous.lower_case(words.items[at].text)
    if person is None:
        return None
    return Person(person.uk, person.en, person.surname_uk, None, person.gender, "famous_surname")


def _of_document(words: Words, at: int, evidence: Evidence) -> Person | None:
    """Read a surname of somebody whom the document names in full."""
    text = words.items[at].text
    found = [item for item in readings_of(Part.SURNAME, text) if item.uk in evidence.by_surname]
    if not found or (is_everyday(text) and not _is_name_here(words, at)):
        return None
    reading = max(found, key=lambda item: _fit(item, evidence))
    persons = evidence.by_surname[reading.uk]
    one = next((item for item in persons if item.gender == reading.gender), persons[0])
    surname_uk = one.surname_uk or reading.uk
    en = reading.en
    return Person(surname_uk, en, surname_uk, None, reading.gender, "surname")


def _fit(reading: Reading, evidence: Evidence) -> tuple[bool, float]:
    genders = {person.gender for person in evidence.by_surname[reading.uk]}
    return reading.gender in genders, reading.source + reading.weight


def _of_table(words: Words, at: int) -> Person | None:
    text = words.items[at].text
    found = [
        item
        for item in surnames(text)
        if item.source is Source.TABLE and not item.is_ambiguous and item.case != "voct"
    ] or [item for item in readings_of(Part.SURNAME, text) if item.uk in famous.by_surname()]
    if not found or (is_everyday(text) and not _is_name_here(words, at)):
        return None
    if is_everyday(text) and not _is_in_dictionary(text):
        return None
    reading = max(found, key=lambda item: item.weight)
    return _surname(words, at, reading, found)


def _surname(words: Words, at: int, reading: Reading, found: list[Reading]) -> Person:
    genders = {item.gender for item in found if item.uk == reading.uk}
    person = famous.by_surname().get(reading.uk)
    # «Трамп заявила» is not he.
    if person and person.gender in genders & {cues.hints(words, at, at).gender or person.gender}:
        return Person(
            person.uk, person.en, person.surname_uk, None, person.gender, "famous_surname"
        )
    gender = reading.gender if len(genders) == 1 else ""
    return Person(reading.uk, reading.en, reading.uk, None, gender, "surname")


def _is_in_dictionary(text: str) -> bool:
    return any(item.source is Source.DICTIONARY for item in surnames(text)) or len(text) > 3


def _of_dictionary(document: Document, words: Words, at: int) -> Person | None:
    """Read a surname of the dictionary of which no table knows a bearer."""
    text = words.items[at].text
    found = [item for item in surnames(text) if item.case not in {"voct", "plur"}]
    if not found or quality(text) is not Quality.SURNAME or len(text) < 4:
        return None
    if is_everyday(text) or is_known(text) or first_names(text):
        return None
    is_cued = cues.has_speech_beside(words, at, at) or _is_beside_role(words, at)
    if _OF_A_PLACE.search(text) and not _ADJECTIVE.search(text) and words.items[at + 1 :]:
        following = words.items[at + 1]
        # «голова Дергачівської адміністрації», «мешканці Одинцовського округу»
        is_cued = is_cued and (bool(following.gap) or not following.text[0].islower())
    if not is_cued:
        if _is_in_apposition(words, at, found):
            return None
        if _ADJECTIVE.search(found[0].uk) or _has_capital_neighbour(words, at):
            return None
        if words.is_opening(at) and not document.capitals.is_name(text):
            return None
    return _surname(words, at, max(found, key=lambda item: item.weight), found)


def _is_in_apposition(words: Words, at: int, found: list[Reading]) -> bool:
    """Tell «графство Кент» and «на Ямалі» from «заява Наєва»."""
    if not at or words.items[at].gap:
        return False
    before = words.items[at - 1].text
    if before.lower() in _PLACE_CUES or before.lower() == "на":
        return True
    is_noun = before[0].islower() and any(tag.POS == "NOUN" for _, tag in dictionary_forms(before))
    return is_noun and all(item.case in {"", "nomn"} for item in found)


def _of_role(words: Words, at: int) -> Person | None:
    """Read «міністр Рабе» and «пана Бондермана», whom no table knows."""
    text = words.items[at].text
    if quality(text) is not Quality.UNKNOWN or len(text) < 3 or not _is_beside_role(words, at):
        return None
    if _has_capital_neighbour(words, at) or _OF_A_PLACE.search(text):
        return None
    needed = cues.hints(words, at, at)
    is_spoken = cues.has_speech_beside(words, at, at) or cues.is_address(words.items[at - 1].text)
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


def _first_name(document: Document, words: Words, at: int, evidence: Evidence) -> Person | None:
    """Read a first name alone: of somebody named in full, or of whoever it is."""
    text = words.items[at].text
    found = [item for item in first_names(text) if item.case not in {"voct", "plur"}]
    if not found or _has_capital_neighbour(words, at):
        return None
    is_addressed = _is_beside_role(words, at) and cues.is_address(words.items[at - 1].text)
    if not is_addressed and (country_of(text) or _is_place_here(words, at)):
        return None
    if not is_addressed and is_everyday(text) and not _is_beside_role(words, at):
        return None
    reading = max(found, key=lambda item: (item.uk in evidence.by_first, item.source, item.weight))
    persons = evidence.by_first.get(reading.uk, ())
    if len(persons) == 1:
        one = persons[0]
        return Person(one.uk, one.en, one.surname_uk, None, one.gender, "first_name")
    if (
        words.is_opening(at)
        and not is_addressed
        and not (cues.has_speech_beside(words, at, at) or document.capitals.is_name(text))
    ):
        return None
    return Person(reading.uk, reading.en, None, reading.uk, reading.gender, "first_name")


def _is_place_here(words: Words, at: int) -> bool:
    """Tell «у Володимирі» from «воїн Володимир»: a town and a person are called so."""
    if not is_known(words.items[at].text) or not at:
        return False
    return not words.items[at].gap and words.items[at - 1].text.lower() in _PLACE_CUES


def _is_beside_role(words: Words, at: int) -> bool:
    return at > 0 and not words.items[at].gap and cues.is_role(words.items[at - 1].text)


def _is_name_here(words: Words, at: int) -> bool:
    """Tell whether the capital of an everyday word can only be that of a name."""
    if _has_capital_neighbour(words, at):
        return False
    return not words.is_opening(at) or cues.has_speech_beside(words, at, at)


def _has_capital_neighbour(words: Words, at: int) -> bool:
    items = words.items
    before = at > 0 and not items[at].gap and items[at - 1].is_capitalized
    if before:
        # «Воїн Володимир», «військовий з Бердичева Василь»
        text = items[at - 1].text
        is_title = cues.is_title(text) and words.is_opening(at - 1)
        before = not (is_title or (is_known(text) and not is_everyday(text)))
    # A title may end without a full stop: «…з Юнкером У Брюсселі кажуть».
    after = (
        at + 1 < len(items)
        and not items[at + 1].gap
        and items[at + 1].is_capitalized
        and len(items[at + 1].text) > 2
    )
    return before or (after and not is_initial(words, at + 1))
