"""The engine `local`: a neural model on this machine's processor, through CTranslate2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tasks.cores import available_cores
from tasks.language.text import clean_line
from tasks.models import Tier
from tasks.transform.translate.base import Answer, EngineFailure
from tasks.transform.translate.limits import split_to_fit
from tasks.transform.translate.local.folder import (
    SETTINGS_FILE,
    BadModel,
    identity_of,
    read_folder,
    require_extra,
)

# Source tokens, padding included, that go through the model together.
_BATCH_TOKENS = 1024
# Texts sorted by length together: enough to fill batches, few enough to stop soon.
_WINDOW = 512
# More translators at once than this cost more memory than they save time.
_MAX_TRANSLATORS = 8
# A translation has rarely more tokens than its source; with twice as many it has run on.
# Texts up to the same step share a limit, so that it does not hang on the batch.
_STEPS = (32, 64, 128)
_MAX_GROWTH = 2

# What a damaged model was seen to raise, or may: the exceptions of C++ as Python has them.
_LIBRARY_ERRORS = (RuntimeError, ValueError, IndexError, OverflowError, MemoryError)

Tokens = list[str]


class RanOn(EngineFailure):
    """The model found no end to its translation: it repeats itself, or lost the thread."""

    reason = "no end to the translation"


class LocalEngine:
    """Translate with a model folder; safe for threads, which share its translators."""

    name = "local"
    tier = Tier.NEURAL
    # What is lost at most if the process is killed: the chain remembers after each request.
    max_texts = _WINDOW
    max_bytes: int | None = None

    def __init__(self, path: Path) -> None:
        """Load the model.

        Raises:
            MissingExtra: if a library is not installed.
            NoModel, BadModel: if the folder holds no model, or one that cannot be used.
        """
        require_extra()
        self.folder = read_folder(path)
        self._options = self.folder.options
        self._end = self.folder.end_token
        self._source = _load_sentencepiece(self.folder.source_spm)
        self._target = _load_sentencepiece(self.folder.target_spm)
        self._translator = _load_model(self.folder.model)
        self._try()
        self.version = (
            f"{identity_of(self.folder)}-{self._translator.compute_type}"
            f"-ctranslate2-{_ctranslate2().__version__}"
        )

    def translate(self, texts: Sequence[str]) -> list[Answer]:
        """Give the English of every text, in order."""
        answers: list[Answer] = []
        for start in range(0, len(texts), _WINDOW):
            answers += self._translate(texts[start : start + _WINDOW])
        return answers

    def count_tokens(self, text: str) -> int:
        """Count the tokens of a text as the model reads it, without prefix and end."""
        return len(self._source.encode(text, out_type=str))

    def _translate(self, texts: Sequence[str]) -> list[Answer]:
        split = [list(self._pieces(text)) for text in texts]
        results = iter(self._decode([piece for pieces in split for piece in pieces]))
        return [_join([next(results) for _ in pieces]) for pieces in split]

    def _pieces(self, text: str) -> Iterator[Tokens]:
        """Give the tokens of a text, in several pieces if it is too long for the model."""
        # SentencePiece takes no lone surrogates, and reads no further than a NUL.
        sendable = clean_line(text).encode("utf-8", "replace").decode().replace("\0", " ")
        tokens: Tokens = self._source.encode(sendable, out_type=str)
        if len(tokens) <= self._options.max_tokens:
            yield from [tokens] if tokens else []
            return
        for piece in split_to_fit(sendable, self._options.max_tokens, self.count_tokens):
            yield self._source.encode(piece, out_type=str)

    def _decode(self, pieces: Sequence[Tokens]) -> list[str | None]:
        """Translate pieces in order; None for one that found no end."""
        steps: defaultdict[int, list[int]] = defaultdict(list)
        for index, piece in enumerate(pieces):
            steps[_limit(len(piece), self._options.max_tokens)].append(index)
        # All are handed over before any is waited for, so that no translator idles.
        waiting = [
            (index, future)
            for limit in sorted(steps, reverse=True)
            for index, future in zip(
                steps[limit],
                self._submit([pieces[index] for index in steps[limit]], limit),
                strict=True,
            )
        ]
        english: list[str | None] = [None] * len(pieces)
        for index, future in waiting:
            tokens = future.result().hypotheses[0]
            if tokens and tokens[-1] == self._end:
                english[index] = self._text(tokens[len(self._options.target_prefix) : -1])
        return english

    def _submit(self, pieces: Sequence[Tokens], limit: int) -> list[Any]:
        prefix = self._options.source_prefix
        end = [self._end] if self._options.add_end_token else []
        target = self._options.target_prefix
        futures: list[Any] = self._translator.translate_batch(
            [[*prefix, *piece, *end] for piece in pieces],
            [target] * len(pieces) if target else None,
            max_batch_size=_BATCH_TOKENS,
            batch_type="tokens",
            asynchronous=True,
            beam_size=self._options.beam_size,
            no_repeat_ngram_size=self._options.no_repeat_ngram_size,
            disable_unk=True,
            return_end_token=True,
            max_input_length=0,  # its default cuts longer texts off and says nothing
            max_decoding_length=limit,
        )
        return futures

    def _text(self, tokens: Tokens) -> str:
        # A token that the target's SentencePiece does not know comes out with its marks.
        text: str = self._target.decode(tokens).replace("▁", " ")
        return " ".join(text.split())

    def _try(self) -> None:
        """Run the longest text there can be, so that a model with too few positions shows."""
        options = self._options
        # Encoder and decoder have as many positions, and a translation may be the longer one.
        longest = _limit(options.max_tokens, options.max_tokens) - len(options.source_prefix) - 1
        try:
            self._submit([[self._end] * longest], limit=1)[0].result()
        except _LIBRARY_ERRORS as error:
            raise BadModel(
                f"The model in {self.folder.root} cannot translate ({error})",
                data="Nothing was translated",
                remedy=f"If it has too few positions, set max_tokens in its {SETTINGS_FILE} lower "
                f"than {options.max_tokens}; else convert it again",
            ) from error


def _limit(tokens: int, most: int) -> int:
    """The most tokens that a translation of so many may have."""
    return _MAX_GROWTH * next((step for step in _STEPS if tokens <= step < most), most)


def _join(pieces: Sequence[str | None]) -> Answer:
    """Join the translations of a text's pieces; a missing one is a failure of the text."""
    made = [piece for piece in pieces if piece is not None]
    if len(made) == len(pieces):
        return " ".join(made)
    return RanOn(
        "The local model found no end to a translation",
        data="The sentence was not translated by it",
        remedy="Nothing need be done: the next engine takes over; without one, add draft to "
        "VISNYK_ENGINES",
    )


