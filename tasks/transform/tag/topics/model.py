"""Topics as labels, each with the words that made it: one sum gives both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tasks.models import Label
from tasks.transform.tag.topics.concepts import concepts
from tasks.transform.tag.topics.evidence import Evidence, Part, weigh
from tasks.transform.tag.topics.settings import settings


@dataclass(frozen=True, slots=True)
class Reason:
    """A piece of evidence for a label: its share of the label's sum, and the value itself."""

    text: str
    where: str
    share: float
    value: float


@dataclass(frozen=True, slots=True)
class Explained:
    """A label and all that made it, the weightiest first; the values add up to `total`."""

    label: Label
    total: float
    reasons: tuple[Reason, ...]


def topic_labels(evidence: Evidence) -> list[Label]:
    """Give the IPTC topics of an article, the surest first; a broader one before its narrower."""
    return [item.label for item in explain(evidence)]


def explain(evidence: Evidence) -> list[Explained]:
    """Give the topics of an article with the words, sections, names that made each of them."""
    parts: dict[str, list[Part]] = {}
    for part in weigh(evidence):
        for code in concepts()[part.code].path:
            parts.setdefault(code, []).append(part)
    sums = {code: sum(part.value for part in found) for code, found in parts.items()}
    found = [_explained(code, sums[code], parts[code]) for code in _chosen(sums)]
    return sorted(found, key=_order)


def _order(item: Explained) -> tuple[float, int, str]:
    return (-item.label.score, len(concepts()[item.label.code].path), item.label.code)


def _chosen(sums: Mapping[str, float]) -> Iterator[str]:
    """Choose the topics with enough evidence, absolutely and beside the best one."""
    model = settings()
    tops = {code: total for code, total in sums.items() if concepts()[code].is_top}
    best = max(tops.values(), default=0.0)
    enough = [code for code, total in tops.items() if total >= model.least(code, best)]
    chosen = set(sorted(enough, key=lambda code: (-tops[code], code))[: model.most])
    yield from sorted(chosen)
    for code, total in sums.items():
        concept = concepts()[code]
        if concept.is_top or concept.top not in chosen:
            continue
        if total >= max(model.narrower_floor, model.narrower_share * sums[concept.top]):
            yield code


def _explained(code: str, total: float, parts: Sequence[Part]) -> Explained:
    concept = concepts()[code]
    score = max(round(settings().score(total), 4), 0.0001)
    reasons = [Reason(part.text, part.where, part.value / total, part.value) for part in parts]
    reasons.sort(key=lambda reason: (-reason.value, reason.text))
    return Explained(
        Label("iptc", code, concept.label_uk, concept.label_en, score, broader=concept.broader),
        total,
        tuple(reasons),
    )
