"""A record of a file of articles (JSON lines, CSV): its columns, by whatever names."""

from __future__ import annotations

import json
import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from tasks.models import Photo, SourceDocument
from tasks.transform.parse import record_values as values
from tasks.transform.parse.errors import NotAnArticleError
from tasks.transform.parse.fields import Fields
from tasks.transform.parse.outlets import parse_site

PARSER: Final = "record/1"

_WORD_DIVIDERS: Final = re.compile(r"[\s_\-.]+")
_CREDIT_KEYS: Final = ("credit", "copyright", "author", "source")
_ELLIPSES: Final = " .…"
_IS_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)


def read_record(document: SourceDocument) -> Fields:
    """Read the fields of an article off a record; other columns are ignored.

    Raises:
        NotAnArticleError: if none of the columns could hold a title or a text.
    """
    record = _Record(json.loads(document.text))
    if not (record.first("title") or record.first("body")):
        named = ", ".join(list(record.columns)[:12]) or "none"
        raise NotAnArticleError(
            f"{document.uri} has no column for a title or a text (its columns are: {named})",
            data="No row was made from it",
            remedy="Name the columns title and text; docs/sources.md lists what is understood",
        )
    updated = values.moment(record.first("updated"), document.read_at)
    fields = Fields(
        title=values.line(record.first("title")),
        when=values.moment(record.first("published"), document.read_at),
        updated_at=updated.at if updated else None,
        sections=values.names(record.first("sections")),
        authors=values.names(record.first("authors")),
        photos=_photos(record.first("captions")),
        tags=values.names(record.first("tags")),
    )
    _set_text(fields, record)
    _set_site(fields, record)
    return fields


class _Record:
    """The columns of a record by their compared names."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.columns = columns
        self._folded = {_fold(name): value for name, value in reversed(columns.items())}

    def first(self, field: str) -> Any:
        """The value of the best column of a field that holds any."""
        return next(iter(self.all(field)), None)

    def all(self, field: str) -> list[Any]:
        """The values of all columns of a field, the best first."""
        held = (self._folded.get(name) for name in _columns()[field])
        return [value for value in held if value not in (None, "", [], {})]


@lru_cache(maxsize=1)
def _columns() -> dict[str, tuple[str, ...]]:
    """The compared names of columns by field, the surest first."""
    raw = tomllib.loads(files(__package__).joinpath("columns.toml").read_text(encoding="utf-8"))
    return {field: tuple(map(_fold, names)) for field, names in raw.items()}


def _fold(name: str) -> str:
    return _WORD_DIVIDERS.sub("", name.casefold())


def _set_text(fields: Fields, record: _Record) -> None:
    """Set lead and body; a lead that only repeats how the body begins is none."""
    fields.body = values.paragraphs(record.first("body"))
    if fields.body and fields.body[0] == fields.title:
        del fields.body[0]
    lead = values.line(record.first("lead"))
    if lead is None or lead == fields.title:
        return
    if fields.body and fields.body[0] == lead and len(fields.body) > 1:
        del fields.body[0]
    elif fields.body and fields.body[0].startswith(lead.rstrip(_ELLIPSES)):
        return
    fields.lead = lead


def _set_site(fields: Fields, record: _Record) -> None:
    """Set the address, and the outlet: of the address before that of a column."""
    url = record.first("url")
    if isinstance(url, str) and _IS_ADDRESS.match(url.strip()):
        fields.url = url.strip()
    named = [values.line(value) for value in record.all("outlet")]
    for text in filter(None, (fields.url, *named)):
        if site := parse_site(text):
            fields.outlet_domain = fields.outlet_domain or site.domain
            if site.domain == fields.outlet_domain:
                fields.outlet_name = fields.outlet_name or site.name
    if not fields.outlet_name:
        fields.outlet_name = next((name for name in named if name and not parse_site(name)), None)


def _photos(value: Any) -> list[Photo]:
    photos = []
    for item in value if isinstance(value, list) else [value]:
        credit = None
        caption = item
        if isinstance(item, dict):
            caption = item.get("caption") or item.get("description") or item.get("title")
            credit = values.line(next((item[key] for key in _CREDIT_KEYS if item.get(key)), None))
        text = values.line(caption)
        if text and not _IS_ADDRESS.match(text):
            photos.append(Photo(text, credit))
    return photos
