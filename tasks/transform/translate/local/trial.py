"""Try a model folder out: its files against their checksums, a few sentences, the speed."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

from tasks.errors import Terminal
from tasks.transform.translate.base import Answer
from tasks.transform.translate.checks import check
from tasks.transform.translate.local.engine import LocalEngine
from tasks.transform.translate.local.folder import ModelFolder, sha256_of

CHECKSUM_FILES = ("SHA256SUMS", "SHA256SUMS.txt", "sha256sums.txt", "sha256sum.txt")

SENTENCES = (
    "Уряд ухвалив бюджет на наступний рік.",
    "У Києві та Львові торік відкрили 12 нових шкіл.",
    "Президент підписав закон про мову та освіту.",
    "Переговори в Женеві тривали понад 15 годин.",
    "Учора в Одесі йшов сильний дощ, а сьогодні там сонячно.",
)
# A sentence of English news hardly does without one; other languages in Latin letters do.
_SMALL_WORDS = re.compile(r"\b(?:the|of|in|to|and|for|on|was|were|has|have|is)\b", re.IGNORECASE)
_SPEED_SECONDS = 0.5
_LINE = re.compile(r"([0-9a-fA-F]{64})\s+\*?(.+)")


class BadChecksums(Terminal):
    """A file of checksums cannot be read."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a model; `is_as_listed` is None if no checksum of it is there."""

    path: Path
    size: int
    sha256: str
    is_as_listed: bool | None


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence, what the model made of it, and the checks that this fails."""

    uk: str
    answer: Answer
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """How a model did."""

    samples: tuple[Sample, ...]
    is_english: bool
    sentences_per_second: float
    tokens_per_second: float

    @property
    def is_good(self) -> bool:
        """Whether every sentence passes the checks and the whole looks like English."""
        return self.is_english and not any(sample.flags for sample in self.samples)


def list_files(folder: ModelFolder) -> list[File]:
    """Give the model's files with their checksums, compared with those listed beside them."""
    listed = _listed(folder.root)
    files = []
    for path in folder.files:
        sha256 = sha256_of(path)
        expected = listed.get(path.relative_to(folder.root).as_posix())
        is_as_listed = None if expected is None else expected == sha256
        files.append(File(path, path.stat().st_size, sha256, is_as_listed))
    return files


def try_out(engine: LocalEngine) -> Trial:
    """Translate a few sentences, judge the result, and measure the speed for a second or two."""
    answers = engine.translate(SENTENCES)
    samples = tuple(_sample(uk, answer) for uk, answer in zip(SENTENCES, answers, strict=True))
    texts = " \n".join(answer for answer in answers if isinstance(answer, str))
    with_small_words = sum(bool(_SMALL_WORDS.search(line)) for line in texts.split("\n"))
    seconds = 0.0
    rounds = 1
    while seconds < _SPEED_SECONDS:
        rounds *= 2
        start = time.perf_counter()
        engine.translate(SENTENCES * rounds)
        seconds = time.perf_counter() - start
    tokens = sum(engine.count_tokens(text) for text in SENTENCES)
    return Trial(
        samples,
        is_english=2 * with_small_words > len(SENTENCES),
        sentences_per_second=rounds * len(SENTENCES) / seconds,
        tokens_per_second=rounds * tokens / seconds,
    )


def _sample(uk: str, answer: Answer) -> Sample:
    flags = check(uk, answer) if isinstance(answer, str) else (answer.reason,)
    return Sample(uk, answer, tuple(flags))


def _listed(root: Path) -> dict[str, str]:
    path = next((root / name for name in CHECKSUM_FILES if (root / name).is_file()), None)
    if path is None:
        return {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise BadChecksums(
            f"{path} cannot be read ({error})",
            data="Nothing was compared",
            remedy="Correct or remove it",
        ) from error
    found = (_LINE.fullmatch(line.strip()) for line in lines)
    return {match[2].removeprefix("./"): match[1].lower() for match in found if match}
