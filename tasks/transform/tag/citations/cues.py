"""The words that tell that somebody is cited, read from `data/citations.tsv`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tasks.language.text import straighten_apostrophes
from tasks.transform.tag.tables import rows


class CueKind(StrEnum):
    """How a cue leads to the source.

    `says`: a verb of speech, its subject is cited. `may_say`: a verb that has other
    meanings, so speech has to stand beside it. `not_say`: a verb that is one of speech with
    «не» only, while «не» takes the speech from the others. `told`: a verb of speech without
    a subject. `of`: the source follows; `of_person`: and is somebody. `beside`: it follows,
    if the sentence tells of speech.
    """

    SAYS = "says"
    MAY_SAY = "may_say"
    NOT_SAY = "not_say"
    TOLD = "told"
    OF = "of"
    OF_PERSON = "of_person"
    BESIDE = "beside"


VERBS = frozenset({CueKind.SAYS, CueKind.MAY_SAY, CueKind.NOT_SAY, CueKind.TOLD})


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue and the lower-case words it is made of; `key` is the place of its rarest word."""

    kind: CueKind
    words: tuple[str, ...]
    key: int


@dataclass(frozen=True, slots=True)
class Cues:
    """What the table says of words.

    Attributes:
        by_key: cues by their rarest word, the longest first.
        voices: dictionary forms of what speaks for an organisation («пресслужба»).
        media: dictionary forms of what stands before the name of a medium.
        times: dictionary forms of days and months.
        platforms: where people publish: no sources themselves.
        houses: places that speak like the institution in them («Кремль»).
        prepositions: those that may stand before the name of somebody else.
        pronouns: subjects that name nobody.
        relatives: «який», subject of a clause about the name before it.
        joints: what joins a second source to the first.
        contents: what begins the clause that tells what was said.
    """

    by_key: Mapping[str, Sequence[Cue]]
    voices: frozenset[str]
    media: frozenset[str]
    times: frozenset[str]
    platforms: frozenset[str]
    houses: frozenset[str]
    prepositions: frozenset[str]
    pronouns: frozenset[str]
    relatives: frozenset[str]
    joints: frozenset[str]
    contents: frozenset[str]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """Read the table."""
    by_key: dict[str, list[Cue]] = {}
    words: dict[str, set[str]] = {}
    for row in rows("citations.tsv"):
        kind, phrase = row["kind"], straighten_apostrophes(row["phrase"])
        if kind in set(CueKind):
            for cue in _cues(CueKind(kind), phrase):
                for spelling in _spellings(cue.words[cue.key]):
                    by_key.setdefault(spelling, []).append(cue)
        else:
            words.setdefault(kind, set()).add(phrase)
    for found in by_key.values():
        found.sort(key=lambda cue: -len(cue.words))
    return Cues(
        by_key,
        voices=frozenset(words["voice"]),
        media=frozenset(words["medium"]),
        times=frozenset(words["time"]),
        platforms=frozenset(words["platform"]),
        houses=frozenset(words["house"]),
        prepositions=frozenset(words["preposition"]),
        pronouns=frozenset(words["pronoun"]),
        relatives=frozenset(words["relative"]),
        joints=frozenset(words["joint"]),
        contents=frozenset(words["content"]),
    )


def _spellings(word: str) -> set[str]:
    return {word.replace("'", apostrophe) for apostrophe in "'’ʼ"}


def _cues(kind: CueKind, phrase: str) -> Iterator[Cue]:
    parts = tuple(phrase.split())
    if kind in VERBS:
        # A line of a verb holds its forms.
        yield from (Cue(kind, (form,), 0) for form in parts)
    else:
        yield Cue(kind, parts, max(range(len(parts)), key=lambda at: len(parts[at])))
