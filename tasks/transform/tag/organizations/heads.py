"""Institutions named by what they are: «Вищий суд кантону Цуг», «Міністерство освіти і науки».

A name is a head noun, adjectives that agree with it and what follows in the genitive. A
capital (where it proves something) or what follows tells it from «суд» and «комісія».
"""

from __future__ import annotations

from collections.abc import Iterator

from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.document import Document
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.names import country_of
from tasks.transform.tag.organizations.grammar import adjective_forms, nominative, noun_forms
from tasks.transform.tag.organizations.located import Extent, take_seat
from tasks.transform.tag.organizations.naming import known_english
from tasks.transform.tag.organizations.proposal import Proposal
from tasks.transform.tag.organizations.tails import tail_of
from tasks.transform.tag.organizations.vocabulary import Head, head_of, is_national, kinds_of
from tasks.transform.tag.words import Words, is_acronym


def find(document: Document) -> Iterator[Proposal]:
    """Propose the institutions of a document."""
    for number, words in document.items():
        for at, word in enumerate(words.items):
            head = head_of(word.text)
            if head and (proposal := _propose(number, words, at, head)):
                yield proposal


def _propose(passage: int, words: Words, at: int, head: Head) -> Proposal | None:
    chain = _adjectives_before(words, at, head)
    is_complete = chain < at and known_english(_name(words, chain, at, head)) is not None
    tail = tail_of(words, at, head, is_complete=is_complete)
    if (head.lemma in _MISSIONS and tail.has_place) or (
        head.lemma in _SEATED and tail.has_domain and not tail.has_place
    ):
        take_seat(words, tail, is_mission=head.lemma in _MISSIONS)
    first = _first_word(words, chain, at, head, tail)
    if first is None:
        return None
    name = _name(words, first, at, head)
    text, end = words.text, words.items[at].end
    return Proposal(
        passage,
        first,
        tail.last,
        name + text[end : words.items[tail.last].end],
        "",
        "institution",
        country_code=_country(words, first, at) or tail.country_code,
        base_uk=name + text[end : words.items[tail.domain_last].end],
        place_uk=tail.place_uk,
        place_name_uk=tail.place_name_uk,
        place_en=tail.place_en,
        seat_en=tail.seat_en,
        honoured_uk=tail.honoured_uk,
    )


def _adjectives_before(words: Words, at: int, head: Head) -> int:
    """Find the first of the adjectives before a noun that agree with it."""
    forms = noun_forms(straighten_apostrophes(words.items[at].text), head.lemma)
    first = at
    while first and not words.items[first].gap:
        forms = forms & adjective_forms(words.items[first - 1].text)
        if not forms:
            break
        first -= 1
    return first


def _first_word(words: Words, chain: int, at: int, head: Head, tail: Extent) -> int | None:
    """Decide where a name begins; None if there is none."""
    for index in range(chain, at + 1):
        if words.items[index].is_capitalized and _proves(words, index, at, head, tail):
            return _with_nation(words, chain, index, at)
    if head.flag in {"full", "cabinet"} and tail.has_domain:
        return _with_nation(words, chain, at, at)
    if _is_told_without_capital(words, chain, at, head, tail):
        return chain
    if head.flag == "unit" and (start := _number_before(words, chain)) is not None:
        return start
    return None


def _is_told_without_capital(words: Words, chain: int, at: int, head: Head, tail: Extent) -> bool:
    """Tell «міської ради Слов'янська», «посольство України в Лісабоні» by what is in them."""
    if head.lemma == "суд":
        return tail.is_described and at - chain <= 1
    if at > chain and tail.length >= _LONG:
        whole = words.text[words.items[at].end : words.items[tail.last].end]
        return known_english(_name(words, chain, at, head) + whole) is not None
    if not tail.has_place:
        return False
    if head.lemma == "рада":
        return at - chain == 1 and "kind" in kinds_of(words.items[chain].text)
    if head.lemma in _MISSIONS:
        return bool(tail.seat_en)
    return at == chain and head.lemma == "поліція"


# So many words behind a noun make a name that the tables know no matter of chance.
_LONG = 3
_MISSIONS = frozenset({"посольство", "консульство"})
_SEATED = frozenset({"служба", "управління", "інспекція", "департамент"})


def _proves(words: Words, index: int, at: int, head: Head, tail: Extent) -> bool:
    """Tell whether a capital makes a name of a noun and its adjectives."""
    if is_acronym(words.items[index].text):
        return False
    if index == at:
        return _noun_proves(head, tail, is_opening=words.is_opening(index))
    return not words.is_opening(index) or _adjective_proves(words, index, at, head, tail)


def _noun_proves(head: Head, tail: Extent, *, is_opening: bool) -> bool:
    """Tell «Парламент Данії», «у Комісії з етики» and «Міноборони» from «Суд у Данії»."""
    if head.flag in {"full", "cabinet"}:
        return tail.has_domain or (not is_opening and tail.has_place)
    if head.flag == "alone" or (is_opening and tail.honoured_uk):
        return True
    if not is_opening:
        return head.flag == "title" or tail.length > 0
    if head.flag == "title":
        return tail.has_place
    return tail.has_domain and (
        head.flag in {"named", "plural"}
        or (head.flag == "asked" and tail.is_opened)
        or tail.has_place
    )


def _adjective_proves(words: Words, index: int, at: int, head: Head, tail: Extent) -> bool:
    """Tell «Верховний суд» at the beginning of a sentence from «Швейцарський суд»."""
    adjective = words.items[index].text
    kinds = kinds_of(adjective)
    if "strong" in kinds:
        return head.flag != "common" or tail.length > 0
    is_nation = is_national(adjective)
    if not is_nation and not is_everyday(adjective):
        return True  # «Олександрівська лікарня»: made of a name
    if is_nation and index + 1 < at and known_english(_name(words, index + 1, at, head)):
        return True  # «Грецька берегова охорона»
    follows = [words.items[middle].text for middle in range(index + 1, at)]
    if any("kind" in kinds_of(text) for text in follows):
        return not is_nation or tail.length > 0 or len(follows) > 1
    if is_nation:
        return head.flag in {"cabinet", "alone"} or (tail.has_domain and head.flag == "named")
    return (tail.has_place or tail.has_domain) and (
        "kind" in kinds or country_of(adjective) is not None
    )


def _with_nation(words: Words, chain: int, first: int, at: int) -> int:
    """Take «британське» before «Міністерство», which says whose it is."""
    before = first - 1
    if first == at and before >= chain and is_national(words.items[before].text):
        return before
    return first


def _number_before(words: Words, chain: int) -> int | None:
    """Find the number of a military unit: «93-тя окрема механізована бригада»."""
    before = chain - 1
    if before < 0 or words.items[chain].gap:
        return None
    return before if words.items[before].text[0].isdigit() else None


def _name(words: Words, first: int, at: int, head: Head) -> str:
    """The nominative of adjectives and their noun."""
    texts = tuple(word.text for word in words.items[first : at + 1])
    forms = noun_forms(straighten_apostrophes(texts[-1]), head.lemma)
    name = " ".join(nominative(texts, head.lemma, forms))
    return name[:1].upper() + name[1:]


def _country(words: Words, first: int, at: int) -> str | None:
    codes = (country_of(words.items[index].text) for index in range(first, at))
    return next(filter(None, codes), None)
