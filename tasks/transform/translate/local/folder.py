"""What is in a model folder: its layout, its settings, its identity. Nothing is loaded here."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tasks.errors import Terminal
from tasks.settings import Settings

SETTINGS_FILE = "visnyk.toml"
LABEL = ">>eng<<"
_EXTRA = ("ctranslate2", "sentencepiece")
_END = "</s>"
# What a model looks like before it is converted.
_UNCONVERTED = ("*.npz", "*.safetensors", "pytorch_model.bin", "*.intgemm*.bin*")


class MissingExtra(Terminal):
    """The libraries of the engine `local` are not installed."""


class NoModel(Terminal):
    """No model folder is set, or what is set is not there or not a model."""


class BadModel(Terminal):
    """The folder holds a model that cannot be used as it is."""


class Layout(StrEnum):
    """How the files of a model lie in its folder."""

    TWO_VOCABULARIES = "source.spm and target.spm (OPUS-MT)"
    ONE_VOCABULARY = "one SentencePiece model for both languages"
    ARGOS = "package of Argos Translate"


class Options(BaseModel):
    """What `visnyk.toml` in the folder may say, and what holds where it does not.

    Attributes:
        source_prefix: tokens before every source text.
        target_prefix: tokens that every translation is made to begin with.
        add_end_token: append `</s>` to the source; None leaves it to the layout.
        beam_size: hypotheses followed; 1 is fastest.
        no_repeat_ngram_size: so many tokens in a row may not come twice; 0 is off, since it
            turns a loop, which checks can find, into words that none can tell from good ones.
        max_tokens: a text with more is split at sentence borders, clauses or words.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    source_prefix: list[str] = Field(default=[])
    target_prefix: list[str] = Field(default=[])
    add_end_token: bool | None = None
    # As the models' own configurations have it.
    beam_size: int = Field(default=4, ge=1, le=32)
    no_repeat_ngram_size: int = Field(default=0, ge=0, le=50)
    # Twice as many are let out, and Marian's models have 512 positions or more.
    max_tokens: int = Field(default=224, ge=8, le=1000)


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model as it lies on disk, and how texts are put to it."""

    root: Path
    model: Path
    layout: Layout
    source_spm: Path
    target_spm: Path
    end_token: str
    options: Options

    @property
    def files(self) -> list[Path]:
        """Every file that can change a translation."""
        found = {self.source_spm, self.target_spm, *self.model.glob("*vocabulary*")}
        found |= {self.model / "model.bin", self.model / "config.json"}
        found |= {self.root / "metadata.json", self.root / SETTINGS_FILE}
        return sorted(path for path in found if path.is_file())


def check_ready(settings: Settings) -> ModelFolder:
    """See at once, loading nothing, that the engine has its libraries and a model.

    Raises:
        MissingExtra: if a library is not installed.
        NoModel, BadModel: if the folder is not set or holds no usable model.
    """
    require_extra()
    if settings.local_model is None:
        raise NoModel(
            "The engine local has no model: VISNYK_LOCAL_MODEL is not set",
            data="Nothing was translated",
            remedy="Set it to the folder of a model (visnyk models tells where to get one), "
            "or use another engine",
        )
    return read_folder(settings.local_model)


def require_extra() -> None:
    """Raise `MissingExtra` if a library of the engine is not installed."""
    missing = [name for name in _EXTRA if find_spec(name) is None]
    if missing:
        raise MissingExtra(
            f"The engine local needs {' and '.join(missing)}, not installed here",
            data="Nothing was translated",
            remedy="Install the extra: pip install 'visnyk[local]'",
        )


def read_folder(path: Path) -> ModelFolder:
    """Recognise the model in a folder.

    Raises:
        NoModel: if there is none.
        BadModel: if it is for another language pair or its settings do not fit.
    """
    root = path.expanduser().resolve()
    model = next((at for at in (root, root / "model") if (at / "model.bin").is_file()), None)
    if model is None:
        raise _no_model(root)
    layout, source, target = _vocabularies(root)
    config = _json(model / "config.json")
    end = str(config.get("eos_token") or _END)
    tokens = _tokens(model, end)
    if layout is Layout.ARGOS:
        options = _argos_options(root)
    else:
        options = {"source_prefix": [LABEL] if _wants_label(tokens) else []}
    options["add_end_token"] = layout is Layout.TWO_VOCABULARIES
    chosen = _options(root, options)
    if config.get("add_source_eos"):  # CTranslate2 appends it, and a second would be too many
        chosen = chosen.model_copy(update={"add_end_token": False})
    return ModelFolder(root, model, layout, source, target, end, chosen)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file; some 0.2 s for the 80 MB of a model."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _bad_file(path, str(error)) from error


def identity_of(folder: ModelFolder) -> str:
    """Twelve hex digits that change with any file that can change a translation."""
    listed = "".join(f"{sha256_of(path)} {path.name}\n" for path in folder.files)
    return hashlib.sha256(listed.encode()).hexdigest()[:12]


def _vocabularies(root: Path) -> tuple[Layout, Path, Path]:
    source, target = root / "source.spm", root / "target.spm"
    if source.is_file() and target.is_file():
        return Layout.TWO_VOCABULARIES, source, target
    found = sorted((*root.glob("*.spm"), *root.glob("*.model")))
    is_half = source in found or target in found
    if len(found) != 1 or is_half:
        listed = ", ".join(path.name for path in found) or "none"
        raise NoModel(
            f"{root} needs source.spm and target.spm, or one SentencePiece file (found: {listed})",
            data="Nothing was translated",
            remedy="Copy them from the folder that the model was converted from",
        )
    is_argos = found[0].name == "sentencepiece.model" and (root / "metadata.json").is_file()
    return Layout.ARGOS if is_argos else Layout.ONE_VOCABULARY, found[0], found[0]


def _argos_options(root: Path) -> dict[str, Any]:
    metadata = _json(root / "metadata.json")
    pair = (metadata.get("from_code"), metadata.get("to_code"))
    if pair != ("uk", "en"):
        raise BadModel(
            f"The package in {root} translates from {pair[0]} to {pair[1]}",
            data="Nothing was translated",
            remedy="Use the package from uk to en",
        )
    prefix = metadata.get("target_prefix")
    return {"target_prefix": [prefix] if prefix else []}


def _tokens(model: Path, end: str) -> list[str]:
    """The tokens that the model reads; CTranslate2 itself takes any list for a vocabulary."""
    path = next((path for path in sorted(model.glob("s*_vocabulary.json"))), None)
    if path is None:  # CTranslate2 2 wrote text; what is missing altogether it tells itself
        return []
    tokens: list[str] = _json(path, kind=list)
    if end not in tokens:
        raise _bad_file(path, f"the end token {end} is not in it")
    return tokens


def _wants_label(tokens: list[str]) -> bool:
    """A model for several target languages has their labels among its tokens."""
    labels = {token for token in tokens if token.startswith(">>") and token.endswith("<<")}
    return LABEL in labels and len(labels) > 1


def _options(root: Path, defaults: dict[str, Any]) -> Options:
    path = root / SETTINGS_FILE
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return Options(**(defaults | given))
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, found['loc']))}: {found['msg']}" for found in error.errors()
        )
        raise _bad_file(path, problems) from error
    except (OSError, ValueError) as error:
        raise _bad_file(path, str(error)) from error


def _json(path: Path, kind: type = dict) -> Any:
    """Read a JSON file of the given kind; a file that is not there is an empty one."""
    if not path.is_file():
        return kind()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _bad_file(path, str(error)) from error
    if not isinstance(found, kind):
        raise _bad_file(path, f"it holds no {kind.__name__}")
    return found


def _no_model(root: Path) -> NoModel:
    if not root.is_dir():
        what, remedy = f"There is no model folder {root}", "Correct the path (VISNYK_LOCAL_MODEL)"
    elif any(next(root.glob(pattern), None) for pattern in _UNCONVERTED):
        what = f"The model in {root} is not converted to CTranslate2 (no model.bin)"
        remedy = "Convert it: visnyk models shows the command"
    else:
        what = f"{root} holds no CTranslate2 model (no model.bin)"
        remedy = "Point VISNYK_LOCAL_MODEL at a model; visnyk models tells where to get one"
    return NoModel(what, data="Nothing was translated", remedy=remedy)


def _bad_file(path: Path, problem: str) -> BadModel:
    return BadModel(
        f"{path} cannot be used ({problem[:300]})",
        data="Nothing was translated",
        remedy="Correct it, or copy or convert the model again",
    )
