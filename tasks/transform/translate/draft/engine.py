"""The engine that needs nothing: no download, no key, no network, no graphics card."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.language.russian import is_russian, romanize_russian
from tasks.language.text import clean_line
from tasks.models import Tier
from tasks.transform.translate.draft import labels, surface
from tasks.transform.translate.draft.chunks import Node, Verb, build_nodes
from tasks.transform.translate.draft.compiled import tables
from tasks.transform.translate.draft.correlation import correlate
from tasks.transform.translate.draft.dates import merge_dates
from tasks.transform.translate.draft.disambiguation import disambiguate
from tasks.transform.translate.draft.generation import generate
from tasks.transform.translate.draft.phrases import make_units
from tasks.transform.translate.draft.punctuation import pair_quotes, polish
from tasks.transform.translate.draft.tokens import tokenize
from tasks.transform.translate.draft.transfer.sentence import transfer

# Raised whenever a rule changes what comes out: stored translations carry it.
RULES_VERSION = "3"


class DraftEngine:
    """Translate by dictionary, morphology and rules; deterministic and thread-safe."""

    name = "draft"
    tier = Tier.DRAFT

    def __init__(self) -> None:
        # Loads the morphology and the inflector now rather than in the first sentence.
        _translate("Перші сторінки книжок читали люди.")
        self.version = f"{RULES_VERSION}-{tables()['hash']}"

    def translate(self, texts: Sequence[str]) -> list[str]:
        """Give the English of every text, in order."""
        return [_translate(text) or _spelled(text) for text in texts]


def _spelled(text: str) -> str:
    """Spell what gave no English (a lone `б`), so that only blank texts come out blank."""
    bare = text.strip()
    return surface.without_cyrillic(bare) or (_NO_LETTER if bare else "")


# What other romanisations write for ь and ъ, which the official one drops.
_NO_LETTER = "'"


def _translate(text: str) -> str:
    cleaned = clean_line(text)
    if not cleaned:
        return ""
    if is_russian(text):
        # Read as Ukrainian it would come out as nonsense that looks like a translation.
        return romanize_russian(text.strip())
    if (label := labels.section(cleaned)) is not None:
        return label
    units = correlate(merge_dates(make_units(tokenize(text))))
    disambiguate(units)
    nodes = transfer(build_nodes(units))
    pieces = pair_quotes(generate(nodes))
    line = polish(surface.without_cyrillic(surface.join(pieces)))
    line = surface.without_leading_article(line) if _is_label(text, nodes) else line
    starts_low = text.lstrip(_OPENING)[:1].islower() and text.rstrip()[-1] not in ".!?…"
    return line if starts_low else surface.capitalize_first(line)


_OPENING = ' \t\n«"“„(—–-'


def _is_label(text: str, nodes: Sequence[Node]) -> bool:
    """Tell a tag or a caption of a few words, which takes no article, from a sentence."""
    has_verb = any(isinstance(node, Verb) for node in nodes)
    return not has_verb and len(text.split()) <= 5 and text.rstrip()[-1:] not in ".!?…:"
