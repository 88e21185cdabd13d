"""`visnyk models` as a user has it, on a model that is really loaded."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from benchmarks.tiny_model import make_opus

from .conftest import Visnyk


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_opus(tmp_path_factory.mktemp("models") / "opus")


@pytest.fixture
def copy(model: Path, tmp_path: Path) -> Path:
    return shutil.copytree(model, tmp_path / "copy")


def sums(folder: Path) -> str:
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
    )


def test_the_guide_names_models_licences_and_commands(visnyk: Visnyk) -> None:
    ended = visnyk("models")
    assert ended.returncode == 0
    for text in (
        "pip install 'visnyk[local]'",
        "ct2-transformers-converter --model Helsinki-NLP/opus-mt-uk-en",
        "ct2-opus-mt-converter",
        "ct2-marian-converter",
        "CC-BY 4.0",
        "MPL-2.0",
        "VISNYK_LOCAL_MODEL",
    ):
        assert text in ended.stdout


@pytest.mark.slow
def test_a_model_that_works_is_shown_at_work(visnyk: Visnyk, model: Path) -> None:
    ended = visnyk("models", "check", model)
    assert ended.returncode == 0, ended.stderr
    assert "source.spm and target.spm (OPUS-MT)" in ended.stdout
    for line in sums(model).splitlines():
        assert line in ended.stdout
    assert "adopted budget" in ended.stdout
    assert "sentences/s" in ended.stdout
    assert f"It works. export VISNYK_LOCAL_MODEL={model}" in ended.stdout


@pytest.mark.slow
def test_checksums_beside_the_model_are_compared(visnyk: Visnyk, copy: Path) -> None:
    (copy / "SHA256SUMS").write_text(sums(copy))
    ended = visnyk("models", "check", copy)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.count("as listed") == 5
    config = copy / "config.json"
    config.write_text(config.read_text() + "\n")
    ended = visnyk("models", "check", copy)
    assert ended.returncode == 1
    assert "not as listed" in ended.stdout
    assert "config.json: not the file" in ended.stderr


@pytest.mark.slow
def test_a_model_that_does_not_write_english_is_refused(visnyk: Visnyk, copy: Path) -> None:
    (copy / "visnyk.toml").write_text("add_end_token = false\n")
    ended = visnyk("models", "check", copy)
    assert ended.returncode == 1
    assert "no end to the translation" in ended.stdout
    assert "does not look like English" in ended.stderr
    assert "It works" not in ended.stdout


def test_a_damaged_model_is_one_message(visnyk: Visnyk, copy: Path) -> None:
    (copy / "model.bin").write_bytes(b"\0" * 1000)
    ended = visnyk("models", "check", copy)
    assert ended.returncode == 1
    assert "model.bin cannot be loaded" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_list_of_checksums_that_cannot_be_read_is_one_message(visnyk: Visnyk, copy: Path) -> None:
    (copy / "SHA256SUMS").write_bytes(b"\xff\xfe")
    ended = visnyk("models", "check", copy)
    assert ended.returncode == 1
    assert "SHA256SUMS cannot be read" in ended.stderr


def test_a_folder_that_is_not_there_is_bad_usage(visnyk: Visnyk, tmp_path: Path) -> None:
    ended = visnyk("models", "check", tmp_path / "nowhere")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "There is no folder" in ended.stderr


def test_lines_are_translated_with_the_model(visnyk: Visnyk, model: Path) -> None:
    ended = visnyk(
        "translate",
        "--engine",
        "local",
        stdin="суд ухвалив закон.\n\nуряд закрив кордон.\n",
        VISNYK_LOCAL_MODEL=str(model),
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "court adopted law.\n\ngovernment closed border.\n"


@pytest.mark.parametrize("command", [("translate",), ("run", "seeds")])
def test_local_without_a_model_ends_at_once(
    visnyk_at_server: Visnyk, command: tuple[str, ...]
) -> None:
    ended = visnyk_at_server(*command, "--engine", "local", stdin="суд\n")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "VISNYK_LOCAL_MODEL is not set" in ended.stderr.replace("\n", " ")
