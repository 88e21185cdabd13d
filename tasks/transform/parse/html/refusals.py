"""Pages that are no articles: lists of other pages, log-ins, errors, guards against robots."""

from __future__ import annotations

import re

from tasks.transform.parse.html.blocks import Block, Page
from tasks.transform.parse.html.body import Body
from tasks.transform.parse.html.regions import Region
from tasks.transform.parse.html.source import Source
from tasks.transform.parse.html.titles import Title
from tasks.transform.parse.html.tree import words_only

_ERROR_TITLE = re.compile(
    r"(?:помилка|ошибка|error)?\W*(?:40[0-9]|41\d|42\d|50[0-9])\b"
    r"|(?:сторінк\w+|страниц\w+|page) (?:\w+ )?"
    r"(?:не (?:знайдено|існує|найдена|существует)|not found)"
    r"|доступ (?:заборонено|обмежено|запрещ[её]н)|access denied|forbidden|bad gateway"
    r"|just a moment|attention required|checking your browser|перевірка браузера"
    r"|проверка браузера|технічні роботи|сайт тимчасово недоступний",
    re.IGNORECASE,
)
_LOGIN_TITLE = re.compile(
    r"(?:вхід|вход|увійти|авторизація|реєстрація|особистий кабінет|log ?in|sign ?in|sign ?up)\b",
    re.IGNORECASE,
)
_MIN_LINKS = 5
# Letters and digits: a flash of one sentence has more.
_MIN_TEXT = 35
# The same where the page does not say that it is an article.
_MIN_BARE_TEXT = 120


def refusal(
    source: Source, page: Page, region: Region | None, title: Title, body: Body
) -> str | None:
    """Say why a page is no article; None where it may be one."""
    size = len(words_only("".join(body.paragraphs)))
    is_told = source.is_told_article
    if _ERROR_TITLE.match(title.text) and size < 600 and not source.linked.is_article:
        return f"its title is «{title.text[:60]}»"
    if _LOGIN_TITLE.match(title.text) and size < 600 and not is_told:
        return "it asks to log in"
    if region and not is_told and _is_list(page, region, body):
        return "it is a list of other pages"
    if 0 < size < (_MIN_TEXT if is_told else _MIN_BARE_TEXT):
        return f"there are only some words under «{title.text[:60]}»"
    return None


def _is_list(page: Page, region: Region, body: Body) -> bool:
    """A list has a linked title beside, or instead of, each of its paragraphs."""
    prose = [at for at in region.found if page.blocks[at].is_prose]
    # What an article points to stands after its text.
    end = max(prose if len(prose) > 2 else region.found)
    links = [
        block
        for at, block in enumerate(page.blocks)
        if region.start <= at <= end and _is_linked_title(block)
    ]
    return len(links) >= _MIN_LINKS and 4 * len(links) >= 3 * len(body.paragraphs)


def _is_linked_title(block: Block) -> bool:
    return block.linked > 0.8 and len(block.text.split()) >= 4
