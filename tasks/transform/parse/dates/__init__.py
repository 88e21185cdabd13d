"""Publication dates as Ukrainian (and Russian) pages write them.

Only a date that stands alone, or at an end of a line, is recognised: a date in running
text is what the text is about, never when it was published.
"""

from tasks.transform.parse.dates.reading import (
    leading_date,
    parse_date,
    parse_time,
    trailing_date,
)
from tasks.transform.parse.dates.updates import Update, parse_published_and_updated, split_updated
from tasks.transform.parse.dates.when import KYIV, When, at_local

__all__ = [
    "KYIV",
    "Update",
    "When",
    "at_local",
    "leading_date",
    "parse_date",
    "parse_published_and_updated",
    "parse_time",
    "split_updated",
    "trailing_date",
]
