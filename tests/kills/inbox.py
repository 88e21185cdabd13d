"""Two days of an inbox: pages as text, records, a fetched page, and what is wrong with some."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from tasks.models import FetchedPage, KnownPage
from tests.extract.site import Site

ADDRESS = "https://visti.example/most"
BATCH = 2

# By number: each text differs enough from the others to be no reprint of theirs.
_NEWS = (
    ("Міст через Стир відкрили для руху", "Роботи тривали 14 місяців і коштували 87 млн гривень."),
    ("Школу в Рівному утеплять до зими", "Підрядник замінить 212 вікон і дах спортивної зали."),
    ("Пшениці на Волині зібрали більше", "Середня врожайність сягнула 52 центнерів з гектара."),
    ("У музеї показали козацьку шаблю", "Реставратори відновлювали клинок протягом двох років."),
    ("Тролейбуси змінять маршрут на тиждень", "На вулиці Шевченка замінять контактну мережу."),
    ("Лікарі провели рідкісну операцію", "Пацієнтка з Ковеля вже за чотири дні пішла додому."),
    ("Бібліотека отримала тисячу книжок", "Подарунок передала родина професора Мельника."),
    ("Річку Случ очистили від сміття", "Волонтери за вихідні зібрали шість тонн пластику."),
    ("Команда ліцею виграла олімпіаду", "Учні розв'язали п'ять задач з програмування з шести."),
    ("На ринку подорожчала картопля", "Кілограм коштує 23 гривні, торік було 17."),
)  # fmt: skip


def page(number: int, *, date: str = "2026-02-14", more: str = "") -> str:
    """A page in the pasted layout."""
    title, body = _NEWS[number]
    return (
        f"date {date} Головна Суспільство\n{title}\n\nОлена Ткачук\nvisti.example\n\n"
        f"{body} {more}\n\nПро це повідомила міська рада, передає Укрінформ.\n\n"
        f"Теги: новини {title.split()[-1].lower()}\n"
    )


def record(number: int, *, more: str = "") -> str:
    """A line of a file of records."""
    title, body = _NEWS[number]
    news = {
        "url": f"https://zhyttia.example/{number}",
        "title": title,
        "text": f"{body} {more}\nПодробиць поки що немає.",
        "date": "2026-02-20",
    }
    return json.dumps(news, ensure_ascii=False) + "\n"


def fill(inbox: Path, day: int) -> None:
    """Put into a folder what it holds on the first or on the second day."""
    inbox.mkdir(exist_ok=True)
    for name, text in (_first_day() if day == 1 else _second_day()).items():
        (inbox / name).write_text(text, encoding="utf-8")


@dataclass
class _SiteOfDay(Site):
    """A site whose pages are fetched on that day."""

    day: int = 1

    def fetch(self, url: str, known: KnownPage | None = None) -> FetchedPage | None:
        page = super().fetch(url, known)
        return page and replace(page, fetched_at=page.fetched_at + timedelta(days=self.day))


def site(day: int) -> Site:
    """The address as it answers on a day."""
    end = "<p>Рух відкрили о 9 годині.</p>" if day == 2 else ""
    return _SiteOfDay(day=day, pages={
        ADDRESS: (
            "<!doctype html><html><head><title>Міст у Калинівці</title></head><body><article>"
            "<h1>У Калинівці полагодили міст</h1>"
            "<p>Через річку Калинівку знову можна їхати до Вінниці, повідомили дорожники. "
            "Торік навесні вода пошкодила дві опори, і вантажівки мусили їхати в обхід.</p>"
            "<p>Полагодити міст коштувало 41 мільйон гривень. Гроші дала область, а решту "
            f"зібрала громада, сказав голова Іван Гнатюк.</p>{end}</article></body></html>"
        )
    })  # fmt: skip


def _first_day() -> dict[str, str]:
    return {
        "same.txt": page(0),
        "changed.txt": page(1),
        "moved.txt": page(2, date="2026-01-09"),
        "bad.txt": "Увійти\nПідписатися\n",
        "mended.txt": "Увійти\nРеєстрація\n",
        "news.jsonl": record(3) + record(4),
    }


def _second_day() -> dict[str, str]:
    return {
        "changed.txt": page(1, more="Гроші надала громада."),
        "moved.txt": page(2, date="2026-03-02"),
        "mended.txt": page(5),
        "news.jsonl": record(3) + record(4, more="Рух відновлять у неділю.") + record(6),
        "new-1.txt": page(7),
        "new-2.txt": page(8, date="2026-03-03"),
        "new-3.txt": page(9),
        # The text of another one word by word: a reprint.
        "reprint.txt": page(0).replace("visti.example", "novyny.example"),
        "bad-too.txt": "Увійти\nКошик\n",
    }
