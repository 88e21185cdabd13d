"""The numbers of the model, from `data/topics/model.toml`."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Settings:
    """How evidence adds up, and how much of it is enough; the file explains each number."""

    scale: float
    half_length: float
    fading: float
    zones: Mapping[str, float]
    topic_share: float
    enough: float
    most: int
    narrower_floor: float
    narrower_share: float
    topic_floor: float
    shares: Mapping[str, float]

    def least(self, code: str, best: float) -> float:
        """The least sum of evidence for which a topic is given beside the best sum."""
        share = self.shares.get(code, self.topic_share)
        return max(self.topic_floor, share * min(best, self.enough))

    def faded(self, zone: float, before: int) -> float:
        """What a word of the body counts with so many words before it."""
        return zone / (1 + before / self.fading)

    def faded_sum(self, zone: float, first: int, last: int) -> float:
        """What the words of the body from one number to another count together."""
        return zone * self.fading * math.log((self.fading + last) / (self.fading + first))

    def score(self, total: float) -> float:
        """Squash a sum of evidence into (0, 1]."""
        return 1 - math.exp(-total / self.scale)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Read the numbers."""
    file = files("tasks.transform.tag").joinpath("data", "topics", "model.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    zones = dict(table["zones"])
    return Settings(
        scale=table["scale"],
        half_length=table["half_length"],
        fading=zones.pop("fading"),
        zones=zones,
        topic_floor=table["topic"]["floor"],
        topic_share=table["topic"]["share"],
        enough=table["topic"]["enough"],
        most=table["topic"]["most"],
        narrower_floor=table["narrower"]["floor"],
        narrower_share=table["narrower"]["share"],
        shares=table["shares"],
    )
