"""The engine `local` on models that CTranslate2 really loads and runs, small as they are."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.tiny_model import (
    LABEL,
    WORDS,
    Shape,
    invent,
    make_argos,
    make_opus,
    make_shared,
)
from tasks.errors import Terminal
from tasks.models import Tier
from tasks.settings import Settings
from tasks.transform.translate.chain import Chain, Rendering
from tasks.transform.translate.local.engine import LocalEngine, RanOn, threads
from tasks.transform.translate.local.folder import BadModel, Layout, NoModel, read_folder
from tasks.transform.translate.registry import build_chain, engine_names
from tests.conftest import ROOT

ODD = [
    "",
    " ",
    "\n",
    "😀",
    "x",
    "а\0б",
    "суд\ud800",
    "\u200b",
    "…",
    "суд </s> закон <unk> ▁",
    "1" * 500,
    "а" * 1000,
    "а б " * 300,
]


def english(uk: str) -> str:
    """What the models make of an invented sentence, word for word."""
    words = [(word.rstrip(",."), word) for word in uk.split()]
    return " ".join(WORDS.get(bare, bare) + word[len(bare) :] for bare, word in words)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model of every layout."""
    folder = tmp_path_factory.mktemp("models")
    make_opus(folder / "opus")
    make_opus(folder / "opus_adds_end", adds_end=True, seed=2)
    make_opus(folder / "labels", labels=(LABEL, ">>deu<<"))
    make_opus(folder / "one_label", labels=(LABEL,))
    make_shared(folder / "shared")
    make_argos(folder / "argos")
    return folder


@pytest.fixture(scope="module")
def engine(models: Path) -> LocalEngine:
    return LocalEngine(models / "opus")


@pytest.fixture
def copy(models: Path, tmp_path: Path) -> Callable[..., Path]:
    """Copy a model to change it, with a settings file if there is one to be."""

    def copied(name: str = "opus", settings: str = "") -> Path:
        folder = tmp_path / f"{name}-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(models / name, folder)
        if settings:
            (folder / "visnyk.toml").write_text(settings, encoding="utf-8")
        return folder

    return copied


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("opus", Layout.TWO_VOCABULARIES),
        ("opus_adds_end", Layout.TWO_VOCABULARIES),
        ("one_label", Layout.TWO_VOCABULARIES),
        ("shared", Layout.ONE_VOCABULARY),
    ],
)
def test_every_layout_is_recognised_and_translates(models, name, layout):
    engine = LocalEngine(models / name)
    texts = invent(20, seed=7)
    assert engine.folder.layout is layout
    assert engine.translate(texts) == [english(text) for text in texts]
    assert (engine.name, engine.tier) == ("local", Tier.NEURAL)


def test_an_argos_package_gets_no_end_token(models):
    engine = LocalEngine(models / "argos")
    texts = invent(20, seed=7)
    assert engine.folder.layout is Layout.ARGOS
    assert engine.translate(texts) == [english(text).removesuffix(".") for text in texts]


def test_a_model_for_several_languages_is_told_to_write_english(models):
    engine = LocalEngine(models / "labels")
    assert engine.translate(["суд ухвалив закон."]) == ["English: court adopted law."]


def test_prefixes_of_the_settings_file_are_sent_and_do_not_come_back(copy):
    prefixes = f'source_prefix = ["{LABEL}"]\ntarget_prefix = ["▁court"]\nbeam_size = 1\n'
    engine = LocalEngine(copy("one_label", prefixes))
    assert engine.translate(["суд ухвалив закон."]) == ["court adopted law."]


def test_answers_keep_their_order_and_do_not_hang_on_the_batch(engine):
    texts = [*invent(560, seed=3, longest=1), *invent(40, seed=4, longest=12)]
    texts += texts[:40]
    random.Random(1).shuffle(texts)
    together = engine.translate(texts)
    assert together == [english(text) for text in texts]
    assert [engine.translate([text])[0] for text in texts[-40:]] == together[-40:]


def test_threads_do_not_swap_answers(engine):
    work = [invent(20, seed=seed, longest=2) for seed in range(24)]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(engine.translate, work))
    finally:
        sys.setswitchinterval(before)
    assert answers == [[english(text) for text in texts] for texts in work]


def test_odd_texts_take_no_other_with_them(engine):
    sound = "уряд закрив кордон."
    answers = engine.translate([text for odd in ODD for text in (odd, sound)])
    assert answers[1::2] == [english(sound)] * len(ODD)
    assert all(isinstance(answer, str | RanOn) for answer in answers)
    assert answers[:6:2] == [""] * 3
    assert engine.translate([]) == []


