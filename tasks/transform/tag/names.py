"""The names of the lexicon and of the table of places, ready to be found by any of their forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.morphology import forms_of
from tasks.language.romanize import romanize
from tasks.language.text import has_cyrillic, straighten_apostrophes
from tasks.models import MentionKind
from tasks.transform.tag.inflection import nominatives
from tasks.transform.tag.tables import countries
from tasks.transform.tag.toponyms import NO_PLACE, renamed_places, toponyms
from tasks.transform.tag.words import cut, is_acronym, keys


class NameKind(StrEnum):
    """Kinds of names, in the order in which they explain the same words."""

    COUNTRY = "COUNTRY"
    CITY = "CITY"
    REGION = "REGION"
    LOC = "LOC"
    ORG = "ORG"
    MEDIA = "MEDIA"
    COMPANY = "COMPANY"
    RIVER = "RIVER"


RANKS = {kind: rank for rank, kind in enumerate(NameKind)}
# «Покровський напрямок» is a part of a front; others are found by these words.
_TOLD_BEHIND = (" напрямок", " напрям", " район")
_TOLD_BEFORE = ("Республіка ",)
PLACES = frozenset({NameKind.COUNTRY, NameKind.CITY, NameKind.REGION, NameKind.LOC, NameKind.RIVER})

_MAY_BE_LOWER = PLACES | {NameKind.ORG}

# pymorphy3 takes «у Хмельницькій області» for a form of the town Хмельницький.
_FEMININE_ENDINGS = ("ої", "ій", "ою", "их", "ими")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the gazetteer, ready for matching word by word."""

    uk: str
    en: str
    kind: NameKind
    country_code: str | None
    keys: tuple[frozenset[str], ...]
    gaps: tuple[str, ...]
    capitals: tuple[bool, ...]
    needs_quotes: bool
    is_ambiguous: bool
    may_be_lower: bool

    @property
    def may_begin_lower(self) -> bool:
        """Tell whether its first word may have no capital: «рф», «сектор Газа»."""
        return self.may_be_lower or (not self.capitals[0] and self.kind in PLACES)

    @property
    def mention_kind(self) -> MentionKind:
        """What kind of mention it makes."""
        return MentionKind.PLACE if self.kind in PLACES else MentionKind.ORGANIZATION


@dataclass(slots=True, eq=False)
class _Spelling:
    """A way to write a name of the lexicon; it is made ready when it is first met."""

    entry: lexicon.Entry
    kind: NameKind
    text: str
    _name: Name | None = None

    @property
    def may_be_lower(self) -> bool:
        """Tell whether newspapers also print it without a capital: «рф»."""
        # «hromadske», «dpa»: nothing else in Latin letters begins so.
        if self.text[0].islower() and not has_cyrillic(self.text):
            return True
        return self.entry.uk.lower() in countries().lower_case and self.kind in _MAY_BE_LOWER

    @property
    def name(self) -> Name:
        """The name, ready for matching."""
        if self._name is None:
            self._name = _prepare(self.entry, self.kind, self.text, self.may_be_lower)
        return self._name


@lru_cache(maxsize=1)
def _index() -> dict[str, list[_Spelling]]:
    """The names by the keys of their first words."""
    index: dict[str, list[_Spelling]] = {}
    seen: set[tuple[str, NameKind]] = set()
    for entry, kind in _entries():
        # A name with an explanation in brackets is not printed so twice.
        if (entry.uk, kind) in seen or "(" in entry.uk:
            continue
        seen.add((entry.uk, kind))
        spellings = [entry.uk]
        if kind in {NameKind.MEDIA, NameKind.COMPANY} and (entry.en, kind) not in seen:
            # News prints «Reuters» and «Рейтер», «BBC» and «Бі-бі-сі».
            seen.add((entry.en, kind))
            spellings.append(entry.en)
        for text in dict.fromkeys(spellings):
            spelling = _Spelling(entry, kind, text)
            for key in _first_keys(spelling):
                index.setdefault(key, []).append(spelling)
    return index


def _first_keys(spelling: _Spelling) -> Iterable[str]:
    """The keys by which a name is found: «Радом» is no form of «рада», though it looks so."""
    words = cut(straighten_apostrophes(spelling.text)).items
    if not words:
        return ()
    word = words[0].text
    first = word.lower()
    if spelling.may_be_lower:
        return keys(word) | {first}
    if spelling.kind in PLACES and not is_acronym(word):
        nominatives_only = {form for form, tag in forms_of(first) if tag.case == "nomn"}
        if nominatives_only:
            return {first, *nominatives_only}
    return keys(word)


