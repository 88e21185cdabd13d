"""The rules of the declared schema, on rows: nulls, enumerations, patterns, bounds, languages.

What is looked at are columns, and what the lists in them hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from tasks.language.text import CYRILLIC
from tasks.load.schema import Dataset, Field
from tasks.load.storage.arrow import Column, pc

# RE2, which Arrow uses, writes code points as \x{…}.
_CYRILLIC_RE2 = re.sub(r"\\u([0-9a-f]{4})", r"\\x{\1}", CYRILLIC.pattern)
_NOTHING: Column = pa.array([], pa.bool_())


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that rows break; `rows` are their numbers in the table that was checked."""

    dataset: str
    column: str
    rule: str
    rows: tuple[int, ...]

    @property
    def sentence(self) -> str:
        """The rule as a reader is told it."""
        return f"{self.dataset}.{self.column} {self.rule}"


@dataclass(frozen=True, slots=True)
class _Values:
    """Values of a column, or of what its lists hold: then `lists` are the lists.

    `beside` are the columns, or parts of structs, that rules may compare them with.
    """

    name: str
    field: Field
    column: Column
    beside: Mapping[str, Column]
    lists: Column | None = None

    def rows(self, broken: Column) -> tuple[int, ...]:
        """The rows whose values a mask marks, each once and in order."""
        places = pc.indices_nonzero(broken)
        if self.lists is None or not len(places):
            return tuple(places.to_pylist())
        owners = pc.list_parent_indices(self.lists.combine_chunks())
        return tuple(sorted(set(owners.take(places).to_pylist())))


def breaches(table: pa.Table, dataset: Dataset) -> list[Violation]:
    """Check all that one row shows by itself."""
    return [violation for violation in _breaches(table, dataset) if violation.rows]


def _breaches(table: pa.Table, dataset: Dataset) -> Iterator[Violation]:
    columns = {name: table[name] for name in table.column_names}
    for field in dataset.fields:
        for values in _values(field, columns) if field.name in columns else ():
            for rule, broken in _broken(values):
                yield Violation(dataset.name, values.name, rule, values.rows(broken))
            if values.field.is_english:
                rows = values.rows(_has_cyrillic(values.column))
                good = tuple(row for row in rows if _is_good(table, dataset, row))
                rule = "holds Cyrillic that no check flagged"
                yield Violation(dataset.name, values.name, rule, good)


def _values(field: Field, columns: Mapping[str, Column]) -> Iterator[_Values]:
    """A column, and what its lists hold."""
    column = columns[field.name]
    if not field.type.startswith("list"):
        yield _Values(field.name, field, column, columns)
        return
    only_itself = replace(field, enum=(), pattern="", is_english=False)
    yield _Values(field.name, only_itself, column, columns)
    elements = pc.list_flatten(column)
    if field.type == "list<string>":
        text = replace(field, type="string", is_nullable=False)
        yield _Values(field.name, text, elements, {}, column)
        return
    parts = {
        child.name: pc.struct_field(elements, [number])
        for number, child in enumerate(field.children)
    }
    for child in field.children:
        name = f"{field.name}.{child.name}"
        yield _Values(name, child, parts[child.name], parts, column)


def _broken(values: _Values) -> Iterator[tuple[str, Column]]:
    """Each rule for some values, and which of them break it."""
    field, column = values.field, values.column
    if not field.is_nullable and column.null_count:
        is_element = values.lists is not None and not values.beside
        yield "holds a null" if is_element else "is null", pc.is_null(column)
    if field.enum:
        yield f"is not one of {', '.join(field.enum)}", _unlisted(column, pa.array(field.enum))
    if field.pattern:
        yield f"does not match {field.pattern}", _unmatched(field, column)
    # By what must hold, so that what is no number breaks it, too.
    if field.minimum is not None:
        yield f"is less than {field.minimum}", pc.invert(pc.greater_equal(column, field.minimum))
    if field.above is not None:
        yield f"is not more than {field.above}", pc.invert(pc.greater(column, field.above))
    if field.maximum is not None:
        yield f"is more than {field.maximum}", pc.invert(pc.less_equal(column, field.maximum))
    if field.after:
        least = values.beside[field.after]
        yield f"is not more than {field.after}", pc.invert(pc.greater(column, least))


def _unlisted(column: Column, known: Column) -> Column:
    return pc.and_(pc.is_valid(column), pc.invert(pc.is_in(column, value_set=known)))


def _unmatched(field: Field, column: Column) -> Column:
    pattern = rf"\A(?:{field.pattern})\z"
    if not field.is_repetitive:
        return pc.invert(pc.match_substring_regex(column, pattern=pattern))
    # Of the same few values each is looked at once.
    known = pc.drop_null(pc.unique(column))
    good = known.filter(pc.match_substring_regex(known, pattern=pattern))
    return _unlisted(column, good) if len(good) < len(known) else _NOTHING


def _has_cyrillic(texts: Column) -> Column:
    # Five times as fast as the pattern; most English texts need no second look.
    foreign = pc.invert(pc.string_is_ascii(texts))
    if not pc.any(foreign).as_py():
        return _NOTHING
    return pc.match_substring_regex(pc.if_else(foreign, texts, ""), pattern=_CYRILLIC_RE2)


def _is_good(table: pa.Table, dataset: Dataset, row: int) -> bool:
    return dataset.flagged_by is None or not table[dataset.flagged_by][row].as_py()
