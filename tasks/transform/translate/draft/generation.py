"""Write the nodes of the English sentence as words."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.transform.translate.draft import noun_phrases, verbs
from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb


def generate(nodes: Sequence[Node]) -> list[str]:
    """Give the pieces of the sentence, in order, for `surface.join`."""
    pieces: list[str] = []
    for node in nodes:
        if isinstance(node, NounPhrase):
            pieces += noun_phrases.write(node)
        elif isinstance(node, Verb):
            pieces += verbs.write(node)
        else:
            pieces.append(node.english)
    return pieces
