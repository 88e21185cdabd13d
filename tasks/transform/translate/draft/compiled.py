"""The tables of the lexicon arranged for lookup, compiled once and kept in the user's cache.

To read the tables, analyse the words of every phrase and inflect every English word takes
seconds; to load the compiled form takes a twentieth of one. It is made anew whenever a table,
this file or a library that it rests on changes. A cache that cannot be written costs time only.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import marshal
import re
import sys
import zlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from itertools import product
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypedDict

from tasks.language import lexicon
from tasks.language.lexicon import Row
from tasks.language.text import has_cyrillic
from tasks.transform.translate.draft import inflector
from tasks.transform.translate.draft.grammar import lemmas

logger = logging.getLogger(__name__)

_PIECE = re.compile(r"[^\s,]+|,")
# Ukrainian picks one of these by sound alone.
_EUPHONY = {"у": "в", "із": "з", "зі": "з", "зо": "з", "й": "і", "та": "і", "уві": "в", "іще": "ще"}
FIXED = frozenset({"ADV", "PREP", "CONJ"})
_CHECKSUM = 4
# Several versions on one machine must not throw out each other's: 6 MB each.
_STATES = 3
# Objects made since the last collection before the next; Python's own 700 are 20 sentences.
_YOUNG_OBJECTS = 20_000
_VERB_TAGS, _NOUN_TAGS, _DEGREE_TAGS = ("VBD", "VBN", "VBG", "VBZ"), ("NNS",), ("JJR", "JJS")

# A phrase that inflects: its row, and what the words from the third on may be.
Candidate = tuple[Row, tuple[tuple[str, ...], ...]]


class Tables(TypedDict):
    """What is compiled; builtin types only, which load quickest.

    Attributes:
        hash: the first digits of a hash of the tables, to name their state.
        words: by kind, then by lemma in lower case.
        abbreviations: words in capitals, which match capitals only.
        names: one-word names by lower-case form.
        fixed: phrases that stand as they are, by their first two words.
        inflected: phrases that inflect, by a lemma of their first and of their second word.
        inflections: English forms by Penn tag and word; empty where there is none.
    """

    hash: str
    words: dict[str, dict[str, Row]]
    abbreviations: dict[str, Row]
    names: dict[str, list[Row]]
    fixed: dict[str, dict[str, list[Row]]]
    inflected: dict[str, dict[str, list[Candidate]]]
    inflections: dict[str, dict[str, str]]


def base_form(word: str) -> str:
    """Undo the alternations that depend on the neighbouring sounds: у → в, із → з."""
    return _EUPHONY.get(word, word)


def words_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase of the lexicon in their base form; a comma is one."""
    return tuple(base_form(word) for word in _PIECE.findall(phrase.lower()))


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Load the compiled tables, once a process; compile them if the cache has none.

    They stay to the end, so the garbage collector is kept from walking over them: while
    they are loaded and ever after (some 5 % of the speed). What is learned of new words
    stays as well, and nothing of it refers back to itself: the collector comes seldom
    (a tenth of the time of new text).
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return load(_cache_folder())
    finally:
        gc.freeze()
        young, *older = gc.get_threshold()
        if 0 < young < _YOUNG_OBJECTS:
            gc.set_threshold(_YOUNG_OBJECTS, *older)
        if was_enabled:
            gc.enable()


def load(folder: Path) -> Tables:
    """Read the compiled tables from a folder, or compile them and keep them there."""
    path = folder / f"lexicon-{_key()}.bin"
    found = _read(path)
    if found is None:
        found = build()
        _write(path, found)
    return found


