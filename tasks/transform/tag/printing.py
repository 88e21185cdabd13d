"""The tags of a plain text as a JSON-ready record, keyed like the columns of the datasets."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.models import Label, Mention
from tasks.transform.tag.plain import TextTags


def text_record(tags: TextTags) -> dict[str, object]:
    """Give mentions with offsets (code points from 0), countries, topics and cited sources."""
    return {
        "mentions": [_mention(item) for item in tags.mentions],
        "countries": [_label(item) for item in _of(tags, "iso3166")],
        "topics": [_label(item) for item in _of(tags, "iptc")],
    }


def _of(tags: TextTags, scheme: str) -> Iterator[Label]:
    return (label for label in tags.labels if label.scheme == scheme)


def _mention(item: Mention) -> dict[str, object]:
    return {
        "kind": item.kind.value,
        "surface_uk": item.surface_uk,
        "name_uk": item.name_uk,
        "name_en": item.name_en,
        "entity_id": item.entity_id,
        "country_code": item.country_code,
        "start": item.start,
        "end": item.end,
        "is_cited": item.is_cited,
        "method": item.method,
    }


def _label(item: Label) -> dict[str, object]:
    record = {
        "code": item.code,
        "label_uk": item.label_uk,
        "label_en": item.label_en,
        "score": item.score,
        "mention_count": item.count,
        "broader_code": item.broader,
    }
    return {name: value for name, value in record.items() if value is not None}
