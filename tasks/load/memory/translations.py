"""The translations of other runs: what is published, and what killed runs had paid for.

Nothing here is a second store: published sentences are read from their dataset.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tasks.load.memory.answers import Answer, AnswerFile, Journal, journals, settle
from tasks.load.memory.sentence_index import SentenceIndex
from tasks.load.storage.location import Location
from tasks.models import Maker

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class StoredMemory:
    """The memory of a run at an output; plain data, so that it travels between processes.

    It is opened when it is first asked for something: a run with nothing to translate
    pays nothing.
    """

    output: Location
    run_id: str

    def find(self, keys: Sequence[str], maker: Maker) -> Mapping[str, str]:
        """The English of those sentences that are published, or were paid for."""
        opened = _opened(self)
        found: dict[str, str] = {}
        places: tuple[Journal | AnswerFile | SentenceIndex, ...]
        places = (opened.journal, *opened.left, _index(self.output))
        for place in places:
            if waiting := [key for key in keys if key not in found]:
                found |= place.find(waiting, maker)
        return found

    def keep(self, key: str, english: str, maker: Maker) -> None:
        """Write a paid answer to the journal of the run, which must be alive."""
        _opened(self).journal.append(Answer(key, english, maker))

    def settle(self) -> None:
        """Remove the journals whose answers are published by now."""
        settle(self.output, self.run_id, _index(self.output).holds)


@dataclass(frozen=True, slots=True)
class _Opened:
    journal: Journal
    left: tuple[AnswerFile, ...]


def _opened(memory: StoredMemory) -> _Opened:
    with _lock:
        return _cached(memory)


# Few: a process works for one run at a time, a worker for a few one after the other.
@lru_cache(maxsize=4)
def _cached(memory: StoredMemory) -> _Opened:
    # Reading the journals of runs that live harms nobody.
    left = tuple(AnswerFile.read(path) for path in journals(memory.output))
    return _Opened(Journal(memory.output, memory.run_id), left)


def _index(output: Location) -> SentenceIndex:
    with _lock:
        return _cached_index(output)


@lru_cache(maxsize=4)
def _cached_index(output: Location) -> SentenceIndex:
    return SentenceIndex(output)
