"""The rows of the tables beside a run's page: what lies in quarantine, what fields were found.

Their cells are rendered as Markdown, too. The columns are those of the first row.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

from flows.summary.markdown import plain
from flows.summary.reasons import parted, tried_again
from tasks.load.fill_rates import FIELDS, FillRates
from tasks.models import Failure

Row = dict[str, str | int]
# What a browser shows without effort; all of them are in the datasets.
LISTED: Final = 500


def quarantine_rows(failures: Iterable[Failure]) -> list[Row]:
    """A row an input that this run put into quarantine."""
    rows: list[Row] = []
    for failure in islice(failures, LISTED):
        happened, remedy = parted(failure.reason)
        rows.append(
            {
                "input": plain(failure.source_uri),
                "what to do": plain(remedy),
                "what happened": plain(happened),
                "stage": failure.stage.value,
                "error": plain(failure.error_type),
                "tried again": tried_again(failure.is_transient),
            }
        )
    return rows


def field_rows(rates: FillRates) -> list[Row]:
    """A row an outlet: its articles in this run, and on what share of them each field was found."""
    ranked = sorted(rates.articles.items(), key=lambda item: (-item[1], item[0]))
    rows: list[Row] = []
    for outlet, count in ranked[:LISTED]:
        row: Row = {"outlet": plain(outlet), "articles": count}
        row |= {name: f"{rates.filled[outlet, name] / count:.0%}" for name in FIELDS}
        rows.append(row)
    return rows
