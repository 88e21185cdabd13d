"""One published file: its bytes, its schema and its rows against what is listed and declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.load.checks import breaches, repeated
from tasks.load.errors import DatasetCorruptError, ReplacedError, SchemaVersionError
from tasks.load.schema import ARTICLES, PARTITIONED, SCHEMA_VERSION, Dataset, file_of
from tasks.load.storage import files
from tasks.load.storage.arrow import arrow_schema, opened
from tasks.load.storage.hashing import hash_for, slices
from tasks.load.storage.location import Location
from tasks.load.storage.manifest import MANIFEST, FileEntry
from tasks.load.verify.problems import MANIFEST_ANEW, REFRESH, Kind, Problem, restore, some

_LOST = "Readers fail at the file, or get other rows than were published"


@dataclass(slots=True)
class Looked:
    """What a look into a file gave.

    `keys` are the columns that other files are compared with; None where it cannot be read
    as what it should be.
    """

    rows: int = 0
    keys: pa.Table | None = None
    problems: list[Problem] = field(default_factory=list)


def look_into(
    output: Location, dataset: Dataset, partition: str | None, entry: FileEntry | None
) -> Looked:
    """Check a file by itself; without an entry only against the schema."""
    name = file_of(dataset, partition)
    looked, path = Looked(), output / name
    try:
        other_bytes = _other_bytes(path, entry)
        with opened(path) as file:
            looked.problems += _schema_problems(name, file, dataset)
            if not looked.problems:
                looked.rows = file.metadata.num_rows
                content = _read(name, file, dataset, looked)
                looked.problems += _unlike_listed(dataset, looked.rows, content, entry, other_bytes)
    except FileNotFoundError:
        problem = Problem(
            Kind.FILE_MISSING, name, "is listed in the manifest, and missing",
            "Its rows are lost to readers",
            restore(dataset, is_there=False, rows=entry.rows if entry else None),
        )  # fmt: skip
        looked.problems.append(problem)
    except (DatasetCorruptError, SchemaVersionError) as exc:
        return Looked(problems=[_unreadable(name, dataset, exc, path, entry)])
    except ReplacedError as exc:  # the look is then thrown away: the manifest changes, too
        problem = Problem(Kind.FILE_CHANGED, name, exc.what, _LOST, exc.remedy)
        return Looked(problems=[problem])
    except OSError as exc:
        mend = "Give this user access to the file"
        what = f"cannot be read ({exc.strerror or exc})"
        return Looked(problems=[Problem(Kind.FILE_UNREADABLE, name, what, _LOST, mend)])
    return looked


def _unreadable(
    name: str,
    dataset: Dataset,
    error: DatasetCorruptError | SchemaVersionError,
    path: Location,
    entry: FileEntry | None,
) -> Problem:
    what = error.what.replace(str(path), "").strip()
    if isinstance(error, SchemaVersionError):
        return Problem(Kind.SCHEMA_OTHER, name, what, _LOST, error.remedy)
    is_refused = isinstance(error.__cause__, PermissionError)
    mend = error.remedy if is_refused else restore(dataset, rows=entry.rows if entry else None)
    return Problem(Kind.FILE_UNREADABLE, name, what, _LOST, mend)


def _other_bytes(path: Location, entry: FileEntry | None) -> str:
    """How the bytes differ from those that are listed; empty where they do not."""
    size = path.stat().st_size
    if entry is None:
        return ""
    if size != entry.bytes:
        return f"has {size:,} bytes, {entry.bytes:,} are listed"
    return "" if files.sha256_of(path) == entry.sha256 else "has another checksum than is listed"


def _schema_problems(name: str, file: pq.ParquetFile, dataset: Dataset) -> Iterator[Problem]:
    """Compare the columns, but for descriptions; columns may be absent that came later."""
    found, declared = file.schema_arrow, arrow_schema(dataset)
    unknown = [column for column in found.names if column not in declared.names]
    if unknown:
        yield Problem(
            Kind.SCHEMA_OTHER, name, f"has columns that this visnyk does not know: {some(unknown)}",
            "Readers get columns that are not in the data dictionary",
            f"Verify with the visnyk that wrote it; or, if none did: {restore(dataset)}",
        )  # fmt: skip
        return
    kept = [
        declared.field(column)
        for column in declared.names
        if column in found.names or column not in dataset.added
    ]
    marks = {b"dataset": dataset.name.encode(), b"schema_version": SCHEMA_VERSION.encode()}
    has_marks = marks.items() <= (found.metadata or {}).items()
    if not has_marks or not found.remove_metadata().equals(pa.schema(kept)):
        yield Problem(
            Kind.SCHEMA_OTHER, name, _difference(found, kept), "Readers get other columns or types "
            "than from the other files of the dataset, or fail", restore(dataset),
        )  # fmt: skip


def _difference(found: pa.Schema, declared: list[pa.Field[pa.DataType]]) -> str:
    types = {column.name: column for column in found}
    for expected in declared:
        stored = types.get(expected.name)
        if stored is None:
            return f"lacks the column {expected.name}"
        if not stored.equals(expected):
            return f"has {stored.name} as {_kind(stored)}, declared is {_kind(expected)}"
    return "was written by another program than visnyk"


def _kind(column: pa.Field[pa.DataType]) -> str:
    return f"{column.type}{'' if column.nullable else ' not null'}"


def _read(name: str, file: pq.ParquetFile, dataset: Dataset, looked: Looked) -> str:
    """Read the rows slice by slice; give their content hash."""
    digest = hash_for(file, dataset)
    broken: dict[tuple[str, str], list[object]] = {}
    wanted = list(dict.fromkeys([dataset.sort_key, *dataset.key, *_compared(dataset)]))
    parts = [arrow_schema(dataset).empty_table().select(wanted)]
    for rows in slices(file, dataset):
        digest.update(rows)
        parts.append(rows.select(wanted))
        for violation in breaches(rows, dataset):
            where = rows[dataset.sort_key].take(list(violation.rows)).to_pylist()
            broken.setdefault((violation.column, violation.rule), []).extend(where)
    keys = pa.concat_tables(parts)
    looked.keys = keys
    for (column, rule), where in broken.items():
        looked.problems.append(_broken(Kind.RULE_BROKEN, name, dataset, f"{column} {rule}", where))
    twice = repeated(keys.select(list(dataset.key)))
    if twice:
        where = keys[dataset.sort_key].take(list(twice)).to_pylist()
        what = f"{'+'.join(dataset.key)} is not unique"
        looked.problems.append(_broken(Kind.KEY_REPEATED, name, dataset, what, where))
    return digest.hexdigest()


def _broken(kind: Kind, name: str, dataset: Dataset, rule: str, where: list[object]) -> Problem:
    what = f"{rule} in {len(where):,} rows, of {some(dict.fromkeys(where))}"
    mend = REFRESH if dataset in PARTITIONED else restore(dataset)
    return Problem(kind, name, what, "Readers get rows that break the schema's rules", mend)


def _compared(dataset: Dataset) -> tuple[str, ...]:
    if dataset is ARTICLES:
        return ("published_date", "duplicate_of")
    return ()


def _unlike_listed(
    dataset: Dataset, rows: int, content: str, entry: FileEntry | None, other_bytes: str
) -> Iterator[Problem]:
    """Tell a file that was changed from a manifest that was."""
    if entry is None:
        return
    is_same = (rows, content) == (entry.rows, entry.content_sha256)
    if is_same and other_bytes:
        yield Problem(
            Kind.FILE_CHANGED, entry.path, f"{other_bytes}, but its rows are those that are listed",
            "Readers get the right rows; what compares checksums takes the file for damaged",
            MANIFEST_ANEW,
        )  # fmt: skip
    elif other_bytes:
        yield Problem(
            Kind.FILE_CHANGED, entry.path, f"{other_bytes}, and other rows than were published",
            "Readers get rows that visnyk did not write, or miss some",
            f"{restore(dataset)}. Or, if it was changed on purpose: {MANIFEST_ANEW}",
        )  # fmt: skip
    elif not is_same:
        yield Problem(
            Kind.MANIFEST_WRONG, MANIFEST, f"has other rows or another content hash for "
            f"{entry.path} than the file, whose checksum is right",
            "Programs that go by the manifest are misled", MANIFEST_ANEW,
        )  # fmt: skip
