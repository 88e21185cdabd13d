"""Who is the subject of a verb of speech: before it («X заявив») or behind («заявив X»)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.transform.tag.citations.cues import cues
from tasks.transform.tag.citations.grammar import Case, is_finite, is_noun, is_someone
from tasks.transform.tag.citations.scene import Named, Scene
from tasks.transform.tag.citations.speakers import (
    IN,
    Head,
    agrees,
    case_of_name,
    head_at,
    is_body,
    is_person,
    is_plural,
    joined,
    joined_before,
    may_say,
    preposition_of,
)

# Offices are long: «перший заступник начальника Львівської обласної військової адміністрації».
_REACH = 24
_QUOTE_END = re.compile(r"[»”\"].*[–—-]|^[»”\"]?,?\s*[–—-]|[»”\"],")


@dataclass(frozen=True, slots=True)
class Found:
    """The subjects of a verb; `is_settled`: it has a subject, named or not."""

    names: tuple[Named, ...] = ()
    is_settled: bool = False


def subjects(scene: Scene, verb: int) -> tuple[Named, ...]:
    """Name the subjects of a verb."""
    gap = scene.gap(verb)
    if verb == 0 or _QUOTE_END.search(gap) or scene.ends_sentence(verb):
        return _behind(scene, verb)
    if gap == ",":
        return _apposed(scene, verb) or _behind(scene, verb)
    before = _before(scene, verb)
    if before.is_settled and not _may_be_told(scene, before.names, verb):
        return before.names
    behind = _behind(scene, verb)
    return before.names + (behind if not before.names or any(map(is_person, behind)) else ())


def _may_be_told(scene: Scene, names: tuple[Named, ...], verb: int) -> bool:
    """Tell whether a medium may be the one told: «Про це Reuters розповів Іван Петренко»."""
    return bool(names) and not is_plural(scene, verb) and not any(map(is_person, names))


def _apposed(scene: Scene, verb: int) -> tuple[Named, ...]:
    """Find «Іван Петренко» in «Іван Петренко, речник ДСНС, заявив» and «…, який …, заявив»."""
    has_verb = False
    for at in range(verb - 1, max(verb - _REACH, 0), -1):
        word = scene.lower(at)
        if word in cues().contents or scene.ends_sentence(at):
            return ()
        has_verb = has_verb or is_finite(word)
        if scene.gap(at) == ",":
            name = scene.ending.get(at - 1)
            is_said_of = word in cues().relatives or (is_someone(word) and not has_verb)
            if name and is_said_of and may_say(scene, name, verb):
                return (name,)
    return ()


def _before(scene: Scene, verb: int) -> Found:
    held: Named | None = None
    at = verb - 1
    while at > max(-1, verb - _REACH) and not _is_closed(scene, at, verb):
        if (name := scene.named_before(at)) and (name.mention is not None or at == verb - 1):
            if found := _judge(scene, name, verb):
                return found
            held = held or (name if _may_be_held(scene, name) else None)
            at = name.first
        elif settled := _settled_by(scene, at, verb, held):
            return settled
        elif held and at == held.first - 1 and _is_owner(scene, at):
            held = None
        at -= 1
    return Found((*joined_before(scene, held), held), True) if held else Found()


def _is_closed(scene: Scene, at: int, verb: int) -> bool:
    """Tell whether the clause of a verb begins behind a word."""
    if scene.is_broken(at + 1) or scene.lower(at) in cues().contents:
        return True
    # «приїхав і заявив» has one subject
    return is_finite(scene.lower(at)) and scene.lower(verb - 1) not in cues().joints


def _settled_by(scene: Scene, at: int, verb: int, held: Named | None) -> Found | None:
    """Judge by a word that is the subject itself or tells whose the name behind it is."""
    word = scene.lower(at)
    if word in cues().pronouns:
        return Found(is_settled=True)
    if word in cues().relatives and scene.gap(at) == ",":
        return _about_relative(scene, at - 1, verb)
    match head_at(scene, at):
        case Head.SOMEONE:
            return Found(is_settled=True)
        case Head.VOICE:
            is_subject = is_someone(word) or scene.lower(at - 1) not in cues().prepositions
            names = (held,) if held else ()
            return Found(names, True) if is_subject or is_plural(scene, verb) else Found()
        case _:
            return None


def _judge(scene: Scene, name: Named, verb: int) -> Found | None:
    """Take a name before a verb for its subject, or not, or not yet."""
    if preposition := preposition_of(scene, name):
        is_in = preposition in IN and is_body(scene, name) and is_plural(scene, verb)
        return Found((name,), True) if is_in else None
    others = joined_before(scene, name)
    if not is_person(name):
        is_it = others or case_of_name(scene, name) is Case.NOMINATIVE or name.first == 0
        return Found((*others, name), True) if is_it and is_body(scene, name) else None
    if is_plural(scene, verb):
        is_pair = others and case_of_name(scene, name) is not Case.OBLIQUE
        return Found((*others, name), True) if is_pair else None
    return Found((name,), True) if may_say(scene, name, verb) else None


def _may_be_held(scene: Scene, name: Named) -> bool:
    is_free = is_body(scene, name) and not preposition_of(scene, name)
    return is_free and case_of_name(scene, name) is Case.ANY


def _is_owner(scene: Scene, at: int) -> bool:
    """Tell whether a word owns the name behind it: «удар ДСНС» is no speaker."""
    return is_noun(scene.lower(at)) and not scene.is_noun_of(at, cues().times)


def _about_relative(scene: Scene, at: int, verb: int) -> Found:
    """Find «Петренка» in «зустрів Петренка, який заявив»."""
    name = scene.ending.get(at)
    if name is None or not (is_person(name) or is_body(scene, name)):
        return Found(is_settled=True)
    return Found((name,) if agrees(scene, name, verb) else (), True)


def _behind(scene: Scene, verb: int) -> tuple[Named, ...]:
    held: Named | None = None
    head = Head.NOTHING
    at = verb + 1
    end = min(len(scene.words.items), verb + _REACH)
    while at < end and _goes_on(scene, at, head):
        name = scene.titled_at(at)
        if name and (name.mention is not None or at == verb + 1 or head is Head.VOICE):
            if people := _people_behind(scene, name, verb):
                return people
            if held is None and _speaks(scene, name, verb, head):
                held = name
                if not head and case_of_name(scene, name) is Case.NOMINATIVE:
                    break
            at = name.last
        elif scene.lower(at - 1) not in cues().prepositions or is_plural(scene, verb):
            head = max(head, head_at(scene, at))
        at += 1
    return (held, *joined(scene, held)) if held else ()


def _goes_on(scene: Scene, at: int, head: Head) -> bool:
    """Tell whether a word may still belong to the subject behind a verb."""
    word = scene.lower(at)
    if word in cues().pronouns or word in cues().contents or is_finite(word):
        return False
    return not scene.is_broken(at) or _is_passable(scene, at, head)


def _is_passable(scene: Scene, at: int, head: Head) -> bool:
    """Tell whether a comma does not end the subject.

    It is of a date («у вівторок, 5 травня, прем'єр») or joins what somebody is («заступник
    голови, майор Іван Петренко»).
    """
    if scene.gap(at).strip('«»"“”„ ') != ",":
        return False
    around = (scene.lower(at), scene.lower(at - 1))
    if any(word.isdigit() for word in around) or scene.is_noun_of(at - 1, cues().times):
        return True
    return bool(head) and (is_someone(around[0]) or is_someone(scene.lower(at + 1)))


def _people_behind(scene: Scene, name: Named, verb: int) -> tuple[Named, ...]:
    if not is_person(name) or preposition_of(scene, name):
        return ()
    others = tuple(joined(scene, name))
    if is_plural(scene, verb):
        is_list = others or scene.lower(name.last + 1) in cues().joints
        return (name, *others) if is_list and case_of_name(scene, name) is not Case.OBLIQUE else ()
    return (name,) if may_say(scene, name, verb) else ()


def _speaks(scene: Scene, name: Named, verb: int, head: Head) -> bool:
    """Tell whether an organisation behind a verb is its subject, or its subject's."""
    if not is_body(scene, name) or head is Head.SOMEONE:
        return False
    if preposition := preposition_of(scene, name):
        return preposition in IN and (bool(head) or is_plural(scene, verb))
    return bool(head) or case_of_name(scene, name) is not Case.OBLIQUE
