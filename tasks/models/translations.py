"""Articles with their English, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tasks.models.articles import Article, Role


class Tier(StrEnum):
    """How good a kind of engine is, best first; `none`: there was nothing to translate."""

    NONE = "none"
    CLOUD = "cloud"
    NEURAL = "neural"
    DRAFT = "draft"


class Maker(NamedTuple):
    """All that decides what English a sentence gets: the same maker, the same English."""

    engine: str
    engine_version: str
    glossary_version: str | None = None


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A Ukrainian sentence and its English, with who made it.

    `fallback_reason` says why better engines did not (None where the first one did);
    `flags` name the checks the English failed (empty: good). `is_from_memory` means that
    no engine was asked: an equal sentence had been translated before.
    """

    role: Role
    paragraph: int
    uk: str
    en: str
    engine: str
    engine_version: str
    tier: Tier
    flags: tuple[str, ...] = ()
    is_from_memory: bool = False
    fallback_reason: str | None = None
    glossary_version: str | None = None


@dataclass(frozen=True, slots=True)
class TranslatedArticle:
    """An article and its aligned sentences, in the order of `Article.passages()`."""

    article: Article
    sentences: tuple[SentencePair, ...]

    def english(self, role: Role) -> dict[int, str]:
        """The English of every paragraph of one role, by paragraph number."""
        texts: dict[int, list[str]] = {}
        for pair in self.sentences:
            if pair.role is role:
                texts.setdefault(pair.paragraph, []).append(pair.en)
        return {paragraph: " ".join(parts) for paragraph, parts in texts.items()}
