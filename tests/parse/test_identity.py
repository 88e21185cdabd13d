"""What an article is known by, and the record it is published as."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

from tasks.addresses import page_key
from tasks.transform.parse.article import article_id, parse_document
from tasks.transform.parse.pasted.document import PARSER
from tasks.transform.parse.printing import article_record
from tests.parse.pages import BODY, DOMAIN, PAGE, TITLE, document, parse

URL = "https://glavcom.ua/world/1.html"


def test_id_is_the_beginning_of_a_documented_hash() -> None:
    expected = hashlib.sha256(f"{DOMAIN}\n2026-02-05\n{TITLE.casefold()}".encode()).hexdigest()
    assert parse(PAGE).article_id == expected[:16]


def test_id_stays_when_the_text_is_edited_or_the_file_moved() -> None:
    moved = replace(document(PAGE.replace(BODY[1], "Інший абзац.")), uri="file:///other.txt")
    assert parse_document(moved).article_id == parse(PAGE).article_id


def test_id_does_not_depend_on_case_spaces_and_apostrophes_of_the_title() -> None:
    ids = {
        article_id(url=None, outlet_domain=None, published_date=None, title=title)
        for title in ("П'ять  мостів", "п’ять мостів", "П`ЯТЬ\u00a0МОСТІВ")
    }
    assert len(ids) == 1


def test_id_tells_outlets_days_and_titles_apart() -> None:
    day = date(2026, 2, 5)
    ids = [
        article_id(url=None, outlet_domain=DOMAIN, published_date=day, title=TITLE),
        article_id(url=None, outlet_domain=None, published_date=day, title=TITLE),
        article_id(url=None, outlet_domain=DOMAIN, published_date=None, title=TITLE),
        article_id(url=None, outlet_domain=DOMAIN, published_date=day, title="Інший"),
    ]
    assert len(set(ids)) == 4


def test_address_alone_makes_the_id_where_there_is_one() -> None:
    page = PAGE.replace(f"\n{DOMAIN}\n", f"\n{URL}\n")
    renamed = page.replace(TITLE, "Уточнений заголовок про мости")
    assert parse(page).article_id == parse(renamed).article_id
    assert parse(page).article_id == hashlib.sha256(page_key(URL).encode()).hexdigest()[:16]


def test_record_is_plain_json_with_the_columns_of_articles() -> None:
    record = article_record(parse(PAGE))
    assert json.loads(json.dumps(record, ensure_ascii=False)) == record
    assert record["body_uk"] == "\n\n".join(BODY)
    assert record["body"] == list(BODY)
    assert record["parser"] == PARSER
    assert record["source_uri"] == "file:///page.txt"


def test_words_are_counted_in_title_lead_and_body_without_dashes() -> None:
    record = article_record(parse("Заголовок із чотирьох слів\n\nЦе – речення з п'яти слів."))
    assert record["word_count"] == 4 + 5
