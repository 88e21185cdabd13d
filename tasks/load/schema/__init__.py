"""The published datasets, written once: fields, types, rules and what they mean.

The Arrow schema, the checks before publishing, the data dictionary and the data package
are made from this. Nothing here imports Arrow or reads a file. A change within a schema
version only adds nullable fields; anything else raises `SCHEMA_VERSION`.
"""

from __future__ import annotations

from tasks.load.schema.articles import ARTICLES, DuplicateMethod
from tasks.load.schema.children import MENTIONS, SENTENCES, TAGS
from tasks.load.schema.documents import DOCUMENTS
from tasks.load.schema.fields import PARTITION_KEY, Dataset, Field
from tasks.load.schema.ledgers import QUARANTINE, RUNS, RunState
from tasks.load.schema.partitions import NO_DATE, Granularity, file_of

__all__ = [
    "ARTICLES", "CHILDREN", "DATASETS", "DOCUMENTS", "MENTIONS", "NO_DATE", "PARTITIONED",
    "PARTITION_KEY", "QUARANTINE", "READING_ORDER", "REFERENCES", "RUNS", "SCHEMA_VERSION",
    "SENTENCES", "TAGS", "Dataset", "DuplicateMethod", "Field", "Granularity", "RunState",
    "file_of",
]  # fmt: skip

SCHEMA_VERSION = "1"

# In the order of publishing: articles come after what hangs on them, so that an article
# that can be read has all its rows.
DATASETS = {
    dataset.name: dataset
    for dataset in (DOCUMENTS, SENTENCES, MENTIONS, TAGS, ARTICLES, QUARANTINE, RUNS)
}
# Those parted by the time of their article; fetched pages are parted by their own week.
PARTITIONED = tuple(
    dataset for dataset in DATASETS.values() if dataset.partition_key == PARTITION_KEY
)
CHILDREN = tuple(dataset for dataset in PARTITIONED if dataset is not ARTICLES)
# The columns that name an article, by dataset.
REFERENCES = {**{child.name: "article_id" for child in CHILDREN}, ARTICLES.name: "duplicate_of"}
# As a reader meets them, not as they are published.
READING_ORDER = (ARTICLES, SENTENCES, MENTIONS, TAGS, DOCUMENTS, QUARANTINE, RUNS)
