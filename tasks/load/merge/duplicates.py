"""Which articles repeat another: marked, never dropped, whatever order they came in.

An article repeats the earliest one, by time of publication and then by identifier, whose
text is the same or nearly so and which was published at most a week before it. That is a
property of the pair, so it does not matter which was loaded first: when an article
arrives or leaves, those stored ones that it concerns are judged anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from tasks.load.merge.similarity import SignatureIndex, is_same_article, words
from tasks.load.schema import DuplicateMethod

# News is reprinted within hours and days; a text of last month is an anniversary's.
WINDOW: Final = timedelta(days=7)
Texts = Callable[[Collection[str]], Mapping[str, str]]


class Mark(NamedTuple):
    """What an article repeats, and how that shows; None: nothing."""

    duplicate_of: str | None
    method: str | None


NOTHING = Mark(None, None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article as far as repetitions are concerned; `mark` is what is stored of it."""

    article_id: str
    partition: str
    published_date: date | None
    published_at: datetime | None
    text_sha256: str | None
    text_signature: bytes | None
    mark: Mark = NOTHING

    @property
    def order(self) -> tuple[date, float, str]:
        """What comes first; an article of a day without a time stands at its beginning."""
        at = self.published_at.timestamp() if self.published_at else float("-inf")
        return (self.published_date or date.max, at, self.article_id)


def new_marks(
    arriving: Sequence[Candidate],
    stored: Sequence[Candidate],
    leaving: Collection[str],
    texts: Texts,
    *,
    since: date | None = None,
) -> dict[str, Mark]:
    """Judge the arriving articles, and the stored ones that an arrival or a leave concerns.

    Args:
        arriving: the articles to be published, under their final identifiers. One that is
            marked by identity is not judged, but may be what others repeat.
        stored: other articles of a week around, without those leaving.
        leaving: identifiers whose stored rows go or are replaced.
        texts: gives lead and body of articles by identifier.
        since: the first day that is judged; of articles of earlier days, not all that they
            may repeat is here.

    Returns:
        The marks that differ from those the candidates have.
    """
    near = _Neighbours((*stored, *arriving))
    judged = {item.article_id: item for item in arriving}
    judged |= {
        item.article_id: item
        for item in stored
        if item.mark.duplicate_of in leaving and _is_since(item, since)
    }
    judged |= {later.article_id: later for item in arriving for later in near.after(item)}
    earlier = {
        name: near.before(item)
        for name, item in judged.items()
        if item.mark.method != DuplicateMethod.IDENTITY
    }
    compared = {other.article_id for others in earlier.values() for other in others}
    read = texts(compared | {name for name, others in earlier.items() if others})
    tokens = {name: words(text) for name, text in read.items()}
    marks = {name: _judge(judged[name], others, tokens) for name, others in earlier.items()}
    return {name: mark for name, mark in marks.items() if mark != judged[name].mark}


def _is_since(item: Candidate, day: date | None) -> bool:
    return day is None or (item.published_date is not None and item.published_date >= day)


class _Neighbours:
    """Articles whose texts may be the same, by equal hashes or close signatures, within a week.

    In order and in arrays: where thousands of pages hold one text (a notice in the place of
    an article), each of them has all the others for neighbours.
    """

    def __init__(self, items: Sequence[Candidate]) -> None:
        import numpy as np

        self._items = sorted(items, key=lambda item: item.order)
        self._places = {item.article_id: place for place, item in enumerate(self._items)}
        self._days = np.array([_day(item) for item in self._items], np.int64)
        self._equal: dict[str, set[int]] = defaultdict(set)
        for place, item in enumerate(self._items):
            if item.text_sha256:
                self._equal[item.text_sha256].add(place)
        # Without a day there is no week to look in: only an equal text counts.
        self._index = SignatureIndex(
            [item.text_signature if item.published_date else None for item in self._items]
        )

    def before(self, item: Candidate) -> list[Candidate]:
        """The neighbours that an article may repeat, the earliest first."""
        place = self._places[item.article_id]
        near = self._near(item)
        days = self._days[place] - self._days[near]
        return self._at(near[(near < place) & (days <= WINDOW.days)])

    def after(self, item: Candidate) -> list[Candidate]:
        """The neighbours that may repeat an article, the earliest first."""
        place = self._places[item.article_id]
        near = self._near(item)
        days = self._days[near] - self._days[place]
        return self._at(near[(near > place) & (days <= WINDOW.days)])

    def _near(self, item: Candidate) -> Any:
        import numpy as np

        place = self._places[item.article_id]
        found = self._equal.get(item.text_sha256 or "", set()) | self._index.similar(place)
        return np.array(sorted(found - {place}), np.int64)

    def _at(self, places: Any) -> list[Candidate]:
        return [self._items[place] for place in places.tolist()]


def _day(item: Candidate) -> int:
    """The number of an article's day; those without one are within a week of each other only."""
    if item.published_date is None:
        return date.max.toordinal() + WINDOW.days + 1
    return item.published_date.toordinal()


def _judge(
    item: Candidate, earlier: Sequence[Candidate], tokens: Mapping[str, Sequence[str]]
) -> Mark:
    """The mark of an article by those before it that may be the same, the earliest first."""
    own = tokens.get(item.article_id, ())
    for other in earlier:
        if item.text_sha256 and item.text_sha256 == other.text_sha256:
            return Mark(other.article_id, DuplicateMethod.TEXT.value)
        if is_same_article(own, tokens.get(other.article_id, ())):
            return Mark(other.article_id, DuplicateMethod.NEAR_TEXT.value)
    return NOTHING
