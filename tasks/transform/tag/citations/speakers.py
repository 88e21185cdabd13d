"""Whether a name may be whoever speaks: its kind, case, gender, preposition, company."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from tasks.models import MentionKind
from tasks.transform.tag.citations.cues import cues
from tasks.transform.tag.citations.grammar import (
    Case,
    Subject,
    case_of,
    gender_of,
    is_someone,
    subject_of,
)
from tasks.transform.tag.citations.scene import Named, Scene

IN = frozenset({"у", "в", "на"})


class Head(IntEnum):
    """What stands before an organisation: a person in its service or its voice."""

    NOTHING = 0
    SOMEONE = 1
    VOICE = 2


def head_at(scene: Scene, at: int) -> Head:
    """Tell what a word is to the organisation behind it: «міністр», «пресслужба»."""
    if scene.is_noun_of(at, cues().voices | cues().media):
        return Head.VOICE
    return Head.SOMEONE if is_someone(scene.lower(at)) else Head.NOTHING


def is_body(scene: Scene, name: Named) -> bool:
    """Tell whether a name is of a body that may speak, not of a network to publish in."""
    if name.kind is MentionKind.ORGANIZATION:
        return scene.words.items[name.first].text not in cues().platforms
    mention = scene.mention_of(name)
    return mention is not None and mention.name_uk in cues().houses


def is_person(name: Named) -> bool:
    """Tell whether a name is of a person."""
    return name.kind is MentionKind.PERSON


def is_plural(scene: Scene, verb: int) -> bool:
    """Tell whether a verb has several subjects, or nobody in particular: «у МЗС кажуть»."""
    return subject_of(scene.lower(verb)) is Subject.PLURAL


def case_of_name(scene: Scene, name: Named) -> Case:
    """Tell in what case a name stands; one that no finder found does not tell."""
    mention = scene.mention_of(name)
    return case_of(mention) if mention else Case.ANY


def may_say(scene: Scene, name: Named, verb: int) -> bool:
    """Tell whether a name may be the subject of a verb by its form."""
    return case_of_name(scene, name) is not Case.OBLIQUE and agrees(scene, name, verb)


def agrees(scene: Scene, name: Named, verb: int) -> bool:
    """Tell whether a name does not contradict a verb in gender."""
    mention = scene.mention_of(name)
    if mention is None or not is_person(name):
        return True
    subject = subject_of(scene.lower(verb))
    return subject is Subject.SINGULAR or gender_of(mention.name_uk) in {None, subject.value}


def preposition_of(scene: Scene, name: Named) -> str:
    """The preposition before a name or before «видання» before it; empty without one."""
    at = name.first - 1
    while at >= 0 and scene.is_noun_of(at, cues().media):
        at -= 1
    word = scene.lower(at)
    is_before = word in cues().prepositions and not scene.is_broken(name.first)
    return word if is_before else ""


def joined(scene: Scene, name: Named) -> Iterator[Named]:
    """Read the names that «та» joins to one behind it: «AP, AFP та Reuters»."""
    waiting: list[Named] = []
    while following := _following(scene, name):
        joint, name = following
        waiting.append(name)
        if joint:
            yield from waiting
            waiting.clear()


def _following(scene: Scene, name: Named) -> tuple[str, Named] | None:
    """Give the next name of the same kind with what joins it; a comma is an empty joint."""
    at = name.last + 1
    joint = scene.lower(at) if scene.lower(at) in cues().joints else ""
    if not joint and scene.bare_gap(at) != ",":
        return None
    at += bool(joint)
    while scene.is_noun_of(at, cues().media):
        at += 1
    other = scene.named_at(at) if at < len(scene.words.items) else None
    is_next = scene.bare_gap(at) in {"", ","}
    return (joint, other) if other and is_next and other.kind is name.kind else None


def joined_before(scene: Scene, name: Named) -> tuple[Named, ...]:
    """Read the name that «та» joins to one before it."""
    at = name.first - 1
    if scene.lower(at) not in cues().joints or scene.is_broken(name.first):
        return ()
    other = scene.named_before(at - 1)
    if other is None or other.kind is not name.kind or case_of_name(scene, other) is Case.OBLIQUE:
        return ()
    return (other,)
