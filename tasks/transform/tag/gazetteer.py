"""Names that we know, found in a text in any case form: the longest one first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.morphology import analyses
from tasks.language.romanize import romanize
from tasks.language.text import has_cyrillic, straighten_apostrophes
from tasks.models import MentionKind
from tasks.transform.tag.agreement import describes_next
from tasks.transform.tag.document import Candidate, Document, Rank
from tasks.transform.tag.inflection import nominatives
from tasks.transform.tag.tables import countries
from tasks.transform.tag.toponyms import NO_PLACE, place_cues, renamed_places, toponyms
from tasks.transform.tag.words import CLOSING_QUOTES, Words, cut, is_acronym, keys


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


_RANK = {kind: rank for rank, kind in enumerate(NameKind)}
# «Покровський напрямок» is a part of a front; others are found by these words.
_TOLD_BEHIND = (" напрямок", " напрям", " район")
_TOLD_BEFORE = ("Республіка ",)
PLACES = frozenset({NameKind.COUNTRY, NameKind.CITY, NameKind.REGION, NameKind.LOC, NameKind.RIVER})


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


@lru_cache(maxsize=1)
def _index() -> dict[str, list[Name]]:
    index: dict[str, list[Name]] = {}
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
        for spelling in dict.fromkeys(spellings):
            name = _prepare(entry, kind, spelling)
            for key in _first_keys(name):
                index.setdefault(key, []).append(name)
    for names in index.values():
        names.sort(key=lambda name: (-len(name.keys), _RANK[name.kind]))
    return index


def _first_keys(name: Name) -> Iterable[str]:
    """The keys by which a name is found: «Радом» is no form of «рада», though it looks so."""
    first = cut(name.uk).items[0].text if name.keys else ""
    nominatives_only = {
        str(parse.normal_form) for parse in analyses(first.lower()) if parse.tag.case == "nomn"
    }
    is_sure = name.kind in PLACES and not is_acronym(first) and first.lower() in name.keys[0]
    if not is_sure or not nominatives_only:
        return name.keys[0]
    return {first.lower(), *nominatives_only}


def _entries() -> Iterator[tuple[lexicon.Entry, NameKind]]:
    """The names of the lexicon that may be mentions; the table of places corrects them."""
    table = toponyms()
    for row in table.values():
        if row.en != NO_PLACE:
            yield lexicon.Entry(row.name, NameKind.LOC, row.en), NameKind.LOC
    for entry in (*lexicon.names(), *lexicon.phrases()):
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


def _prepare(entry: lexicon.Entry, kind: NameKind, spelling: str) -> Name:
    words = cut(straighten_apostrophes(spelling)).items
    table = countries()
    may_be_lower = entry.uk.lower() in table.lower_case and kind in PLACES | {NameKind.ORG}
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
    return Name(
        uk=uk,
        en=en,
        kind=kind,
        country_code=code,
        keys=tuple(frozenset(form) for form in forms),
        gaps=tuple(word.gap for word in words),
        capitals=tuple(word.is_capitalized for word in words),
        needs_quotes=(
            entry.has("quoted") and kind is not NameKind.MEDIA and has_cyrillic(spelling)
        ),
        is_ambiguous=entry.has("amb") and len(words) == 1,
        may_be_lower=may_be_lower,
    )


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    return {entry.uk: entry.en for entry in lexicon.names() if entry.kind == NameKind.CITY}


def _english_of_city(name: str) -> str:
    return _cities().get(name) or romanize(name)


def find(document: Document) -> Iterator[Candidate]:
    """Propose the names of the gazetteer that stand in a document."""
    persons = surnames_here(document)
    for number, words in document.items():
        items = words.items
        at = 0
        while at < len(items):
            # Nine words of ten begin no name.
            found = longest(words, at) if starting(items[at].text) else None
            if found and _is_person(found[0], words, at, persons):
                found = None
            if found:
                yield _candidate(number, words, at, *found)
            at = found[1] + 1 if found else at + 1


def surnames_here(document: Document) -> frozenset[str]:
    """The keys of words that follow a first name: the Austin of this article is a person."""
    found: set[str] = set()
    for words in document.words:
        before = ""
        for word in words.items:
            text = word.text
            is_name = text[0].isupper()
            if is_name and before and not word.gap and _is_first_name(before):
                found |= keys(text)
            before = text if is_name else ""
    return frozenset(found)


@lru_cache(maxsize=100_000)
def _is_first_name(word: str) -> bool:
    return not keys(word).isdisjoint(_first_names())


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    return frozenset(entry.uk.lower() for entry in lexicon.names() if entry.kind == "FIRST")


def _is_person(name: Name, words: Words, at: int, persons: frozenset[str]) -> bool:
    if len(name.keys) > 1 or name.kind not in PLACES or name.kind is NameKind.COUNTRY:
        return False
    return not is_cued(words, at) and not persons.isdisjoint(keys(words.items[at].text))


def _candidate(passage: int, words: Words, at: int, name: Name, last: int) -> Candidate:
    end = words.items[last].end
    if not name.uk[-1].isalnum() and words.text[end : end + 1] in tuple(CLOSING_QUOTES):
        end += 1  # «ПВК "Вагнер"» ends with its quotation mark
    return Candidate(
        passage=passage,
        start=words.items[at].start,
        end=end,
        kind=name.mention_kind,
        name_uk=name.uk,
        name_en=name.en,
        method="gazetteer",
        rank=Rank.GAZETTEER,
        country_code=name.country_code,
    )


def longest(words: Words, at: int) -> tuple[Name, int] | None:
    """Find the longest name that begins at a word; gives it with its last word."""
    best: list[Name] = []
    for name in starting(words.items[at].text):
        if best and len(name.keys) < len(best[0].keys):
            break
        if _fits(name, words, at):
            best.append(name)
    if not best:
        return None
    last = at + len(best[0].keys) - 1
    if len(best) == 1:
        return best[0], last
    is_quoted = words.is_quoted(at, last)
    return min(best, key=lambda name: _preference(name, words.surface(at, last), is_quoted)), last


@lru_cache(maxsize=100_000)
def starting(word: str) -> tuple[Name, ...]:
    """The names of the gazetteer that a word form may begin, the longest first."""
    is_lower = not word[0].isupper()
    if is_lower and not word.startswith((*countries().lower_starts, *_lower_starts())):
        return ()
    index = _index()
    forms = keys(word)
    found = {id(name): name for key in forms for name in index.get(key, ())}
    if not found and len(word) > 3 and not is_lower:
        # The dictionary lacks most foreign towns and guesses their nominative.
        forms = nominatives(word.lower())
        found = {id(name): name for key in forms for name in index.get(key, ())}
    fitting = (name for name in found.values() if not is_lower or name.may_begin_lower)
    return tuple(sorted(fitting, key=lambda name: (-len(name.keys), _RANK[name.kind], name.uk)))


@lru_cache(maxsize=1)
def _lower_starts() -> tuple[str, ...]:
    """How names begin that have no capital there: «сектор Газа»."""
    names = {name for names in _index().values() for name in names if not name.capitals[0]}
    return tuple({key[:4] for name in names if name.may_begin_lower for key in name.keys[0]})


def _preference(name: Name, surface: str, is_quoted: bool) -> tuple[bool, bool, int, str]:
    # In quotes «Москва» is a ship and «Київ» a cinema, if anything; a name in its
    # dictionary form is more likely meant than one that shares an inflected form.
    return (is_quoted and name.kind in PLACES, name.uk != surface, _RANK[name.kind], name.uk)


def _fits(name: Name, words: Words, at: int) -> bool:
    """Compare the words behind the first one, and see whether the name is meant."""
    items = words.items[at : at + len(name.keys)]
    if len(items) < len(name.keys):
        return False
    if name.capitals[0] and not items[0].is_capitalized and not name.may_be_lower:
        return False
    for number in range(1, len(items)):
        word = items[number]
        if word.gap != name.gaps[number]:
            return False
        if name.capitals[number] and not word.is_capitalized and not name.may_be_lower:
            return False
        if name.keys[number].isdisjoint(keys(word.text)):
            return False
    return _is_meant(name, words, at)


def _is_meant(name: Name, words: Words, at: int) -> bool:
    """Look at the surroundings of a word that may be an everyday one."""
    last = at + len(name.keys) - 1
    if name.needs_quotes:
        return words.is_quoted(at, last)
    if name.kind in PLACES and words.is_quoted(at, last):
        return False
    if len(name.keys) > 1 or name.may_be_lower:
        return True
    if name.kind is NameKind.CITY and describes_next(words, at):
        return False  # «на Шахтарському напрямку»
    if name.is_ambiguous or _is_verb(words.items[at].text):
        return is_cued(words, at)
    return not (is_everyday(words.items[at].text) and words.is_opening(at))


def is_cued(words: Words, at: int) -> bool:
    """Tell whether a preposition or a word for a place stands before a word."""
    if at == 0 or words.items[at].gap not in {"", "."}:
        return False
    return words.items[at - 1].text.lower() in place_cues()


@lru_cache(maxsize=50_000)
def _is_verb(word: str) -> bool:
    """Tell «Читати» from a form of the town Чита."""
    return any(parse.tag.POS in {"VERB", "INFN"} for parse in analyses(word.lower()))


def country_of(word: str) -> str | None:
    """The country that a name or an adjective in any case form stands for by itself."""
    table = countries()
    adjective = table.forms.get(straighten_apostrophes(word).lower())
    if adjective or not word[0].isupper():
        return adjective
    names = (table.names.get(key.lower()) for key in sorted(keys(word)))
    return next(filter(None, names), None)


@lru_cache(maxsize=50_000)
def is_known(word: str) -> bool:
    """Tell whether a form of the word is a name of the gazetteer by itself."""
    index = _index()
    return any(len(name.keys) == 1 for key in keys(word) for name in index.get(key, ()))


@lru_cache(maxsize=50_000)
def is_everyday(word: str) -> bool:
    """Tell whether a word may be one of the dictionary that is no name."""
    return not keys(word).isdisjoint(_everyday_words())


@lru_cache(maxsize=1)
def _everyday_words() -> frozenset[str]:
    return frozenset(
        entry.uk for entry in lexicon.words() if entry.kind != "PROPN" and entry.uk.islower()
    )
