"""Names that we know, found in a text in any case form: the longest one first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.morphology import analyses
from tasks.transform.tag.agreement import describes_next
from tasks.transform.tag.document import Candidate, Document, Rank
from tasks.transform.tag.names import PLACES, RANKS, Name, NameKind, starting
from tasks.transform.tag.networks import is_medium
from tasks.transform.tag.toponyms import place_cues, settlement_words
from tasks.transform.tag.words import CLOSING_QUOTES, Words, keys

_LONGEST_QUOTED = 4
_DASHES = frozenset({"-", "–", "—"})
_CONJUNCTIONS = frozenset({"та", "і", "й"})


def find(document: Document) -> Iterator[Candidate]:
    """Propose the names of the gazetteer that stand in a document."""
    persons = surnames_here(document)
    for number, words in document.items():
        items = words.items
        at = 0
        while at < len(items):
            # Nine words of ten begin no name.
            found = longest(words, at) if starting(items[at].text) else None
            if found and (
                _is_person(found[0], words, at, persons) or is_medium(words, at, found[0].uk)
            ):
                found = None
            if found:
                yield _candidate(number, words, at, *found)
            at = found[1] + 1 if found else at + 1


def surnames_here(document: Document) -> frozenset[str]:
    """The keys of words that follow a first name: the Austin of this article is a person."""
    found: set[str] = set()
    for words in document.words:
        before = -2
        for at in words.capitals:
            word = words.items[at]
            if at - before == 1 and not word.gap and _is_first_name(words.items[before].text):
                found |= keys(word.text)
            before = at
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


def _preference(name: Name, surface: str, is_quoted: bool) -> tuple[bool, bool, bool, int, str]:
    # In quotes «Москва» is a ship, «Київ» a cinema and «Мінфін» a site, if anything; a name in
    # its dictionary form is more likely meant than one that shares an inflected form.
    return (
        is_quoted and name.kind in PLACES,
        not name.needs_quotes,
        name.uk != surface,
        RANKS[name.kind],
        name.uk,
    )


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
    is_quoted = words.is_quoted(at, at + len(name.keys) - 1)
    if name.needs_quotes:
        return is_quoted
    if name.kind in PLACES and (is_quoted or _ends_quoted_name(name, words, at)):
        return False
    if len(name.keys) > 1 or name.may_be_lower or (is_quoted and name.kind is NameKind.MEDIA):
        return True
    return _is_single_meant(name, words, at)


def _is_single_meant(name: Name, words: Words, at: int) -> bool:
    text = words.items[at].text
    if name.kind not in PLACES and at and words.items[at - 1].text.lower() in settlement_words():
        return False  # «селище Зелень» is no party
    if name.kind is NameKind.CITY and describes_next(words, at):
        return False  # «на Шахтарському напрямку»
    if name.is_ambiguous or _is_verb(text):
        return is_cued(words, at) or _is_listed(words, at) or _is_country(name, words, at)
    if name.kind is NameKind.ORG and (_is_called_so(name) or _is_acting(words, at)):
        return True
    return not (is_everyday(text) and words.is_opening(at))


@lru_cache(maxsize=5_000)
def _is_called_so(name: Name) -> bool:
    """Tell «Нацрада» and «Бундестаг» from «Рада»: the dictionary has no other meaning."""
    meanings = _meanings().get(name.uk.lower(), frozenset())
    return meanings == {name.en.lower()}


@lru_cache(maxsize=1)
def _meanings() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for entry in lexicon.words():
        if entry.kind != "PROPN" and entry.uk.islower():
            all_of_them = {entry.en.lower(), *entry.notes.get("alt", entry.en).lower().split("|")}
            found[entry.uk] = found.get(entry.uk, frozenset()) | all_of_them
    return found


def _is_acting(words: Words, at: int) -> bool:
    """Tell the title «Рада ухвалила…»: the one council that needs no other words."""
    # Only titles have no full stop; elsewhere a town's council may go by the word.
    if at or words.text.endswith("."):
        return False
    following = words.items[1:2]
    return bool(following) and not following[0].gap and _is_verb(following[0].text)


def _ends_quoted_name(name: Name, words: Words, at: int) -> bool:
    """Tell «Рух "Вільна Україна"» from a country: the whole between the quotes is the name."""
    last = at + len(name.keys) - 1
    if not words.text.startswith(tuple(CLOSING_QUOTES), words.items[last].end):
        return False
    if words.surface(at, last) != name.uk:
        return False  # «"Слава Україні"» is a sentence
    if words.items[at].gap in _DASHES:
        return False  # «автобус "Чортків – Львів"»
    firsts = range(max(0, at - _LONGEST_QUOTED), at)
    return any(
        words.items[first].is_capitalized and words.is_quoted(first, last) for first in firsts
    )


def _is_country(name: Name, words: Words, at: int) -> bool:
    """Tell «президент Штатів»: few but countries have a capital within a sentence."""
    if at and words.items[at].text.isupper() and words.items[at - 1].text.isupper():
        return False  # in a line of capitals they prove nothing: «ПІСЛЯ ТОГО»
    following = words.items[at + 1 : at + 2]
    is_longer = bool(following and not following[0].gap and following[0].is_capitalized)
    return name.kind is NameKind.COUNTRY and not words.is_opening(at) and not is_longer


def _is_listed(words: Words, at: int) -> bool:
    """Tell whether the neighbour in a list is a place: «у Вісконсині, Джорджії та Аризоні»."""
    items = words.items
    before = at - 1 if items[at].gap == "," else at - 2 if _joins(words, at - 1) else -1
    after = at + 1
    if after < len(items) and not (items[after].gap == "," or _joins(words, after)):
        after = len(items)
    after += after < len(items) and _joins(words, after)
    return any(
        0 <= place < len(items)
        and any(
            name.kind in PLACES and not name.is_ambiguous for name in starting(items[place].text)
        )
        for place in (before, after)
    )


def _joins(words: Words, at: int) -> bool:
    return at >= 0 and not words.items[at].gap and words.items[at].text in _CONJUNCTIONS


def is_cued(words: Words, at: int) -> bool:
    """Tell whether a preposition or a word for a place stands before a word."""
    if at == 0 or words.items[at].gap not in {"", "."}:
        return False
    return words.items[at - 1].text.lower() in place_cues()


@lru_cache(maxsize=50_000)
def _is_verb(word: str) -> bool:
    """Tell «Читати» from a form of the town Чита."""
    return any(parse.tag.POS in {"VERB", "INFN"} for parse in analyses(word.lower()))


@lru_cache(maxsize=50_000)
def is_everyday(word: str) -> bool:
    """Tell whether a word may be one of the dictionary that is no name."""
    return not keys(word).isdisjoint(_everyday_words())


@lru_cache(maxsize=1)
def _everyday_words() -> frozenset[str]:
    return frozenset(
        entry.uk for entry in lexicon.words() if entry.kind != "PROPN" and entry.uk.islower()
    )
