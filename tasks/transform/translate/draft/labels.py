"""Section names and tags: bare noun phrases, without an article, in their English custom."""

from __future__ import annotations

# How an English-language outlet names its sections, where a dictionary would say otherwise.
_SECTIONS = {
    "головна": "Home", "головне": "Top Stories", "новини": "News", "світ": "World", "політика":
    "Politics", "суспільство": "Society", "економіка": "Economy", "спорт": "Sports", "культура":
    "Culture", "війна": "War", "україна": "Ukraine", "київ": "Kyiv", "технології": "Technology",
    "наука": "Science", "здоров'я": "Health", "освіта": "Education", "кримінал": "Crime",
    "надзвичайні події": "Emergencies", "події": "Events", "думки": "Opinion", "блоги": "Blogs",
    "інтерв'ю": "Interviews", "фото": "Photos", "відео": "Video", "аналітика": "Analysis",
    "розслідування": "Investigations", "регіони": "Regions", "гроші": "Money", "бізнес":
    "Business", "авто": "Auto", "погода": "Weather", "шоу-бізнес": "Show Business", "стиль життя":
    "Lifestyle", "лайфстайл": "Lifestyle", "подорожі": "Travel", "астрологія": "Astrology",
    "гороскоп": "Horoscope", "рецепти": "Recipes", "столиця": "Capital", "особлива думка":
    "Opinion", "публікації": "Articles", "стрічка новин": "News Feed", "архів": "Archive",
    "реклама": "Advertising", "контакти": "Contacts", "про нас": "About Us", "усі новини":
    "All News", "теги": "Tags",
}  # fmt: skip


def section(text: str) -> str | None:
    """The English of a section name, None where the text is none."""
    return _SECTIONS.get(text.lower().strip())