def threads(cores: int | None = None) -> tuple[int, int]:
    """Share the cores this process may use: translators at once, and threads in each.

    One thread each is the fastest as long as there are batches for all of them.
    """
    if cores is None:
        cores = available_cores()
    translators = min(cores, _MAX_TRANSLATORS)
    return translators, cores // translators


def _load_model(folder: Path) -> Any:
    ctranslate2 = _ctranslate2()
    translators, threads_each = threads()
    has_int8 = "int8" in ctranslate2.get_supported_compute_types("cpu")
    try:
        return ctranslate2.Translator(
            str(folder),
            device="cpu",
            compute_type="int8" if has_int8 else "auto",
            inter_threads=translators,
            intra_threads=threads_each,
        )
    except _LIBRARY_ERRORS as error:
        raise _unreadable(folder / "model.bin", error) from error


def _load_sentencepiece(path: Path) -> Any:
    import sentencepiece

    try:
        # From bytes: its reader of files prints to standard error what is wrong with one.
        # A byte in place of none: no bytes at all it takes for no model being asked for.
        return sentencepiece.SentencePieceProcessor(model_proto=path.read_bytes() or b"\0")
    except (RuntimeError, OSError) as error:
        raise _unreadable(path, error) from error


def _ctranslate2() -> Any:
    import ctranslate2  # takes 0.1 s and 80 MB, and is an optional extra

    return ctranslate2


def _unreadable(path: Path, error: Exception) -> BadModel:
    return BadModel(
        f"{path} cannot be loaded ({str(error)[:300] or type(error).__name__})",
        data="Nothing was translated",
        remedy="It is damaged, incomplete or not in the format of CTranslate2: copy or convert it "
        "again; visnyk models check FOLDER tells more",
    )
