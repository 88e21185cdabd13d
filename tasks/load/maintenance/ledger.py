"""forgotten.json: what was removed and must stay away, without its content.

It is written before anything is removed: what is cut short in between is not loaded again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from typing import Final

from tasks.forgotten import Forgotten
from tasks.load.errors import DatasetCorruptError
from tasks.load.storage import files
from tasks.load.storage.location import Location

LEDGER: Final = "forgotten.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article or an outlet that was removed, or an input without either.

    `inputs` are SHA-256 of the names of inputs, `contents` of their bytes; `forgotten_at` is a
    moment in ISO 8601.
    """

    forgotten_at: str
    article_id: str | None = None
    outlet: str | None = None
    inputs: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()


def read_ledger(output: Location) -> list[Entry]:
    """The entries, the oldest first; none where nothing was forgotten.

    Raises:
        DatasetCorruptError: the file cannot be read.
    """
    path = output / LEDGER
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["forgotten"]
        return [
            Entry(**entry | {name: tuple(entry[name]) for name in ("inputs", "contents")})
            for entry in entries
        ]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError) as exc:
        raise DatasetCorruptError(
            f"{path} cannot be read ({exc})",
            data="Nothing was changed",
            remedy="Restore the file from a copy; or delete it, and forget again what runs bring "
            "back",
        ) from exc


def read_forgotten(output: Location) -> Forgotten:
    """What runs must leave out.

    Raises:
        DatasetCorruptError: the ledger cannot be read.
    """
    entries = read_ledger(output)
    return Forgotten(
        articles=(entry.article_id for entry in entries if entry.article_id),
        inputs=(key for entry in entries for key in entry.inputs),
        contents=(sha256 for entry in entries for sha256 in entry.contents),
        outlets=(entry.outlet for entry in entries if entry.outlet),
    )


def remember(output: Location, new: Collection[Entry]) -> None:
    """Add entries; call with the output lock held. What is there already is not added."""
    entries = read_ledger(output)
    known = {_what(entry) for entry in entries}
    added = [entry for entry in new if _what(entry) not in known]
    if added:
        _write(output, [*entries, *added])


def let_back(output: Location, is_meant: Callable[[Entry], bool]) -> list[Entry]:
    """Take entries out, and give them; call with the output lock held."""
    entries = read_ledger(output)
    taken = [entry for entry in entries if is_meant(entry)]
    if taken:
        _write(output, [entry for entry in entries if entry not in taken])
    return taken


def _what(entry: Entry) -> tuple[object, ...]:
    return entry.article_id, entry.outlet, entry.inputs, entry.contents


def _write(output: Location, entries: Collection[Entry]) -> None:
    document = {"forgotten": [asdict(entry) for entry in entries]}
    content = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    files.write_durably(output / LEDGER, content.encode())
