"""What must hold for rows before they are published.

`article_problems` looks at one article; `violations` looks at a whole table and follows
the declared schema; `lost_references` compares it with other files. Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from tasks.load.rules import Violation, breaches
from tasks.load.schema import REFERENCES, SENTENCES, Dataset
from tasks.load.storage.arrow import Column, pc
from tasks.models import KeyNumber, Mention, Passage, Role, TaggedArticle

__all__ = [
    "Violation", "article_problems", "breaches", "lost_references", "misnumbered", "repeated",
    "violations",
]  # fmt: skip


def article_problems(tagged: TaggedArticle) -> Iterator[str]:
    """Say what is wrong between an article, its sentences, its names and its numbers."""
    # Types promise text; what an engine returns in spite of them is caught here.
    article = tagged.article
    passages = {(p.role, p.paragraph): p for p in article.passages()}
    pairs = tagged.translated.sentences
    translated = {(pair.role, pair.paragraph) for pair in pairs}
    if article.published_at is not None and article.published_at.tzinfo is None:
        yield "published_at has no time zone"
    for role, paragraph in passages.keys() - translated:
        yield f"{role} {paragraph} has no sentence"
    for role, paragraph in translated - passages.keys():
        yield f"a sentence belongs to {role} {paragraph}, which the article does not have"
    order = {place: number for number, place in enumerate(passages)}
    read = [order[p.role, p.paragraph] for p in pairs if (p.role, p.paragraph) in order]
    if read != sorted(read):
        yield "the sentences are not in the order of the article"
    for pair in pairs:
        if not pair.flags and pair.uk.strip() and not (pair.en or "").strip():
            yield f"a sentence of {pair.role} {pair.paragraph} has no English and no flag"
    placed: Sequence[Mention | KeyNumber] = (*tagged.mentions, *tagged.numbers)
    for found in placed:
        if not _is_in_place(found, passages):
            kind = "mention" if isinstance(found, Mention) else "number"
            yield (
                f"the {kind} {found.surface_uk!r} is not at {found.start}:{found.end} "
                f"of {found.role} {found.paragraph}"
            )


def _is_in_place(found: Mention | KeyNumber, passages: dict[tuple[Role, int], Passage]) -> bool:
    passage = passages.get((found.role, found.paragraph))
    return (
        passage is not None
        and 0 <= found.start < found.end
        and passage.text[found.start : found.end] == found.surface_uk
    )


def violations(table: pa.Table, dataset: Dataset, scope: str | None = None) -> list[Violation]:
    """Check rows and keys; types are Arrow's to check.

    Keys are unique in the table, or for each value of the column `scope`: the number of its
    document, while identifiers may still change.
    """
    key = [*([scope] if scope else []), *dataset.key]
    found = breaches(table, dataset)
    if twice := repeated(table.select(key)):
        found.append(Violation(dataset.name, "+".join(dataset.key), "is not unique", twice))
    return found + (misnumbered(table, scope) if scope and dataset is SENTENCES else [])


def misnumbered(sentences: pa.Table, owner: str = "article_id") -> list[Violation]:
    """Check that the sentences of each owner are numbered from 0, in the order of the rows."""
    numbers = pc.replace_substring_regex(sentences["sentence_id"], r"^.*-", "")
    counts: dict[object, int] = {}
    wrong = []
    pairs = zip(sentences[owner].to_pylist(), numbers.to_pylist(), strict=True)
    for row, (name, number) in enumerate(pairs):
        counts[name] = counts.get(name, -1) + 1
        if number != f"{counts[name]:04d}":
            wrong.append(row)
    rule = "does not count the sentences of its article from 0"
    return [Violation(SENTENCES.name, "sentence_id", rule, tuple(wrong))] if wrong else []


def lost_references(table: pa.Table, dataset: Dataset, articles: Column) -> list[Violation]:
    """Check that rows name an article that will be there.

    Args:
        table: rows of a file, or some of them.
        dataset: theirs: sentences, mentions, tags or articles.
        articles: `article_id` of those that may be named: by what hangs on articles, the
            articles of the same partition; by articles, which may repeat another one, all
            that the publish leaves.
    """
    column = REFERENCES[dataset.name]
    known = pc.is_in(table[column], value_set=articles)
    lost = pc.and_(pc.is_valid(table[column]), pc.invert(known))
    rows = tuple(pc.indices_nonzero(lost).to_pylist())
    return [Violation(dataset.name, column, "names no article", rows)] if rows else []


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
