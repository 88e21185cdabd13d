"""What stands around a name and tells that it is one, and in which case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tasks.language import lexicon
from tasks.language.morphology import dictionary_forms
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.names import country_of
from tasks.transform.tag.tables import rows
from tasks.transform.tag.words import Words, is_acronym, keys

# «міністр у справах Північної Ірландії Шейлеш Вара» has six words in between.
ROLE_REACH = 8
_HONORED_REACH = 4
_BETWEEN_HONORS = frozenset({"", ".", "«", '"', "“", "„"})
_FEMININE_ROLE = re.compile(
    r"(?:(?:олог|ограф|агог|метр|тролог|фізик|хімік|атик|істик)ин(?:я|і|ю|ею)"
    r"|знав(?:иця|иці|ицю|ицею))$"
)
_STOPS = frozenset(".!?;:()[]…\n")
# What each preposition governs; with others a name is at least not in the nominative.
_OBLIQUE = frozenset({"gent", "datv", "accs", "ablt", "loct"})
_GOVERNED = {
    **dict.fromkeys(
        ("від", "для", "до", "без", "біля", "після", "проти", "крім", "щодо", "замість"),
        frozenset({"gent"}),
    ),
    **dict.fromkeys(("про", "через"), frozenset({"accs"})),
    **dict.fromkeys(("з", "із", "зі"), frozenset({"gent", "ablt"})),
    **dict.fromkeys(("на", "по"), frozenset({"accs", "loct"})),
    **dict.fromkeys(("у", "в"), frozenset({"gent", "accs", "loct"})),
    **dict.fromkeys(("за", "перед", "над", "під", "між"), frozenset({"accs", "ablt", "gent"})),
    **dict.fromkeys(("при",), frozenset({"loct"})),
}


class Hints(NamedTuple):
    """The cases and the gender that the neighbours of a name ask for; empty if any will do."""

    cases: frozenset[str]
    gender: str


def hints(words: Words, first: int, last: int) -> Hints:
    """Read case and gender off the word before a name and the verb beside it."""
    gender = _gender_of_verb(words, first, last)
    if gender:
        return Hints(frozenset({"nomn"}), gender)
    if first == 0 or words.items[first].gap:
        return Hints(frozenset({"nomn"}), "")
    before = words.items[first - 1].text.lower()
    if before in _GOVERNED:
        return Hints(_GOVERNED[before], "")
    return _of_role(before)


def _gender_of_verb(words: Words, first: int, last: int) -> str:
    """Tell by «заявила Х» and «Х заявила» that Х is a woman in the nominative."""
    beside: list[int] = []
    after = last + 1 < len(words.items) and not words.items[last + 1].gap
    # In «заява О. Данилюка пролунала» the verb is of another word.
    if after and (not first or words.items[first].gap or is_title(words.items[first - 1].text)):
        beside.append(last + 1)
    if first and not words.items[first].gap:
        beside.append(first - 1)
    for at in beside:
        word = words.items[at].text
        if word.endswith(("ла", "в", "лась", "лася", "вся", "вшись")) and word[0].islower():
            for _, tag in dictionary_forms(word):
                if tag.POS == "VERB" and tag.tense == "past" and tag.gender in {"masc", "femn"}:
                    return str(tag.gender)
    return ""


@lru_cache(maxsize=20_000)
def _of_role(word: str) -> Hints:
    if not is_role(word):
        return Hints(frozenset(), "")
    tags = [tag for _, tag in dictionary_forms(word) if tag.POS == "NOUN" and tag.case]
    cases = frozenset(str(tag.case) for tag in tags if tag.number != "plur")
    genders = {str(tag.gender) for tag in tags if tag.gender}
    # A woman may be a «міністр», but no man is a «міністерка».
    return Hints(cases, "femn" if genders == {"femn"} else "")


def has_role_before(words: Words, at: int, reach: int = ROLE_REACH) -> bool:
    """Tell whether a word for a person stands before a name, within its clause."""
    items = words.items
    for number in range(at - 1, max(-1, at - 1 - reach), -1):
        if not _STOPS.isdisjoint(items[number + 1].gap):
            return False
        if is_title(items[number].text):
            return True
    return False


def is_after_institution(words: Words, at: int) -> bool:
    """Tell whether a country or an acronym stands right before: «глава МЗС ФРН Гайко Маас»."""
    if at == 0 or words.items[at].gap:
        return False
    before = words.items[at - 1].text
    return is_acronym(before) or country_of(before) is not None


def has_speech_beside(words: Words, first: int, last: int) -> bool:
    """Tell whether somebody is said to speak: «заявив Х», «Х додала», «за словами Х»."""
    items = words.items
    for number in range(last + 1, min(last + 3, len(items))):
        if not _STOPS.isdisjoint(items[number].gap):
            break
        if is_speech(items[number].text):
            return True
    for number in range(first - 1, max(-1, first - 3), -1):
        if not _STOPS.isdisjoint(items[number + 1].gap):
            break
        if is_speech(items[number].text) or (
            number == first - 1 and _has(items[number].text, "speaker")
        ):
            return True
    return False


def is_honored(words: Words, at: int) -> bool:
    """Tell whether a street, a prize or a school is named here after the person."""
    items = words.items
    for number in range(at - 1, max(-1, at - 1 - _HONORED_REACH), -1):
        gap = items[number + 1].gap
        if gap not in _BETWEEN_HONORS:
            return False
        word = items[number].text.lower()
        if word == "імені" and not gap:
            return True
        if _has(word, "honored"):
            if not gap and number and _is_oblique_role(items[number - 1].text):
                return False  # «за словами директора ліцею Богдана Шевчука»
            # «вул. Шевченка», «крейсер "Адмірал Макаров"»
            return gap != "." or len(word) < 5
        if gap or not (_is_role(word) or len(word) == 1):
            return False
    return False


@lru_cache(maxsize=5_000)
def _is_oblique_role(word: str) -> bool:
    cases = _of_role(word).cases
    return bool(cases) and "nomn" not in cases


def is_role(word: str) -> bool:
    """Tell whether a word says what a person is: «міністр», «екс-президента», «мати»."""
    return word[0].islower() and _is_role(word)


@lru_cache(maxsize=50_000)
def _is_role(word: str) -> bool:
    forms = keys(word)
    if not forms.isdisjoint(_roles()):
        return True
    if _FEMININE_ROLE.search(word):
        return True  # «гідрологиня», «музикознавиця»: the dictionary lags behind
    # «прем'єр-міністр», «віцепрезидент», «ексглава»
    if "-" in word:
        return not keys(word.rpartition("-")[2]).isdisjoint(_roles())
    prefix = next((item for item in ("екс", "віце", "спец") if word.startswith(item)), "")
    return bool(prefix) and not keys(word[len(prefix) :] or word).isdisjoint(_roles())


def is_title(word: str) -> bool:
    """Tell whether a word says what a person is, with a capital or without."""
    return _is_role(word.lower())


def is_place_head(word: str) -> bool:
    """Tell whether the name of a place follows: «графство», «родовище»."""
    return _has(word, "place")


def is_address(word: str) -> bool:
    """Tell whether only a person is called so: «пан», «принцеса»."""
    return _has(word, "address")


@lru_cache(maxsize=50_000)
def is_speech(word: str) -> bool:
    """Tell whether a word is a form of a verb of speech."""
    return word[0].islower() and _has(word, "speech")


def is_of_firm(word: str) -> bool:
    """Tell whether a word in Latin letters is of the name of a firm or a place: «Materials»."""
    return word in _words("latin")


def is_particle(word: str) -> bool:
    """Tell whether a lower-case word belongs to foreign surnames: «фон», «де», «бін»."""
    return word in _words("particle")


def is_asian_surname(word: str) -> bool:
    """Tell whether a word is a surname that stands before the first name: «Кім», «Лі»."""
    return word.lower() in _words("asian")


@lru_cache(maxsize=50_000)
def _has(word: str, kind: str) -> bool:
    return not keys(word.lower()).isdisjoint(_words(kind))


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    return _words("role") | frozenset(
        entry.uk
        for entry in lexicon.words()
        if entry.kind == "NOUN" and entry.has("pers") and entry.uk.islower()
    )


@lru_cache(maxsize=8)
def _words(kind: str) -> frozenset[str]:
    return frozenset(_of_kind(kind))


def _of_kind(kind: str) -> Iterator[str]:
    for row in rows("person_words.tsv"):
        if row["kind"] == kind:
            yield straighten_apostrophes(row["word"])
