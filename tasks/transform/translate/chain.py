"""Engines in order: each sentence goes to the first that translates it well."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from tasks.errors import Terminal, Transient, VisnykError
from tasks.models import Maker, Tier
from tasks.transform.translate import glossary
from tasks.transform.translate.base import (
    Answer,
    Engine,
    EngineDefect,
    EngineFailure,
    LimitedEngine,
)
from tasks.transform.translate.breaker import Breaker
from tasks.transform.translate.checks import UNUSABLE, Flag, check
from tasks.transform.translate.memory import Memory, Recall

logger = logging.getLogger(__name__)

# Nobody mends a key within a minute, and some services lock out who keeps trying one.
_TERMINAL_PAUSE = 3600.0


class EnginesExhausted(Transient):
    """No engine of the chain translated a sentence."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """The English of a sentence and who made it; fields as in `SentencePair`."""

    en: str
    engine: str
    engine_version: str
    tier: Tier
    flags: tuple[str, ...] = ()
    fallback_reason: str | None = None
    glossary_version: str | None = None
    is_from_memory: bool = False


Outcome = Rendering | EnginesExhausted


class Chain:
    """Engines in the order they are tried, each behind its circuit breaker.

    One chain serves all threads of a process. `labels` is the engine for sections and
    tags: a cloud engine guesses at one-word texts, the lexicon knows them.
    """

    def __init__(
        self,
        engines: Sequence[Engine],
        *,
        labels: Engine | None = None,
        new_breaker: Callable[[], Breaker] = Breaker,
        glossary_version: str | None = None,
    ) -> None:
        self._glossary_version = glossary_version
        self._links = [_Link(engine, new_breaker()) for engine in engines]
        self._label_links = [_Link(labels, new_breaker())] if labels else self._links

    @property
    def engines(self) -> list[Engine]:
        """The engines, in the order they are tried."""
        return [link.engine for link in self._links]

    @property
    def first_maker(self) -> Maker:
        """Who makes a sentence if all goes well."""
        return self._links[0].maker(self._glossary_version)

    @property
    def label_maker(self) -> Maker:
        """Who makes a section name or a tag."""
        return self._label_links[0].maker(self._glossary_version)

    def translate(self, texts: Sequence[str], memory: Memory | None = None) -> list[Outcome]:
        """Translate sentences: as many outcomes, in the same order, equal texts once.

        Each engine is asked only for what the memory does not have of it.
        """
        return _run(self._links, texts, memory or Memory(), self._glossary_version)

    def translate_labels(self, texts: Sequence[str], memory: Memory | None = None) -> list[Outcome]:
        """Translate section names and tags, likewise."""
        return _run(self._label_links, texts, memory or Memory(), self._glossary_version)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What an engine made of one text: `problem` is None where it is good.

    `is_fault` puts the problem down to the service rather than to the text; `pause` is
    for how many seconds it wants to be left alone, if it said so.
    """

    en: str | None = None
    flags: tuple[Flag, ...] = ()
    problem: str | None = None
    is_fault: bool = False
    is_outage: bool = False
    pause: float | None = None
    is_from_memory: bool = False


@dataclass(slots=True)
class _Progress:
    """How far one text has come along the chain."""

    best: Rendering | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return self.best is not None and not self.best.flags

    def add(self, engine: Engine, maker: Maker, attempt: _Attempt) -> None:
        if attempt.en is not None and (
            self.best is None or len(attempt.flags) < len(self.best.flags)
        ):
            self.best = Rendering(
                en=attempt.en,
                engine=maker.engine,
                engine_version=maker.engine_version,
                tier=engine.tier,
                flags=tuple(attempt.flags),
                fallback_reason="; ".join(self.problems) or None,
                glossary_version=maker.glossary_version,
                is_from_memory=attempt.is_from_memory,
            )
        if attempt.problem:
            self.problems.append(f"{engine.name}: {attempt.problem}")

    def outcome(self) -> Outcome:
        if self.best:
            return self.best
        return EnginesExhausted(
            f"No engine translated a sentence ({'; '.join(self.problems) or 'none is set'})",
            data="Its article is not stored, so that no row is left without English",
            remedy="Run again later, or let the built-in engine help out: "
            "VISNYK_ENGINE=auto with draft in VISNYK_ENGINES",
        )


