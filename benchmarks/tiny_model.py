"""Make a small translation model that CTranslate2 loads and runs like any other.

Its weights are built by hand instead of trained: the decoder looks at the source token of
its own position and writes the token that the dictionary has for it. So it translates word
for word, ends where the source has its end token, and one can say beforehand what comes out.
All the other weights are noise from a seed too weak to matter, so that depth and width, which
decide the speed, can be those of a real model. The SentencePiece models are trained on an
invented text.
"""

from __future__ import annotations

import io
import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentencepiece
from ctranslate2.specs import TransformerSpec
from ctranslate2.specs.common_spec import LayerNormSpec, LinearSpec
from ctranslate2.specs.model_spec import LayerSpec
from numpy.typing import NDArray

END, UNKNOWN, LABEL = "</s>", "<unk>", ">>eng<<"
WORDS = {
    "уряд": "government", "президент": "president", "міністр": "minister", "суд": "court",
    "учитель": "teacher", "журналіст": "journalist", "посол": "ambassador", "лікар": "doctor",
    "ухвалив": "adopted", "підтримав": "supported", "обговорив": "discussed", "закрив": "closed",
    "підписав": "signed", "оголосив": "announced", "перевірив": "checked", "скасував": "cancelled",
    "бюджет": "budget", "закон": "law", "договір": "treaty", "лист": "letter",
    "кордон": "border", "школу": "school", "лікарню": "hospital", "угоду": "agreement",
    "сьогодні": "today", "вчора": "yesterday", "торік": "formerly", "навесні": "lately",
    "та": "and", "на": "for", "в": "in", "про": "on",
    "уранці": "early", "уночі": "overnight", "знову": "again", "завтра": "tomorrow",
}  # fmt: skip
_LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "abvhgdeiuzyjjyklmnoprstufxcqwwjiv"
_ROMAN = dict(
    zip(_LETTERS[0] + _LETTERS[0].upper(), _LETTERS[1] + _LETTERS[1].upper(), strict=True)
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a model is; as small as it can be by default."""

    encoder_layers: int = 1
    decoder_layers: int = 1
    dim: int = 128
    ffn: int = 128
    positions: int = 512
    pieces: int = 500
    # Tokens that stand for nothing, to make the last layer as wide as a real one's.
    padding: int = 0
    # From about 0.5 on, the noise drowns the dictionary: what comes out is chance.
    noise: float = 0.05


def invent(count: int, *, seed: int = 1, longest: int = 6) -> list[str]:
    """Invent Ukrainian sentences of up to `longest` clauses of five words each."""
    drawn = random.Random(seed)
    words = list(WORDS)
    return [
        ", ".join(
            f"{' '.join(drawn.choice(words[part : part + 8]) for part in (0, 8, 16, 24))} "
            f"{drawn.randint(10, 99)}"
            for _ in range(drawn.randint(1, longest))
        )
        + "."
        for _ in range(count)
    ]


def make_opus(
    folder: Path,
    *,
    shape: Shape = Shape(),
    adds_end: bool = False,
    labels: tuple[str, ...] = (),
    seed: int = 1,
) -> Path:
    """Make a model as the converters make it of OPUS-MT: a SentencePiece model a side.

    Args:
        folder: where to write it.
        shape: how large.
        adds_end: whether its `config.json` makes CTranslate2 add the end token, as for
            `ct2-marian-converter`, or leaves it to us, as for `ct2-transformers-converter`.
        labels: target-language labels in the vocabulary.
        seed: of the noise; another one makes another model with the same translations.
    """
    folder.mkdir(parents=True)
    uk = train_sentencepiece(folder / "source.spm", _ukrainian(), shape.pieces)
    en = train_sentencepiece(folder / "target.spm", _english(), shape.pieces)
    pieces = _vocabulary([*uk, *en, *labels], shape)
    _write(folder, pieces, shape=shape, adds_end=adds_end, seed=seed)
    return folder


def make_shared(folder: Path, *, shape: Shape = Shape(), name: str = "vocab.uken.spm") -> Path:
    """Make a model with one SentencePiece model for both sides."""
    folder.mkdir(parents=True)
    both = [*_ukrainian(), *_english()]
    pieces = _vocabulary(train_sentencepiece(folder / name, both, 2 * shape.pieces), shape)
    _write(folder, pieces, shape=shape, adds_end=True, seed=1)
    return folder


def make_argos(
    folder: Path, *, shape: Shape = Shape(), codes: tuple[str, str] = ("uk", "en")
) -> Path:
    """Make a package as Argos Translate has it; its model ends at the full stop."""
    (folder / "model").mkdir(parents=True)
    both = [*_ukrainian(), *_english()]
    trained = train_sentencepiece(folder / "sentencepiece.model", both, 2 * shape.pieces)
    _write(folder / "model", _vocabulary(trained, shape), shape=shape, end_piece=".")
    metadata = {"from_code": codes[0], "to_code": codes[1], "package_version": "1.9"}
    (folder / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    return folder


def train_sentencepiece(path: Path, texts: list[str], size: int) -> list[str]:
    """Train a SentencePiece model on texts and give its pieces."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=model,
        model_type="bpe",  # makes pieces of whole words out of so small a text
        vocab_size=size,
        hard_vocab_limit=False,
        split_digits=True,
        character_coverage=1.0,
        minloglevel=2,
        num_threads=1,
    )
    path.write_bytes(model.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [processor.id_to_piece(number) for number in range(processor.get_piece_size())]


def _ukrainian() -> list[str]:
    return invent(1500, longest=3)


def _english() -> list[str]:
    return [" ".join(WORDS.get(word.strip(",."), word) for word in line.split())
            for line in _ukrainian()] + [*_ROMAN.values()]  # fmt: skip


def _vocabulary(pieces: list[str], shape: Shape) -> list[str]:
    padding = (f"<{number}>" for number in range(shape.padding))
    return list(dict.fromkeys([END, UNKNOWN, *pieces, *map(_english_of, pieces), *padding]))


def _english_of(piece: str) -> str:
    """The token that a source token becomes: a word, or letters in place of letters."""
    word = piece.removeprefix("▁")
    if piece == LABEL:
        return "▁English:"
    letters = "".join(_ROMAN.get(letter, letter) for letter in word)
    return f"▁{WORDS.get(word, letters)}" if piece.startswith("▁") else letters


def _write(
    folder: Path,
    pieces: list[str],
    *,
    shape: Shape,
    adds_end: bool = False,
    end_piece: str = END,
    seed: int = 1,
) -> None:
    spec = TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers), 1, pre_norm=False
    )
    _Weights(shape, seed).fill(spec, pieces, end_piece)
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = adds_end
    spec.config.decoder_start_token = END
    spec.validate()
    spec.optimize("int8")
    spec.save(str(folder))