def build() -> Tables:
    """Compile the tables; takes some seconds, most of them for the words of phrases."""
    words: dict[str, dict[str, Row]] = {}
    abbreviations: dict[str, Row] = {}
    names: dict[str, list[Row]] = {}
    phrases: list[Row] = []
    for row in lexicon.rows("lexicon.tsv"):
        if len(row[0]) > 1 and row[0].isupper():
            abbreviations.setdefault(row[0], row)
        else:
            words.setdefault(row[1], {}).setdefault(row[0].lower(), row)
    for row in lexicon.rows("names.tsv"):
        if " " not in row[0]:
            names.setdefault(row[0].lower(), []).append(row)
        elif has_cyrillic(row[0]) or "the" in row[3].split(";"):
            # A Latin name reads well as it stands, unless English wants its article.
            phrases.append(row)
    phrases += lexicon.rows("phrases.tsv")
    # The longest is tried first.
    phrases.sort(key=lambda row: -len(words_of(row[0])))
    return Tables(
        hash=_tables_hash(),
        words=words,
        abbreviations=abbreviations,
        names=names,
        fixed=_fixed(row for row in phrases if row[1] in FIXED),
        inflected=_inflected(row for row in phrases if row[1] not in FIXED),
        inflections=_inflections(),
    )


def _fixed(rows: Iterable[Row]) -> dict[str, dict[str, list[Row]]]:
    made: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        first, second, *_ = (*words_of(row[0]), "")
        made.setdefault(first, {}).setdefault(second, []).append(row)
    return made


def _inflected(rows: Iterable[Row]) -> dict[str, dict[str, list[Candidate]]]:
    made: dict[str, dict[str, list[Candidate]]] = {}
    for row in rows:
        words = [tuple(sorted({word, *lemmas(word)})) for word in words_of(row[0])]
        for first, second in product(*words[:2]) if len(words) > 1 else ():
            made.setdefault(first, {}).setdefault(second, []).append((row, tuple(words[2:])))
    return made


def _inflections() -> dict[str, dict[str, str]]:
    """The forms of the English words that the engine may have to inflect."""
    verbs: set[str] = set()
    nouns: set[str] = set()
    degrees: set[str] = set()
    for _, kind, en, _ in (row for table in lexicon.TABLES for row in lexicon.rows(table)):
        if kind in {"VERB", "VP"}:
            verbs.add(inflector.cut_verb(en)[1])
        elif kind == "ADJ":
            degrees.add(en)
        elif kind in {"NOUN", "PROPN", "NP", "NAME", "OTHER"}:
            nouns.add(inflector.cut_noun(en)[1])
    return {
        tag: {word: inflector.form_of(word, tag) for word in sorted(words)}
        for tags, words in ((_VERB_TAGS, verbs), (_NOUN_TAGS, nouns), (_DEGREE_TAGS, degrees))
        for tag in tags
    }


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("visnyk")


def _tables_hash() -> str:
    digest = hashlib.sha256()
    for table in lexicon.TABLES:
        digest.update(lexicon.content(table))
    return digest.hexdigest()[:8]


def _key() -> str:
    """Name the state of all that the compiled tables are made from."""
    digest = hashlib.sha256(_tables_hash().encode())
    package = files("tasks.transform.translate.draft")
    for source in ("compiled.py", "grammar.py", "inflector.py"):
        digest.update(package.joinpath(source).read_bytes())
    digest.update(files("tasks.language").joinpath("morphology.py").read_bytes())
    libraries = [version(name) for name in ("pymorphy3", "pymorphy3-dicts-uk", "lemminflect")]
    digest.update(f"{libraries} {marshal.version} {sys.version_info[:2]}".encode())
    return digest.hexdigest()[:16]


def _read(path: Path) -> Tables | None:
    """Read a file of the cache; None where there is none, or only a part of one."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if len(data) <= _CHECKSUM or int.from_bytes(data[:_CHECKSUM], "big") != zlib.crc32(
        data[_CHECKSUM:]
    ):
        return None
    found: Tables = marshal.loads(data[_CHECKSUM:])  # noqa: S302  # our own file, like a .pyc
    return found


def _age(path: Path) -> float:
    return path.stat().st_mtime


def _write(path: Path, made: Tables) -> None:
    """Keep the compiled tables, whole or not at all; the oldest states of them go."""
    data = marshal.dumps(dict(made))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=path.stem, delete=False) as file:
            file.write(zlib.crc32(data).to_bytes(_CHECKSUM, "big") + data)
        Path(file.name).replace(path)
        kept = sorted(path.parent.glob("lexicon-*.bin"), key=_age, reverse=True)
        for old in kept[_STATES:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        logger.debug("The compiled lexicon could not be kept: %s", error)


if __name__ == "__main__":
    tables()
