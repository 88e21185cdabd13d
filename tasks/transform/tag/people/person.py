"""What is known of a person that a text names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A person by the name in the nominative; `gender` is `masc` or `femn`, empty if unknown."""

    uk: str
    en: str
    surname_uk: str | None
    first_uk: str | None
    gender: str
    method: str
