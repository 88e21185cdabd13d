"""What is found in a text as a JSON-ready record, keyed like the columns of the datasets."""

from __future__ import annotations

from tasks.models import KeyNumber, Label, Mention
from tasks.transform.tag.findings import Findings
from tasks.transform.tag.topics.model import Explained


def text_record(found: Findings, *, why: bool = False) -> dict[str, object]:
    """Give mentions with offsets (code points from 0), countries, topics, sources, numbers.

    With `why`, every topic comes with the words that made it and their shares.
    """
    return {
        "mentions": [_mention(item) for item in found.mentions],
        "countries": [_label(item) for item in found.countries],
        "topics": [_topic(item, why=why) for item in found.topics],
        "cited_sources": list(found.cited_sources),
        "numbers": [_number(item) for item in found.numbers],
    }


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


def _topic(item: Explained, *, why: bool) -> dict[str, object]:
    reasons = [
        {"text": reason.text, "where": reason.where, "share": round(reason.share, 4)}
        for reason in item.reasons
    ]
    return _label(item.label) | ({"because_of": reasons} if why else {})


def _number(item: KeyNumber) -> dict[str, object]:
    return {
        "kind": item.kind.value,
        "value": item.value,
        "high": item.high,
        "unit": item.unit,
        "qualifier": item.qualifier.value,
        "surface_uk": item.surface_uk,
        "start": item.start,
        "end": item.end,
    }
