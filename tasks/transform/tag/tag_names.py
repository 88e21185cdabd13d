"""Names that stand as a page's own tags, whatever their order, case or abbreviation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.text import has_cyrillic, straighten_apostrophes
from tasks.transform.tag.people import famous
from tasks.transform.tag.tables import countries
from tasks.transform.tag.tag_forms import is_common

_PATRONYMIC_ENDINGS = ("ович", "евич", "йович", "івна", "ївна", "лліч")
# Of two names written alike the first of these is meant.
_ORDER = ("COUNTRY", "ORG", "MEDIA", "COMPANY", "CITY", "REGION", "OTHER", "NAME", "RIVER", "EQUIP")


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name in its one form."""

    uk: str
    en: str


def known_name(tag: str) -> KnownName | None:
    """Find a tag among the names: «США», «РФ», «зеленський», «Зеленський Володимир»."""
    form = _form(tag)
    if person := _bearers().get(form):
        return KnownName(person.uk, person.en)
    name = None if _is_thing(tag) else _names().get(form)
    return name or _people().get(frozenset(form.split()))


def _is_thing(tag: str) -> bool:
    """Tell «суми» and «дрон» from Суми and a drone's name."""
    return tag.islower() and is_common(tag) and tag not in countries().lower_case


def person_name(tag: str) -> str | None:
    """Write a person's name with the first name first and without the patronymic."""
    words = tag.replace(",", " ").split()
    if len(words) == 3 and words[2].endswith(_PATRONYMIC_ENDINGS):
        words.pop()
    elif len(words) == 3 and words[1].endswith(_PATRONYMIC_ENDINGS) and _is_first(words[0]):
        words.pop(1)
    if len(words) == 2 and not _is_first(words[0]) and _is_first(words[1]):
        words.reverse()
    is_person = len(words) == 2 and all(word[0].isupper() for word in words)
    return " ".join(words) if is_person and _is_first(words[0]) else None


def _is_first(word: str) -> bool:
    return word in _first_names()


def _form(tag: str) -> str:
    return straighten_apostrophes(tag).casefold()


@lru_cache(maxsize=1)
def _names() -> dict[str, KnownName]:
    """Every name by its form, and by its English where pages of Ukraine print that."""
    index: dict[str, KnownName] = {}
    entries = sorted(_entries(), key=lambda entry: _ORDER.index(entry.kind))
    full = _full_names(entries)
    for entry in entries:
        name = _canonical(entry, full)
        index.setdefault(_form(entry.uk), name)
    for entry in entries:
        index.setdefault(_form(entry.en), _canonical(entry, full))
    return index


def _entries() -> Iterator[lexicon.Entry]:
    for entry in lexicon.names():
        is_clear = entry.kind == "COUNTRY" or not entry.has("amb")
        is_thing = entry.kind == "EQUIP" and is_common(entry.uk.lower())
        if entry.kind in _ORDER and is_clear and not is_thing and "(" not in entry.uk:
            yield entry
    for entry in lexicon.phrases():
        if entry.kind == "NAME":
            yield entry


def _full_names(entries: list[lexicon.Entry]) -> dict[tuple[str, str], str]:
    """The Ukrainian of every name by kind and English, rather written out than abbreviated."""
    found: dict[tuple[str, str], str] = {}
    for entry in sorted(entries, key=_shortness):
        found.setdefault((entry.kind, entry.en), entry.uk)
    return found


def _shortness(entry: lexicon.Entry) -> tuple[bool, bool, int]:
    # «F-16» is written so in Ukrainian as well.
    is_foreign = entry.kind != "EQUIP" and not has_cyrillic(entry.uk)
    return is_foreign, entry.uk.isupper(), -entry.uk.count(" ")


def _canonical(entry: lexicon.Entry, full: dict[tuple[str, str], str]) -> KnownName:
    """Give one form to what has many: «РФ» is Росія, «ЗСУ» are Збройні Сили України."""
    if entry.kind == "COUNTRY" and entry.has("iso"):
        return KnownName(*countries().labels[entry.notes["iso"]])
    alternatives = entry.notes.get("alt", "").split("|")
    written_out = next((en for en in alternatives if (entry.kind, en) in full), entry.en)
    return KnownName(full[entry.kind, written_out], written_out)


@lru_cache(maxsize=1)
def _people() -> dict[frozenset[str], KnownName]:
    """Persons by the words of their names in any order."""
    people = {
        frozenset(_form(entry.uk).split()): KnownName(entry.uk, entry.en)
        for entry in lexicon.names()
        if entry.has("pers") and " " in entry.uk
    }
    for person in famous.by_surname().values():
        people.setdefault(frozenset(_form(person.uk).split()), KnownName(person.uk, person.en))
    return people


@lru_cache(maxsize=1)
def _bearers() -> dict[str, famous.Famous]:
    """Whom a surname alone means, by its form."""
    return {_form(surname): person for surname, person in famous.by_surname().items()}


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    return frozenset(entry.uk for entry in lexicon.names() if entry.kind == "FIRST")
