"""The hold on an output in an object store: one writer at a time, among all machines.

A store has no locks, but of several that create the same object it lets only one. Each hold
is an object with a number of its own, `.lock/00000012.json`; the highest number holds, until
it says that it has ended, or is no longer renewed. Whoever takes over from a dead holder
closes its number for commits first (see `tasks.load.storage.s3.journal`): should it not be dead but
slow, it finds that out before it changes anything.
"""

from __future__ import annotations

import json
import logging
import os
import re
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tasks.errors import VisnykError
from tasks.load.errors import HoldLostError, OutputBusyError
from tasks.load.storage.location import LOCK
from tasks.load.storage.s3.paths import ObjectPath
from tasks.settings import get_settings

logger = logging.getLogger(__name__)

_NAME = re.compile(r"(\d{8})\.json")
# Six renewals may fail in a row before others take the holder for dead. It stops by itself
# when the fifth has.
_RENEWALS, _BEFORE_STOP = 6, 5
_POLL_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Hold:
    """What the object of a holder says; `expires_seconds` is its own promise to renew it."""

    holder: str
    pid: int
    host: str
    since: str
    place: str
    token: str
    expires_seconds: float
    is_released: bool = False

    def __str__(self) -> str:
        return f"{self.holder}, process {self.pid} on {self.host}, since {self.since}"


class Lease:
    """A hold of this process, renewed by a thread until it is released."""

    def __init__(self, output: ObjectPath, number: int, record: Hold, began: float) -> None:
        self.number = number
        self._output = output
        self._record = record
        self._renewed_at = self._looked_at = began
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="visnyk-lease", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Call before every step that changes what readers see.

        Raises:
            HoldLostError: another run holds the output, or may by now.
        """
        now, seconds = _clock(), self._record.expires_seconds
        if now - self._renewed_at > seconds * _BEFORE_STOP / _RENEWALS:
            raise self._lost()
        # Nobody takes over from who is alive: looking is for what no clock here tells.
        if now - self._looked_at > seconds / _RENEWALS:
            self.look()

    def look(self) -> None:
        """Ask the store whether this is still the hold that counts.

        Raises:
            HoldLostError: it is not.
        """
        now = _clock()
        if max(numbers(self._output), default=0) > self.number:
            raise self._lost()
        self._looked_at = now

    def release(self) -> None:
        """Let the next one in."""
        self._ended.set()
        self._thread.join()
        try:
            hold_path(self._output, self.number).write_bytes(_encode(self._record, released=True))
        except VisnykError as error:
            logger.warning("The next run waits until this hold expires: %s", error)

    def _lost(self) -> HoldLostError:
        return HoldLostError(
            f"This run ({self._record}) no longer holds {self._output}: it could not say in time "
            "that it is alive",
            data="What it had not published yet is not published, or will be by the next run",
            remedy="Run again; if it happens often, set VISNYK_LEASE_SECONDS to more",
        )

    def _renew(self) -> None:
        while not self._ended.wait(self._record.expires_seconds / _RENEWALS):
            began = _clock()
            try:
                hold_path(self._output, self.number).write_bytes(_encode(self._record))
            except VisnykError as error:
                logger.warning("The hold on %s is not renewed: %s", self._output, error)
            else:
                self._renewed_at = began


def _clock() -> float:
    """Seconds that also count while the machine sleeps, where the system tells."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


_held: dict[ObjectPath, Lease] = {}


def held(output: ObjectPath) -> Lease:
    """The hold that this process has on an output."""
    return _held[output]


@contextmanager
def leased(output: ObjectPath, holder: str, *, place: str, wait_seconds: float) -> Iterator[Lease]:
    """Hold an output among all machines.

    Args:
        output: the datasets.
        holder: what is told to those who wait in vain.
        place: names the machine and user; of one place only one may ask at a time, so that
            an earlier hold of the same place is dead.
        wait_seconds: how long to wait for the present holder.

    Raises:
        OutputBusyError: another one held it for longer than the wait.
    """
    record = Hold(
        holder=holder,
        pid=os.getpid(),
        host=socket.gethostname(),
        since=datetime.now(UTC).isoformat(timespec="seconds"),
        place=place,
        token=uuid.uuid4().hex,
        expires_seconds=get_settings().lease_seconds,
    )
    lease = _acquire(output, record, wait_seconds)
    _held[output] = lease
    try:
        yield lease
    finally:
        del _held[output]
        lease.release()


def _acquire(output: ObjectPath, record: Hold, wait_seconds: float) -> Lease:
    deadline = time.monotonic() + wait_seconds
    while True:
        last = max(numbers(output), default=0)
        current = _alive(output, last, record.place)
        if current is None:
            began = _clock()
            if _create(output, last + 1, record):
                return Lease(output, last + 1, record, began)
        elif time.monotonic() >= deadline:
            raise OutputBusyError(
                f"Another run is publishing into {output} ({current})",
                data="Nothing of this run was published",
                remedy="Wait until it has ended, and run again",
            )
        time.sleep(_POLL_SECONDS)


def _create(output: ObjectPath, number: int, record: Hold) -> bool:
    path = hold_path(output, number)
    try:
        path.write_new(_encode(record))
    except FileExistsError:
        # Ours, if the answer to the first of two tries was lost on the way.
        stored = read_hold(output, number)
        return stored is not None and stored.token == record.token
    return True


def _alive(output: ObjectPath, number: int, place: str) -> Hold | None:
    """Who holds the output by a number; None if it may be taken over."""
    found = read_hold(output, number) if number else None
    if found is None or found.is_released or found.place == place:
        return None
    try:
        is_expired = hold_path(output, number).age_seconds() > found.expires_seconds
    except FileNotFoundError:  # a later holder has removed it
        return found
    return None if is_expired else found


def holder_of(output: ObjectPath) -> Hold | None:
    """Who holds the output now; None if nobody that is alive does."""
    return _alive(output, max(numbers(output), default=0), place="")


def numbers(output: ObjectPath) -> list[int]:
    """The numbers of all holds that are not yet cleared away."""
    found = (_NAME.fullmatch(path.name) for path in (output / LOCK).below())
    return [int(match[1]) for match in found if match]


def read_hold(output: ObjectPath, number: int) -> Hold | None:
    """What a hold says; None where it is gone."""
    try:
        content: dict[str, Any] = json.loads(hold_path(output, number).read_bytes())
        return Hold(**content)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        # Of a newer visnyk, perhaps: alive as long as it is renewed.
        seconds = get_settings().lease_seconds
        return Hold("another visnyk", 0, "unknown", "unknown", "unknown", "", seconds)


def hold_path(output: ObjectPath, number: int) -> ObjectPath:
    """The object of a hold."""
    return output / LOCK / f"{number:08d}.json"


def _encode(record: Hold, *, released: bool = False) -> bytes:
    fields = {name: getattr(record, name) for name in Hold.__slots__}
    return json.dumps(fields | {"is_released": released}).encode()
