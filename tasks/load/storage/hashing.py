"""A hash of what rows say, whatever file, compression or library version holds them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.load.schema import Dataset
from tasks.load.storage.arrow import Column, arrow_schema, pc, read_group, regrouped

# Rows are hashed in slices of this many, or of a row group where those are smaller: neither
# memory nor the chunks of a table matter.
_SLICE_ROWS = 100_000


class ContentHash:
    """Takes the rows of a file in their order, without the columns that differ between runs.

    `empty` are the added columns without a value in any row: older files lack them.
    """

    def __init__(self, dataset: Dataset, empty: Collection[str] = ()) -> None:
        self._digest = hashlib.sha256()
        self._fields = [
            field for field in dataset.fields if not field.is_volatile and field.name not in empty
        ]

    def update(self, rows: pa.Table) -> None:
        """Take the next slice: `slice_rows` of them, fewer only at the end."""
        together: Any = rows.combine_chunks()
        for field in self._fields:
            self._digest.update(f"{field.name}:{field.type}:{rows.num_rows}\n".encode())
            _hash_array(together[field.name].chunk(0), self._digest)

    def hexdigest(self) -> str:
        """The hash of all rows so far."""
        return self._digest.hexdigest()


def slice_rows(dataset: Dataset) -> int:
    """How many rows are hashed at once."""
    return min(_SLICE_ROWS, dataset.row_group_rows)


def slices(file: pq.ParquetFile, dataset: Dataset) -> Iterator[pa.Table]:
    """The rows of a file as they are hashed, whatever the size of its row groups."""
    groups = (
        read_group(file, number, dataset, dataset.names)
        for number in range(file.metadata.num_row_groups)
    )
    for part in regrouped(groups, slice_rows(dataset), arrow_schema(dataset).empty_table()):
        if part.num_rows:
            yield part


def hash_for(file: pq.ParquetFile, dataset: Dataset) -> ContentHash:
    """The hash that the `slices` of a file are to be given to."""
    empty = set(dataset.added)
    for number in range(file.metadata.num_row_groups):
        if not empty:
            break
        table = read_group(file, number, dataset, sorted(empty))
        empty = {name for name in empty if table[name].null_count == table.num_rows}
    return ContentHash(dataset, empty)


def content_sha256(file: pq.ParquetFile, dataset: Dataset) -> str:
    """Hash the rows of a whole file, a slice in memory at a time."""
    digest = hash_for(file, dataset)
    for part in slices(file, dataset):
        digest.update(part)
    return digest.hexdigest()


def combined_sha256(parts: Iterable[tuple[str | None, str]]) -> str:
    """Hash a dataset from the content hashes of its partitions."""
    text = json.dumps(sorted((partition or "", digest) for partition, digest in parts))
    return hashlib.sha256(text.encode()).hexdigest()


# Null slots and offsets may hold anything in Arrow: they are replaced by zeros and lengths,
# so that equal rows always give equal bytes.
def _hash_array(array: Column, digest: hashlib._Hash) -> None:
    digest.update(_bytes(pc.cast(pc.is_valid(array), pa.uint8())))
    kind = array.type
    if pa.types.is_list(kind):
        digest.update(_bytes(pc.fill_null(pc.list_value_length(array), 0)))
        _hash_array(pc.list_flatten(array), digest)
    elif pa.types.is_struct(kind):
        for index in range(kind.num_fields):
            _hash_array(pc.struct_field(array, index), digest)
    elif pa.types.is_string(kind) or pa.types.is_binary(kind):
        filled = pc.fill_null(array.cast(pa.binary()), b"")
        digest.update(_bytes(pc.binary_length(filled)))
        digest.update(_values(filled))
    elif pa.types.is_floating(kind):
        digest.update(_bytes(pc.fill_null(array, 0.0)))
    elif pa.types.is_boolean(kind):
        digest.update(_bytes(pc.cast(pc.fill_null(array, False), pa.uint8())))
    else:  # dates and timestamps are counted numbers, as integers are
        width = pa.int32() if kind.bit_width == 32 else pa.int64()
        digest.update(_bytes(pc.fill_null(array.cast(width), 0)))


def _values(filled: Column) -> memoryview:
    """The values of a binary array without nulls, one after the other, not copied."""
    _, offsets, data = filled.buffers()
    places = memoryview(offsets or bytes(4)).cast("i")
    start, end = (places[filled.offset], places[filled.offset + len(filled)]) if offsets else (0, 0)
    return memoryview(data or b"")[start:end]


def _bytes(numbers: Column) -> memoryview:
    width = numbers.type.bit_width // 8
    start = numbers.offset * width
    return memoryview(numbers.buffers()[1] or b"")[start : start + len(numbers) * width]
