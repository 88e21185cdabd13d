"""Who is the subject of a verb of speech: before it («X заявив») or behind («заявив X»)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.models import MentionKind
from tasks.transform.tag.citations.cues import cues
from tasks.transform.tag.citations.grammar import (
    Case,
    Subject,
    case_of,
    gender_of,
    is_finite,
    is_noun,
    is_someone,
    subject_of,
)
from tasks.transform.tag.citations.scene import Named, Scene, joined

_REACH = 16
_QUOTE_END = re.compile(r"[»”\"].*[–—-]|^[»”\"]?,?\s*[–—-]|[»”\"],")
_IN = frozenset({"у", "в", "на"})


@dataclass(frozen=True, slots=True)
class Found:
    """The subjects of a verb; `is_settled`: it has a subject, named or not."""

    names: tuple[Named, ...] = ()
    is_settled: bool = False


def subjects(scene: Scene, verb: int) -> tuple[Named, ...]:
    """Name the subjects of a verb."""
    gap = scene.gap(verb)
    if verb == 0 or _QUOTE_END.search(gap) or scene.ends_sentence(verb):
        return _behind(scene, verb).names
    if gap == ",":
        return _apposed(scene, verb) or _behind(scene, verb).names
    before = _before(scene, verb)
    if before.names or before.is_settled:
        return before.names
    return _behind(scene, verb).names


def _apposed(scene: Scene, verb: int) -> tuple[Named, ...]:
    """Find «Іван Петренко» in «Іван Петренко, речник ДСНС, заявив»."""
    for at in range(verb - 1, max(verb - _REACH // 2, 0), -1):
        if is_finite(scene.lower(at)) or scene.lower(at) in cues().contents:
            return ()
        if scene.gap(at):
            name = scene.ending.get(at - 1)
            is_apposition = scene.gap(at) == "," and is_someone(scene.lower(at))
            if name and is_apposition and _may_say(scene, name, verb):
                return (name,)
            if scene.gap(at).strip('«»"“”„'):
                return ()
    return ()


def _before(scene: Scene, verb: int) -> Found:
    table = cues()
    held: Named | None = None
    at = verb - 1
    stop = max(-1, verb - _REACH)
    while at > stop:
        word = scene.lower(at)
        if scene.is_broken(at + 1):
            return _taken(scene, held, verb)
        name = scene.named_before(at)
        if name and (name.mention is not None or at == verb - 1):
            found = _judge(scene, name, verb)
            if found:
                return found
            if held is None and _may_be_held(scene, name):
                held = name
            at = name.first - 1
            continue
        if word in table.pronouns:
            return Found(is_settled=True)
        if word in table.relatives and scene.gap(at) == ",":
            return _about_relative(scene, at - 1, verb)
        if word in table.contents:
            return _taken(scene, held, verb)
        if is_finite(word) and scene.lower(verb - 1) not in table.joints:
            return _taken(scene, held, verb)
        if scene.is_noun_of(at, table.voices | table.media) or is_someone(word):
            return _headed(scene, held, at, verb)
        if held and at == held.first - 1 and is_noun(word):
            # «удар ДСНС заявив»: somebody's strike, not a speaker
            held = None if not scene.is_noun_of(at, table.times) else held
        at -= 1
    return _taken(scene, held, verb)


def _judge(scene: Scene, name: Named, verb: int) -> Found | None:
    """Take a name before a verb for its subject, or not, or not yet."""
    preposition = _preposition_of(scene, name)
    if preposition:
        is_body = _is_voice(scene, name) and not scene.is_platform(name)
        is_in = preposition in _IN and is_body and _is_plural(scene, verb)
        return Found((name,), True) if is_in else None
    if name.kind is MentionKind.PERSON:
        return _people_before(scene, name, verb)
    if not _is_voice(scene, name):
        return None
    others = _joined_before(scene, name)
    if others or case_of_name(scene, name) is Case.NOMINATIVE or name.first == 0:
        return Found((*others, name), True)
    return None


def _people_before(scene: Scene, name: Named, verb: int) -> Found | None:
    others = _joined_before(scene, name)
    if _is_plural(scene, verb):
        is_subject = bool(others) and case_of_name(scene, name) is not Case.OBLIQUE
        return Found((*others, name), True) if is_subject else None
    return Found((name,), True) if _may_say(scene, name, verb) else None


def _may_be_held(scene: Scene, name: Named) -> bool:
    is_free = _is_voice(scene, name) and not _preposition_of(scene, name)
    return is_free and case_of_name(scene, name) is Case.ANY


def _about_relative(scene: Scene, at: int, verb: int) -> Found:
    """Find «Петренка» in «зустрів Петренка, який заявив»."""
    name = scene.ending.get(at)
    if name is None:
        return Found(is_settled=True)
    is_speaker = _is_voice(scene, name) or name.kind is MentionKind.PERSON
    return Found((name,) if is_speaker and _agrees(scene, name, verb) else (), True)


def _headed(scene: Scene, held: Named | None, at: int, verb: int) -> Found:
    """Judge by the noun that speaks for an organisation: «речник МЗС», «у пресслужбі МЗС»."""
    is_subject = is_someone(scene.lower(at)) or scene.lower(at - 1) not in cues().prepositions
    if is_subject or _is_plural(scene, verb):
        return Found((held,) if held else (), True)
    return Found()


def _taken(scene: Scene, held: Named | None, verb: int) -> Found:
    return Found((*_joined_before(scene, held), held), True) if held else Found()


def _behind(scene: Scene, verb: int) -> Found:
    table = cues()
    held: Named | None = None
    head = False
    at = verb + 1
    end = min(len(scene.words.items), verb + _REACH)
    while at < end:
        word = scene.lower(at)
        if scene.is_broken(at) and not _is_date(scene, at):
            break
        if word in table.pronouns or word in table.contents or is_finite(word):
            break
        name = scene.titled_at(at)
        if name and (name.mention is not None or at == verb + 1 or head):
            if name.kind is MentionKind.PERSON:
                if people := _people_behind(scene, name, verb):
                    return Found(people, True)
            elif held is None and _is_voice(scene, name) and _speaks(scene, name, verb, head):
                held = name
                if case_of_name(scene, name) is Case.NOMINATIVE:
                    break
            at = name.last + 1
            continue
        if scene.is_noun_of(at, table.voices | table.media) or is_someone(word):
            preposition = scene.lower(at - 1) in table.prepositions
            head = head or not preposition or _is_plural(scene, verb)
        at += 1
    return Found((held, *joined(scene, held)), True) if held else Found()


def _people_behind(scene: Scene, name: Named, verb: int) -> tuple[Named, ...]:
    if _preposition_of(scene, name):
        return ()
    others = tuple(joined(scene, name))
    if _is_plural(scene, verb):
        is_list = others or scene.lower(name.last + 1) in cues().joints
        return (name, *others) if is_list and case_of_name(scene, name) is not Case.OBLIQUE else ()
    return (name,) if _may_say(scene, name, verb) else ()


def _speaks(scene: Scene, name: Named, verb: int, head: bool) -> bool:
    """Tell whether an organisation behind a verb is its subject, or its subject's."""
    preposition = _preposition_of(scene, name)
    if preposition:
        is_in = preposition in _IN and not scene.is_platform(name)
        return is_in and (head or _is_plural(scene, verb))
    return head or case_of_name(scene, name) is not Case.OBLIQUE


