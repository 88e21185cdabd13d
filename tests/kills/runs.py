"""Whole runs that are killed, the run after each, and what must then be true.

The output of the first day is made once; every attempt at the second day begins with a copy
of it, is killed, and is finished by another run.
"""

from __future__ import annotations

import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from flows.batches import IN_FLIGHT
from tasks.language.text import sentence_key
from tasks.load.memory.answers import journals, read_answers
from tasks.load.schema import DOCUMENTS, QUARANTINE, RUNS
from tasks.load.storage.locking import STAGING
from tasks.load.storage.manifest import content_hash, published_files
from tests.kills import inbox, whole_run
from tests.kills.forks import Child, Forks
from tests.kills.whole import check_readable, check_tidy
from tests.translate.services import FakeServices

# What tells when a source failed differs by nature.
_TIMES = ("attempts", "first_seen_at", "last_seen_at", "run_id")


@dataclass
class Yard:
    """Where runs are killed: an inbox for each day, and what an undisturbed run makes."""

    folder: Path
    forks: Forks
    service: FakeServices
    expected: dict[str, str] = field(default_factory=dict)
    quarantine: list[dict[str, object]] = field(default_factory=list)
    pages: set[tuple[str, str]] = field(default_factory=set)
    sentences: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def output(self) -> Path:
        """Where attempts at the second day go."""
        return self.folder / "output"

    def prepare(self) -> None:
        """Make the output of the first day, and learn what the second day should give."""
        inbox.fill(self.folder / "inbox", day=1)
        assert self.start(1, "first").end() == 0
        self.output.rename(self.folder / "base")
        inbox.fill(self.folder / "inbox", day=2)
        self.begin()
        begun = time.monotonic()
        assert self.start(2, "undisturbed").end() == 0
        self.seconds = time.monotonic() - begun
        self.expected = content_hash(self.output)
        self.quarantine, self.pages = quarantine(self.output), pages(self.output)
        self.sentences = self.asked()

    def begin(self) -> None:
        """Put things as they were before the second day."""
        shutil.rmtree(self.output, ignore_errors=True)
        shutil.copytree(self.folder / "base", self.output)
        self.service.seen.clear()
        self.service.mood = lambda _service, _text: "good"

    def start(self, day: int, name: str, *point: object) -> Child:
        """Begin a run; with a point it dies there."""
        arguments = (self.folder / "inbox", self.output, name, day)
        return self.forks.start(whole_run.run, *arguments, *point)

    def asked(self) -> Counter[str]:
        """How often each text was sent to the service."""
        return Counter(self.service.asked(whole_run.ENGINE))

    def check_recovery(self, kill: Callable[[], int]) -> None:
        """Kill an attempt in some way, let another run finish, compare with an undisturbed one.

        Args:
            kill: does so, and gives how the attempt ended.
        """
        self.begin()
        assert kill() in {0, -signal.SIGKILL}
        check_readable(self.output)
        before, paid = self.asked(), written_answers(self.output) | published(self.output)

        assert self.start(2, "next").end() == 0

        self.check_whole()
        self._check_paid(before, paid)

    def check_whole(self, *, with_old_pages: bool = True) -> None:
        """The output is what an undisturbed run gives, and nothing else lies there."""
        found = content_hash(self.output)
        assert found == self.expected, {
            name for name in found if found[name] != self.expected[name]
        }
        assert quarantine(self.output) == self.quarantine
        assert pages(self.output) <= self.pages
        assert not with_old_pages or pages(self.output) == self.pages
        check_tidy(self.output)

    def _check_paid(self, before: Counter[str], paid: set[str]) -> None:
        """No answer that had reached the disk was asked for again."""
        asked = self.asked()
        assert asked.keys() == self.sentences.keys()
        again = {text for text, count in asked.items() if count > 1}
        assert not {text for text in again if sentence_key(text) in paid}
        # Each batch in flight may have had one that was on its way.
        assert asked.total() <= len(asked) + IN_FLIGHT
        assert again <= before.keys()


@contextmanager
def opened(folder: Path) -> Iterator[Yard]:
    """Start the service and the process that forks, and make ready."""
    with FakeServices() as service:
        env = {
            "NO_PROXY": "127.0.0.1",
            "VISNYK_LIBRETRANSLATE_URL": service.url(whole_run.ENGINE),
            "VISNYK_LIBRETRANSLATE_RATE": "10000",
            # With a key of its own, nobody asks Prefect for one.
            "VISNYK_LIBRETRANSLATE_KEY": "secret",
            # A run that has only bad inputs left to try is none to fail here.
            "VISNYK_MAX_FAILED_SHARE": "1",
        }
        with Forks(whole_run.__name__, env=env) as forks:
            yard = Yard(folder, forks, service)
            yard.prepare()
            yield yard


def quarantine(output: Path) -> list[dict[str, object]]:
    """The rows of the quarantine, without what differs from run to run."""
    rows = pq.read_table(output / "quarantine/quarantine.parquet").to_pylist()
    names = [name for name in QUARANTINE.names if name not in _TIMES]
    return [{name: row[name] for name in names} for row in rows]


def pages(output: Path) -> set[tuple[str, str]]:
    """The kept versions of pages, whenever they were fetched."""
    files = (path for dataset, _, path in published_files(output) if dataset is DOCUMENTS)
    rows = [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]
    return {(row["source_uri"], row["sha256"]) for row in rows}


def written_answers(output: Path) -> set[str]:
    """The keys of the sentences whose answers are in journals."""
    return {answer.key for path in journals(output) for answer in read_answers(path)}


def published(output: Path) -> set[str]:
    """The keys of the sentences that are published."""
    return {
        sentence_key(uk)
        for path in output.glob("sentences/*/*.parquet")
        for uk in pq.ParquetFile(path).read(["uk"])["uk"].to_pylist()
    }


def phase(output: Path) -> str:
    """How far a killed run had come, by what it left."""
    staging = output / STAGING
    recorded = pq.ParquetFile(output / f"{RUNS.name}/runs.parquet").metadata.num_rows
    if recorded > 1:
        return "recorded"
    if (staging / "commit.json").exists():
        return "moving files"
    if (staging / ".commit").exists():
        return "writing files"
    if any(staging.glob("*/batch-*")):
        return "staging"
    if journals(output):
        return "translating"
    return "published" if (output / "articles/published_month=2026-03").exists() else "beginning"
