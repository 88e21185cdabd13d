"""Whether two texts are the same article: by their words, by MinHash, by their numbers.

Only what is printed counts; nothing here reads a dataset or knows of dates.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from tasks.language.text import straighten_apostrophes
from tasks.models import Article

# A stub («Деталі згодом») says nothing of its own; two of them are no repetition.
_MIN_WORDS: Final = 12
# Three words at a time: two reports of one event share single words, not runs of them.
_SHINGLE_WORDS: Final = 3
# A few lines (weather, rates, alerts) are alike by nature.
_MIN_SIMILAR_WORDS: Final = 40
# 32 bands of 3 rows: a pair that shares half of its runs is found with 98 %, two reports
# of one event (some 5 %) with 0.4 %.
_BANDS: Final = (32, 3)
PERMUTATIONS: Final = _BANDS[0] * _BANDS[1]
# The stored hashes are of this kind; another would have to be another column.
_SEED, _SCHEME = 1, "affine32"
# Measured on invented reprints and on daily summaries (tests/load/test_similarity.py):
# reprints with a new lead and a paragraph more keep over 0.9 of the shorter text.
_MIN_SHARED_WORDS: Final = 0.8
_MIN_LENGTH_RATIO: Final = 0.5
# Daily summaries repeat each other's phrases; their numbers are the news.
_MIN_SHARED_NUMBERS: Final = 0.7
_MIN_NUMBERS: Final = 4

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def words(text: str) -> list[str]:
    """The words of a text as they are compared: no case, no marks, straight apostrophes."""
    return _WORD.findall(straighten_apostrophes(text).casefold())


def article_words(article: Article) -> list[str]:
    """The words of an article, its headline aside: reprints give themselves a new one."""
    return words("\n".join((article.lead or "", *article.body)))


def text_sha256(tokens: Sequence[str]) -> str | None:
    """Hash the words of a text; None where there are too few to tell anything."""
    if len(tokens) < _MIN_WORDS:
        return None
    return hashlib.sha256(" ".join(tokens).encode()).hexdigest()


def text_signature(tokens: Sequence[str]) -> bytes | None:
    """The MinHash of a text's runs of words, 4 bytes a permutation, little-endian.

    None where a text is too short to be nearly like another by more than chance.

    Jaccard similarity of the sets of runs by Broder (1997), "On the resemblance and
    containment of documents".
    """
    if len(tokens) < _MIN_SIMILAR_WORDS:
        return None
    from datasketch import MinHash  # a second of imports, mostly SciPy's

    runs = {
        " ".join(tokens[start : start + _SHINGLE_WORDS]).encode()
        for start in range(len(tokens) - _SHINGLE_WORDS + 1)
    }
    minhash: Any = MinHash(num_perm=PERMUTATIONS, seed=_SEED, scheme=_SCHEME)
    minhash.update_batch(sorted(runs))
    return bytes(minhash.hashvalues.astype("<u4").tobytes())


class SignatureIndex:
    """Texts by their signatures: which may be nearly the same as a given one."""

    def __init__(self) -> None:
        from datasketch import MinHashLSH

        self._lsh: Any = MinHashLSH(num_perm=PERMUTATIONS, params=_BANDS)

    def add(self, name: str, signature: bytes) -> None:
        """Put a text into the index; names are unique."""
        self._lsh.insert(name, _minhash(signature), check_duplication=False)

    def similar(self, signature: bytes) -> list[str]:
        """The names of texts that may be nearly the same, itself among them."""
        return list(self._lsh.query(_minhash(signature)))


def is_same_article(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell whether one text is the other with some words changed or paragraphs added."""
    from rapidfuzz.distance import LCSseq

    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < max(_MIN_SIMILAR_WORDS, _MIN_LENGTH_RATIO * len(longer)):
        return False
    cutoff = int(_MIN_SHARED_WORDS * len(shorter))
    if LCSseq.similarity(shorter, longer, score_cutoff=cutoff) < cutoff:
        return False
    return _share_numbers(shorter, longer)


def _share_numbers(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    numbers = Counter(word for word in shorter if word.isdecimal())
    others = Counter(word for word in longer if word.isdecimal())
    total = numbers.total()
    return total < _MIN_NUMBERS or (numbers & others).total() >= _MIN_SHARED_NUMBERS * total


def _minhash(signature: bytes) -> Any:
    import numpy as np
    from datasketch import LeanMinHash

    return LeanMinHash(seed=_SEED, hashvalues=np.frombuffer(signature, "<u4"), scheme=_SCHEME)
