"""Write `golden_seed.tsv` anew from the seed article, for review as a difference.

python tests/draft/make_golden.py
"""

from __future__ import annotations

from pathlib import Path

from tasks.transform.translate.draft.engine import DraftEngine
from tasks.transform.translate.segment import split_sentences

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "seeds"


def main() -> None:
    engine = DraftEngine()
    (seed,) = SEEDS.glob("*.txt")
    # The first line holds the date and the sections, the last the tags.
    lines = [line.strip() for line in seed.read_text(encoding="utf-8").splitlines()][1:]
    texts = [line for line in lines if line and not line.startswith(("Теги:", "фото:"))]
    sentences = [sentence for text in texts for sentence in split_sentences(text)]
    unique = list(dict.fromkeys(sentences))
    pairs = zip(unique, engine.translate(unique), strict=True)
    text = "".join(f"{uk}\t{en}\n" for uk, en in pairs)
    (HERE / "golden_seed.tsv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
