"""What the log of a run holds: what a person wants to read, and warnings from anywhere."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Final

from prefect.logging.handlers import APILogHandler

from flows.summary.markdown import counted
from tasks.errors import VisnykError

if TYPE_CHECKING:
    from flows.batches import BatchResult
    from tasks.extract.discovery import Discovery
    from tasks.load.publish import Published

_TASK_RUNS: Final = "prefect.task_runs"
_FLOW_RUNS: Final = "prefect.flow_runs"
# What they say of each request or page is said, where it matters, by our own errors.
_LIBRARIES: Final = {
    "urllib3": logging.ERROR,
    "trafilatura": logging.CRITICAL,
    "htmldate": logging.CRITICAL,
    "courlan": logging.ERROR,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "s3fs": logging.WARNING,
    "botocore": logging.WARNING,
    "aiobotocore": logging.WARNING,
    "charset_normalizer": logging.WARNING,
}
_OF_HOOKS: Final = ("Running hook ", "Hook ")
# Their warnings, such as the traceback of a defect, belong into the history of the run.
_OURS: Final = ("flows", "tasks")


def tidy_log() -> None:
    """Set what this process logs of flow runs; what the user has set comes first."""
    task_runs = logging.getLogger(_TASK_RUNS)
    # A worker's process has read the settings of `flows` too late: it was Prefect's before.
    if task_runs.level == logging.NOTSET and task_runs.getEffectiveLevel() == logging.INFO:
        task_runs.setLevel(logging.WARNING)
    for name, level in _LIBRARIES.items():
        library = logging.getLogger(name)
        if library.level == logging.NOTSET:
            library.setLevel(level)
    logging.getLogger(_FLOW_RUNS).addFilter(_is_news)
    task_runs.addFilter(_is_no_lecture)
    for name in _OURS:
        ours = logging.getLogger(name)
        if not any(isinstance(handler, APILogHandler) for handler in ours.handlers):
            ours.addHandler(_InRuns())


def batch_line(result: BatchResult, of: int) -> str:
    """Say what became of a batch, one of so many."""
    staged = result.account.staged if result.account else None
    ends = [f"{len(staged.documents):,} ready"] if staged else ["none ready"]
    if result.failures:
        ends.append(f"{len(result.failures):,} failed")
    if result.settled:
        ends.append(f"{len(result.settled):,} need no work")
    line = f"Batch {result.number:,} of {of:,}: {counted(result.documents, 'document')}, "
    line += ", ".join(ends)
    if staged and staged.sentences_by_engine:
        made = Counter(staged.sentences_by_engine).most_common()
        engines = ", ".join(f"{name} {count:,}" for name, count in made)
        memory = staged.sentences_from_memory
        total = counted(sum(staged.sentences_by_engine.values()), "sentence")
        line += f"; {total} ({engines}{f'; {memory:,} from memory' if memory else ''})"
    return f"{line}; {result.seconds:.1f} s"


def found_line(found: Discovery) -> str:
    """Say what the sources hold, and how much of it is work."""
    parts = [
        (len(found.new), "new or changed"),
        (len(found.unchanged), "unchanged"),
        (len(found.duplicates), "the same as others"),
        (len(found.quarantined), "known to be bad"),
        (len(found.failures), "unreadable"),
        (len(found.forgotten), "forgotten"),
    ]
    listed = ", ".join(f"{number:,} {what}" for number, what in parts if number)
    return f"Found {counted(found.total, 'document')}" + (f": {listed}" if listed else "")


def published_line(published: Published) -> str:
    """Say what readers see now."""
    updated = f", {published.updated:,} of them updated" if published.updated else ""
    files = counted(len(published.files_written), "data file")
    return f"Published {counted(published.loaded, 'document')}{updated}; {files} written"


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a record says something new.

    The traceback of an error that says itself all there is to know does not, nor that Prefect
    calls a hook, which it does at the end of each run.
    """
    if record.levelno == logging.INFO and record.getMessage().startswith(_OF_HOOKS):
        return False
    return not (record.exc_info and isinstance(record.exc_info[1], VisnykError))


def _is_no_lecture(record: logging.LogRecord) -> bool:
    """Whether a record is not what Prefect says at each task in a thread that has a time limit."""
    return not record.getMessage().startswith("Timeout of ")


class _InRuns(APILogHandler):
    """Sends to Prefect what is logged within a run; elsewhere there is no place for it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging names it
        """Say nothing: the console has it."""
