"""Which words make up a full name, from its first word on, and what each of them is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.people.agreement import DECLINED, Part, agreeing, options, readings_of
from tasks.transform.tag.people.cues import has_role_before, is_asian_surname, is_title
from tasks.transform.tag.people.readings import first_names, pair_names, patronymics, surnames
from tasks.transform.tag.people.shapes import (
    Quality,
    core_of,
    is_in_dictionary,
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


def forms_of(words: Words, places: Sequence[Place]) -> tuple[tuple[Part, str], ...]:
    """The declined words of a name as they stand in the text."""
    pairs = tuple(
        (place.part, words.items[place.at].text) for place in places if place.part in DECLINED
    )
    if len(pairs) > 1 and pairs[1][0] is Part.MIDDLE:
        first = f"{pairs[0][1]} {pairs[1][1]}"
        if pair_names(first):
            return ((Part.FIRST, first), *pairs[2:])
    return pairs


def begins_with_first_name(words: Words, at: int) -> bool:
    """Tell whether a word is a first name here, not another word with a capital."""
    text = words.items[at].text
    readings = first_names(text)
    if readings and is_acronym(text):
        return _is_in_capitals(words, at)
    if not readings:
        return bool(pair_names(words.surface(at, min(at + 1, len(words.items) - 1))))
    # «Тому Тереза Мей…» is no Tom.
    is_word = is_everyday(text) and all(reading.uk != text for reading in readings)
    if is_word and words.is_opening(at):
        # «керівника «Київводоканалу» Марка Дзядика»
        return has_role_before(words, at)
    return True


def _is_in_capitals(words: Words, at: int) -> bool:
    """Tell «ЛЕСЯ ГРИНЮК»; «США», «МЗС» and «ВІКТОРІЯ» by itself are no names."""
    pair = words.items[at : at + 2]
    if len(pair) < 2 or pair[1].gap or min(len(word.text) for word in pair) < 4:
        return False
    return is_acronym(pair[1].text) and bool(surnames(pair[1].text))


def after_initials(words: Words, at: int) -> tuple[Place, ...]:
    """Read «О. Зеленський», «Дж. Р. Коваль», «Т.Мей»."""
    items = words.items
    places = [Place(Part.INITIAL, at)]
    here = at + 1
    # «Ю. О. Яремко», «Ж.-К. Юнкер»
    while here < min(len(items), at + _MOST_WORDS) and _is_next_initial(words, here):
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


def _is_next_initial(words: Words, at: int) -> bool:
    return words.items[at].gap in {".", ".-"} and is_initial(words, at)


def surname_first(words: Words, at: int) -> tuple[Place, ...]:
    """Read «Шевченко Тарас Григорович» and «Шевченко Т. Г.»."""
    items = words.items
    if at + 2 >= len(items) or items[at + 1].gap or not items[at + 1].is_capitalized:
        return ()
    if not surnames(items[at].text):
        return ()
    surname = Place(Part.SURNAME, at)
    # A sentence may end with «план Б.» or begin with an initial: two are needed.
    if is_initial(words, at + 1) and is_initial(words, at + 2) and items[at + 2].gap == ".":
        return (surname, Place(Part.INITIAL, at + 1), Place(Part.INITIAL, at + 2))
    is_first = bool(first_names(items[at + 1].text)) and not items[at + 2].gap
    if is_first and patronymics(items[at + 2].text):
        return _agreed(words, [surname, Place(Part.FIRST, at + 1), Place(Part.PATRONYMIC, at + 2)])
    return ()


def after_first_name(words: Words, at: int) -> tuple[Place, ...]:
    """Read what follows a first name, up to the surname: «Олександр «Грім» Ярмак»."""
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
    before = words.items[here - 1].text
    if is_initial(words, here):
        # «Роман Дж. Коваля» is a novel.
        is_word = places[-1].part is Part.FIRST and is_everyday(before)
        return [] if is_word else [Place(Part.INITIAL, here)]
    surname = particles(words, here)
    found = [Place(Part.PARTICLE, number) for number in range(here, surname)]
    part = _part_of(words.items[surname].text, words.items[places[0].at].text)
    if found and part is not None:
        part = Part.SURNAME
    return [*found, Place(part, surname)] if part else []


def _part_of(text: str, first: str) -> Part | None:
    """What a word is after a first name."""
    if not core_of(text):
        return None
    if patronymics(text):
        return Part.PATRONYMIC
    match quality(text):
        case Quality.NONE:
            return None
        case Quality.EVERYDAY:
            # «Ембер Рад», but not «Віра Людей»
            return None if is_everyday(first) else Part.SURNAME
        case Quality.FIRST_NAME:
            return Part.MIDDLE
        case _:
            return Part.SURNAME


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
    return tuple(places) if options(forms_of(words, places)) else ()


def unknown(words: Words, at: int) -> tuple[Place, ...]:
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
        is_new = quality(items[at].text) is Quality.UNKNOWN and not is_in_dictionary(items[at].text)
        is_likely = places[-1].at > surname and is_new
    else:
        is_likely = found is Quality.SURNAME or (
            found is Quality.UNKNOWN and not surnames(items[at].text)
        )
    return _agreed(words, places) if is_likely else ()


def _may_be_first(text: str) -> bool:
    if is_acronym(text) or len(text) == 1 or not core_of(text):
        return False
    return is_lettered(text) and not is_title(text)