class _Link:
    """An engine and its breaker: asks for what may be asked and judges the answers."""

    def __init__(self, engine: Engine, breaker: Breaker) -> None:
        self.engine = engine
        self._breaker = breaker

    def maker(self, glossary_version: str | None) -> Maker:
        """Who makes what this engine gives."""
        return Maker(self.engine.name, self.engine.version, glossary_version)

    def attempts(self, texts: Sequence[str]) -> Iterator[_Attempt]:
        """Give one attempt a text, in order."""
        size = self.engine.max_texts if isinstance(self.engine, LimitedEngine) else len(texts)
        for start in range(0, len(texts), size):
            request = texts[start : start + size]
            if self._breaker.allows():
                yield from self._attempt(request)
            else:
                yield from [_Attempt(problem=self._breaker.reason)] * len(request)

    def _attempt(self, texts: Sequence[str]) -> list[_Attempt]:
        try:
            attempts = self._ask(texts)
        except BaseException:
            # An interrupt or an error that concerns the whole engine: the breaker must
            # hear of every call it allowed.
            self._breaker.fail("crashed")
            raise
        if all(attempt.is_fault for attempt in attempts):
            is_outage = any(attempt.is_outage for attempt in attempts)
            pauses = [attempt.pause for attempt in attempts if attempt.pause is not None]
            self._breaker.fail(
                attempts[0].problem or "", is_outage=is_outage, pause=max(pauses, default=None)
            )
        else:
            self._breaker.succeed()
        return attempts

    def _ask(self, texts: Sequence[str]) -> list[_Attempt]:
        try:
            answers = self._answers(texts)
        except EngineFailure as failure:
            answers = [failure] * len(texts)
        except VisnykError as error:
            # It concerns the engine as a whole (a wrong key): asking again is no use.
            logger.warning("Engine %s is left alone: %s", self.engine.name, error)
            pause = _TERMINAL_PAUSE if isinstance(error, Terminal) else None
            return [_Attempt(problem=error.what, is_fault=True, is_outage=True, pause=pause)] * len(
                texts
            )
        if len(answers) != len(texts):
            # Which answer belongs to which text can't be known, so none is used.
            problem = f"{len(answers)} answers to {len(texts)} texts"
            return [_Attempt(problem=problem, is_fault=True)] * len(texts)
        return [_judge(uk, answer) for uk, answer in zip(texts, answers, strict=True)]

    def _answers(self, texts: Sequence[str]) -> Sequence[Answer]:
        """Ask for all at once; if a defect of the engine ends that, ask one by one."""
        try:
            return self.engine.translate(texts)
        except VisnykError:
            raise
        except Exception as error:
            if len(texts) > 1:
                return [answer for text in texts for answer in self._answers([text])]
            logger.exception("Engine %s broke down on %r", self.engine.name, texts[0])
            return [EngineDefect(type(error).__name__)]


def _judge(uk: str, answer: object) -> _Attempt:
    if isinstance(answer, EngineFailure):
        return _Attempt(
            problem=answer.reason,
            is_fault=True,
            is_outage=answer.is_outage,
            pause=answer.pause_seconds,
        )
    if not isinstance(answer, str):
        return _Attempt(problem="no answer", is_fault=True)
    en = glossary.edit(uk, " ".join(answer.split()))
    flags = check(uk, en)
    problem = ", ".join(flag.replace("_", " ") for flag in flags) or None
    if UNUSABLE.isdisjoint(flags):
        return _Attempt(en=en, flags=flags, problem=problem)
    return _Attempt(problem=problem, is_fault=Flag.ERROR_PAGE in flags)


def _recalled(uk: str, en: str) -> _Attempt | None:
    """Judge remembered English as a new answer: checks may have become stricter since."""
    attempt = _judge(uk, en)
    return None if attempt.en is None else replace(attempt, is_from_memory=True)


def _run(
    links: Sequence[_Link], texts: Sequence[str], memory: Memory, glossary_version: str | None
) -> list[Outcome]:
    progress = {text: _Progress() for text in texts}
    for link in links:
        waiting = [text for text, state in progress.items() if not state.is_done]
        if not waiting:
            break
        maker = link.maker(glossary_version)
        recall = Recall(
            memory,
            maker,
            ask=link.attempts,
            judge=_recalled,
            english_of=lambda attempt: attempt.en,
            is_good=lambda attempt: not attempt.problem,
            is_paid=link.engine.tier is not Tier.DRAFT,
        )
        for text, attempt in recall.answers(waiting).items():
            progress[text].add(link.engine, maker, attempt)
    outcomes = {text: state.outcome() for text, state in progress.items()}
    return [outcomes[text] for text in texts]
