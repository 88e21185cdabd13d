"""Full names in a text: which words belong to one, and what each of them is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tasks.transform.tag.document import Document
from tasks.transform.tag.gazetteer import country_of, is_everyday, is_known
from tasks.transform.tag.people import cues
from tasks.transform.tag.people.agreement import (
    DECLINED,
    Names,
    Part,
    agreeing,
    options,
    readings_of,
)
from tasks.transform.tag.people.cues import is_asian_surname
from tasks.transform.tag.people.readings import (
    Source,
    first_names,
    guesses,
    pair_names,
    patronymics,
    surnames,
)
from tasks.transform.tag.people.shapes import (
    Quality,
    core_of,
    is_initial,
    is_lettered,
    is_nickname,
    particles,
    quality,
)
from tasks.transform.tag.words import Words, is_acronym

_MOST_WORDS = 7


class Place(NamedTuple):
    """A word of a name: what it is there and which word of the passage."""

    part: Part
    at: int


@dataclass(frozen=True, slots=True)
class FullName:
    """A person named by more than one word, from word to word (both included).

    `is_proven` is false where only the document's other names can tell that it is a person.
    """

    passage: int
    words: Words
    places: tuple[Place, ...]
    is_proven: bool = True

    @property
    def first(self) -> int:
        """The number of its first word."""
        return self.places[0].at

    @property
    def last(self) -> int:
        """The number of its last word."""
        return self.places[-1].at

    @property
    def initials(self) -> tuple[str, ...]:
        """The letters that stand for names."""
        return tuple(self.text(place) for place in self.places if place.part is Part.INITIAL)

    @property
    def particle(self) -> str:
        """What stands before the surname and belongs to it, with a space: «фон дер »."""
        found = [self.text(place) for place in self.places if place.part is Part.PARTICLE]
        return "".join(f"{word} " for word in found)

    def text(self, place: Place) -> str:
        """The word at a place of the name."""
        return self.words.items[place.at].text

    def forms(self) -> tuple[tuple[Part, str], ...]:
        """The declined words of the name as they stand in the text."""
        pairs = tuple(
            (place.part, self.text(place)) for place in self.places if place.part in DECLINED
        )
        if len(pairs) > 1 and pairs[1][0] is Part.MIDDLE:
            first = f"{pairs[0][1]} {pairs[1][1]}"
            if pair_names(first):
                return ((Part.FIRST, first), *pairs[2:])
        return pairs

    def names(self) -> tuple[Names, ...]:
        """Every way to bring the name to the nominative."""
        return options(self.forms())


def find_full_names(document: Document) -> Iterator[FullName]:
    """Find the full names of a document, and what may be one; the latter may overlap."""
    for number, words in document.items():
        at = 0
        while at < len(words.items):
            found = _at(number, words, at) if words.items[at].is_capitalized else None
            if found:
                yield found
            at = found.last + 1 if found and found.is_proven else at + 1


def _at(passage: int, words: Words, at: int) -> FullName | None:
    if is_initial(words, at):
        places = _after_initials(words, at)
    elif not (places := _surname_first(words, at)) and _is_first(words, at):
        places = _after_first_name(words, at)
    is_proven = bool(places)
    if not places:
        places = _unknown(words, at)
        is_proven = bool(places) and _is_proven(words, places)
    # «Тарас Бульба» between quotation marks is a film, or a ship.
    if not places or words.is_quoted(at, places[-1].at):
        return None
    return FullName(passage, words, places, is_proven)


def _is_proven(words: Words, places: tuple[Place, ...]) -> bool:
    """Tell whether words that may be a name are one, by what stands beside them."""
    at, last = places[0].at, places[-1].at
    first, surname = words.items[at].text, words.items[last].text
    if country_of(first) or is_known(first):
        return _is_beside_role(words, at)
    is_cued = cues.has_role_before(words, at) or cues.is_after_institution(words, at)
    if is_everyday(first):
        return is_cued and _is_in_table(surname) and not cues.is_title(first)
    return is_cued or _is_in_table(surname) or cues.has_speech_beside(words, at, last)


def _is_in_table(text: str) -> bool:
    return any(item.source is Source.TABLE and not item.is_ambiguous for item in surnames(text))


def _is_beside_role(words: Words, at: int) -> bool:
    """Tell «католичка Азія Бібі»: beside such a role a place would be in the genitive."""
    if not at or words.items[at].gap or not cues.is_role(words.items[at - 1].text):
        return False
    text = words.items[at].text
    return cues.hints(words, at, at).cases == {"nomn"} and any(
        item.uk == text and item.case == "nomn" for item in guesses(text)
    )


def _is_first(words: Words, at: int) -> bool:
    text = words.items[at].text
    readings = first_names(text)
    if not readings or is_acronym(text):
        # «США» and «МЗС» are not asked; «ВІКТОРІЯ» begins a name only in the small letters.
        return bool(pair_names(words.surface(at, min(at + 1, len(words.items) - 1))))
    # «Тому Тереза Мей…» is no Tom.
    is_word = is_everyday(text) and all(reading.uk != text for reading in readings)
    return not (is_word and words.is_opening(at))


def _after_initials(words: Words, at: int) -> tuple[Place, ...]:
    """Read «О. Зеленський», «Дж. Р. Коваль», «Т.Мей»."""
    items = words.items
    places = [Place(Part.INITIAL, at)]
    here = at + 1
    while here < len(items) and items[here].gap == "." and is_initial(words, here):
        places.append(Place(Part.INITIAL, here))
        here += 1
    if here >= len(items) or items[here].gap != ".":
        return ()
    surname = particles(words, here)
    places += [Place(Part.PARTICLE, number) for number in range(here, surname)]
    found = quality(items[surname].text)
    is_attached = items[surname].start == items[surname - 1].end + 1
    if found < Quality.UNKNOWN and not (found is Quality.EVERYDAY and is_attached):
        return ()
    return (*places, Place(Part.SURNAME, surname))


def _surname_first(words: Words, at: int) -> tuple[Place, ...]:
    """Read «Шевченко Тарас Григорович» and «Шевченко Т. Г.»."""
    items = words.items
    if at + 2 >= len(items) or items[at + 1].gap or not items[at + 1].is_capitalized:
        return ()
    if not surnames(items[at].text):
        return ()
    surname = Place(Part.SURNAME, at)
    if is_initial(words, at + 1):
        # A sentence may end with «план Б.» or begin with an initial: two are needed.
        if items[at + 2].gap == "." and is_initial(words, at + 2):
            return (surname, Place(Part.INITIAL, at + 1), Place(Part.INITIAL, at + 2))
        return ()
    if not first_names(items[at + 1].text) or items[at + 2].gap:
        return ()
    if not patronymics(items[at + 2].text):
        return ()
    return _agreed(words, [surname, Place(Part.FIRST, at + 1), Place(Part.PATRONYMIC, at + 2)])


def _after_first_name(words: Words, at: int) -> tuple[Place, ...]:
    places = [Place(Part.FIRST, at)]
    here = at + 1
    if here < len(words.items) and pair_names(words.surface(at, here)):
        places.append(Place(Part.MIDDLE, here))
        here += 1
    while here < min(len(words.items), at + _MOST_WORDS):
        taken = _next(words, here, places)
        if not taken:
            break
        places += taken
        here = taken[-1].at + 1
    return _settled(words, places)


def _next(words: Words, here: int, places: list[Place]) -> list[Place]:
    """Take what continues a name: none after a surname, or where something else begins."""
    if places[-1].part is Part.SURNAME:
        return _rest_of_surname(words, here, places)
    if is_nickname(words, here):
        return [Place(Part.NICKNAME, here)]
    if not _is_beside(words, here, places[-1].part):
        return []
    if is_initial(words, here):
        return [Place(Part.INITIAL, here)]
    surname = particles(words, here)
    found = [Place(Part.PARTICLE, number) for number in range(here, surname)]
    text = words.items[surname].text
    if not core_of(text):
        return []
    if not found and patronymics(text):
        return [Place(Part.PATRONYMIC, here)]
    match quality(text):
        case Quality.NONE:
            return []
        case Quality.EVERYDAY if is_everyday(words.items[places[0].at].text):
            return []
        case Quality.FIRST_NAME if not found:
            return [Place(Part.MIDDLE, here)]
        case _:
            return [*found, Place(Part.SURNAME, surname)]


def _is_beside(words: Words, here: int, before: Part) -> bool:
    """Tell whether only what belongs there stands between a word and the name before it."""
    match before:
        case Part.INITIAL:
            return words.items[here].gap == "."
        case Part.NICKNAME:
            return len(words.items[here].gap) == 1
        case _:
            return not words.items[here].gap


def _rest_of_surname(words: Words, here: int, places: list[Place]) -> list[Place]:
    """Take «Расмуссен» to «Ларс Льокке»: what looked like a surname was a second name."""
    word = words.items[here]
    before = words.items[places[-1].at].text
    if word.gap or not core_of(word.text) or len(places) > 3 or patronymics(word.text):
        return []
    if quality(word.text) < Quality.UNKNOWN or "-" in before:
        return []
    if quality(word.text) is Quality.UNKNOWN and surnames(before):
        # After a surname that is known an unknown word is more likely a town or a firm.
        return []
    if not any(agreeing([readings_of(Part.MIDDLE, before), readings_of(Part.SURNAME, word.text)])):
        return []
    places[-1] = Place(Part.MIDDLE, places[-1].at)
    return [Place(Part.SURNAME, here)]


def _settled(words: Words, places: list[Place]) -> tuple[Place, ...]:
    """End a name where it ends, and see that its parts agree."""
    while places[-1].part in {Part.PARTICLE, Part.NICKNAME, Part.INITIAL}:
        places.pop()
    parts = {place.part for place in places}
    if len(places) > 1 and not parts & {Part.SURNAME, Part.PATRONYMIC}:
        places[-1] = Place(Part.SURNAME, places[-1].at)
    return _agreed(words, places) if len(places) > 1 else ()


def _agreed(words: Words, places: list[Place]) -> tuple[Place, ...]:
    name = FullName(0, words, tuple(places))
    return name.places if name.names() else ()


def _unknown(words: Words, at: int) -> tuple[Place, ...]:
    """Read two or three words that nobody knows as a name, if they agree like one."""
    items = words.items
    if at + 1 >= len(items) or items[at + 1].gap or not _may_be_first(items[at].text):
        return ()
    surname = particles(words, at + 1)
    if not core_of(items[surname].text):
        return ()
    places = [Place(Part.FIRST, at)]
    places += [Place(Part.PARTICLE, number) for number in range(at + 1, surname)]
    places.append(Place(Part.SURNAME, surname))
    if surname + 1 < len(items):
        places += _rest_of_surname(words, surname + 1, places)
    found = quality(items[surname].text)
    if is_asian_surname(items[at].text):
        is_likely = found is not Quality.NONE
    elif found is Quality.FIRST_NAME:
        # «Хадім Хуссейн Різві», but not «голова Євроради Дональд Туск»
        is_likely = places[-1].at > surname and quality(items[at].text) is Quality.UNKNOWN
    else:
        is_likely = found is Quality.SURNAME or (
            found is Quality.UNKNOWN and not surnames(items[at].text)
        )
    return _agreed(words, places) if is_likely else ()


def _may_be_first(text: str) -> bool:
    return not is_acronym(text) and len(text) > 1 and is_lettered(text)
