"""What the tests of `verify` share: an output of two runs, ways to damage it, to run again."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.load.schema import ARTICLES, MENTIONS, SENTENCES, TAGS, file_of
from tasks.load.storage.datapackage import render_package
from tasks.load.storage.manifest import MANIFEST, reconciled, render
from tasks.load.verify import verify
from tests.load.factories import LATER, load, make, make_page

FEBRUARY, MARCH = "2026-02", "2026-03"
IN_MARCH = {"published_date": date(2026, 3, 1), "published_at": None}
ARTICLES_FILE = file_of(ARTICLES, FEBRUARY)
MONTHLY = (ARTICLES, SENTENCES, MENTIONS, TAGS)


def found(output):
    return {(problem.kind, problem.path) for problem in verify(output).problems}


def inputs():
    return [make(1), make(2), make(3, **IN_MARCH), make(4, published_date=None)]


def run_again(output, *articles):
    load(output, *articles, run_id="run-again", now=LATER)


def refresh(output):
    run_again(output, *inputs(), make(5, page=make_page(5)))


def change(output, dataset, partition, edit, *, is_listed=True):
    """Write a file with other rows, and a manifest that says so, as a faulty visnyk would."""
    path = output / file_of(dataset, partition)
    pq.write_table(edit(pq.ParquetFile(path).read()), path)
    if is_listed:
        relist(output)


def relist(output):
    (output / MANIFEST).unlink()
    entries = reconciled(output)
    (output / MANIFEST).write_bytes(render(entries))
    (output / "datapackage.json").write_bytes(render_package(entries))


def replaced(column, old, new):
    def edit(table):
        index = table.schema.get_field_index(column)
        values = [new if value == old else value for value in table[column].to_pylist()]
        field = table.schema.field(column)
        return table.set_column(index, field, pa.array(values, field.type))

    return edit
