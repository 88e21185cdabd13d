"""Which of the first texts under a title is the lead: decided by weighing evidence.

In this layout a lead is one short paragraph without a final full stop, after the photo
and before the body. A first paragraph of the body must not be taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.language.text import straighten_apostrophes
from tasks.transform.parse.labels import labels
from tasks.transform.parse.pasted.lines import Line

_MAX_LENGTH = 350
# Subheads are four words or fewer, leads eight or more; between them the page decides.
_SUBHEAD_WORDS = 4
# A lead with a full stop is taken for one at this weight and above (see `_weigh`).
_MIN_WEIGHT = 4


def is_lead(candidate: Line, following: Sequence[Line], title: str) -> bool:
    """Tell a lead from a first paragraph, given the title and the texts that follow."""
    text = candidate.text
    if not may_lead(candidate):
        return False
    if candidate.is_stopped:
        return bool(following) and _weigh(candidate, following, title) >= _MIN_WEIGHT
    if candidate.sentences > 1 and _is_attributed(text):
        return False  # a paragraph that only lacks its full stop
    return candidate.sentences <= 2 and not _is_subhead(candidate, following)


def may_lead(candidate: Line) -> bool:
    """Tell whether a text has the shape of a lead: short, whole, of no list."""
    text = candidate.text
    return not candidate.is_listed and text[-1] not in ":;," and len(text) <= _MAX_LENGTH


def _is_subhead(candidate: Line, following: Sequence[Line]) -> bool:
    if candidate.words > _SUBHEAD_WORDS or not following:
        return False
    others = [line for line in following[1:] if not line.is_stopped and not line.is_listed]
    is_glued = not following[0].gap and any(line.gap for line in following[1:])
    return is_glued or any(line.words <= 8 and line.text[-1] not in ":;," for line in others)


def _weigh(candidate: Line, following: Sequence[Line], title: str) -> int:
    """Weigh what speaks for a lead that ends with a full stop.

    A first paragraph names its source, and the next one points back to it; a lead is a
    sentence without a source, told again at more length and with the source below.
    """
    below = following[0]
    weight = _weigh_retelling(candidate.text, below.text, title)
    if candidate.sentences > 1 or len(candidate.text) > 160:
        weight -= 2
    if len(candidate.text) <= 100:
        weight += 1
    if len(below.text) >= 1.5 * len(candidate.text) or below.sentences > 1:
        weight += 1
    if _is_attributed(below.text) and not _points_back(below.text):
        weight += 2
    if len(following) > 1 and len(candidate.text) <= 0.6 * _mean_length(following):
        weight += 1
    if not candidate.text.endswith((".", ".»")):
        weight += 1
    if _is_attributed(candidate.text):
        weight -= 3
    if _points_back(below.text):
        weight -= 3
    if _points_back(candidate.text) or "»," in candidate.text:
        weight -= 2
    return weight


def _weigh_retelling(candidate: str, below: str, title: str) -> int:
    """Weigh which of two texts retells the title: a body begins with it, a lead adds to it."""
    in_candidate, in_below = share_told(title, stems(candidate)), share_told(title, stems(below))
    weight = -2 if in_candidate >= 0.4 or in_candidate > in_below else 0
    if in_below >= in_candidate + 0.3:
        return weight + 2
    return weight + 1 if in_below >= in_candidate + 0.15 else weight


def share_told(title: str, told: set[str]) -> float:
    """The share of a title's words that are among those told, by their stems."""
    wanted = stems(title)
    return len(wanted & told) / len(wanted) if wanted else 0.0


def stems(text: str) -> set[str]:
    """The words of a text without their endings; short words left out."""
    # Five letters tell Ukrainian words apart and survive their endings.
    return {word[:5] for word in re.findall(r"\w{4,}", text.lower())}


def _is_attributed(text: str) -> bool:
    return labels().attribution.match(straighten_apostrophes(text)) is not None


def _points_back(text: str) -> bool:
    return labels().anaphora.match(straighten_apostrophes(text)) is not None


def _mean_length(lines: Sequence[Line]) -> float:
    return sum(len(line.text) for line in lines) / len(lines)
