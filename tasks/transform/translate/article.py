"""Translate whole articles: N sentences in, N aligned pairs out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from tasks.language.text import has_cyrillic
from tasks.models import Article, Passage, Role, SentencePair, Tier, TranslatedArticle
from tasks.transform.translate.chain import Chain, EnginesExhausted, Outcome, Rendering
from tasks.transform.translate.memory import Memory
from tasks.transform.translate.segment import split_sentences

# A section name or a tag is one label, whatever stops it has («Т. зв. ДНР»).
LABEL_ROLES = frozenset({Role.SECTION, Role.TAG})


def translate_articles(
    articles: Sequence[Article], chain: Chain, memory: Memory | None = None
) -> list[TranslatedArticle]:
    """Translate articles, each distinct sentence of them once, in their order.

    Raises:
        EnginesExhausted: if a sentence of any of them could not be translated.
    """
    translated: list[TranslatedArticle] = []
    for outcome in translate_each(articles, chain, memory):
        if isinstance(outcome, EnginesExhausted):
            raise outcome
        translated.append(outcome)
    return translated


def translate_each(
    articles: Sequence[Article], chain: Chain, memory: Memory | None = None
) -> list[TranslatedArticle | EnginesExhausted]:
    """Translate articles; one that cannot be has its error in its place."""
    memory = memory or Memory()
    units = [_sentences(article) for article in articles]
    texts = [text for unit in units for role, _, text in unit if role not in LABEL_ROLES]
    labels = [text for unit in units for role, _, text in unit if role in LABEL_ROLES]
    sentences = _rendered(texts, partial(chain.translate, memory=memory))
    names = _rendered(labels, partial(chain.translate_labels, memory=memory))
    found: list[TranslatedArticle | EnginesExhausted] = []
    for article, unit in zip(articles, units, strict=True):
        outcomes = [
            (names if role in LABEL_ROLES else sentences)[text].popleft() for role, _, text in unit
        ]
        failure = next((out for out in outcomes if isinstance(out, EnginesExhausted)), None)
        pairs = tuple(
            _pair(role, paragraph, text, outcome)
            for (role, paragraph, text), outcome in zip(unit, outcomes, strict=True)
            if isinstance(outcome, Rendering)
        )
        found.append(failure or TranslatedArticle(article, pairs))
    return found


def translate_passages(
    passages: Sequence[Passage], chain: Chain, memory: Memory | None = None
) -> list[SentencePair | EnginesExhausted]:
    """Translate single sentences and labels; one that cannot be has its error in its place."""
    memory = memory or Memory()
    texts = [passage.text for passage in passages if passage.role not in LABEL_ROLES]
    labels = [passage.text for passage in passages if passage.role in LABEL_ROLES]
    sentences = _rendered(texts, partial(chain.translate, memory=memory))
    names = _rendered(labels, partial(chain.translate_labels, memory=memory))
    found: list[SentencePair | EnginesExhausted] = []
    for role, paragraph, text in ((item.role, item.paragraph, item.text) for item in passages):
        outcome = (names if role in LABEL_ROLES else sentences)[text].popleft()
        if isinstance(outcome, Rendering):
            found.append(_pair(role, paragraph, text, outcome))
        else:
            found.append(outcome)
    return found


def _rendered(
    texts: Sequence[str], translate: Callable[[Sequence[str]], list[Outcome]]
) -> dict[str, deque[Outcome]]:
    """Give the outcomes of each text; all but the first repeat it from memory."""
    outcomes: dict[str, deque[Outcome]] = {}
    for text, outcome in zip(texts, render(texts, translate), strict=True):
        earlier = outcomes.setdefault(text, deque())
        if earlier and isinstance(outcome, Rendering) and outcome.tier is not Tier.NONE:
            earlier.append(replace(outcome, is_from_memory=True))
        else:
            earlier.append(outcome)
    return outcomes


def render(
    texts: Sequence[str], translate: Callable[[Sequence[str]], list[Outcome]]
) -> list[Outcome]:
    """Translate what holds Ukrainian; a text without a Cyrillic letter stays as it is.

    Names in Latin letters, numbers and addresses need no engine, and some of them echo
    such a text or give nothing for it; engine and tier of its row are then `none`.
    """
    ukrainian = [text for text in texts if has_cyrillic(text)]
    outcomes = iter(translate(ukrainian))
    return [
        next(outcomes)
        if has_cyrillic(text)
        else Rendering(en=text, engine="none", engine_version="", tier=Tier.NONE)
        for text in texts
    ]


def _sentences(article: Article) -> list[tuple[Role, int, str]]:
    return [
        (passage.role, passage.paragraph, text)
        for passage in article.passages()
        for text in (
            [passage.text.strip()] if passage.role in LABEL_ROLES else split_sentences(passage.text)
        )
        if text
    ]


def _pair(role: Role, paragraph: int, uk: str, made: Rendering) -> SentencePair:
    return SentencePair(
        role=role,
        paragraph=paragraph,
        uk=uk,
        en=made.en,
        engine=made.engine,
        engine_version=made.engine_version,
        tier=made.tier,
        flags=made.flags,
        is_from_memory=made.is_from_memory,
        fallback_reason=made.fallback_reason,
        glossary_version=made.glossary_version,
    )
