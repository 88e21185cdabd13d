"""What a word may be as a first name, a patronymic or a surname, and in which case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from tasks.language import lexicon
from tasks.language.morphology import dictionary_forms
from tasks.language.romanize import romanize
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.people.endings import nominatives
from tasks.transform.tag.words import is_acronym

_GENERATIONS = (("молодш", "молодший", "Jr."), ("старш", "старший", "Sr."))
_GENDERS = {"masc": "masc", "fem": "femn"}


class Source(IntEnum):
    """Who says that a word is a name; the larger, the surer."""

    GUESS = 0
    DICTIONARY = 2
    TABLE = 3


class Reading(NamedTuple):
    """A name that a word may be a form of.

    `spelling` is the English one, empty if no table has it; `case` is empty where the name
    is not declined; `weight` tells how likely the reading is; `alternative` is the spelling
    where the bearer is a foreigner («Борис»: Borys, Boris).
    """

    uk: str
    spelling: str
    gender: str
    case: str
    source: Source
    weight: float
    is_ambiguous: bool = False
    alternative: str = ""

    @property
    def en(self) -> str:
        """The English spelling: of a table, or romanised."""
        return self.spelling or romanized(self.uk)

    def prefixed(self, prefix: str) -> Reading:
        """The same with «аль-» or the like before it."""
        spelling = self.spelling and romanize(prefix) + self.spelling
        return self._replace(uk=prefix + self.uk, spelling=spelling)


def agrees(one: Reading, other: Reading) -> bool:
    """Tell whether two words may be parts of one person's name.

    A surname in the plural goes with a first name in the singular: «Марія та Іван Петренки».
    """
    if one.gender != other.gender:
        return False
    return one.case == other.case or not one.case or other.case in {"", "plur"}


@lru_cache(maxsize=50_000)
def first_names(word: str) -> tuple[Reading, ...]:
    """Read a word as a first name of a table or of the dictionary."""
    return _known(_plain(word), _table("FIRST"), "Name") or _compound(word, first_names)


@lru_cache(maxsize=50_000)
def surnames(word: str) -> tuple[Reading, ...]:
    """Read a word as a surname of a table or of the dictionary."""
    base, uk, en = generation(word)
    if uk:
        return tuple(
            item._replace(uk=item.uk + uk, spelling=item.en + en)
            for item in surnames(base) or guesses(base)
        )
    return _known(_plain(word), _table("LAST"), "Surn") or _compound(word, surnames)


@lru_cache(maxsize=50_000)
def patronymics(word: str) -> tuple[Reading, ...]:
    """Read a word as a patronymic: «Олександровича»."""
    form = _plain(word)
    if "ич" not in form and "іч" not in form and "вн" not in form:
        return ()
    return tuple(_of_dictionary(form, {}, "Patr"))


def generation(word: str) -> tuple[str, str, str]:
    """Part «Кеннеді-молодшим» into the surname and what is added, in Ukrainian and English."""
    base, hyphen, rest = word.rpartition("-")
    for stem, uk, en in _GENERATIONS:
        if hyphen and rest.startswith(stem):
            return base, f"-{uk}", f" {en}"
    return word, "", ""


def family_english(uk: str) -> str:
    """The English of a surname with what stands before it: «фон дер Ляєн»; empty if unknown."""
    return _families().get(uk.lower(), "")


def pair_names(words: str) -> tuple[Reading, ...]:
    """Read two words as one first name that is not declined: «Джей Ді»."""
    entry = _pairs().get(words.lower())
    if entry is None:
        return ()
    return tuple(
        Reading(entry.uk, entry.en, gender, "", Source.TABLE, 0.0)
        for gender in sorted(_genders(entry))
    )


@lru_cache(maxsize=50_000)
def guesses(word: str) -> tuple[Reading, ...]:
    """Read a word that nobody knows as a name, by its ending alone."""
    form = _plain(word)
    found: dict[tuple[str, str, str], Reading] = {}
    for item in nominatives(form):
        if item.doubt is None or item.case == "plur" or len(item.uk) < 2:
            continue
        uk = _like(form, item.uk)
        reading = Reading(uk, "", item.gender, item.case, Source.GUESS, -item.doubt)
        found.setdefault(item[:3], reading)
    return tuple(found.values())


def romanized(uk: str) -> str:
    """Write a name in Latin letters; the apostrophe of «О'Лірі» is kept."""
    if uk.startswith("О'"):
        return f"O'{romanize(uk[2:])}"
    return romanize(uk)


