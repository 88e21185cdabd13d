"""Whether two texts are the same article: by their words, by MinHash, by their numbers.

Only what is printed counts; nothing here reads a dataset or knows of dates.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

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
_PERMUTATIONS: Final = _BANDS[0] * _BANDS[1]
_BYTES: Final = 4 * _PERMUTATIONS
# The stored hashes are of this kind; another would have to be another column.
_SEED, _SCHEME = 1, "affine32"
# Measured on the pairs of tests/load/reprints.py: of the words of the shorter text reprints
# keep 0.84 and more in their order, two reports of one event 0.39 at most.
_MIN_SHARED_WORDS: Final = 0.6
# A piece in a digest is no reprint; one with as much of background again still is.
_MIN_LENGTH_RATIO: Final = 0.5
# Daily summaries share 0.88 to 0.95 of their words: their numbers are the news, of which
# they share 0.4 at most. Reprints keep 0.67 and more (they write some in letters).
_MIN_SHARED_NUMBERS: Final = 0.55
_MIN_NUMBERS: Final = 2

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
    minhash: Any = MinHash(num_perm=_PERMUTATIONS, seed=_SEED, scheme=_SCHEME)
    minhash.update_batch(sorted(runs))
    return bytes(minhash.hashvalues.astype("<u4").tobytes())


class SignatureIndex:
    """Texts by the bands of their signatures: which may be nearly the same as a given one.

    Built in some sorts, of all texts at once: a publish looks up a few among thousands.
    """

    def __init__(self, signatures: Sequence[bytes | None]) -> None:
        """Index texts by their place in a sequence; those without a signature are similar to none.

        A signature of another length is of another kind, and is left out.
        """
        import numpy as np

        places = [n for n, found in enumerate(signatures) if found and len(found) == _BYTES]
        count, rows = _BANDS
        table = np.frombuffer(b"".join(signatures[n] or b"" for n in places), "<u4")
        bands = np.ascontiguousarray(table.reshape(len(places), count, rows).swapaxes(0, 1))
        keys = bands.view(f"V{4 * rows}").reshape(count, len(places))
        self._row = {place: row for row, place in enumerate(places)}
        self._places = places
        self._groups = [_grouped(band) for band in keys]

    def similar(self, place: int) -> set[int]:
        """The places of texts that may be nearly the same, its own left out."""
        import numpy as np

        row = self._row.get(place)
        if row is None:
            return set()
        rows = np.concatenate([group.of(row) for group in self._groups])
        if len(rows) == len(self._groups):  # of most texts: alone in every band
            return set()
        # Thousands may share a text, and each of them every band with all the others.
        is_found = np.zeros(len(self._places), np.bool_)
        is_found[rows] = True
        is_found[row] = False
        return {self._places[other] for other in np.flatnonzero(is_found).tolist()}


class _Band(NamedTuple):
    """Texts that agree in one band: `order` has them side by side, `starts` by group."""

    group: Any
    order: Any
    starts: Any

    def of(self, row: int) -> Any:
        group = self.group[row]
        return self.order[self.starts[group] : self.starts[group + 1]]


def _grouped(keys: Any) -> _Band:
    import numpy as np

    _, groups, counts = np.unique(keys, return_inverse=True, return_counts=True)
    starts = np.concatenate([[0], np.cumsum(counts)])
    return _Band(groups, np.argsort(groups, kind="stable"), starts)


def is_same_article(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell whether one text is the other with some words changed or paragraphs added."""
    from rapidfuzz.distance import LCSseq

    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < max(_MIN_SIMILAR_WORDS, _MIN_LENGTH_RATIO * len(longer)):
        return False
    # Before the words: it is quick, and tells the summaries of a hundred days apart.
    if not _share_numbers(shorter, longer):
        return False
    cutoff = int(_MIN_SHARED_WORDS * len(shorter))
    return LCSseq.similarity(shorter, longer, score_cutoff=cutoff) >= cutoff


def _share_numbers(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    numbers = Counter(word for word in shorter if word.isdecimal())
    others = Counter(word for word in longer if word.isdecimal())
    total = numbers.total()
    return total < _MIN_NUMBERS or (numbers & others).total() >= _MIN_SHARED_NUMBERS * total