_Matrix = NDArray[np.float32]


class _Weights:
    """The first half of every vector tells the token, the second half the position."""

    def __init__(self, shape: Shape, seed: int) -> None:
        self._shape = shape
        self._drawn = np.random.default_rng(seed)
        self._first = np.arange(shape.dim // 2)
        self._second = self._first + shape.dim // 2

    def fill(self, spec: TransformerSpec, pieces: list[str], end_piece: str) -> None:
        encoder, decoder = spec.encoder, spec.decoder
        encoder.scale_embeddings = decoder.scale_embeddings = False
        positions = self._half(self._shape.positions, self._second)
        encoder.position_encodings.encodings = positions
        decoder.position_encodings.encodings = positions
        tokens = self._half(len(pieces), self._first)
        encoder.embeddings[0].weight = tokens
        decoder.embeddings.weight = self._noise(len(pieces), self._shape.dim)
        decoder.start_from_zero_embedding = True
        decoder.projection.weight = self._translations(tokens, pieces, end_piece)
        decoder.projection.bias = np.zeros(len(pieces), np.float32)
        for layer in (*encoder.layer, *decoder.layer):
            self._fill_layer(layer)
        self._look_at_own_position(decoder.layer[0].attention)

    def _translations(self, tokens: _Matrix, pieces: list[str], end_piece: str) -> _Matrix:
        number = {piece: index for index, piece in enumerate(pieces)}
        projection = self._noise(len(pieces), self._shape.dim)
        for index, piece in enumerate(pieces):
            english = END if piece == end_piece else _english_of(piece)
            projection[number[english]] += tokens[index]
        return projection

    def _look_at_own_position(self, attention: LayerSpec) -> None:
        query, key_value, output = (linear.weight for linear in attention.linear)
        dim = self._shape.dim
        query[self._second, self._second] = 10  # so sharp that nothing else is seen
        key_value[self._second, self._second] = 1
        key_value[dim + self._first, self._first] = 1
        output[self._first, self._first] = 4  # more than the position left in the state

    def _fill_layer(self, layer: LayerSpec) -> None:
        dim, ffn = self._shape.dim, self._shape.ffn
        self._fill_attention(layer.self_attention, (3 * dim, dim))
        if hasattr(layer, "attention"):
            self._fill_attention(layer.attention, (dim, 2 * dim, dim))
        self._fill_linear(layer.ffn.linear_0, ffn, dim)
        self._fill_linear(layer.ffn.linear_1, dim, ffn)
        self._fill_norm(layer.ffn.layer_norm)

    def _fill_attention(self, attention: LayerSpec, outputs: tuple[int, ...]) -> None:
        for linear, size in zip(attention.linear, outputs, strict=True):
            self._fill_linear(linear, size, self._shape.dim)
        self._fill_norm(attention.layer_norm)

    def _fill_linear(self, linear: LinearSpec, outputs: int, inputs: int) -> None:
        linear.weight = self._noise(outputs, inputs)
        linear.bias = np.zeros(outputs, np.float32)

    def _fill_norm(self, norm: LayerNormSpec) -> None:
        norm.gamma = np.ones(self._shape.dim, np.float32)
        norm.beta = np.zeros(self._shape.dim, np.float32)

    def _noise(self, rows: int, columns: int) -> _Matrix:
        return self._drawn.normal(0, self._shape.noise / columns**0.5, (rows, columns)).astype(
            np.float32
        )

    def _half(self, rows: int, columns: NDArray[np.int64]) -> _Matrix:
        made = np.zeros((rows, self._shape.dim), np.float32)
        made[:, columns] = self._drawn.choice((-1, 1), (rows, len(columns)))
        return made