def _entries() -> Iterator[tuple[lexicon.Entry, NameKind]]:
    """The names of the lexicon that may be mentions; the table of places corrects them."""
    table = toponyms()
    for row in table.values():
        if row.en != NO_PLACE:
            yield lexicon.Entry(row.name, NameKind.LOC, row.en), NameKind.LOC
    countries_here = {entry.uk for entry in lexicon.names() if entry.kind == NameKind.COUNTRY}
    for entry in (*lexicon.names(), *lexicon.phrases()):
        if entry.kind == "NAME" and entry.uk in countries_here:
            continue  # one name a country: «Російська Федерація» is Росія
        kind = _kind(entry)
        is_corrected = entry.uk in table and kind in PLACES | {NameKind.ORG}
        if kind and (not is_corrected or entry.has("quoted")):
            yield entry, kind


def _kind(entry: lexicon.Entry) -> NameKind | None:
    if entry.kind == "NAME":
        # The table of phrases names whole institutions and places as well.
        kind = entry.notes.get("kind", "")
        is_told = entry.uk.endswith(_TOLD_BEHIND) or entry.uk.startswith(_TOLD_BEFORE)
        is_kept = kind == "ORG" or (kind == "LOC" and not is_told)
        return NameKind(kind) if is_kept else None
    return NameKind(entry.kind) if entry.kind in set(NameKind) else None


def _prepare(entry: lexicon.Entry, kind: NameKind, spelling: str, may_be_lower: bool) -> Name:
    words = cut(straighten_apostrophes(spelling)).items
    table = countries()
    forms = [keys(word.text) | ({word.text.lower()} if may_be_lower else set()) for word in words]
    toponym = toponyms().get(entry.uk) if kind is NameKind.LOC else None
    code = entry.notes.get("iso") or table.metonyms.get(entry.uk)
    if toponym:
        code = toponym.country_code
    elif code is None and kind in {NameKind.ORG, NameKind.LOC}:
        # «Верховний суд США», «Верховна Рада України»: the country is in the name.
        code = next(filter(None, map(country_of, (word.text for word in words))), None)
    uk, en = toponym.uk if toponym else entry.uk, entry.en
    if kind is NameKind.COUNTRY and entry.has("iso"):
        # One name a country, however it is called here: «РФ» and «росія» are Росія.
        uk, en = table.labels[entry.notes["iso"]]
    elif kind is NameKind.CITY and code == "UA":
        uk = renamed_places().get(entry.uk, entry.uk)
        en = en if uk == entry.uk else _english_of_city(uk)
    elif not has_cyrillic(spelling):
        uk = spelling  # a name that is printed in Latin letters keeps them
    return Name(
        uk=uk,
        en=en,
        kind=kind,
        country_code=code,
        keys=tuple(frozenset(form) for form in forms),
        gaps=tuple(word.gap for word in words),
        capitals=tuple(word.is_capitalized for word in words),
        needs_quotes=(
            entry.has("quoted")
            and (kind is not NameKind.MEDIA or entry.has("amb"))
            and has_cyrillic(spelling)
        ),
        is_ambiguous=entry.has("amb") and len(words) == 1,
        may_be_lower=may_be_lower,
    )


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    return {entry.uk: entry.en for entry in lexicon.names() if entry.kind == NameKind.CITY}


def _english_of_city(name: str) -> str:
    return _cities().get(name) or romanize(name)


@lru_cache(maxsize=100_000)
def starting(word: str) -> tuple[Name, ...]:
    """The names of the gazetteer that a word form may begin, the longest first."""
    is_lower = word[0].islower()
    if is_lower and not word.startswith((*countries().lower_starts, *_lower_starts())):
        return ()
    index = _index()
    forms = keys(word)
    found = {id(item): item.name for key in forms for item in index.get(key, ())}
    if not found and len(word) > 3 and not is_lower:
        # The dictionary lacks most foreign towns and guesses their nominative.
        forms = nominatives(word.lower())
        found = {id(item): item.name for key in forms for item in index.get(key, ())}
    is_feminine = word.endswith(_FEMININE_ENDINGS)
    fitting = (
        name
        for name in found.values()
        if (not is_lower or name.may_begin_lower)
        and not (is_feminine and name.kind is NameKind.CITY and name.uk.endswith(("ий", "е")))
    )
    return tuple(sorted(fitting, key=lambda name: (-len(name.keys), RANKS[name.kind], name.uk)))


@lru_cache(maxsize=1)
def _lower_starts() -> tuple[str, ...]:
    """How names begin that have no capital there: «сектор Газа»."""
    return tuple(
        {
            key[:4]
            for key, spellings in _index().items()
            for item in spellings
            if item.may_be_lower or (item.kind in PLACES and item.text[0].islower())
        }
    )


@lru_cache(maxsize=50_000)
def is_known(word: str) -> bool:
    """Tell whether a form of the word is a name of the gazetteer by itself."""
    index = _index()
    return any(" " not in item.text for key in keys(word) for item in index.get(key, ()))


def country_of(word: str) -> str | None:
    """The country that a name or an adjective in any case form stands for by itself."""
    table = countries()
    adjective = table.forms.get(straighten_apostrophes(word).lower())
    if adjective or not word[0].isupper():
        return adjective
    names = (table.names.get(key.lower()) for key in sorted(keys(word)))
    return next(filter(None, names), None)
