"""Whom an article cites: «з посиланням на Associated Press», «заявив Зеленський».

Agencies, media, bodies, officials and other persons are cited where the text gives their
words: as the subject of a verb of speech, or after a phrase like «за словами». Where a
person is named with an organisation, the person is cited; where only «речник МЗС» is
said, the ministry is, but it is not where «міністр» speaks without a name. Who did not
speak («не повідомляє») or is only spoken to or of is not cited.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.romanize import romanize
from tasks.language.text import has_cyrillic
from tasks.models import Article, Mention, Role
from tasks.transform.tag.citations.cues import VERBS, Cue, CueKind, cues
from tasks.transform.tag.citations.grammar import Case, is_finite, is_human
from tasks.transform.tag.citations.scene import Named, Scene, set_scene
from tasks.transform.tag.citations.speakers import (
    Head,
    case_of_name,
    head_at,
    is_body,
    is_person,
    joined,
)
from tasks.transform.tag.citations.subjects import subjects
from tasks.transform.tag.document import Document
from tasks.transform.tag.words import Words

_CITING_ROLES = frozenset({Role.TITLE, Role.LEAD, Role.BODY})
_QUOTE = re.compile(r"[«»“”\"„:]|[–—-]\s*$|^\s*[–—-]|,\s*[–—-]")
_DASH = re.compile(r"[–—-]\s*$")
_FAR = 30


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody cited at a place; `mention` is its number, if a finder found the name."""

    name_en: str
    mention: int | None = None


