"""Answers of engines that cost something, on disk from when they come until they are published.

A journal is one append-only file of a process in the staging folder of its run. Each
answer is handed to the operating system before it is used, so that a killed process loses
none of those it had; a power cut may take the last seconds. Published answers are found
in the datasets: their journals go.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from io import BufferedReader, FileIO
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from tasks.load.errors import explained_os_errors
from tasks.load.storage.location import STAGING, Location, work_folder
from tasks.load.storage.locking import ANSWERS, LIVE, clear_staging, require_live, staging_folder
from tasks.models import Maker

logger = logging.getLogger(__name__)

# A run may have paid for a million: some megabytes at a time.
_CHECKED_AT_ONCE = 10_000
# Tells which of some sentences of a maker are published.
Published = Callable[[Collection[str], Maker], Collection[str]]


class Answer(NamedTuple):
    """The English that a maker gave for a sentence; `key` is its `sentence_key`."""

    key: str
    english: str
    maker: Maker


class AnswerFile:
    """A journal in which answers are looked up: a hundred bytes of memory an answer."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[int, int] = {}

    @classmethod
    def read(cls, path: Path) -> AnswerFile:
        """Look through the journal of another process."""
        file = cls(path)
        for place, answer in _answers(path):
            file.add(answer, place)
        return file

    def add(self, answer: Answer, place: int) -> None:
        """Note that the line of an answer begins at a place."""
        self._places[hash((answer.maker, answer.key))] = place

    def find(self, keys: Sequence[str], maker: Maker) -> dict[str, str]:
        """The English of those sentences that are answered here."""
        places = {key: self._places.get(hash((maker, key))) for key in keys}
        found: dict[str, str] = {}
        if not any(place is not None for place in places.values()):
            return found
        try:
            with self._path.open("rb") as stream:
                for key, place in places.items():
                    answer = None if place is None else _answer_at(stream, place)
                    if answer and (answer.key, answer.maker) == (key, maker):
                        found[key] = answer.english
        except FileNotFoundError:
            return found  # its answers have just been published: they are found there
        return found


class Journal:
    """The answers that this process gets for a run; safe in threads."""

    def __init__(self, output: Location, run_id: str) -> None:
        self._output = output
        self._run_id = run_id
        self._lock = threading.Lock()
        self._opened: tuple[FileIO, AnswerFile] | None = None

    def append(self, answer: Answer) -> None:
        """Write an answer; once this returns, a kill of this process does not lose it.

        Raises:
            OutputFullError, OutputNotWritableError: it could not be written.
        """
        # The line break comes first: what a full disk cut short spoils no other line.
        line = b"\n" + _encode(answer)
        with self._lock, explained_os_errors(work_folder(self._output)):
            stream, file = self._opened or self._open()
            place, written = stream.tell() + 1, 0
            while written < len(line):
                written += stream.write(line[written:])
            file.add(answer, place)

    def find(self, keys: Sequence[str], maker: Maker) -> dict[str, str]:
        """The English of those sentences that this process has had answered."""
        return self._opened[1].find(keys, maker) if self._opened else {}

    def _open(self) -> tuple[FileIO, AnswerFile]:
        folder = require_live(self._output, self._run_id)
        path = folder / ANSWERS.replace("*", f"{os.getpid()}-{uuid.uuid4().hex[:8]}")
        self._opened = path.open("xb", buffering=0), AnswerFile(path)
        return self._opened


def read_answers(path: Path) -> Iterator[Answer]:
    """The answers of a journal in their order, without what a kill or a full disk cut short."""
    for _, answer in _answers(path):
        yield answer


def _answers(path: Path) -> Iterator[tuple[int, Answer]]:
    """The answers, each with the place where its line begins."""
    try:
        with path.open("rb") as stream:
            place = 0
            for line in stream:
                if answer := _decode(line):
                    yield place, answer
                place += len(line)
    except FileNotFoundError:
        return  # its answers have just been published


def _answer_at(stream: BufferedReader, place: int) -> Answer | None:
    stream.seek(place)
    return _decode(stream.readline())


def journals(output: Location) -> list[Path]:
    """The journals of all runs, living and dead."""
    return sorted((work_folder(output) / STAGING).glob(f"*/{ANSWERS}"))


def settle(output: Location, run_id: str, published: Published) -> None:
    """Remove the journals of this run and of dead ones whose answers are all published.

    Call after the last publish of a run, before it ends.
    """
    for folder in sorted({path.parent for path in journals(output)}):
        if folder == staging_folder(output, run_id):
            _remove_published(folder, published)
            continue
        lock = FileLock(folder / LIVE)
        try:
            lock.acquire(blocking=False)
        except Timeout:  # a run that lives still writes
            continue
        try:
            _remove_published(folder, published)
            clear_staging(folder)
        finally:
            lock.release()


def _remove_published(folder: Path, published: Published) -> None:
    for path in sorted(folder.glob(ANSWERS)):
        if _are_published(path, published):
            path.unlink(missing_ok=True)
        else:
            logger.info("Answers of %s wait for a run that publishes their articles", path)


def _are_published(path: Path, published: Published) -> bool:
    answers = read_answers(path)
    while some := list(islice(answers, _CHECKED_AT_ONCE)):
        waiting: dict[Maker, set[str]] = {}
        for answer in some:
            waiting.setdefault(answer.maker, set()).add(answer.key)
        if any(len(published(keys, maker)) < len(keys) for maker, keys in waiting.items()):
            return False
    return True


def _encode(answer: Answer) -> bytes:
    record = [answer.key, answer.english, *answer.maker]
    # Pages may hold half a surrogate pair, which plain UTF-8 refuses.
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _decode(line: bytes) -> Answer | None:
    try:
        record = json.loads(line.decode("utf-8", "surrogatepass"))
        key, english, engine, engine_version, glossary_version = record
    except (ValueError, TypeError):
        return None
    return Answer(key, english, Maker(engine, engine_version, glossary_version))
