"""Whom an article cites: «з посиланням на Associated Press», «повідомляє Reuters»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.romanize import romanize
from tasks.language.text import has_cyrillic
from tasks.models import Article, Passage, Role
from tasks.transform.tag.gazetteer import NameKind, longest
from tasks.transform.tag.tables import citations
from tasks.transform.tag.words import Words, cut

_CITING_ROLES = frozenset({Role.LEAD, Role.BODY})
_SOURCE_KINDS = frozenset({NameKind.ORG, NameKind.MEDIA, NameKind.COMPANY})
# «The Washington Post», «BBC News Україна», «Axios»: capitals, and small words between.
_LATIN_WORD = r"[A-Z][A-Za-z0-9À-ɏ&'’-]*(?:\.[A-Za-z]+)*"
_LATIN_NAME = re.compile(
    rf"{_LATIN_WORD}(?:\s+(?:(?:of|the|and|de|della|le)\s+)?{_LATIN_WORD})*(?![\w-])"
)
_AND = re.compile(r"[»”\"]?(?:,|\s+(?:та|і|й|а також))\s+[«“\"„]?")


def cited_sources(article: Article, passages: list[Passage]) -> tuple[str, ...]:
    """List the English names of cited sources, each once, in order of first citation."""
    own = _own_names(article)
    found: dict[str, str] = {}
    for passage in passages:
        if passage.role in _CITING_ROLES:
            for name in _in_text(passage.text):
                if _plain(name) not in own and not has_cyrillic(name):
                    found.setdefault(_plain(name), name)
    return tuple(found.values())


def _in_text(text: str) -> Iterator[str]:
    patterns = citations()
    words = cut(text)
    found: list[tuple[int, str]] = []
    for match in patterns.before.finditer(text):
        gap = patterns.between.match(text, match.end())
        found += _names_from(text, words, gap.end() if gap else match.end())
    for match in patterns.after.finditer(text):
        found += _names_until(text, words, match.start())
    for _, name in sorted(found):
        yield name


def _names_from(text: str, words: Words, start: int) -> Iterator[tuple[int, str]]:
    """Read the source that begins at a place, and those joined to it by «та» or a comma."""
    while source := _name_at(text, words, start):
        end, name = source
        yield start, name
        joint = _AND.match(text, end)
        if not joint:
            return
        start = joint.end()


def _names_until(text: str, words: Words, end: int) -> Iterator[tuple[int, str]]:
    """Read the source that ends where the verb begins: «Reuters повідомляє»."""
    indexes = [number for number, word in enumerate(words.items) if word.end == end]
    for last in indexes:
        for first in range(max(0, last - 6), last + 1):
            start = words.items[first].start
            source = _name_at(text, words, start)
            if source and source[0] == end:
                yield start, source[1]
                return


def _name_at(text: str, words: Words, start: int) -> tuple[int, str] | None:
    if latin := _LATIN_NAME.match(text, start):
        name = latin[0].removeprefix("The ")
        return latin.end(), _media_by_name().get(_plain(name), name)
    index = next((n for n, word in enumerate(words.items) if word.start == start), None)
    name_at = longest(words, index) if index is not None else None
    if name_at is None or name_at[0].kind not in _SOURCE_KINDS:
        return None
    return words.items[name_at[1]].end, name_at[0].en


def _own_names(article: Article) -> set[str]:
    """The outlet's own names: citing oneself is no source."""
    names = {article.outlet_name or "", romanize(article.outlet_name or "")}
    domain = (article.outlet_domain or "").removeprefix("www.")
    names |= {domain, domain.partition(".")[0]}
    names.add(_media_by_name().get(_plain(article.outlet_name or ""), ""))
    return {_plain(name) for name in names if name}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


@lru_cache(maxsize=1)
def _media_by_name() -> dict[str, str]:
    """How we write the media, by their Ukrainian and by their English name."""
    media = [entry for entry in lexicon.names() if entry.kind == "MEDIA"]
    return {_plain(spelling): entry.en for entry in media for spelling in (entry.uk, entry.en)}