def _known(form: str, table: dict[str, tuple[lexicon.Entry, ...]], tag: str) -> tuple[Reading, ...]:
    found: dict[tuple[str, str, str], Reading] = {}
    for reading in (*_of_table(form, table), *_of_dictionary(form, table, tag)):
        key = (reading.uk, reading.gender, reading.case)
        if key not in found or found[key].source < reading.source:
            found[key] = reading
    return tuple(found.values())


def _of_table(form: str, table: dict[str, tuple[lexicon.Entry, ...]]) -> Iterator[Reading]:
    for item in nominatives(form.lower()):
        for entry in table.get(item.uk, ()):
            if item.gender in _genders(entry):
                yield _entered(entry, item.gender, item.case, -(item.doubt or 0.0) / 10)


def _of_dictionary(
    form: str, table: dict[str, tuple[lexicon.Entry, ...]], wanted: str
) -> Iterator[Reading]:
    for lemma, tag in dictionary_forms(form.lower()):
        if wanted not in tag:
            continue
        case = "" if "Fixd" in tag else "plur" if tag.number == "plur" else str(tag.case)
        gender = str(tag.gender or "masc")
        # «Стадникові» is of Стадник rather than of Стадников.
        weight = -2.5 if lemma.endswith(("ов", "ев")) and form.endswith(("ові", "еві")) else 0.0
        entry = next((item for item in table.get(lemma, ()) if gender in _genders(item)), None)
        if entry:
            yield _entered(entry, gender, case, weight)
        else:
            uk = _like(form, _with_its_letters(form.lower(), lemma))
            yield Reading(uk, "", gender, case, Source.DICTIONARY, weight)


def _with_its_letters(form: str, lemma: str) -> str:
    """Keep the «г» of the text where the dictionary took it for «ґ»."""
    return "".join(
        form[at] if letter in "гґ" and form[at : at + 1] in {"г", "ґ"} else letter
        for at, letter in enumerate(lemma)
    )


def _entered(entry: lexicon.Entry, gender: str, case: str, weight: float) -> Reading:
    # «Петрові» is of Петро unless something speaks for Петр.
    doubt = 0.4 if entry.kind == "FIRST" and entry.has("amb") else 0.0
    return Reading(
        entry.uk,
        entry.en,
        gender,
        case,
        Source.TABLE,
        weight - doubt,
        is_ambiguous=entry.has("amb"),
        alternative=entry.notes.get("alt", ""),
    )


def _genders(entry: lexicon.Entry) -> frozenset[str]:
    noted = frozenset(_GENDERS[note] for note in _GENDERS if entry.has(note))
    if not noted and entry.uk.endswith(("ий", "ій")):
        return frozenset({"masc"})
    return noted or frozenset({"masc", "femn"})


def _compound(word: str, read: Callable[[str], Iterable[Reading]]) -> tuple[Reading, ...]:
    """Read «Жана-Крістофа» and «Петренко-Ткачука» by their parts."""
    first, hyphen, second = word.partition("-")
    if not hyphen or not first[:1].isupper() or not second[:1].isupper() or "-" in second:
        return ()
    pairs = (
        Reading(
            f"{one.uk}-{other.uk}", f"{one.en}-{other.en}", other.gender, other.case or one.case,
            min(one.source, other.source), one.weight + other.weight,
        )
        for other in read(second)
        for one in read(first)
        if agrees(one, other)
    )  # fmt: skip
    return tuple(dict.fromkeys(pairs))


def _plain(word: str) -> str:
    straight = straighten_apostrophes(word)
    if is_acronym(straight) and len(straight) > 3:
        return "-".join(map(str.capitalize, straight.split("-")))
    return straight


def _like(surface: str, lower: str) -> str:
    """Give a lower-case form the capitals that the surface has."""
    if surface[1:].islower():
        return lower[:1].upper() + lower[1:]
    letters = [
        letter.upper() if number < len(surface) and surface[number].isupper() else letter
        for number, letter in enumerate(lower)
    ]
    return "".join(letters)


@lru_cache(maxsize=2)
def _table(kind: str) -> dict[str, tuple[lexicon.Entry, ...]]:
    table: dict[str, tuple[lexicon.Entry, ...]] = {}
    for entry in lexicon.names():
        if entry.kind == kind and " " not in entry.uk:
            key = entry.uk.lower()
            table[key] = (*table.get(key, ()), entry)
    return table


@lru_cache(maxsize=1)
def _pairs() -> dict[str, lexicon.Entry]:
    return {
        entry.uk.lower(): entry
        for entry in lexicon.names()
        if entry.kind == "FIRST" and " " in entry.uk
    }


@lru_cache(maxsize=1)
def _families() -> dict[str, str]:
    return {
        entry.uk.lower(): entry.en
        for entry in lexicon.names()
        if entry.kind == "LAST" and " " in entry.uk
    }
