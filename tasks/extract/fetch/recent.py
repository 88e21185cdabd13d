"""A table of what was used lately, shared by threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class Recent(Generic[Entry]):
    """Make an entry for a key that has none; forget those used longest ago.

    Args:
        make: makes the entry for a key; must not take long.
        most: how many are kept.
    """

    def __init__(self, make: Callable[[str], Entry], *, most: int) -> None:
        self._make = make
        self._most = most
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def __getitem__(self, key: str) -> Entry:
        with self._lock:
            if key not in self._entries:
                self._entries[key] = self._make(key)
                if len(self._entries) > self._most:
                    self._entries.popitem(last=False)
            self._entries.move_to_end(key)
            return self._entries[key]