def _may_say(scene: Scene, name: Named, verb: int) -> bool:
    return case_of_name(scene, name) is not Case.OBLIQUE and _agrees(scene, name, verb)


def _agrees(scene: Scene, name: Named, verb: int) -> bool:
    if name.mention is None or name.kind is not MentionKind.PERSON:
        return True
    subject = subject_of(scene.lower(verb))
    gender = gender_of(scene.mentions[name.mention].name_uk)
    return subject is Subject.SINGULAR or gender in {None, subject.value}


def case_of_name(scene: Scene, name: Named) -> Case:
    """Tell in what case a name stands; a Latin one does not tell."""
    return Case.ANY if name.mention is None else case_of(scene.mentions[name.mention])


def _is_voice(scene: Scene, name: Named) -> bool:
    """Tell whether a name is of a body that may speak."""
    if name.kind is MentionKind.ORGANIZATION:
        return True
    is_place = name.kind is MentionKind.PLACE and name.mention is not None
    return is_place and scene.mentions[name.mention].name_uk in cues().houses  # type: ignore[index]


def _is_plural(scene: Scene, verb: int) -> bool:
    return subject_of(scene.lower(verb)) is Subject.PLURAL


def _preposition_of(scene: Scene, name: Named) -> str:
    at = name.first - 1
    while at >= 0 and scene.is_noun_of(at, cues().media):
        at -= 1
    word = scene.lower(at)
    is_before = word in cues().prepositions and not scene.is_broken(name.first)
    return word if is_before else ""


def _joined_before(scene: Scene, name: Named) -> tuple[Named, ...]:
    at = name.first - 1
    if scene.lower(at) not in cues().joints or scene.gap(name.first):
        return ()
    other = scene.named_before(at - 1)
    is_same = other is not None and other.kind is name.kind
    if other is None or not is_same or case_of_name(scene, other) is Case.OBLIQUE:
        return ()
    return (other,)


def _is_date(scene: Scene, at: int) -> bool:
    """Tell whether a comma is of a date: «у вівторок, 5 травня, прем'єр»."""
    if scene.gap(at) != ",":
        return False
    around = (scene.lower(at), scene.lower(at - 1))
    return any(word.isdigit() for word in around) or scene.is_noun_of(at - 1, cues().times)
