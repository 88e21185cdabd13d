"""`visnyk models`: where to get a model for the engine `local`, and whether one works."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from flows.cli.console import BAD_USAGE, FAILURE, DebugOption, fail, out, warn

if TYPE_CHECKING:
    from tasks.transform.translate.local.folder import ModelFolder
    from tasks.transform.translate.local.trial import File, Trial

models = typer.Typer(
    help="Get a neural model for the engine local, and check it.", rich_markup_mode="rich"
)

_GUIDE = """\
[bold]A neural model of your own[/] translates offline, better than the built-in engine.
visnyk downloads none: get one once, convert it, and name its folder in VISNYK_LOCAL_MODEL.

[bold]1. Install the extra[/] (150 MB)
  pip install 'visnyk\\[local]'

[bold]2. Get and convert a model[/] (where there is a network; the result can be copied)

  OPUS-MT uk-en            about 80 MB converted, CC-BY 4.0 (name the University of Helsinki)
  OPUS-MT tc-big-zle-en    about 240 MB converted, CC-BY 4.0; better and slower
    pip install transformers torch sentencepiece ctranslate2
    ct2-transformers-converter --model Helsinki-NLP/opus-mt-uk-en \\
        --output_dir opus-mt-uk-en --quantization int8 \\
        --copy_files source.spm target.spm
    (the other one: --model Helsinki-NLP/opus-mt-tc-big-zle-en)

  OPUS-MT as published     a .zip of the OPUS-MT site with decoder.yml, CC-BY 4.0
    ct2-opus-mt-converter --model_dir opus-zip --output_dir opus-mt --quantization int8
    cp opus-zip/source.spm opus-zip/target.spm opus-mt/

  Argos Translate uk-en    a .argosmodel file is a .zip, ready as it is: unpack it

  Firefox (Bergamot)       MPL-2.0; only its teachers (model.npz) can be converted:
    ct2-marian-converter --model_path model.npz --vocab_paths vocab.yml vocab.yml \\
        --output_dir firefox-uk-en --quantization int8
    cp vocab.spm firefox-uk-en/
    The small students that Firefox downloads (17 MB) have a recurrent decoder, which
    CTranslate2 does not run.

[bold]3. Check it[/]
  visnyk models check opus-mt-uk-en

[bold]4. Use it[/]
  export VISNYK_LOCAL_MODEL=$PWD/opus-mt-uk-en
  visnyk run inbox/ --engine local      (auto tries it after Google)

docs/local-model.md tells about quality, speed, memory and the settings of a model."""


@models.callback(invoke_without_command=True)
def guide(context: typer.Context, debug: DebugOption = False) -> None:
    """Tell where to get a model for the engine local, and how to convert it."""
    if context.invoked_subcommand is None:
        out.print(_GUIDE, soft_wrap=True)


@models.command()
def check(
    folder: Annotated[Path, typer.Argument(help="Folder of a converted model.")],
    debug: DebugOption = False,
) -> None:
    """Check a model: files, checksums, a few sentences, speed."""
    from tasks.transform.translate.local.folder import read_folder, require_extra

    if not folder.expanduser().is_dir():
        fail(f"There is no folder {folder}. Nothing was checked.", code=BAD_USAGE)
    require_extra()
    model = read_folder(folder)
    from tasks.transform.translate.local.engine import LocalEngine
    from tasks.transform.translate.local.trial import list_files, try_out

    files = list_files(model)
    _print_model(model, files)
    engine = LocalEngine(folder)
    out.print(f"[bold]version[/]  {engine.version}", soft_wrap=True)
    trial = try_out(engine)
    _print_trial(trial)
    problems = _problems(files, trial)
    for problem in problems:
        warn(problem)
    if problems:
        sys.exit(FAILURE)
    out.print(
        f"[bold green]It works.[/] export VISNYK_LOCAL_MODEL={escape(str(model.root))}",
        soft_wrap=True,
    )


def _print_model(model: ModelFolder, files: list[File]) -> None:
    out.print(f"[bold]layout[/]   {escape(model.layout)}", soft_wrap=True)
    options = model.options
    out.print(
        f"[bold]settings[/] beam size {options.beam_size}, at most {options.max_tokens} tokens, "
        f"before the source {escape(str(options.source_prefix))}, "
        f"before the English {escape(str(options.target_prefix))}",
        soft_wrap=True,
    )
    marks = {None: "", True: "  [green]as listed[/]", False: "  [red]not as listed[/]"}
    for file in files:
        name = file.path.relative_to(model.root).as_posix()
        line = f"{file.sha256}  {escape(name)}  ({file.size:,} bytes){marks[file.is_as_listed]}"
        out.print(line, soft_wrap=True)


def _print_trial(trial: Trial) -> None:
    for sample in trial.samples:
        shown = sample.answer if isinstance(sample.answer, str) else "(nothing)"
        flags = f"  [yellow]{escape(', '.join(sample.flags))}[/]" if sample.flags else ""
        out.print(f"  {escape(sample.uk)}\n  → {escape(shown)}{flags}", soft_wrap=True)
    out.print(
        f"[bold]speed[/]    {trial.sentences_per_second:,.1f} sentences/s, "
        f"{trial.tokens_per_second:,.0f} Ukrainian tokens/s on this machine",
        soft_wrap=True,
    )


def _problems(files: list[File], trial: Trial) -> list[str]:
    changed = [file.path.name for file in files if file.is_as_listed is False]
    problems = []
    if changed:
        problems.append(
            f"{', '.join(changed)}: not the file whose checksum is listed in the folder. What it "
            "translates cannot be trusted. Copy it again."
        )
    if not trial.is_english:
        problems.append(
            "The result does not look like English. Nothing should be translated with this model. "
            "Is it for another pair of languages, or does it need a prefix in visnyk.toml?"
        )
    elif not trial.is_good:
        problems.append(
            "Some translations fail the checks: such sentences go to the next engine. Look at "
            "them above; a damaged or unsuitable model does that."
        )
    return problems
