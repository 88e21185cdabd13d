"""A person as the data has it: the name in the nominative, in English, and its surname."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher

from tasks.language.romanize import romanize
from tasks.language.text import has_cyrillic
from tasks.transform.tag.names import NameKind, country_of, starting
from tasks.transform.tag.people import famous
from tasks.transform.tag.people.agreement import Names, Part
from tasks.transform.tag.people.cues import is_asian_surname, is_particle
from tasks.transform.tag.people.full_names import FullName
from tasks.transform.tag.people.person import Person
from tasks.transform.tag.people.readings import (
    Reading,
    Source,
    family_english,
    generation,
    romanized,
)

# «Дітер Кемпф (Dieter Kempf)»: the spelling that the newspaper itself gives.
_LATIN = re.compile(r"\s*\(((?:[^\W\d_]|['’.-]|\s){4,60})\)")
_HARD_G = re.compile(r"[Гг](?=[бвдзклмнпрстфхцчш]|$)")
_SLAVIC = re.compile(r"(?:енко|ко|чук|юк|ак|як|[сц]ьк(?:ий|а)|[оеє]ва?|[иі]на?|ич)$")
_LEAST_LIKENESS = 0.4
# Letters that only names of Ukrainians have: «Микола», «Сергій», «Євген».
_NATIONAL = re.compile(r"[иєї]|[^аеіоу]ій$", re.IGNORECASE)
_UKRAINE = "UA"
# So many words before a name and behind it tell the country of its bearer.
_BESIDE, _BEHIND = 6, 3


def person_of(name: FullName, read: Names) -> Person:
    """Make the person of a full name that is read in one way."""
    given = read.of(Part.FIRST, Part.MIDDLE)
    surname = read.surname
    if surname is None:
        given = [*given, *read.of(Part.PATRONYMIC)]
        uk, en = _joined(given)
        return Person(uk, en, None, given[0].uk, read.gender, "first_name")
    if not given:
        return _with_initials(name, surname)
    uk = _in_order(name, [*(item.uk for item in given), surname.uk], str)
    family = f"{name.particle}{surname.uk}"
    surname_uk = given[0].uk if is_asian_surname(given[0].uk) else family
    short = f"{given[0].uk} {family}"
    if uk not in famous.english() and short in famous.english():
        uk = short  # «Генрі Альфред Кіссінджер»
    en = famous.english().get(uk) or _latin_beside(name, uk) or _english(name, given, surname)
    return Person(uk, en, surname_uk, given[0].uk, read.gender, "full_name")


def _in_order(name: FullName, spelled: list[str], spell: Callable[[str], str]) -> str:
    """Put names, the surname last, and the particles between them in the order of the text."""
    middle = spelled[:-1]
    found: list[str] = []
    for place in name.places:
        match place.part:
            case Part.FIRST | Part.MIDDLE if middle:
                found.append(middle.pop(0))
            case Part.PARTICLE:
                found.append(spell(name.text(place)))
            case _:
                pass
    return " ".join([*found, spelled[-1]])


def known_person(uk: str, en: str) -> Person:
    """Make a person that the gazetteer has in full."""
    first, *others = uk.split(" ")
    small = next((at for at, word in enumerate(others) if is_particle(word)), len(others) - 1)
    surname = first if is_asian_surname(first) else " ".join(others[small:])
    return Person(uk, en, surname, None, "", "full_name")


def printed_in_latin(text: str) -> Person:
    """Make the person of a name in Latin letters: the one known by it, if there is one."""
    uk = famous.by_english().get(text, text)
    return Person(uk, text, uk.rpartition(" ")[2], None, "", "full_name")


def _joined(readings: list[Reading]) -> tuple[str, str]:
    return " ".join(item.uk for item in readings), " ".join(item.en for item in readings)


def _with_initials(name: FullName, surname: Reading) -> Person:
    letters = name.initials
    uk = "".join(f"{letter}. " for letter in letters)
    en = "".join(f"{_latin_initial(letter)}. " for letter in letters)
    family = f"{name.particle}{surname.uk}"
    person = famous.by_surname().get(family)
    if person and person.uk.startswith(letters[0]) and person.gender == surname.gender:
        return person.as_person("initial")
    return Person(
        f"{uk}{family}",
        f"{en}{romanize(name.particle)}{surname.en}",
        family,
        letters[0],
        surname.gender,
        "initial",
    )


def _latin_initial(letter: str) -> str:
    # «Ю.» is Yu., not YU.
    return "J" if letter == "Дж" else romanize(letter).capitalize()


def _english(name: FullName, given: list[Reading], surname: Reading) -> str:
    if _is_ukrainian(name, given, surname):
        base, _, generation_en = generation(surname.uk)
        spelled = [*(romanized(item.uk) for item in given), romanized(base) + generation_en]
        return _in_order(name, spelled, romanize)
    is_foreign = surname.source is Source.TABLE and surname.en != romanized(surname.uk)
    first = [item.alternative.partition("|")[0] if is_foreign else "" for item in given]
    spelled = [
        alt or (_latin(item.uk) if item.source is Source.GUESS else item.en)
        for alt, item in zip(first, given, strict=True)
    ]
    en = surname.en
    if surname.source is not Source.TABLE and _are_foreign(given):
        en = _latin(surname.uk)
    family = _known_family(name.particle, surname.uk)
    return " ".join([*spelled, family]) if family else _in_order(name, [*spelled, en], romanize)


def _is_ukrainian(name: FullName, given: list[Reading], surname: Reading) -> bool:
    """Tell «Ніна Ковальська» of Kovel from the one of «польська письменниця».

    A Ukrainian first name goes with the official spelling of the surname, unless the world
    writes that surname in another way or a foreign country stands beside the name.
    """
    if not all(item.en == romanized(item.uk) for item in given) or name.particle:
        return False
    is_national = any(item.alternative or _NATIONAL.search(item.uk) for item in given)
    if not is_national and not _SLAVIC.search(surname.uk):
        return False
    return surname.uk not in famous.surnames() and not _is_abroad(name)


def _is_abroad(name: FullName) -> bool:
    """Tell whether another country is named right before or behind a person."""
    items = name.words.items
    before = items[max(0, name.first - _BESIDE) : name.first]
    # «Борис Авдєєв говорить російською», but «Ганна Ковальська з Польщі»
    behind = [
        word for word in items[name.last + 1 : name.last + 1 + _BEHIND] if word.is_capitalized
    ]
    return any(_is_foreign(word.text) for word in (*before, *behind))


def _is_foreign(word: str) -> bool:
    """Tell «польський», «Польща» and «Петербург» from «український» and «Київ»."""
    country = country_of(word)
    if country is None and word[0].isupper():
        cities = (name for name in starting(word) if name.kind is NameKind.CITY)
        country = next((name.country_code for name in cities if not name.is_ambiguous), None)
    return country not in {None, _UKRAINE}


def _known_family(particle: str, uk: str) -> str:
    known = family_english(particle + uk) if particle else ""
    return known[0].lower() + known[1:] if known and particle[0].islower() else known


def _are_foreign(given: list[Reading]) -> bool:
    """Tell «Томас» from «Тарас»: English does not spell it as Ukrainian does."""
    return all(item.source is Source.TABLE and item.en != romanize(item.uk) for item in given)


def _latin(uk: str) -> str:
    """Spell a foreign name: what the letters leave no doubt about is not romanised.

    «Г» before a consonant is no h («Грубер»), «дж» is j, «кс» is x.
    """
    if _SLAVIC.search(uk):
        return romanized(uk)
    latin = _HARD_G.sub(lambda found: "ґ" if found[0] == "г" else "Ґ", uk)
    latin = latin.replace("Дж", "J").replace("дж", "j").replace("кс", "x")
    return romanized(latin)


def _latin_beside(name: FullName, uk: str) -> str:
    """The Latin spelling that stands in brackets behind a name, if it is one of it."""
    end = name.words.items[name.last].end
    found = _LATIN.match(name.words.text, end)
    if found is None or has_cyrillic(found[1]):
        return ""
    latin = " ".join(found[1].split())
    if not latin[0].isupper() or len(latin.split()) != len(uk.split()):
        return ""
    likeness = SequenceMatcher(None, romanize(uk).lower(), latin.lower()).ratio()
    return latin if likeness >= _LEAST_LIKENESS else ""
