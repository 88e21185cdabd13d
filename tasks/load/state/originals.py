"""The inputs that published articles were made from, and which of them should be read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode

from tasks.load.errors import UnknownChoiceError
from tasks.load.schema import ARTICLES, CHILDREN, QUARANTINE, file_of
from tasks.load.state.pages import latest_versions
from tasks.load.storage.arrow import read_groups
from tasks.load.storage.location import Location
from tasks.load.storage.manifest import published_files
from tasks.models import DateBasis
from tasks.version import pipeline_version

_FACTS = (
    "source_uri", "pipeline_version", "outlet_domain", "published_date", "published_at",
    "published_basis",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """Which articles are meant: those of another version of visnyk, or all that fit.

    `since` and `until` are days of publication, both included.
    """

    is_all: bool = False
    outlet: str | None = None
    since: date | None = None
    until: date | None = None

    def __str__(self) -> str:
        """Write the choice as it stands in a source."""
        given = {"all": "yes" if self.is_all else None, "outlet": self.outlet}
        given |= {name: day.isoformat() if day else None for name, day in self._days.items()}
        return urlencode({name: value for name, value in given.items() if value})

    @classmethod
    def read(cls, text: str) -> Choice:
        """Read a choice back.

        Raises:
            UnknownChoiceError: the text is none.
        """
        given = dict(parse_qsl(text, keep_blank_values=True))
        try:
            days = {
                key: date.fromisoformat(given.pop(key)) for key in ("since", "until") & given.keys()
            }
            is_all, outlet = given.pop("all", "") == "yes", given.pop("outlet", None)
        except ValueError as exc:
            raise _unknown(text) from exc
        if given or (text and not (is_all or outlet or days)):
            raise _unknown(text)
        return cls(is_all, outlet, **days)

    @property
    def is_filtered(self) -> bool:
        """Whether it leaves articles out by what they are."""
        return self.outlet is not None or any(self._days.values())

    def fits(self, version: str, outlet: str | None, day: date | None) -> bool:
        """Tell whether an article is meant."""
        return (
            (self.is_all or version != pipeline_version())
            and self.outlet in {None, outlet}
            and (self.since is None or (day is not None and day >= self.since))
            and (self.until is None or (day is not None and day <= self.until))
        )

    @property
    def _days(self) -> dict[str, date | None]:
        return {"since": self.since, "until": self.until}


def originals(output: Location, choice: Choice) -> dict[str, datetime | None]:
    """The inputs to read again by URI, with the time that only their feed gave.

    Whatever is chosen: all articles of a month that lost a file, and, unless articles are left
    out by what they are, the kept pages that no article is made from.
    """
    found: dict[str, datetime | None] = {}
    known: set[str] = set()
    for dataset, partition, path in published_files(output):
        if dataset is not ARTICLES or partition is None:
            continue
        lost_a_file = not all((output / file_of(child, partition)).exists() for child in CHILDREN)
        for group in read_groups(path, ARTICLES, _FACTS):
            columns = (group[name].to_pylist() for name in _FACTS)
            for uri, version, outlet, day, at, basis in zip(*columns, strict=True):
                known.add(uri)
                if lost_a_file or choice.fits(version, outlet, day):
                    found[uri] = at if basis == DateBasis.LISTED else None
    if not choice.is_filtered:
        known.update(_quarantined(output))
        found |= dict.fromkeys(latest_versions(output).keys() - known)
    return found


def _quarantined(output: Location) -> Iterator[str]:
    for group in read_groups(output / file_of(QUARANTINE, None), QUARANTINE, ["source_uri"]):
        yield from map(str, group["source_uri"].to_pylist())


def _unknown(text: str) -> UnknownChoiceError:
    return UnknownChoiceError(
        f"articles:{text} names no articles",
        data="Nothing was loaded from it",
        remedy="Write articles: alone, or with all=yes, outlet=DOMAIN, since=DAY, until=DAY "
        "and & between them",
    )
