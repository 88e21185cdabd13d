"""Where the name of an institution ends: genitives, what it is for, after whom it is called."""

from __future__ import annotations

from tasks.transform.tag import gazetteer
from tasks.transform.tag.organizations.grammar import (
    is_genitive_adjective,
    is_genitive_noun,
    may_be_genitive,
)
from tasks.transform.tag.organizations.located import Extent, take_place
from tasks.transform.tag.organizations.vocabulary import Head, Tail, head_of, kinds_of, opens_tail
from tasks.transform.tag.words import Words, is_acronym

_AND = frozenset({"і", "й", "та"})
_NAMED_AFTER = frozenset({"імені", "ім"})
_LONGEST_DOMAIN = 12
_LONGEST_TITLE = 4


def tail_of(words: Words, at: int, head: Head, *, is_complete: bool = False) -> Extent:
    """Find what follows a head noun within its name.

    `is_complete` where adjectives say it all («Європейський Союз»): only a place may follow.
    """
    tail = Extent(at, at, at)
    if is_complete:
        take_place(words, tail)
        return tail
    if head.flag == "cabinet":
        _take_ministers(words, tail)
    elif head.flag in {"unit", "plural"}:
        _take_arm(words, tail, head_is_many=head.flag == "plural")
    elif head.tail is not Tail.PLACE:
        _take_domain(words, tail)
    tail.domain_last = tail.last
    is_bare = head.tail is Tail.PERSON and not tail.has_domain
    if is_bare:
        take_place(words, tail)
    if (is_bare and not tail.has_place) or _is_named_after(words, tail.last + 1):
        _take_person(words, tail)
    if not tail.has_place:
        take_place(words, tail)
    if tail.has_place and not tail.has_domain and head.tail is Tail.DOMAIN:
        _take_more_domain(words, tail)
    return tail


def _take_more_domain(words: Words, tail: Extent) -> None:
    """Go on behind the country: «Державна служба України з питань праці»."""
    if _after_opening(words, tail.last + 1):
        _take_domain(words, tail)
        tail.domain_last, tail.place_en, tail.place_uk = tail.last, "", ""


def _take_ministers(words: Words, tail: Extent) -> None:
    following = words.items[tail.last + 1 : tail.last + 2]
    if following and not following[0].gap and following[0].text.lower() == "міністрів":
        tail.last += 1
        tail.has_domain = True


def _take_arm(words: Words, tail: Extent, *, head_is_many: bool) -> None:
    """Take the arm of a military unit or of forces: «морської піхоти», «безпеки та оборони»."""
    if tail.last + 1 >= len(words.items):
        return
    after = _after_noun(words, tail.last + 1, is_listed=True)
    if after and not words.items[tail.last + 1].gap:
        tail.last, tail.has_domain = after - 1, head_is_many
        if head_is_many and after < len(words.items) and (more := _after_joint(words, after)):
            tail.last = more - 1


def _take_domain(words: Words, tail: Extent) -> None:
    at = tail.last + 1
    while at < len(words.items) and at - tail.last <= _LONGEST_DOMAIN:
        opened = _after_opening(words, at)
        tail.is_opened = tail.is_opened or opened is not None
        after = opened or _after_noun(words, at, has_heads=tail.is_opened)
        if after is None and tail.has_domain:
            after = _after_joint(words, at)
        if after is None or after > len(words.items):
            return
        tail.last, tail.has_domain = after - 1, True
        at = after


def _after_opening(words: Words, at: int) -> int | None:
    """Step over «з питань праці», «у справах ветеранів»."""
    pair = words.items[at : at + 2]
    if len(pair) < 2 or pair[0].gap or pair[1].gap or not opens_tail(pair[0].text, pair[1].text):
        return None
    return at + 2


