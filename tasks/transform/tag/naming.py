"""The English of a name that no table has: made by whoever composes the stages.

Stages do not import each other, so the translator of phrases comes in as an argument; by
itself this package romanises.
"""

from __future__ import annotations

from collections.abc import Callable

from tasks.language.romanize import romanize

# A Ukrainian phrase in the nominative to its English, in sentence case.
English = Callable[[str], str]


def romanized(phrase: str) -> str:
    """Write a phrase in Latin letters, where no translator is at hand."""
    return romanize(phrase)
