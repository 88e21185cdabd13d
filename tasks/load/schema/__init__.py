"""The published datasets, written once: fields, types, rules and what they mean.

The Arrow schema, the checks before publishing and the data dictionary are made from
this. Nothing here imports Arrow or reads a file. A change within a schema version only
adds nullable fields; anything else raises `SCHEMA_VERSION`.
"""

from __future__ import annotations

from tasks.load.schema.articles import ARTICLES
from tasks.load.schema.children import MENTIONS, SENTENCES, TAGS
from tasks.load.schema.fields import Dataset, Field
from tasks.load.schema.ledgers import QUARANTINE, RUNS, RunState

__all__ = [
    "ARTICLES", "CHILDREN", "DATASETS", "MENTIONS", "NO_DATE", "PARTITIONED", "PARTITION_KEY",
    "QUARANTINE", "RUNS", "SCHEMA_VERSION", "SENTENCES", "TAGS", "Dataset", "Field", "RunState",
    "file_of",
]  # fmt: skip

SCHEMA_VERSION = "1"
PARTITION_KEY = "published_month"
NO_DATE = "unknown"

# In the order of publishing: articles come after what hangs on them, so that an article
# that can be read has all its rows.
DATASETS = {
    dataset.name: dataset for dataset in (SENTENCES, MENTIONS, TAGS, ARTICLES, QUARANTINE, RUNS)
}
PARTITIONED = tuple(dataset for dataset in DATASETS.values() if dataset.is_partitioned)
CHILDREN = tuple(dataset for dataset in PARTITIONED if dataset is not ARTICLES)


def file_of(dataset: Dataset, partition: str | None) -> str:
    """The path of a dataset's file, relative to the output, with forward slashes."""
    folder = f"{dataset.name}/{PARTITION_KEY}={partition}" if partition else dataset.name
    return f"{folder}/{dataset.name}.parquet"
