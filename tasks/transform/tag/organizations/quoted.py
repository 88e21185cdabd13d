"""Organisations in quotation marks: «компанія «Арго»», «акції «Арго»».

What stands before (a kind of organisation, its people and shares) or behind (a verb of
saying) tells them from titles, ships, nicknames and irony. A name that is known so is known
in the whole article, also without quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.text import has_cyrillic
from tasks.transform.tag.document import Document, Rank
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.organizations.grammar import is_declined, own_name
from tasks.transform.tag.organizations.proposal import Proposal
from tasks.transform.tag.organizations.vocabulary import kinds_of
from tasks.transform.tag.words import CLOSING_QUOTES, Word, Words, keys

_OPENING = frozenset('«"“„')
_LONGEST = 6
_INNER_GAPS = frozenset({"", "-", "–", "—", ".", "&", "'", "№"})
_HERE = frozenset({"в", "у"})
_INTRODUCING = frozenset({"раніше", "це", "нагадаємо", "як"})


def find(document: Document) -> list[Proposal]:
    """Propose the names in quotation marks that something beside them explains."""
    return [
        proposal
        for number, words in document.items()
        for first, last in _quotations(words)
        if (proposal := _propose(number, words, first, last))
    ]


def repeats(document: Document, known: Sequence[Proposal]) -> Iterator[Proposal]:
    """Propose the places where a name of the document stands again, in any case form."""
    index = _by_first_word(known)
    if not index:
        return
    for number, words in document.items():
        for at in words.capitals:
            for key in keys(words.items[at].text):
                for item in index.get(key, ()):
                    if again := _again(number, words, at, item):
                        yield again


def _by_first_word(known: Iterable[Proposal]) -> dict[str, list[Proposal]]:
    """The names that may stand again; one that is explained a hundred times counts once."""
    names: dict[tuple[str, str, str | None], Proposal] = {}
    for item in known:
        if item.spelled and has_cyrillic(item.name_uk):
            names.setdefault((item.name_uk, item.name_en, item.country_code), item)
    index: dict[str, list[Proposal]] = {}
    for item in names.values():
        for key in keys(item.name_uk.split()[0]):
            index.setdefault(key, []).append(item)
    return index


def _quotations(words: Words) -> Iterator[tuple[int, int]]:
    """Find what stands between quotation marks, if it is short enough for a name."""
    for first in words.capitals:
        start = words.items[first].start
        if words.text[start - 1 : start] not in _OPENING:
            continue
        for last in range(first, min(first + _LONGEST, len(words.items))):
            if last > first and not _is_inside(words, last):
                break
            if words.text[words.items[last].end : words.items[last].end + 1] in _CLOSING:
                yield first, last
                break


def _is_inside(words: Words, index: int) -> bool:
    """Tell whether a name may go on: a point in it has no space behind it."""
    gap = words.items[index].gap
    return gap in _INNER_GAPS and (gap != "." or words.text[words.items[index].start - 1] == ".")


_CLOSING = frozenset(CLOSING_QUOTES)


def _propose(passage: int, words: Words, first: int, last: int) -> Proposal | None:
    kind = _kind_before(words, first)
    if kind == "other" or (kind != "type" and not has_cyrillic(words.surface(first, last))):
        return None
    if kind not in {"type", "member"} and (kind or not _says(words, first, last)):
        return None
    if kind != "type" and last > first and _is_sentence(words, first, last):
        return None
    if kind == "member" and first == last and not is_declined(words.items[first].text):
        return None  # «боєць "Хантер"» goes by that name himself
    if _is_thing(words, first):
        return None
    texts = tuple(word.text for word in words.items[first : last + 1])
    name = words.surface(first, last)
    if kind != "type":
        name = own_name(name, texts)
    # In quotation marks behind «компанія» no town is meant, whatever the gazetteer has.
    rank = Rank.GAZETTEER if kind == "type" else Rank.GUESS
    return Proposal(passage, first, last, name, "", "quoted", rank, spelled=True)


def _kind_before(words: Words, first: int) -> str:
    """What the word before the quotation mark says of the name: type, member, other."""
    if not first or words.items[first].gap not in _OPENING:
        return "start" if not first or words.items[first].gap.strip('«"“„') else ""
    before = kinds_of(words.items[first - 1].text)
    for kind in ("type", "other", "member"):
        if kind in before:
            return kind
    return ""


def _says(words: Words, first: int, last: int) -> bool:
    """Tell «в «Арго» пояснили», «пояснили в «Арго»» and «раніше «Арго» писав».

    Without such a word before it a nickname may be meant.
    """
    before = words.items[first - 1].text.lower() if first else ""
    following = words.items[last + 1 : last + 2]
    is_said = bool(following) and not following[0].gap.strip('»”"“') and _is_saying(following[0])
    if before in _HERE:
        earlier = words.items[first - 2 : first - 1] if first > 1 else []
        return is_said or any(map(_is_saying, earlier))
    return before in _INTRODUCING and is_said


def _is_saying(word: Word) -> bool:
    return not {"says", "cites"}.isdisjoint(kinds_of(word.text))


def _is_thing(words: Words, first: int) -> bool:
    """Tell «група "Шахедів"»: a weapon."""
    return not keys(words.items[first].text).isdisjoint(_things())


@lru_cache(maxsize=1)
def _things() -> frozenset[str]:
    names = (entry for entry in lexicon.names() if entry.kind == "EQUIP")
    return frozenset(key for entry in names if " " not in entry.uk for key in keys(entry.uk))


def _is_sentence(words: Words, first: int, last: int) -> bool:
    small = [word.text for word in words.items[first + 1 : last + 1] if word.text.islower()]
    return len(small) > 2


def _again(passage: int, words: Words, at: int, item: Proposal) -> Proposal | None:
    parts = item.name_uk.split()
    last = at + len(parts) - 1
    if last >= len(words.items) or (passage, at, last) == (item.passage, item.first, item.last):
        return None
    is_quoted = words.is_quoted(at, last)
    if not is_quoted and len(parts) == 1 and is_everyday(words.items[at].text):
        return None
    for offset, part in enumerate(parts):
        word = words.items[at + offset]
        if offset and word.gap:
            return None
        if word.is_capitalized != part[:1].isupper() or keys(word.text).isdisjoint(keys(part)):
            return None
    if words.is_opening(at) and is_everyday(words.items[at].text) and len(parts) == 1:
        return None
    return Proposal(
        passage, at, last, item.name_uk, item.name_en, "repeat", Rank.GUESS,
        item.country_code, spelled=item.spelled,
    )  # fmt: skip
