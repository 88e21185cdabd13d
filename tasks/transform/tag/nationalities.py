"""Whether the words of a passage that may tell a country do so where they stand."""

from __future__ import annotations

from tasks.transform.tag.country_words import (
    Phrase,
    Reading,
    Sense,
    adjective_codes,
    agrees_with_language,
    is_nominal,
    owner_code,
    reading,
)
from tasks.transform.tag.words import Words, keys

_LANGUAGE_ENDINGS = ("ською", "цькою", "зькою")
_LINKS = frozenset({"і", "й", "та", "або", "чи", "а", "але"})


def evidence_at(words: Words, number: int) -> tuple[tuple[str, ...], int]:
    """The countries that a word, or the institution that it begins, speaks for.

    Gives them with the place where that ends; a name of many words is one piece of evidence.
    """
    word = words.items[number]
    read = reading(word.text)
    if read is None or _is_other_thing(words, number, read):
        return (), word.end
    match read.sense:
        case Sense.ADJECTIVE:
            is_meant = not _is_language(words, number)
        case Sense.TOWN:
            is_meant = not _is_surname_of_town(words, number)
        case Sense.NATIONAL:
            is_meant = not _is_surname(words, number)
        case Sense.WOMAN_OR_THING:
            is_meant = _is_woman(words, number)
        case Sense.NAME:
            is_meant = True
        case Sense.INSTITUTION:
            return _institution_at(words, number, read)
    return (read.codes if is_meant else ()), word.end


def _institution_at(words: Words, number: int, read: Reading) -> tuple[tuple[str, ...], int]:
    for forms, code in read.institutions:
        last = number + len(forms) - 1
        if _stands_at(words, number, forms) and not words.is_quoted(number, last):
            end = words.items[last].end
            return (() if is_institution_abroad(words, number, end, code) else (code,)), end
    return (), words.items[number].end


def is_other_thing(words: Words, number: int) -> bool:
    """Tell whether a word begins what only bears a country's name: «грецький горіх»."""
    read = reading(words.items[number].text)
    return read is not None and _is_other_thing(words, number, read)


def _is_other_thing(words: Words, number: int, read: Reading) -> bool:
    return any(_stands_at(words, number, phrase) for phrase in read.other_things)


def _stands_at(words: Words, number: int, phrase: Phrase) -> bool:
    items = words.items[number : number + len(phrase)]
    return len(items) == len(phrase) and all(
        not forms.isdisjoint(keys(item.text)) for forms, item in zip(phrase, items, strict=True)
    )


def is_institution_abroad(words: Words, first: int, end: int, code: str) -> bool:
    """Tell whether an institution's name means another country's here.

    «Кабмін» is Ukraine's, «польський Кабмін» and «Кабмін Польщі» are not.
    """
    items = words.items
    if first and not items[first].gap:
        before = adjective_codes(items[first - 1].text)
        if before and code not in before:
            return True
    behind = (items[at] for at in range(first + 1, len(items)))
    after = next((item for item in behind if item.start >= end), None)
    if after is None or after.gap:
        return False
    owner = owner_code(after.text)
    return owner is not None and owner != code


def _is_surname(words: Words, number: int) -> bool:
    """Tell «Поляк» in the middle of a sentence or in quotes, where it is no Pole."""
    text = words.items[number].text
    if not text[0].isupper() or text.isupper():
        return False
    return not words.is_opening(number) or words.is_quoted(number, number)


def _is_surname_of_town(words: Words, number: int) -> bool:
    """Tell «Казанський заявив» from «Казанський собор»."""
    if not words.items[number].text[0].isupper():
        return False
    follower = words.items[number + 1] if number + 1 < len(words.items) else None
    if follower is None or follower.gap:
        return True
    return follower.text.lower() not in _LINKS and not is_nominal(follower.text)


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
        is_next = follower.text.lower() in _LINKS or adjective_codes(follower.text)
        if follower.gap not in {"", ","} or not is_next:
            break
    if not items[number].text.lower().endswith(_LANGUAGE_ENDINGS):
        return False
    noun = items[number + 1] if number + 1 < len(items) else None
    return noun is None or bool(noun.gap) or not agrees_with_language(noun.text)
