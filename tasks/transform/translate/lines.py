"""Translate a stream of lines: as many lines out as in, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from tasks.transform.translate.article import render
from tasks.transform.translate.chain import Chain, EnginesExhausted
from tasks.transform.translate.segment import split_sentences

# Enough for an engine that works in batches, few enough that output flows steadily.
_BATCH = 64


def translate_lines(lines: Iterable[str], chain: Chain) -> Iterator[str]:
    """Give the English of each line, without its line break; a blank line stays blank.

    A line may hold several sentences; they are translated one by one and joined again.

    Raises:
        EnginesExhausted: at the first line that no engine translates.
    """
    source = iter(lines)
    while batch := list(islice(source, _BATCH)):
        yield from _translate_batch([split_sentences(line) for line in batch], chain)


def _translate_batch(lines: list[list[str]], chain: Chain) -> Iterator[str]:
    outcomes = iter(render([text for line in lines for text in line], chain.translate))
    for line in lines:
        english: list[str] = []
        for outcome in islice(outcomes, len(line)):
            if isinstance(outcome, EnginesExhausted):
                raise outcome
            # A break inside a line (`\v`, `\x85`) would make it two for the reader.
            english.append(" ".join(outcome.en.split()))
        yield " ".join(english)