def _after_noun(
    words: Words, at: int, *, is_listed: bool = False, has_heads: bool = False
) -> int | None:
    """Step over adjectives and a noun in the genitive: «закордонних справ».

    `is_listed` behind a comma or «і», where only what institutions are for goes on;
    `has_heads` where a noun may be a head noun itself: «з питань організації влади».
    """
    last = at
    while last < len(words.items):
        if words.items[last].gap and not (is_listed and last == at):
            return None
        text = words.items[last].text
        if is_acronym(text) or (words.items[last].is_capitalized and not _is_domain(text)):
            return None
        if _is_before_noun(words, last):
            last += 1
            continue
        if _is_tail_noun(text, is_listed=is_listed, has_heads=has_heads):
            return last + 1
        if not is_genitive_adjective(text):
            return None
        last += 1
    return None


def _is_before_noun(words: Words, at: int) -> bool:
    """Tell «минулого» in «минулого року»: no noun of its own."""
    pair = words.items[at : at + 2]
    if len(pair) < 2 or pair[1].gap or not is_genitive_adjective(pair[0].text):
        return False
    return is_genitive_noun(pair[1].text) and not pair[1].is_capitalized


def _is_tail_noun(text: str, *, is_listed: bool, has_heads: bool) -> bool:
    if _is_domain(text):
        return may_be_genitive(text)
    if is_listed or not kinds_of(text).isdisjoint({"stop", "place"}):
        return False
    if head_of(text) and not has_heads:
        return False
    return is_genitive_noun(text) and (text.islower() or gazetteer.is_everyday(text))


def _is_domain(text: str) -> bool:
    return "domain" in kinds_of(text)


def _after_joint(words: Words, at: int) -> int | None:
    """Step over «і торгівлі», «, молоді та спорту»: only what institutions are for."""
    word = words.items[at]
    if word.gap == ",":
        return _after_noun(words, at, is_listed=True)
    if word.gap or word.text not in _AND:
        return None
    return _after_opening(words, at + 1) or _after_noun(words, at + 1, is_listed=True)


def _is_named_after(words: Words, at: int) -> bool:
    following = words.items[at : at + 1]
    return bool(following) and not following[0].gap and following[0].text in _NAMED_AFTER


def _take_person(words: Words, tail: Extent) -> None:
    """Take the names of those after whom an institute is called."""
    at = tail.last + 1
    if _is_named_after(words, at):
        at += 1
        while at < len(words.items) and at - tail.last < _LONGEST_TITLE and _is_title(words, at):
            at += 1
    limit = at + 2
    last = tail.last
    while at < len(words.items) and (at <= limit or at - last <= 1):
        word = words.items[at]
        if word.gap not in {"", "."} or (word.gap and len(words.items[at - 1].text) > 2):
            break
        if _may_be_honoured(word.text) and not _is_another(words, at, tail.last):
            last = at
        elif word.text not in _AND or _is_head(words, at + 1):
            break
        at += 1
    if last > tail.last:
        start = words.items[tail.last + 1 + _is_named_after(words, tail.last + 1)].start
        tail.honoured_uk = words.text[start : words.items[last].end]
    tail.last = last


def _is_another(words: Words, at: int, before: int) -> bool:
    """Tell «Кейт» in «Фонду Бориса Джонсона Кейт Міллер»: behind a first name and a surname."""
    pair = [word.text for word in words.items[max(before + 1, at - 2) : at]]
    is_whole = len(pair) == 2 and all(len(text) > 2 and text[0].isupper() for text in pair)
    return is_whole and not pair[1].endswith(_PATRONYMIC)


_PATRONYMIC = ("вича", "івни", "ївни", "ича")


def _is_title(words: Words, at: int) -> bool:
    """Tell «короля», «кошового отамана» before a name."""
    word = words.items[at]
    return not word.gap and word.text.islower() and may_be_genitive(word.text)


def _is_head(words: Words, at: int) -> bool:
    return at < len(words.items) and head_of(words.items[at].text) is not None


def _may_be_honoured(text: str) -> bool:
    """Tell «Якова» from «Сергій»: whom an institute is called after is in the genitive."""
    is_name = text[0].isupper() and not is_acronym(text)
    return is_name and (len(text) == 1 or (may_be_genitive(text) and head_of(text) is None))
