"""The English of names that no table has: the built-in engine's, whatever engine a run uses.

The stages do not import each other, so the flow hands this to the tag stage.
"""

from __future__ import annotations

from functools import lru_cache

from tasks.language.romanize import romanize
from tasks.transform.translate.chain import Chain, EnginesExhausted
from tasks.transform.translate.registry import shared_chain


def name_in_english(phrase: str) -> str:
    """Translate a name in the nominative, with the user's glossary, offline."""
    return _translated(shared_chain("draft"), phrase)


# Newspapers name the same bodies again and again: most of a month fits in.
@lru_cache(maxsize=20_000)
def _translated(chain: Chain, phrase: str) -> str:
    (outcome,) = chain.translate_labels([phrase])
    return romanize(phrase) if isinstance(outcome, EnginesExhausted) else outcome.en