def test_a_text_longer_than_the_model_reads_is_translated_whole(engine):
    text = " ".join(invent(150, seed=5))
    assert engine.count_tokens(text) > 4 * 1024  # CTranslate2 cuts at 1024 unless told not to
    assert engine.translate([text, "лист."]) == [english(text), "letter."]


def test_a_word_longer_than_the_model_reads_is_cut_and_translated(engine):
    (answer,) = engine.translate(["абдг" * 500])
    assert "".join(str(answer).split()) == "abdh" * 500


def test_a_model_with_few_positions_says_what_to_set(tmp_path):
    folder = make_opus(tmp_path / "short", shape=Shape(positions=100))
    with pytest.raises(BadModel, match="max_tokens"):
        LocalEngine(folder)
    (folder / "visnyk.toml").write_text("max_tokens = 50\n")
    text = " ".join(invent(20, seed=6))
    assert LocalEngine(folder).translate([text]) == [english(text)]


def test_a_translation_without_an_end_is_no_translation(copy, plain_engine, english):
    # Without its end token this model never finds an end.
    endless = LocalEngine(copy(settings="add_end_token = false\n"))
    (answer,) = endless.translate(["суд ухвалив закон."])
    assert isinstance(answer, RanOn)
    (outcome,) = Chain([endless, plain_engine("other")]).translate(["суд ухвалив закон."])
    assert isinstance(outcome, Rendering)
    assert outcome.en == english("суд ухвалив закон.")
    assert outcome.fallback_reason == "local: no end to the translation"


def test_chance_translations_end_or_say_that_they_do_not(tmp_path):
    shape = Shape(encoder_layers=2, decoder_layers=2, noise=0.7)
    chancy = LocalEngine(make_opus(tmp_path / "chancy", shape=shape))
    answers = chancy.translate(invent(40, seed=8, longest=4))
    assert {type(answer) for answer in answers} == {str, RanOn}


def test_repetition_is_kept_unless_the_settings_file_forbids_it(copy, engine):
    text = "суд " * 8 + "закон."
    assert engine.translate([text]) == ["court " * 8 + "law."]
    (answer,) = LocalEngine(copy(settings="no_repeat_ngram_size = 2\n")).translate([text])
    assert "court court court" not in str(answer)


def break_model(folder: Path, name: str, content: bytes | None) -> None:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "error", "says"),
    [
        ("model.bin", None, NoModel, "no model.bin"),
        ("model.bin", b"", BadModel, "cannot be loaded"),
        ("model.bin", b"\x06\x00\x00\x00", BadModel, "cannot be loaded"),
        ("model.bin", b"PK\x03\x04" * 1000, BadModel, "cannot be loaded"),
        ("shared_vocabulary.json", None, BadModel, "cannot be loaded"),
        ("shared_vocabulary.json", b"[]", BadModel, "the end token </s> is not in it"),
        ("shared_vocabulary.json", b"{}", BadModel, "holds no list"),
        ("config.json", b"{", BadModel, "cannot be used"),
        ("source.spm", None, NoModel, "found: target.spm"),
        ("source.spm", b"not a model", BadModel, "cannot be loaded"),
        ("target.spm", b"", BadModel, "cannot be loaded"),
        ("visnyk.toml", b"beam_size = 0", BadModel, "beam_size"),
        ("visnyk.toml", b'beam_size = "4"', BadModel, "beam_size"),
        ("visnyk.toml", b"bean_size = 4", BadModel, "bean_size"),
        ("visnyk.toml", b"beam_size", BadModel, "cannot be used"),
        ("visnyk.toml", b"\xff", BadModel, "cannot be used"),
    ],
)
def test_a_broken_folder_is_one_clear_error(copy, name, content, error, says):
    folder = copy()
    break_model(folder, name, content)
    with pytest.raises(error) as raised:
        LocalEngine(folder)
    if name == "source.spm" and content is None:
        assert "Copy them from the folder" in str(raised.value)
    assert says in str(raised.value)
    assert "Nothing was translated" in str(raised.value)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_model_copied_in_part_is_one_clear_error(copy, share):
    folder = copy()
    whole = (folder / "model.bin").read_bytes()
    (folder / "model.bin").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BadModel, match="copy or convert it again"):
        LocalEngine(folder)


