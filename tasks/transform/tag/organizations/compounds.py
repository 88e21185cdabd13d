"""Bodies and firms in one word made of parts: «Держпраці», «Львівобленерго», «Нацкомісія».

Official Ukrainian makes new ones all the time; their first or last part gives them away.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tasks.language.morphology import dictionary_forms
from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.document import Document
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.organizations.grammar import own_name
from tasks.transform.tag.organizations.proposal import Proposal
from tasks.transform.tag.organizations.vocabulary import beginnings, ends
from tasks.transform.tag.words import Words

_SHORTEST = 7
_RUSSIAN = ("украин", "национ")


def find(document: Document) -> Iterator[Proposal]:
    """Propose the words that are made like the name of a body or a firm."""
    for number, words in document.items():
        for at in words.capitals:
            text = words.items[at].text
            if len(text) >= _SHORTEST and _is_compound(text):
                yield _proposal(number, words, at)


def _proposal(passage: int, words: Words, at: int) -> Proposal:
    text = words.items[at].text
    return Proposal(
        passage, at, at, own_name(text, (text,)), "", "compound",
        country_code="UA", spelled=True,
    )  # fmt: skip


@lru_cache(maxsize=50_000)
def _is_compound(word: str) -> bool:
    lower = straighten_apostrophes(word).lower()
    if not word[1:].islower() or not (lower.startswith(beginnings()) or ends(lower)):
        return False
    # «Державник», «Укріплення»: words of the dictionary are no new names.
    is_russian = lower.startswith(_RUSSIAN)
    return not is_russian and not dictionary_forms(lower) and not is_everyday(word)
