"""What can be wrong with a published output, and what mends it.

A mend is named only where the tests have shown that it works.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tasks.load.schema import DOCUMENTS, PARTITIONED, QUARANTINE, RUNS, Dataset


class Kind(StrEnum):
    """The kinds of damage, for programs."""

    INTERRUPTED = "interrupted"
    LEFTOVER = "leftover"
    MANIFEST_MISSING = "manifest_missing"
    MANIFEST_UNREADABLE = "manifest_unreadable"
    MANIFEST_NEWER = "manifest_newer"
    MANIFEST_WRONG = "manifest_wrong"
    PACKAGE_WRONG = "package_wrong"
    FILE_MISSING = "file_missing"
    FILE_UNLISTED = "file_unlisted"
    FILE_FOREIGN = "file_foreign"
    FILE_UNREADABLE = "file_unreadable"
    FILE_CHANGED = "file_changed"
    SCHEMA_OTHER = "schema_other"
    RULE_BROKEN = "rule_broken"
    KEY_REPEATED = "key_repeated"
    ARTICLE_MISSING = "article_missing"
    SENTENCES_MISSING = "sentences_missing"
    PARTITION_WRONG = "partition_wrong"
    MENTION_MISPLACED = "mention_misplaced"


RUN_AGAIN = "Run again (visnyk run)"
MANIFEST_ANEW = "Delete manifest.json and run again (visnyk run): it is made anew from the files"
REFRESH = (
    "Run the inputs of these articles again, all in one run: visnyk run INPUTS --refresh; "
    "visnyk show ID names the input of an article"
)

_SHOWN = 3
_ELSE = {
    **dict.fromkeys(
        (dataset.name for dataset in PARTITIONED),
        "run again over the inputs of its rows (visnyk run INPUTS; fetched pages that are kept: "
        "visnyk run documents:), or have it done by visnyk rebuild",
    ),
    DOCUMENTS.name: "fetch its pages again (visnyk run ADDRESSES --refresh)",
    QUARANTINE.name: "run again over the inputs that failed (visnyk run INPUTS)",
    RUNS.name: "run again (visnyk run), which begins the history anew",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong: what, what it means for readers, how to mend it.

    `path` is relative to the output: the file, folder or dataset concerned.
    """

    kind: Kind
    path: str
    what: str
    means: str
    mend: str

    @property
    def sentence(self) -> str:
        """All of it on one line."""
        return f"{self.path}: {self.what}. {self.means}. {self.mend}."


def some(values: Iterable[object]) -> str:
    """The first of several values, and how many more there are."""
    listed: Sequence[object] = list(values)
    shown = ", ".join(map(str, listed[:_SHOWN]))
    more = len(listed) - _SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown


def restore(dataset: Dataset, *, is_there: bool = True, rows: int | None = None) -> str:
    """What brings back a file of a dataset that is damaged, or no longer there.

    `rows` is how many it had, if that is known: no input brings back a file without rows.
    """
    if dataset in PARTITIONED and rows == 0:
        return "Run visnyk rebuild, which makes it anew: it had no rows"
    way = "delete it and " if is_there else ""
    return f"Restore the file from a copy; or {way}{_ELSE[dataset.name]}"