def cite(document: Document, mentions: Sequence[Mention]) -> list[Source]:
    """Find who is cited, in the order of the text, at every citation anew."""
    by_passage: defaultdict[tuple[Role, int], list[tuple[int, Mention]]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        by_passage[mention.role, mention.paragraph].append((number, mention))
    found: list[Source] = []
    for passage, words in zip(document.passages, document.words, strict=True):
        if passage.role not in _CITING_ROLES:
            continue
        placed = _placed(words)
        if placed or passage.role is Role.TITLE:
            scene = set_scene(words, by_passage[passage.role, passage.paragraph])
            headed = _in_headline(scene) if passage.role is Role.TITLE else ()
            found += _in_passage(scene, placed, headed)
    return found


def mark(mentions: Sequence[Mention], sources: Sequence[Source]) -> list[Mention]:
    """Mark the mentions at which somebody is cited."""
    cited = {source.mention for source in sources}
    return [
        replace(mention, is_cited=True) if number in cited else mention
        for number, mention in enumerate(mentions)
    ]


def name_sources(
    mentions: Sequence[Mention], sources: Sequence[Source], article: Article | None = None
) -> tuple[str, ...]:
    """List who is cited by English name, each once, without the article's own outlet."""
    own = _own_names(article) if article else frozenset()
    found: dict[str, str] = {}
    names: set[str] = set()
    for source in sources:
        name = _known_medium(source.name_en) if source.mention is None else source.name_en
        entity = mentions[source.mention].entity_id if source.mention is not None else ""
        plain = _plain(name)
        if plain in own or has_cyrillic(name) or not plain:
            continue
        if plain not in names:
            found.setdefault(entity or plain, name)
            names.add(plain)
    return tuple(found.values())


def _placed(words: Words) -> list[tuple[int, Cue]]:
    by_key = cues().by_key
    return [
        (at, cue)
        for at, word in enumerate(words.items)
        for cue in by_key.get(word.text.lower(), ())
    ]


def _in_headline(scene: Scene) -> Iterator[Named]:
    """Find who is cited by a dash: «Міст відкриють – Кличко», «Кличко – про новий міст»."""
    for name in scene.beginning.values():
        behind = name.last + 1
        if not (is_person(name) or is_body(scene, name)):
            continue
        if behind == len(scene.words.items):
            # «Шахтар – Динамо» is a match.
            is_after = _DASH.search(scene.gap(name.first)) and not scene.ending.get(name.first - 1)
        else:
            is_after = _DASH.search(scene.gap(behind)) and scene.lower(behind) == "про"
        if is_after and case_of_name(scene, name) is not Case.OBLIQUE:
            yield name


def _in_passage(
    scene: Scene, placed: Sequence[tuple[int, Cue]], headed: Iterable[Named]
) -> Iterator[Source]:
    verbs = [at for at, cue in placed if cue.kind in VERBS]
    cited = {name.first: name for name in headed}
    done: set[int] = set()
    for at, cue in placed:
        if at in done or not _stands(scene, at, cue):
            continue
        names = list(_named_by(scene, at, cue, verbs))
        if names:
            done.add(at)
        cited.update((name.first, name) for name in names)
    for _, name in sorted(cited.items()):
        yield Source(name.name_en, name.mention)


def _stands(scene: Scene, at: int, cue: Cue) -> bool:
    first = at - cue.key
    return all(scene.lower(first + number) == word for number, word in enumerate(cue.words))


def _named_by(scene: Scene, at: int, cue: Cue, verbs: Sequence[int]) -> Iterator[Named]:
    start = at - cue.key + len(cue.words)
    is_denied = scene.lower(at - 1) == "не"
    match cue.kind:
        case CueKind.SAYS if not is_denied and not _is_notice(scene, at):
            yield from subjects(scene, at)
        case CueKind.MAY_SAY if not is_denied and _is_speech(scene, at):
            yield from subjects(scene, at)
        case CueKind.NOT_SAY if is_denied:
            yield from subjects(scene, at)
        case CueKind.OF | CueKind.OF_PERSON:
            yield from _after(scene, start, cue.kind is CueKind.OF_PERSON)
        case CueKind.BESIDE if _is_beside_verb(scene, at, verbs):
            yield from _after(scene, start, of_person=False)
        case _:
            return


def _is_speech(scene: Scene, verb: int) -> bool:
    """Tell by what stands around a verb that it tells of speech: «пише», «передав»."""
    if scene.lower(verb - 1) == "як" or "про" in {scene.lower(verb + 1), scene.lower(verb - 2)}:
        return True
    if scene.gap(verb) == "," or _QUOTE.search(scene.gap(verb)):
        return True
    for at in range(verb + 1, min(verb + _FAR, len(scene.words.items))):
        if scene.ends_sentence(at):
            return False
        gap = scene.gap(at)
        if gap.startswith(":") or ("," in gap and scene.lower(at) in cues().contents):
            return True
    return False


def _is_notice(scene: Scene, verb: int) -> bool:
    """Tell whether suspicion is notified, which is an act of law: «повідомили про підозру»."""
    if not scene.lower(verb).startswith("повідом"):
        return False
    for at in range(verb + 1, min(verb + _FAR // 3, len(scene.words.items))):
        if scene.ends_sentence(at):
            return False
        if scene.lower(at) == "підозру" and scene.lower(at - 1) == "про":
            return True
    return False


def _is_beside_verb(scene: Scene, at: int, verbs: Sequence[int]) -> bool:
    near = verbs[bisect_left(verbs, at - _FAR) : bisect_right(verbs, at + _FAR)]
    return any(_is_one_sentence(scene, at, verb) for verb in near)


def _is_one_sentence(scene: Scene, one: int, other: int) -> bool:
    first, last = min(one, other), max(one, other)
    return last - first < _FAR and not any(
        scene.ends_sentence(at) for at in range(first + 1, last + 1)
    )


def _after(scene: Scene, start: int, of_person: bool) -> Iterator[Named]:
    """Read the source that follows a phrase: «за словами речника ДСНС Івана Петренка»."""
    held: Named | None = None
    head = Head.NOTHING if of_person else Head.VOICE
    at = start
    while at < min(len(scene.words.items), start + _FAR // 2) and _goes_on(scene, at, held):
        name = scene.titled_at(at)
        if name and (name.mention is not None or at == start or head_at(scene, at - 1)):
            if is_person(name) and _is_object(scene, name, start):
                held = name
            if is_person(name):
                break
            may_be = head is Head.VOICE or at == start
            held = held or (name if may_be and is_body(scene, name) else None)
            at = name.last
        else:
            head = _head(scene, at, head)
        at += 1
    if held:
        yield from (held, *joined(scene, held))


def _head(scene: Scene, at: int, head: Head) -> Head:
    if head_at(scene, at) is Head.VOICE:
        return Head.VOICE
    return Head.SOMEONE if is_human(scene.lower(at)) else head


def _is_object(scene: Scene, name: Named, start: int) -> bool:
    """Tell whether a person is no subject of what is cited: «за даними Reuters Трамп …»."""
    return name.first == start or case_of_name(scene, name) is not Case.NOMINATIVE


def _goes_on(scene: Scene, at: int, held: Named | None) -> bool:
    word = scene.lower(at)
    if scene.is_broken(at) or is_finite(word) or word in cues().contents:
        return False
    return held is None or (word not in cues().prepositions and word not in cues().joints)


def _known_medium(name: str) -> str:
    return _media_by_name().get(_plain(name), name)


def _own_names(article: Article) -> set[str]:
    """The outlet's own names: citing oneself is no source."""
    names = {article.outlet_name or "", romanize(article.outlet_name or "")}
    domain = (article.outlet_domain or "").removeprefix("www.")
    names |= {domain, domain.partition(".")[0]}
    names.add(_media_by_name().get(_plain(article.outlet_name or ""), ""))
    return {_plain(name) for name in names if name}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


@lru_cache(maxsize=1)
def _media_by_name() -> dict[str, str]:
    """How we write the media, by their Ukrainian and by their English name."""
    media = [entry for entry in lexicon.names() if entry.kind == "MEDIA"]
    return {_plain(spelling): entry.en for entry in media for spelling in (entry.uk, entry.en)}
