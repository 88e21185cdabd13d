"""Whether a page that came again says anything new."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace

from tasks.models import Article
from tasks.version import pipeline_version


def parsed_sha256(article: Article) -> str:
    """Hash all that was parsed, with who parsed it.

    Servers put counters, advertisements and one-time keys into every response: two
    versions of a page with other bytes may hold the same article. Where it was found,
    and as which bytes, is no part of the hash.
    """
    parsed = replace(article, source_uri="", source_sha256="", source_encoding=None, page=None)
    record = {**asdict(parsed), "pipeline_version": pipeline_version()}
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
