"""What any layout reads off a page, before it becomes an `Article`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tasks.models import Photo
from tasks.transform.parse.dates import When

# The warning of a page without a date; another source may have one.
NO_DATE: Final = "no publication date"


@dataclass(slots=True)
class Fields:
    """What was read off a page; every text as printed.

    `updated_at` is a UTC instant. `url` is the page's own word for its address.
    """

    title: str | None = None
    lead: str | None = None
    body: list[str] = field(default_factory=list)
    when: When | None = None
    updated_at: datetime | None = None
    sections: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    url: str | None = None
    outlet_domain: str | None = None
    outlet_name: str | None = None
    warnings: list[str] = field(default_factory=list)
