"""Organisations named in Latin letters: «Sky News», «Nord Stream 2 AG», «easyJet».

News in Ukrainian writes little else in Latin letters. What is no organisation is known from a
table (products, social networks, events, terms), from its shape (models, addresses) or from
the word before it («система Patriot»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.morphology import analyses
from tasks.language.text import has_cyrillic
from tasks.transform.tag.document import Document, Rank
from tasks.transform.tag.networks import is_medium, network_names
from tasks.transform.tag.organizations.naming import known_latin
from tasks.transform.tag.organizations.proposal import Proposal
from tasks.transform.tag.organizations.vocabulary import kinds_of, latin_words
from tasks.transform.tag.words import Words

_BETWEEN = re.compile(r"\s?&\s?| |\.|'|-")
# «F-16», «Shahed-136», «AGM-158», «X-59», «S7»: models and their numbers.
_MODEL = re.compile(r"[A-Za-z]{1,4}\d+\w*|[A-Za-z]{1,3}-\d+\w*|.*-\d{2,}\w*|\d.*")
_ROMAN = re.compile(r"[IVXLCDM]+")
_ANY = re.compile(r"[A-Za-z\u00c0-\u024f]")
_PART_OF_ADDRESS = frozenset("@#/_\\=")
_LONGEST_NAME = 8


def find(document: Document) -> Iterator[Proposal]:
    """Propose the names in Latin letters."""
    for number, words in document.items():
        if not _ANY.search(words.text):
            continue
        yield from _sites(number, words)
        at = 0
        while at < len(words.items):
            if not _is_latin(words.items[at].text):
                at += 1
                continue
            end = _stretch_end(words, at)
            if not _is_foreign_text(words, at, end):
                for first, last in _runs(words, at, end):
                    if proposal := _propose(number, words, first, last):
                        yield proposal
            at = end


def _sites(passage: int, words: Words) -> Iterator[Proposal]:
    """Find media called as their sites where the name is Cyrillic: «Житомир.info»."""
    for at in range(1, len(words.items)):
        if words.items[at].gap == "." and _is_joined(words, at):
            domain, name = words.items[at].text, words.items[at - 1].text
            if domain.lower() in latin_words()["domain"] and not _is_latin(name):
                uk = f"{name}.{domain}"
                yield Proposal(passage, at - 1, at, uk, "", "latin", Rank.GUESS, spelled=True)


def _is_latin(word: str) -> bool:
    # Digits and Latin letters come before all Cyrillic ones.
    return word[0] < "\u0400" and not word[0].isdigit() and not has_cyrillic(word)


def _stretch_end(words: Words, at: int) -> int:
    """Find where the Latin letters (and numbers among them) end, whatever separates them."""
    end = at + 1
    for index in range(at + 1, len(words.items)):
        text = words.items[index].text
        if _is_latin(text):
            end = index + 1
        elif not text[0].isdigit() or has_cyrillic(text):
            break
    return end


def _is_foreign_text(words: Words, at: int, end: int) -> bool:
    """Tell a sentence in another language, such as a post that is quoted."""
    joints, lower = latin_words()["joint"], latin_words()["lower"]
    texts = [word.text for word in words.items[at:end]]
    small = [text for text in texts if text.islower() and text not in joints | lower]
    addressed = sum(_is_joined(words, index) for index in range(at + 1, end))
    return len(small) - addressed > 1 or len(texts) > 2 * _LONGEST_NAME + addressed


def _is_joined(words: Words, index: int) -> bool:
    """Tell whether nothing but a point stands before a word: «Gazeta.ua»."""
    return words.text[words.items[index - 1].end : words.items[index].start] == "."


def _runs(words: Words, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch into names: capitalised words with little words and numbers between."""
    first = at
    while first < end:
        if not _may_begin(words.items[first].text) or _is_title(words, first, end):
            first += 1
            continue
        last = first
        ahead = first + 1
        while ahead < end and _BETWEEN.fullmatch(_between(words, ahead)):
            text = words.items[ahead].text
            if _may_continue(text) or _is_joined(words, ahead):
                last = ahead
            elif text.lower() not in latin_words()["joint"] and not text.isdigit():
                break
            ahead += 1
        if _ends_with_number(words, last, ahead, first):
            last += 1
        yield first, last
        first = max(ahead, last + 1)


