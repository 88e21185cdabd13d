"""The page of a run that broke off: what happened, what that means, what to do now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flows.summary.markdown import code, plain, table
from tasks.errors import VisnykError

_WHOLE: Final = (
    "What was published before is whole, and stays readable: a run publishes all at once or "
    "nothing. "
)
_DATA: Final = {
    "visnyk-etl": _WHOLE + "What this run had not yet published is not in the datasets.",
    "visnyk-retranslate": _WHOLE + "The months that were upgraded stay so.",
}
_NEXT: Final = {
    "visnyk-etl": "It finishes a publish that was cut short, clears away what was left lying, and "
    "processes what is not loaded yet. What translation services were paid for is kept, and not "
    "paid again.",
    "visnyk-retranslate": "It goes on with the sentences that are left. What was translated and "
    "not published is kept for it, and not paid again.",
}
_AFTER_CRASH: Final = (
    "If somebody stopped it (Ctrl-C, a restart, a deployment), nothing: start it again, or wait "
    "for the schedule. If nobody did, read the last lines of its log: where the Prefect server "
    "was out of reach, see that it runs; where memory was short, choose a smaller batch size."
)
_AFTER_TIMEOUT: Final = (
    "Start it again: it goes on where this one ended. If that happens often, see what was slow in "
    "its log, and process fewer sources at a time."
)
_AFTER_DEFECT: Final = (
    "Start it again. If it breaks off again, report it, with the log of this run."
)
_AFTER_REFUSAL: Final = "Correct the parameters and start it again. Nothing was read or written."


@dataclass(frozen=True, slots=True)
class Broken:
    """A run that has no report: its flow, the state it ended in, and the error, if known."""

    flow: str
    state: str
    message: str
    parameters: Mapping[str, Any]
    error: BaseException | None = None
    is_crash: bool = False


def broken_page(run: Broken) -> str:
    """Write what is to be known of a run that broke off, for the UI of Prefect."""
    happened, data, remedy = _told(run)
    lines = [
        f"# {plain(run.state)}: the run broke off",
        "",
        "## What happened",
        "",
        plain(happened),
        "",
        "## What that means for the data",
        "",
        data,
        "",
        "## What the next run does",
        "",
        _NEXT.get(run.flow, "It begins anew."),
        "",
        "## What to do now",
        "",
        remedy,
    ]
    if run.parameters:
        lines += ["", "## Its parameters", *_parameters(run.parameters)]
    return "\n".join(lines) + "\n"


def _told(run: Broken) -> tuple[str, str, str]:
    data = _DATA.get(run.flow, _WHOLE)
    match run.error:
        case VisnykError() as error:
            return error.what, f"{plain(error.data)}. {data}", f"{plain(error.remedy)}."
        case _ if run.is_crash:
            return run.message, data, _AFTER_CRASH
        case TimeoutError():
            return run.message, data, _AFTER_TIMEOUT
        case _ if run.message.startswith("Validation of flow parameters failed"):
            return run.message, data, _AFTER_REFUSAL
        case _:
            return run.message, data, _AFTER_DEFECT


def _parameters(parameters: Mapping[str, Any]) -> list[str]:
    return table(
        {"parameter": "l", "value": "l"},
        [(plain(name), code(_written(value))) for name, value in parameters.items()],
    )


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
