"""The words that tell a country without naming it: adjectives, nationals, institutions."""

from __future__ import annotations

from functools import lru_cache

from tasks.language.morphology import analyses
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.tables import countries, not_countries
from tasks.transform.tag.words import Words, is_acronym, keys

# The dictionary forms of word after word.
Phrase = tuple[frozenset[str], ...]
# «загальноукраїнський», «прокитайський»: about the same country.
_PREFIXES = ("загально", "анти", "псевдо", "між", "все", "про", "пост", "поза", "не", "нео")
_LANGUAGE_ENDINGS = ("ською", "цькою", "зькою")
_LINKS = frozenset({"і", "й", "та", "або", "чи", "а", "але"})


def codes_of(words: Words, number: int) -> tuple[str, ...]:
    """The countries of a word that is an adjective or a national: «російський», «поляки»."""
    text = words.items[number].text
    codes = _adjective_codes(text)
    if codes:
        return () if _is_language(words, number) else codes
    code = _national_code(text, "people")
    if code:
        return () if _is_surname(words, number) else (code,)
    code = _national_code(text, "things")
    return (code,) if code and _is_woman(words, number) else ()


@lru_cache(maxsize=100_000)
def _adjective_codes(word: str) -> tuple[str, ...]:
    """The countries of an adjective; a compound has several («українсько-польський»)."""
    table = countries()
    lower = straighten_apostrophes(word).lower()
    whole = _adjective_code(lower)
    if whole or "-" not in lower:
        return (whole,) if whole else ()
    parts = lower.split("-")
    codes = tuple(filter(None, map(_adjective_code, parts)))
    # «греко-католицький» has nothing to do with Greece: a stem counts beside a country only.
    stems = tuple(table.stems[part] for part in parts if part in table.stems) if codes else ()
    return tuple(dict.fromkeys((*stems, *codes)))


def _adjective_code(lower: str) -> str | None:
    forms = countries().forms
    if lower in forms:
        return forms[lower]
    for prefix in _PREFIXES:
        if lower.startswith(prefix) and lower.removeprefix(prefix) in forms:
            return forms[lower.removeprefix(prefix)]
    return None


@lru_cache(maxsize=100_000)
def _national_code(word: str, column: str) -> str | None:
    """The country of a national, in any case form: «поляками»."""
    table = countries()
    codes = table.people if column == "people" else table.things
    for part in straighten_apostrophes(word).lower().split("-"):
        if part[:3] in table.people_starts:
            found = sorted(key for key in keys(part) if key in codes)
            if found:
                return codes[found[0]]
    return None


def _is_surname(words: Words, number: int) -> bool:
    """Tell «Поляк» in the middle of a sentence or in quotes, where it is no Pole."""
    text = words.items[number].text
    if not text[0].isupper() or text.isupper():
        return False
    return not words.is_opening(number) or words.is_quoted(number, number)


def _is_woman(words: Words, number: int) -> bool:
    """Tell the tennis player from the grinder: «болгарка Піронкова», «25-річна полька»."""
    items = words.items
    follower = items[number + 1] if number + 1 < len(items) else None
    if follower and follower.is_capitalized and not follower.gap:
        return True
    return number > 0 and "річн" in items[number - 1].text.lower()


def _is_language(words: Words, number: int) -> bool:
    """Tell whether an adjective means a language: «російська мова», «говорить англійською»."""
    items = words.items
    for follower in items[number + 1 : number + 5]:
        # «українська та російська мови»
        if "мова" in keys(follower.text):
            return True
        is_next = follower.text.lower() in _LINKS or _adjective_codes(follower.text)
        if follower.gap not in {"", ","} or not is_next:
            break
    if not items[number].text.lower().endswith(_LANGUAGE_ENDINGS):
        return False
    noun = items[number + 1] if number + 1 < len(items) else None
    return noun is None or bool(noun.gap) or not _may_follow(noun.text)


@lru_cache(maxsize=50_000)
def _may_follow(word: str) -> bool:
    """Tell whether a word agrees with an adjective in the feminine instrumental."""
    if is_acronym(word) or word[0].isupper():
        return True
    return any("ablt" in parse.tag and "femn" in parse.tag for parse in analyses(word.lower()))


def is_other_thing(words: Words, number: int) -> bool:
    """Tell whether a word begins what only bears a country's name: «грецький горіх»."""
    return any(
        _stands_at(words, number, phrase)
        for key in keys(words.items[number].text)
        for phrase in _other_things().get(key, ())
    )


def institution_at(words: Words, number: int) -> tuple[str, int] | None:
    """The country of an institution that begins at a word, and where its name ends."""
    word = words.items[number]
    if not word.is_capitalized or words.is_quoted(number, number):
        return None
    for forms, code in _institutions_from(word.text):
        if _stands_at(words, number, forms):
            return code, words.items[number + len(forms) - 1].end
    return None


def _stands_at(words: Words, number: int, phrase: Phrase) -> bool:
    items = words.items[number : number + len(phrase)]
    return len(items) == len(phrase) and all(
        not forms.isdisjoint(keys(item.text)) for forms, item in zip(phrase, items, strict=True)
    )


@lru_cache(maxsize=50_000)
def _institutions_from(word: str) -> tuple[tuple[Phrase, str], ...]:
    found = [item for key in sorted(keys(word)) for item in _institutions().get(key, ())]
    return tuple(sorted(found, key=lambda item: -len(item[0])))


@lru_cache(maxsize=1)
def _institutions() -> dict[str, list[tuple[Phrase, str]]]:
    index: dict[str, list[tuple[Phrase, str]]] = {}
    for name, code in countries().metonyms.items():
        forms = tuple(map(keys, name.split()))
        for key in forms[0]:
            index.setdefault(key, []).append((forms, code))
    return index


@lru_cache(maxsize=1)
def _other_things() -> dict[str, list[Phrase]]:
    index: dict[str, list[Phrase]] = {}
    for phrase in not_countries():
        forms = tuple(map(keys, phrase))
        for key in forms[0]:
            index.setdefault(key, []).append(forms)
    return index


def is_institution_abroad(words: Words, first: int, end: int, code: str) -> bool:
    """Tell whether an institution's name means another country's here.

    «Кабмін» is Ukraine's, «польський Кабмін» and «Кабмін Польщі» are not.
    """
    items = words.items
    if first and not items[first].gap:
        before = _adjective_codes(items[first - 1].text)
        if before and code not in before:
            return True
    after = next((item for item in items[first + 1 :] if item.start >= end), None)
    if after is None or after.gap:
        return False
    owner = _owner_code(after.text)
    return owner is not None and owner != code


@lru_cache(maxsize=20_000)
def _owner_code(word: str) -> str | None:
    """The country that a one-word name in the genitive means: «Польщі», «США»."""
    if not word[0].isupper():
        return None
    names = countries().names
    if is_acronym(word):
        return names.get(word.lower())
    is_genitive = any("gent" in parse.tag for parse in analyses(word.lower()))
    codes = (names.get(key) for key in sorted(keys(word))) if is_genitive else iter(())
    return next(filter(None, codes), None)
