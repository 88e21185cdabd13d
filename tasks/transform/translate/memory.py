"""The translation memory of a run: no sentence is translated twice by the same maker.

What outlives the run is a `Store`, which the load stage supplies; without one the memory
knows the sentences of its own run. Translations with flags are remembered within the run only.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from tasks.language.text import sentence_key
from tasks.models import Maker

Made = TypeVar("Made")
_Key = tuple[Maker, str]
# Texts that one thread is at; each event is set when its text is done.
Claim = dict[str, threading.Event]

# Some 30 MB of news sentences; older ones are found in the store, if there is one.
_CAPACITY = 50_000


class Store(Protocol):
    """Translations of other runs, and those of this run that must survive a crash.

    Small, hashable and picklable, for it is handed to tasks that may run in other processes.
    """

    def __hash__(self) -> int: ...

    def find(self, keys: Sequence[str], maker: Maker) -> Mapping[str, str]:
        """The English of those sentences that are known, by `sentence_key`."""
        ...

    def keep(self, key: str, english: str, maker: Maker) -> None:
        """Make a translation outlive this process, before it is used."""
        ...


class Memory:
    """Translations by sentence and maker, for all threads of a process."""

    def __init__(self, store: Store | None = None, *, capacity: int = _CAPACITY) -> None:
        self._store = store
        self._capacity = capacity
        self._lock = threading.Lock()
        self._recent: OrderedDict[_Key, str] = OrderedDict()
        self._under_way: dict[_Key, threading.Event] = {}

    def get(self, texts: Iterable[str], maker: Maker) -> dict[str, str]:
        """The English of those texts that the maker has translated before."""
        keys = {text: sentence_key(text) for text in texts}
        with self._lock:
            found = {key: en for key in keys.values() if (en := self._recall((maker, key)))}
        missing = [key for key in dict.fromkeys(keys.values()) if key not in found]
        if missing and self._store is not None:
            stored = self._store.find(missing, maker)
            with self._lock:
                for key, english in stored.items():
                    self._note((maker, key), english)
            found |= stored
        return {text: found[key] for text, key in keys.items() if key in found}

    def put(self, text: str, english: str, maker: Maker, *, is_kept: bool) -> None:
        """Remember a translation; one that is kept survives a crash."""
        key = sentence_key(text)
        if is_kept and self._store is not None:
            self._store.keep(key, english, maker)
        with self._lock:
            self._note((maker, key), english)

    def claim(self, texts: Iterable[str], maker: Maker) -> Claim:
        """Take those of the texts that nobody is translating; `release` each when it is done."""
        claim: Claim = {}
        with self._lock:
            for text in texts:
                key = (maker, sentence_key(text))
                if key not in self._under_way and key not in self._recent:
                    claim[text] = self._under_way[key] = threading.Event()
        return claim

    def release(self, claim: Claim, text: str, maker: Maker) -> None:
        """Let others have a text, translated or not; of no effect the second time."""
        done = claim[text]
        if not done.is_set():
            with self._lock:
                del self._under_way[maker, sentence_key(text)]
            done.set()

    def wait(self, texts: Iterable[str], maker: Maker) -> None:
        """Wait until whoever claimed the texts has released them.

        Who waits holds no claim of its own, so that no two wait for each other.
        """
        for text in texts:
            with self._lock:
                done = self._under_way.get((maker, sentence_key(text)))
            if done is not None:
                done.wait()

    def _recall(self, key: _Key) -> str | None:
        english = self._recent.get(key)
        if english is not None:
            self._recent.move_to_end(key)
        return english

    def _note(self, key: _Key, english: str) -> None:
        self._recent[key] = english
        self._recent.move_to_end(key)
        while len(self._recent) > self._capacity:
            self._recent.popitem(last=False)


class Recall(Generic[Made]):
    """Asks for what the memory does not know, and remembers what comes of it.

    Args:
        memory: where to look, and what to fill.
        maker: who would be asked.
        ask: gives one answer a text, in order, as they come in.
        judge: makes an answer of remembered English; None where it is not good (any more).
        english_of: the English of an answer that may be remembered, None of another.
        is_good: whether an answer is worth keeping beyond this run; one with a flag is
            remembered only so that it is not asked for again.
        is_paid: whether an answer costs something.
    """

    def __init__(
        self,
        memory: Memory,
        maker: Maker,
        *,
        ask: Callable[[Sequence[str]], Iterable[Made]],
        judge: Callable[[str, str], Made | None],
        english_of: Callable[[Made], str | None],
        is_good: Callable[[Made], bool],
        is_paid: bool,
    ) -> None:
        self._memory = memory
        self._maker = maker
        self._ask = ask
        self._judge = judge
        self._english_of = english_of
        self._is_good = is_good
        self._is_paid = is_paid

    def answers(self, texts: Sequence[str]) -> dict[str, Made]:
        """Give one answer a text; a sentence that another thread is at is waited for."""
        found = self._remembered(texts)
        found |= self._claimed([text for text in texts if text not in found])
        others = [text for text in texts if text not in found]
        self._memory.wait(others, self._maker)
        found |= self._remembered(others)
        # Those who were at the rest failed; what they were told is for each to hear.
        found |= self._asked([text for text in others if text not in found], lambda _text: None)
        return found

    def _claimed(self, texts: Sequence[str]) -> dict[str, Made]:
        claim = self._memory.claim(texts, self._maker)

        def release(text: str) -> None:
            self._memory.release(claim, text, self._maker)

        try:
            return self._asked(list(claim), release)
        finally:
            for text in claim:
                release(text)

    def _remembered(self, texts: Sequence[str]) -> dict[str, Made]:
        known = self._memory.get(texts, self._maker) if texts else {}
        judged = {text: self._judge(text, english) for text, english in known.items()}
        return {text: made for text, made in judged.items() if made is not None}

    def _asked(self, texts: Sequence[str], done: Callable[[str], None]) -> dict[str, Made]:
        found: dict[str, Made] = {}
        for text, made in zip(texts, self._ask(texts) if texts else (), strict=True):
            english = self._english_of(made)
            if english is not None:
                is_kept = self._is_paid and self._is_good(made)
                self._memory.put(text, english, self._maker, is_kept=is_kept)
            done(text)
            found[text] = made
        return found


_lock = threading.Lock()


def shared_memory(store: Store) -> Memory:
    """Give the one memory of this process for a store, so that its batches share it."""
    # Batches begin together; each with a memory of its own would pay for the same sentences.
    with _lock:
        return _cached(store)


@lru_cache(maxsize=4)
def _cached(store: Store) -> Memory:
    return Memory(store)
