"""Time the engine `local` beside bare CTranslate2 on a small model, in one run.

    .venv/bin/python benchmarks/local.py [--rounds 9] [--model FOLDER]

Bare CTranslate2 gets the same texts tokenised by the same SentencePiece, sorted by length,
in batches of the same size, with the same options. The texts are so short (at most 32 tokens)
that the engine has one limit for all of them, so that both ask for the same work. Rounds of
both take turns, and so does who begins. The overhead is the median, over the rounds, of how
much more processor time the engine took; the benchmark fails from 5 % on.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import ctranslate2
import sentencepiece
from tiny_model import Shape, invent, make_opus

from tasks.transform.translate.local.engine import LocalEngine, threads

# A tenth of the work of OPUS-MT's base models for each token, so that a run takes a minute:
# the less the model has to do, the more the wrapper counts.
SHAPE = Shape(encoder_layers=3, decoder_layers=2, dim=256, ffn=1024, padding=8000)
LIMIT = 0.05
LIMIT_TOKENS = 64
Translate = Callable[[Sequence[str]], list[str]]


def main() -> None:
    given = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        model = given.model or make_opus(Path(folder, "model"), shape=SHAPE)
        engine = LocalEngine(model)
        contenders: dict[str, Translate] = {
            "bare": bare(model),
            "engine": lambda texts: [str(answer) for answer in engine.translate(texts)],
        }
        texts = invent(given.sentences, longest=3)
        wall, cpu = run_rounds(contenders, texts, given.rounds)
        megabytes = (model / "model.bin").stat().st_size / 1e6
    tokens = sum(map(engine.count_tokens, texts)) / len(texts)
    print(f"model      {megabytes:.0f} MB, {engine.version}")
    print(f"texts      {len(texts)} of {tokens:.0f} tokens on average, {given.rounds} rounds")
    print("threads    {} translators of {}".format(*threads()))
    for name in contenders:
        elapsed, processor = statistics.median(wall[name]), statistics.median(cpu[name])
        speed = len(texts) / elapsed
        print(f"{name:10} {speed:.1f} sentences/s, {elapsed:.2f} s, {processor:.2f} s of processor")
    _report_overhead("elapsed", wall)
    if _report_overhead("processor", cpu) >= LIMIT:
        sys.exit(f"The overhead is not below {LIMIT:.0%}.")


def _report_overhead(name: str, seconds: dict[str, list[float]]) -> float:
    """Print how much longer the engine took than bare CTranslate2; returns the median."""
    rounds = zip(seconds["engine"], seconds["bare"], strict=True)
    overheads = [engine / bare - 1 for engine, bare in rounds]
    median = statistics.median(overheads)
    spread = f"{min(overheads):+.1%} to {max(overheads):+.1%}"
    print(f"overhead   {median:+.1%} of {name} time ({spread})")
    return median


def run_rounds(
    contenders: dict[str, Translate], texts: Sequence[str], rounds: int
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Let the contenders translate in turns; seconds elapsed and of the processor, by name."""
    wall: dict[str, list[float]] = {name: [] for name in contenders}
    cpu: dict[str, list[float]] = {name: [] for name in contenders}
    outputs = [translate(texts) for translate in contenders.values()]  # and warm up
    if any(output != outputs[0] for output in outputs):
        sys.exit("The contenders do not translate the same.")
    for number in range(rounds):
        names = list(contenders)
        for name in names if number % 2 else reversed(names):
            start, start_cpu = time.perf_counter(), time.process_time()
            contenders[name](texts)
            cpu[name].append(time.process_time() - start_cpu)
            wall[name].append(time.perf_counter() - start)
    return wall, cpu


def bare(model: Path) -> Translate:
    """CTranslate2 as one would call it by hand on texts of an OPUS-MT model."""
    source = sentencepiece.SentencePieceProcessor(model_file=str(model / "source.spm"))
    target = sentencepiece.SentencePieceProcessor(model_file=str(model / "target.spm"))
    inter, intra = threads()
    translator = ctranslate2.Translator(
        str(model), compute_type="int8", inter_threads=inter, intra_threads=intra
    )

    def translate(texts: Sequence[str]) -> list[str]:
        tokens = [[*pieces, "</s>"] for pieces in source.encode(list(texts), out_type=str)]
        order = sorted(range(len(tokens)), key=lambda index: len(tokens[index]))
        results = translator.translate_batch(
            [tokens[index] for index in order],
            max_batch_size=1024,
            batch_type="tokens",
            beam_size=4,
            disable_unk=True,
            max_input_length=0,
            max_decoding_length=LIMIT_TOKENS,
        )
        english = target.decode([result.hypotheses[0] for result in results])
        placed = dict(zip(order, english, strict=True))
        return [placed[index] for index in range(len(texts))]

    return translate


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=9, help="times that each translates all")
    parser.add_argument("--sentences", type=int, default=256, help="texts to translate")
    parser.add_argument("--model", type=Path, help="a converted OPUS-MT model to use instead")
    return parser.parse_args()


if __name__ == "__main__":
    main()
