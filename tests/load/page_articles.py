"""Invented articles for the reading page: several outlets, months, topics, and hostile texts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tasks.models import Label, Mention, MentionKind, Role, SentencePair, TaggedArticle, Tier
from tests.load.factories import make, make_article, with_pairs

OUTLETS = (("visti.example", "Вісті"), ("ranok.example", "Ранок"), ("pravda-mista.example", ""))
TOPICS = (
    Label("iptc", "04000000", "економіка", "economy, business and finance", 0.8),
    Label("iptc", "07000000", "здоров’я", "health", 0.6),
    Label("iptc", "15000000", "спорт", "sport", 0.7),
)
COUNTRIES = (
    Label("iso3166", "UA", "Україна", "Ukraine", 0.75),
    Label("iso3166", "PL", "Польща", "Poland", 0.5),
)
# What would run, load or reach beyond its place if any text were taken as markup.
HOSTILE = (
    '</script><img src=x onerror="window.harmed=1"><!--',
    "<script>window.harmed = 2</script>",
    "${window.harmed=3}`\\u2028\u2028\u2029\\",
    "\u202edesrever\u2066 \u0007&lt;b&gt; \U0001f600 {{script}} \"' ]);visnykPage",
)


def article(number: int, **changes: Any) -> TaggedArticle:
    """An article of one of the outlets, with a topic, one or two countries, and two names."""
    domain, name = OUTLETS[number % 3]
    day = date(2026, 1 + number % 2, 1 + number % 28)
    fields = {
        "title": f"Луцьк відкриває школу номер {number}",
        "lead": f"Мер Оксана Бойко розповіла про {number} нових класів у Луцьку.",
        "body": (
            f"Школа прийме {number} учнів. Її будували два роки.",
            "Гроші дала Польща. Заняття почнуться восени.",
        ),
        "outlet_domain": domain,
        "outlet_name": name or None,
        "published_date": day,
        "published_at": datetime(day.year, day.month, day.day, 8, number % 60, tzinfo=UTC),
        "url": f"https://{domain}/{number}",
    }
    tagged = make(number, **{**fields, **changes})
    tagged = replace(
        tagged,
        labels=(TOPICS[number % 3], *COUNTRIES[: 1 + number % 2]),
        mentions=tuple(_mentions(tagged)),
    )
    return with_pairs(tagged, tuple(_pairs(tagged, number)))


def hostile(number: int = 666) -> TaggedArticle:
    """An article whose every text tries to be more than text."""
    texts = {
        "title": HOSTILE[0],
        "lead": HOSTILE[1],
        "body": (HOSTILE[2], HOSTILE[3]),
        "outlet_name": HOSTILE[0],
        "outlet_domain": "visti.example",
        "authors": (HOSTILE[1],),
        "sections": (HOSTILE[0],),
        "tags": (HOSTILE[1],),
        "url": "javascript:window.harmed=4",
    }
    written = make_article(number, **texts)
    pairs = tuple(
        SentencePair(
            passage.role, passage.paragraph, passage.text, passage.text, HOSTILE[0], "1",
            Tier.DRAFT, ("length",), False, HOSTILE[1],
        )
        for passage in written.passages()
    )  # fmt: skip
    end = len(HOSTILE[0])
    names = (
        Mention(
            MentionKind.PERSON, HOSTILE[0], HOSTILE[0], HOSTILE[0], Role.TITLE, 0, 0, end, "test"
        ),
    )
    labels = (Label("iptc", "99000000", HOSTILE[0], HOSTILE[1], 1.0),)
    tagged = replace(make(number, **texts), mentions=names, labels=labels, cited_sources=HOSTILE)
    return with_pairs(tagged, pairs)


def data(output: Path, name: str) -> Any:
    """What a data file of the page holds."""
    script = (output / "report" / "data" / f"{name}.js").read_text(encoding="utf-8")
    head = f'visnykPage.receive("{name}",'
    assert script.startswith(head)
    assert script.endswith(");\n")
    return json.loads(script[len(head) : -3])


def summary(output: Path) -> Any:
    """What the page knows before it loads anything else."""
    return data(output, "summary")


def lines(output: Path) -> list[list[Any]]:
    """The lines of the list as a reader meets them."""
    lists = (row for month in summary(output)["months"] for row in month["lists"])
    return [line for name, *_ in lists for line in data(output, name)]


def pages(output: Path) -> dict[str, dict[str, Any]]:
    """Every article as its view shows it, by identifier."""
    found = {}
    for month in summary(output)["months"]:
        key = data(output, month["key"])
        for name, ids in zip(key["articles"], key["ids"], strict=True):
            held = data(output, name)
            assert "".join(page["id"] for page in held) == ids
            found |= {page["id"]: page for page in held}
    return found


def _mentions(tagged: TaggedArticle) -> list[Mention]:
    written = tagged.article
    found = []
    for surface, name, english, kind, country in (
        ("Луцьк", "Луцьк", "Lutsk", MentionKind.PLACE, "UA"),
        ("Оксана Бойко", "Оксана Бойко", "Oksana Boiko", MentionKind.PERSON, None),
        ("Польща", "Польща", "Poland", MentionKind.PLACE, "PL"),
    ):
        for passage in written.passages():
            start = passage.text.find(surface)
            if start >= 0 and passage.role is not Role.TAG:
                found.append(
                    Mention(
                        kind, surface, name, english, passage.role, passage.paragraph, start,
                        start + len(surface), "gazetteer", country,
                    )
                )  # fmt: skip
    return found


_ENGLISH = {
    "Луцьк відкриває школу номер": "Lutsk opens school number",
    "Мер Оксана Бойко розповіла про": "Mayor Oksana Boiko told about",
    "нових класів у Луцьку": "new classes in Lutsk",
    "Школа прийме": "The school will take",
    "учнів": "pupils",
    "Її будували два роки": "It was built in two years",
    "Гроші дала Польща": "Poland gave the money",
    "Заняття почнуться восени": "Classes begin in autumn",
    "Новий міст": "The new building",
    "Новина": "News",
    "Зникла назва": "A title that is gone",
    "Головна": "Front page",
    "Місто": "City",
    "мости": "bridges",
    "Одне й те саме речення про міст, річку та": "The same sentence of a bridge, a river and",
    "човнів": "boats",
}


def _english(uk: str) -> str:
    """Words that stand in the dictionary above; of other texts, that there were some."""
    english = uk
    for ukrainian, words in _ENGLISH.items():
        english = english.replace(ukrainian, words)
    return "Something else." if re.search("[а-яіїєґ]", english, re.IGNORECASE) else english


def _pairs(tagged: TaggedArticle, number: int) -> list[SentencePair]:
    tier, engine = ((Tier.CLOUD, "google"), (Tier.DRAFT, "draft"))[number % 2]
    pairs = []
    for passage in tagged.article.passages():
        for uk in passage.text.replace(". ", ".\n").split("\n"):
            english = _english(uk)
            flags = ("length",) if number % 5 == 0 and passage.role is Role.LEAD else ()
            pairs.append(
                SentencePair(passage.role, passage.paragraph, uk, english, engine, "1", tier, flags)
            )
    return pairs
