"""Photo lines: captions and credits, on lines of their own or at the end of a caption."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.language.text import straighten_apostrophes
from tasks.transform.parse.labels import labels
from tasks.transform.parse.outlets import outlets_named

# Longest credits seen: «Офіс президента України/Telegram-канал …», ten words.
_MAX_CREDIT_WORDS = 10
# «Фото: Нацбанк лишив ставку без змін (Getty Images)»: the words before are the caption.
_BRACKETED = re.compile(r"(?P<caption>[^()]* [^()]* [^()]*)\((?P<credit>[^()]{2,60})\)\.?")
# «Пошкоджений автобус на зупинці. Миколаївська ОВА».
# «Фото ілюстративне» alone tells nothing of the photo.
_BARE_KIND = re.compile(
    r"[\W_]*(?:фото|зображення|світлина)?\s*(?:ілюстративне|архівне|ілюстраційне)"
    r"\s*(?:фото|зображення)?[\W_]*",
    re.IGNORECASE,
)
_BY_AUTHOR = re.compile(
    r"(?:фото|світлин[аи]|знімок)\s+(?P<credit>автор(?:а|ки|ів))\.?", re.IGNORECASE
)
# «Instagram. Симон Верба»: the source comes first.
_SOURCE_FIRST = re.compile(r"(?P<credit>[^.]{2,40})\.\s+(?P<caption>[^.!?:]{5,120})")
_NETWORKS = frozenset({"instagram", "facebook", "telegram", "twitter", "youtube", "tiktok"})
_SOURCED = re.compile(r"(?P<caption>.{12,300}?[\w»\"”)])\.\s+(?P<credit>[^.]{2,60}(?:\.\w{2,4})?)")
_ACRONYM = re.compile(r"\b[А-ЯҐЄІЇA-Z]{3,}\b")
_MAX_SOURCE_WORDS = 5
_MAX_CREDIT_LENGTH = 100
_MAX_CAPTION_LENGTH = 350


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """What a line says of a photo; a credit without a caption belongs to the line above."""

    caption: str | None = None
    credit: str | None = None


def parse_photo(text: str) -> PhotoLine | None:
    """Read a line that is about a photo and nothing else."""
    if len(text) > _MAX_CAPTION_LENGTH + _MAX_CREDIT_LENGTH:
        return None
    plain = straighten_apostrophes(text)
    by_author = _BY_AUTHOR.fullmatch(plain)
    if by_author or _BARE_KIND.fullmatch(plain):
        return PhotoLine(credit=by_author["credit"] if by_author else None)
    if match := labels().caption_label.match(plain):
        return _captioned(text[match.start("rest") :])
    if match := labels().photo_label.match(plain):
        return _labelled(text, text[match.start("rest") :], match["colon"] or match["comma"])
    if labels().agencies.match(plain):
        return PhotoLine(credit=_trim(text))
    return _source_first(text) or _inline(text, plain)


def _source_first(text: str) -> PhotoLine | None:
    match = _SOURCE_FIRST.fullmatch(text)
    if match is None:
        return None
    credit = match["credit"]
    is_known = credit.lower() in _NETWORKS or labels().agencies.match(credit)
    return PhotoLine(match["caption"], credit) if is_known else None


def split_source(text: str) -> PhotoLine | None:
    """Read a caption that goes on with its source as if with a sentence."""
    if (named := labels().source_inline.match(text)) and named["credit"]:
        return PhotoLine(named["caption"].strip(" .(,|/–—"), _trim(named["credit"]))
    if (photo := labels().photo_inline.match(text)) and "." in photo["divider"]:
        credit = _trim(photo["credit"])
        if credit and all(word[0].isupper() for word in credit.split()):
            return PhotoLine(photo["caption"].strip(), credit)
    match = _SOURCED.fullmatch(text)
    if match is None or len(match["credit"].split()) > _MAX_SOURCE_WORDS:
        return None
    credit = match["credit"].strip(" ©")
    is_known = outlets_named(credit) or labels().agencies.match(credit)
    is_source = is_known or (_ACRONYM.search(credit) and credit[0].isupper())
    return PhotoLine(match["caption"].strip(), credit) if is_source else None


def has_caption_cue(text: str) -> bool:
    """Tell whether a text speaks of itself as the description of a photo."""
    return labels().caption_cue.match(text) is not None


def _captioned(rest: str) -> PhotoLine | None:
    if not rest or len(rest) > _MAX_CAPTION_LENGTH:
        return None
    return _inline(rest, straighten_apostrophes(rest)) or PhotoLine(caption=rest)


def _labelled(text: str, rest: str, colon: str | None) -> PhotoLine | None:
    credit = _trim(rest)
    if colon and (match := _BRACKETED.fullmatch(rest.strip())) and len(match["caption"]) > 8:
        return PhotoLine(match["caption"].strip(), _trim(match["credit"]))
    if not credit:
        return PhotoLine() if colon else None
    if not colon:
        # «Фото Reuters», «Ілюстративне фото»; but «Фото з місця події вразили світ».
        is_credit = labels().agencies.match(credit) or (
            labels().credit_phrase.match(credit) and len(credit.split()) <= 5
        )
        return PhotoLine(credit=credit) if is_credit and not text.endswith(".") else None
    if _is_credit(credit) and not (text.endswith(".") and len(credit.split()) > 6):
        return PhotoLine(credit=credit)
    return PhotoLine(caption=rest.strip()) if len(rest) <= _MAX_CAPTION_LENGTH else None


def _inline(text: str, plain: str) -> PhotoLine | None:
    match = labels().photo_inline.match(plain)
    if not match:
        return None
    credit = _trim(text[match.start("credit") : match.end("credit")])
    # Without a mark of its own, «фото» may be a word of the sentence.
    dividers = "([/|.–—" if match["colon"] else "([/|"
    # «…, фото: пресслужба ОВА», «… Фото: facebook.com/ova», «… Фото надано автором».
    is_labelled = match["colon"] and _is_credit(credit) and not text.endswith((".", ","))
    is_labelled = is_labelled and not match["caption"].rstrip().endswith(":")
    is_phrase = "." in match["divider"] and labels().credit_phrase.match(credit) is not None
    if is_labelled or (is_phrase and len(credit.split()) <= _MAX_SOURCE_WORDS):
        return PhotoLine(text[: match.end("caption")].strip(" ,;–—"), credit)
    is_glued = not match["divider"]
    is_divided = bool(match["sign"]) or is_glued or any(m in match["divider"] for m in dividers)
    is_marked = match["colon"] or match["sign"] or is_divided
    if (is_marked and labels().agencies.match(credit)) or (is_divided and _is_credit(credit)):
        return PhotoLine(text[: match.end("caption")].strip(" ,;–—"), credit)
    return None


def _is_credit(text: str) -> bool:
    words = text.split()
    if len(words) > _MAX_CREDIT_WORDS or len(text) > _MAX_CREDIT_LENGTH:
        return False
    # A credit names someone, or says where the photo is from; a caption tells a story.
    return (
        text[0].isupper()
        or text[0].isdigit()
        or len(words) <= 2
        or bool(labels().credit_phrase.match(text))
    )


def _trim(text: str) -> str:
    trimmed = text.strip(" ,;:©").removesuffix(".")
    if trimmed[:1] in "([" and trimmed[-1:] in ")]":
        trimmed = trimmed[1:-1]
    elif trimmed.endswith((")", "]")) and not ("(" in trimmed or "[" in trimmed):
        trimmed = trimmed[:-1]
    return trimmed.strip(" ©")
