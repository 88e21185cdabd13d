"""Calls of an outlet to its readers: to subscribe, to follow, to support, to add a source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from tasks.language.text import straighten_apostrophes

_MAX_LENGTH = 260
_NETWORK = re.compile(
    r"telegram|телеграм|viber|вайбер|whatsapp|ватсап|facebook|фейсбук|instagram|[іи]нстаграм|youtube"
    r"|ютуб|google|twitter|твіттер|tiktok|тікток|threads|соцмереж|соцсет|соціальн\w+ мереж|розсилк|рассылк"
    r"|\bканал|push",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:п[іо]дпи(?:с|ш)\w*|підпишись|при[єс]\w*дн(?:уй|а)\w*|присоединя\w+|долуча(?:й|ю)\w*|стежте|слідкуйте|следите"
    r"|чита(?:й|йте)|див(?:іть|ись)\w*|смотрите|дода(?:й|йте)|добав(?:ь|ьте|ляйте)|обирайте|оберіть|стань(?:те)?"
    r"|підтрима(?:й|йте)|поддерж(?:и|ите)|залишай(?:ся|тесь|теся)|оставай(?:ся|тесь)|будь(?:те)? в курс[іе]"
    r"|дізнавай\w+|дізнатися більше|узнавайте|нагадуємо про наш\w*|переход(?:ьте|ите)|завантажуй\w*|скачивайте"
    r"|не пропусти\w*|не ведіться|ставай(?:те)?|хочете|отримуй\w*|получайте|слухайте нас)\b",
    re.IGNORECASE,
)
_SUPPORT = re.compile(
    r"\b(?:стань(?:те)?|підтрима(?:й|йте)|поддерж(?:и|ите)|п[іо]дпи(?:ш|с)\w*|донат\w*|долуча\w+|додайте)\b",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:наш(?:а|і|у|ого|ому|ої|их|им|ими|е|и)?|нас|нам|нами)\b", re.IGNORECASE)
# A quoted call is what somebody said; a sentence that reports names who did.
_REPORTED = re.compile(
    r"\b(?:повідом|напис|заяв|сказ|розпов|переда|пиш|сообщ|заяви)\w*", re.IGNORECASE
)
_QUOTED = re.compile(r"\s*[«\"“„—–-]\s?\w.*[»\"”]")
# «Подобається 412 · Поділитися 38»: what is left of the buttons of a post.
_BUTTONS = re.compile(
    r"(?:(?:подобається|вподобати|коментувати|поширити|поділитися|відповісти|нравится|комментировать"
    r"|поделиться|ответить|like|share|comment|reply|переглянути в \w+|відкрити в \w+|показати повністю)"
    r"[\s\d.,·•|kкмтис]*)+",
    re.IGNORECASE,
)


def is_promo(text: str, outlet_names: Iterable[str]) -> bool:
    """Tell whether a paragraph calls the readers of an outlet to do something for it."""
    if len(text) > _MAX_LENGTH:
        return False
    plain = straighten_apostrophes(text)
    if _BUTTONS.fullmatch(plain):
        return True
    has_network = _NETWORK.search(plain) is not None
    is_own = _names_outlet(plain, outlet_names)
    if has_network and is_own and len(plain) <= 140 and not _REPORTED.search(plain):
        return True
    if (_QUOTED.match(plain) or _REPORTED.search(plain)) and not is_own:
        return False
    if has_network and _CALL.search(plain):
        return bool(is_own or _OURS.search(plain) or len(plain) <= 160)
    return (
        bool(_SUPPORT.search(plain)) and bool(is_own or _OURS.search(plain)) and len(plain) <= 200
    )


def _names_outlet(text: str, names: Iterable[str]) -> bool:
    folded = text.casefold()
    return any(pattern.search(folded) for name in names if (pattern := _name(name)))


@lru_cache(maxsize=2_000)
def _name(name: str) -> re.Pattern[str] | None:
    """The name in any case: each of its words may end otherwise («Детектора медіа»)."""
    words = re.findall(r"\w+", name.casefold())
    if sum(map(len, words)) < 4:
        return None
    stems = [re.escape(word[:-1] if len(word) > 5 else word) for word in words]
    return re.compile(r"\b" + r"\w{0,3}\W+".join(stems) + r"\w{0,3}\b")
