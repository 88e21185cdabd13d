"""What was removed and must stay away, known without its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from tasks.addresses import BadAddressError, page_key


# No dataclass: Prefect looks into those for futures, name by name.
class Forgotten:
    """Identifiers of articles, keys of inputs, checksums of their bytes, domains of outlets."""

    __slots__ = ("_articles", "_contents", "_inputs", "_outlets")

    def __init__(
        self,
        *,
        articles: Iterable[str] = (),
        inputs: Iterable[str] = (),
        contents: Iterable[str] = (),
        outlets: Iterable[str] = (),
    ) -> None:
        self._articles = frozenset(articles)
        self._inputs = frozenset(inputs)
        self._contents = frozenset(contents)
        self._outlets = frozenset(outlets)

    def holds_input(self, uri: str, sha256: str | None) -> bool:
        """Tell whether an input is known to be forgotten before it is read."""
        if sha256 in self._contents or (self._inputs and input_key(uri) in self._inputs):
            return True
        return bool(self._outlets) and name_of(uri).partition("/")[0] in self._outlets

    def holds_article(self, article_id: str, outlet: str | None) -> bool:
        """Tell whether what was read from an input is forgotten."""
        return article_id in self._articles or outlet in self._outlets


NOTHING_FORGOTTEN = Forgotten()


def name_of(uri: str) -> str:
    """What addresses of one article have in common; of files, their URI."""
    try:
        return page_key(uri)
    except BadAddressError:
        return uri


def input_key(uri: str) -> str:
    """The SHA-256 of the name of an input."""
    return hashlib.sha256(name_of(uri).encode()).hexdigest()
