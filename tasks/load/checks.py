"""What must hold for rows before they are published.

`article_problems` looks at one article; `violations` looks at a whole table and follows
the declared schema. Neither changes anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from tasks.language.text import CYRILLIC
from tasks.load.arrow import Column, pc
from tasks.load.schema import Dataset, Field
from tasks.models import Mention, Passage, Role, TaggedArticle

# RE2, which Arrow uses, writes code points as \x{…}.
_CYRILLIC_RE2 = re.sub(r"\\u([0-9a-f]{4})", r"\\x{\1}", CYRILLIC.pattern)


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


def article_problems(tagged: TaggedArticle) -> Iterator[str]:
    """Say what is wrong between an article, its sentences and its mentions."""
    # Types promise text; what an engine returns in spite of them is caught here.
    article = tagged.article
    passages = {(p.role, p.paragraph): p for p in article.passages()}
    translated = {(pair.role, pair.paragraph) for pair in tagged.translated.sentences}
    if article.published_at is not None and article.published_at.tzinfo is None:
        yield "published_at has no time zone"
    for role, paragraph in passages.keys() - translated:
        yield f"{role} {paragraph} has no sentence"
    for role, paragraph in translated - passages.keys():
        yield f"a sentence belongs to {role} {paragraph}, which the article does not have"
    for pair in tagged.translated.sentences:
        if not pair.flags and pair.uk.strip() and not (pair.en or "").strip():
            yield f"a sentence of {pair.role} {pair.paragraph} has no English and no flag"
    for mention in tagged.mentions:
        if not _is_in_place(mention, passages):
            yield (
                f"the mention {mention.surface_uk!r} is not at {mention.start}:{mention.end} "
                f"of {mention.role} {mention.paragraph}"
            )


def _is_in_place(mention: Mention, passages: dict[tuple[Role, int], Passage]) -> bool:
    passage = passages.get((mention.role, mention.paragraph))
    return (
        passage is not None
        and 0 <= mention.start < mention.end
        and passage.text[mention.start : mention.end] == mention.surface_uk
    )


def violations(table: pa.Table, dataset: Dataset, scope: str | None = None) -> list[Violation]:
    """Check nulls, enumerations, keys and languages; types are Arrow's to check.

    Keys are unique in the table, or for each value of the column `scope`.
    """
    key = [*([scope] if scope else []), *dataset.key]
    name = "+".join(dataset.key)
    unique = Violation(dataset.name, name, "is not unique", repeated(table.select(key)))
    return breaches(table, dataset) + ([unique] if unique.rows else [])


def breaches(table: pa.Table, dataset: Dataset) -> list[Violation]:
    """Check all that one row shows by itself."""
    return [violation for violation in _breaches(table, dataset) if violation.rows]


def _breaches(table: pa.Table, dataset: Dataset) -> Iterator[Violation]:
    for field in dataset.fields:
        if field.name not in table.column_names:
            continue
        column = table[field.name]
        if not field.is_nullable:
            yield Violation(dataset.name, field.name, "is null", _where(pc.is_null(column)))
        if field.enum:
            rule = f"is not one of {', '.join(field.enum)}"
            yield Violation(dataset.name, field.name, rule, _unlisted(column, field.enum))
        cyrillic = [row for row in _cyrillic_rows(field, column) if _is_good(table, dataset, row)]
        rule = "holds Cyrillic that no check flagged"
        yield Violation(dataset.name, field.name, rule, tuple(cyrillic))


def _unlisted(column: Column, enum: tuple[str, ...]) -> tuple[int, ...]:
    unknown = pc.invert(pc.is_in(column, value_set=pa.array(enum)))
    return _where(pc.and_(pc.is_valid(column), unknown))


def _cyrillic_rows(field: Field, column: Column) -> list[int]:
    """The rows whose English holds Cyrillic letters, each once and in order."""
    if field.is_english and field.type == "string":
        return list(_where(_has_cyrillic(column)))
    texts = [pc.list_flatten(column)] if field.is_english else []
    texts += [
        pc.struct_field(pc.list_flatten(column), [number])
        for number, child in enumerate(field.children)
        if child.is_english
    ]
    rows: set[int] = set()
    for elements in texts:
        owners = pc.list_parent_indices(column.combine_chunks())
        rows.update(owners.take(pc.indices_nonzero(_has_cyrillic(elements))).to_pylist())
    return sorted(rows)


def _has_cyrillic(texts: Column) -> Column:
    return pc.match_substring_regex(texts, pattern=_CYRILLIC_RE2)


def _is_good(table: pa.Table, dataset: Dataset, row: int) -> bool:
    return dataset.flagged_by is None or not table[dataset.flagged_by][row].as_py()


def repeated(keys: pa.Table) -> tuple[int, ...]:
    """The rows whose key an earlier row has."""
    names = keys.column_names
    if keys.group_by(names).aggregate([]).num_rows == keys.num_rows:
        return ()
    seen: set[tuple[object, ...]] = set()
    repeated = []
    for row, key in enumerate(zip(*(keys[name].to_pylist() for name in names), strict=True)):
        if key in seen:
            repeated.append(row)
        seen.add(key)
    return tuple(repeated)


def _where(mask: Column) -> tuple[int, ...]:
    return tuple(pc.indices_nonzero(mask).to_pylist())
