"""What can go wrong, in two kinds: Terminal (do not try again) and Transient (do).

Every message says what happened, what it means for the data, and what to do next.
Kinds that a caller tells apart are subclasses in the stage that raises them.
"""

from __future__ import annotations


class VisnykError(Exception):
    """Base of every error that visnyk raises on purpose.

    Args:
        what: what happened, with the name of the input or service.
        data: what that means for the data ("nothing was written", …).
        remedy: what the reader can do next.
    """

    def __init__(self, what: str, *, data: str, remedy: str) -> None:
        super().__init__(what, data, remedy)
        self.what = what
        self.data = data
        self.remedy = remedy

    def __str__(self) -> str:
        return " ".join(
            part.strip().rstrip(".") + "." for part in (self.what, self.data, self.remedy)
        )

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive the default pickling, and errors
        # travel between the processes of a task runner.
        return (_rebuild, (type(self), self.what, self.data, self.remedy))


def _rebuild(kind: type[VisnykError], what: str, data: str, remedy: str) -> VisnykError:
    return kind(what, data=data, remedy=remedy)


class Terminal(VisnykError):
    """Trying again without a change cannot help."""


class Transient(VisnykError):
    """Trying again later may help: a network, a quota, a busy service."""