def test_a_model_that_is_not_converted_is_told_from_none(tmp_path):
    with pytest.raises(NoModel, match="There is no model folder"):
        read_folder(tmp_path / "nowhere")
    with pytest.raises(NoModel, match="holds no CTranslate2 model"):
        read_folder(tmp_path)
    (tmp_path / "model.npz").write_bytes(b"")
    with pytest.raises(NoModel, match="not converted"):
        read_folder(tmp_path)


def test_a_package_for_another_pair_is_refused(tmp_path):
    folder = make_argos(tmp_path / "argos", codes=("en", "uk"))
    with pytest.raises(BadModel, match="translates from en to uk"):
        LocalEngine(folder)


def test_the_version_changes_with_whatever_changes_translations(models, copy, engine):
    assert LocalEngine(copy()).version == engine.version
    other = LocalEngine(copy(settings="beam_size = 1\n"))
    changed = copy()
    weights = bytearray((changed / "model.bin").read_bytes())
    weights[-2000] ^= 1
    (changed / "model.bin").write_bytes(weights)
    config = copy()
    kept = json.loads((config / "config.json").read_text())
    (config / "config.json").write_text(json.dumps(kept | {"layer_norm_epsilon": 1e-5}))
    folders = [models / "opus_adds_end", models / "shared", changed, config]
    versions = {other.version, engine.version, *(LocalEngine(at).version for at in folders)}
    assert len(versions) == 2 + len(folders)


def test_a_note_beside_the_model_is_not_part_of_its_version(copy, engine):
    folder = copy()
    (folder / "README.md").write_text("from OPUS-MT")
    assert LocalEngine(folder).version == engine.version


def test_auto_uses_the_model_only_if_one_is_set(models):
    assert engine_names("auto", Settings()) == ["google", "draft"]
    assert engine_names("auto", Settings(local_model="")) == ["google", "draft"]
    with_model = Settings(local_model=models / "opus")
    assert engine_names("auto", with_model) == ["google", "local", "draft"]
    (outcome,) = build_chain("local", with_model).translate(["суд ухвалив закон."])
    assert (outcome.en, outcome.engine) == ("court adopted law.", "local")


@pytest.mark.parametrize("setting", ["local", "auto"])
def test_a_model_that_is_set_and_not_there_stops_the_run(tmp_path, setting):
    with pytest.raises(NoModel, match="There is no model folder"):
        engine_names(setting, Settings(local_model=tmp_path / "nowhere"))


def test_local_without_a_model_says_what_to_set():
    for settings in (Settings(), Settings(engines="local")):
        name = "local" if settings.engines != "local" else "auto"
        with pytest.raises(Terminal, match="VISNYK_LOCAL_MODEL is not set"):
            engine_names(name, settings)


@pytest.mark.parametrize(
    ("cores", "shared"), [(1, (1, 1)), (2, (2, 1)), (8, (8, 1)), (12, (8, 1)), (64, (8, 8))]
)
def test_cores_are_shared_among_translators(cores, shared):
    assert threads(cores) == shared
    assert threads()[0] >= 1


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        input="Суд ухвалив закон.\n",
        env=os.environ | environment,
    )


HIDDEN = """
import sys
for name in ("ctranslate2", "sentencepiece"):
    sys.modules[name] = None  # as if it were not installed
sys.argv = ["visnyk", "translate", "--engine", {engine!r}]
from flows.cli import main
main()
"""


def test_without_the_extra_the_engine_says_what_to_install(models):
    ended = run_python(HIDDEN.format(engine="local"), VISNYK_LOCAL_MODEL=str(models / "opus"))
    assert ended.returncode == 1
    assert "pip install 'visnyk[local]'" in ended.stderr.replace("\n", "")
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


def test_without_the_extra_the_other_engines_work():
    ended = run_python(HIDDEN.format(engine="draft"))
    assert ended.returncode == 0
    assert ended.stdout.startswith("The court ")


def test_the_plainest_processor_translates_the_same(models):
    code = (
        "from pathlib import Path; from tasks.transform.translate.local.engine import LocalEngine\n"
        f"engine = LocalEngine(Path({str(models / 'opus')!r}))\n"
        "print(engine.translate(['суд ухвалив закон.']), engine.version)"
    )
    ended = run_python(code, CT2_FORCE_CPU_ISA="GENERIC")
    assert "['court adopted law.']" in ended.stdout, ended.stderr