def _is_title(words: Words, at: int, end: int) -> bool:
    """Tell «CEO» before «Korvex»: the name begins behind it."""
    is_word = words.items[at].text.lower() in latin_words()["word"]
    return is_word and at + 1 < end and words.items[at].text.isupper()


def _between(words: Words, index: int) -> str:
    return words.text[words.items[index - 1].end : words.items[index].start]


def _may_begin(text: str) -> bool:
    return _is_latin(text) and (any(map(str.isupper, text)) or text in latin_words()["lower"])


def _may_continue(text: str) -> bool:
    return _is_latin(text) and any(map(str.isupper, text))


def _ends_with_number(words: Words, last: int, ahead: int, first: int) -> bool:
    """Tell «Nord Stream 2» from a number that follows a name."""
    if last == first or last + 1 >= len(words.items) or ahead <= last + 1:
        return False
    text = words.items[last + 1].text
    return len(text) == 1 and text.isdigit() and _between(words, last + 1) == " "


def _propose(passage: int, words: Words, first: int, last: int) -> Proposal | None:
    name = words.surface(first, last)
    before = words.items[first - 1].text if first else ""
    cues = kinds_of(before) if before and words.items[first].gap in _OPEN_GAPS else frozenset()
    is_typed = "type" in cues
    if _is_part_of_address(words, first, last) or _is_known_else(name, is_typed=is_typed):
        return None
    if ("other" in cues and not is_typed) or _is_model(words, first, last):
        return None
    if is_medium(words, first, name):
        return None
    if not is_typed and (_is_person(name) or _is_spelled_person(words, first, last)):
        return None
    rank = Rank.RULE if is_typed else Rank.GUESS
    return Proposal(passage, first, last, name, known_latin(name), "latin", rank)


_OPEN_GAPS = frozenset({"", "«", '"', "“", "„", "("})


def _is_part_of_address(words: Words, first: int, last: int) -> bool:
    start, end = words.items[first].start, words.items[last].end
    around = words.text[max(0, start - 1) : start] + words.text[end : end + 1]
    return not _PART_OF_ADDRESS.isdisjoint(around) or words.text[end : end + 3] == "://"


@lru_cache(maxsize=20_000)
def _is_known_else(name: str, *, is_typed: bool) -> bool:
    """Tell names of other things."""
    lower = name.lower()
    tables = latin_words()
    if is_typed and lower in tables["word"]:
        return False
    return (
        any(lower in tables[kind] for kind in ("product", "event", "word", "person"))
        or any(part in tables["product"] for part in lower.split())
        or (" " in lower and network_names().issuperset(lower.split()))
        or len(name) < 2
        or _ROMAN.fullmatch(name) is not None
        or lower in _other_names()
    )


@lru_cache(maxsize=1)
def _other_names() -> frozenset[str]:
    """Places, peoples' weapons and first names, as the gazetteer writes them in English."""
    kinds = {"CITY", "COUNTRY", "REGION", "RIVER", "EQUIP", "FIRST"}
    return frozenset(
        text.lower()
        for entry in lexicon.names()
        if entry.kind in kinds
        for text in (entry.uk, entry.en)
        if not has_cyrillic(text)
    )


def _is_model(words: Words, first: int, last: int) -> bool:
    """Tell «Boeing 737», «F-16» and «Shahed-136»: things, not their makers."""
    texts = [word.text for word in words.items[first : last + 1] if not word.text.isdigit()]
    if any(map(_MODEL.fullmatch, texts)):
        return True
    following = words.items[last + 1 : last + 2]
    return bool(
        following
        and following[0].gap in {"", "-"}
        and following[0].text[0].isdigit()
        and len(following[0].text) > 1
        and not following[0].text.startswith(("19", "20"))
        and _between(words, last + 1) in {" ", "-"}
    )


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    return frozenset(entry.en.lower() for entry in lexicon.names() if entry.kind == "FIRST")


def _is_person(name: str) -> bool:
    """Tell «Dieter Kempf» by the first name."""
    first, _, rest = name.partition(" ")
    return bool(rest) and "&" not in rest and first.lower() in _first_names()


def _is_spelled_person(words: Words, first: int, last: int) -> bool:
    """Tell the Latin spelling in brackets after a person: «Ален Майєр (Alain Meyer)»."""
    size = last - first + 1
    before = words.items[max(0, first - size) : first]
    if words.items[first].gap != "(" or size < 2 or len(before) < size:
        return False
    return all(word.is_capitalized for word in before) and any(
        "Name" in parse.tag for parse in analyses(before[0].text.lower())
    )
