"""What can go wrong while datasets are read or written."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tasks.errors import Terminal, Transient

# A quota and a limit on the size of files end a write as a full disk does.
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NOTHING_LOST = "What was published before is still whole and readable"


class OutputNotWritableError(Terminal):
    """The output folder cannot be written to."""


class OutputFullError(Transient):
    """There is no space left for the output."""


class OutputBusyError(Transient):
    """Another run is publishing into the same output."""


class HoldLostError(Transient):
    """Another run took the output over, because this one seemed to be dead."""


class StoreRefusedError(Terminal):
    """An object store cannot be used as it is configured."""


class StoreUnavailableError(Transient):
    """An object store does not answer, or is busy."""


class ReplacedError(StoreUnavailableError):
    """An object was replaced while it was read."""


class DatasetCorruptError(Terminal):
    """A published file cannot be read."""


class SchemaVersionError(Terminal):
    """A published file was written by a newer visnyk."""


class ChecksFailedError(Terminal):
    """Rows that were about to be published break the schema's rules."""


class UnknownChoiceError(Terminal):
    """A choice of articles cannot be understood."""


def broken_rules(rules: Iterable[str]) -> ChecksFailedError:
    """The error for rows that break rules though each article kept them."""
    return ChecksFailedError(
        f"Rows to be published break rules: {'; '.join(rules)}",
        data="Nothing was published; what was there before is untouched",
        remedy="Please report it, with the log of this run",
    )


@contextmanager
def explained_os_errors(output: object) -> Iterator[None]:
    """Turn the operating system's refusals to write into errors that say what to do."""
    try:
        yield
    except OSError as exc:
        # Arrow leaves errno unset on some failures; its message then says what it knows.
        cause = exc.strerror or str(exc)
        where = exc.filename or output
        if exc.errno in _NO_SPACE:
            raise OutputFullError(
                f"There is no space left to write {where} ({cause})",
                data=_NOTHING_LOST,
                remedy="Free some space, or choose another output, and run again",
            ) from exc
        raise OutputNotWritableError(
            f"Cannot write {where} ({cause})",
            data=_NOTHING_LOST,
            remedy=f"Make {output} a folder that this user may write to, and run again",
        ) from exc
