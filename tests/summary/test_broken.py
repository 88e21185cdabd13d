"""The page of a run that broke off says what happened, what is whole, and what to do now."""

from __future__ import annotations

import pytest

from flows.summary.broken import Broken, broken_page
from tasks.errors import Terminal


def page(**changes: object) -> str:
    known = {
        "flow": "visnyk-etl",
        "state": "Crashed",
        "message": "Execution was aborted by a termination signal.",
        "parameters": {"sources": ["seeds"], "engine": "draft"},
        "is_crash": True,
    }
    return broken_page(Broken(**{**known, **changes}))


def section(text: str, title: str) -> str:
    return text.split(f"## {title}\n\n")[1].partition("\n\n## ")[0]


def test_a_run_that_was_stopped_needs_no_care() -> None:
    text = page()
    assert text.startswith("# Crashed: the run broke off\n")
    assert section(text, "What happened") == "Execution was aborted by a termination signal."
    assert section(text, "What that means for the data").startswith(
        "What was published before is whole"
    )
    assert "not paid again" in section(text, "What the next run does")
    assert "start it again, or wait for the schedule" in section(text, "What to do now")
    assert '| sources | `["seeds"]` |\n| engine | `draft` |' in text


def test_an_error_of_ours_brings_its_own_remedy() -> None:
    error = Terminal(
        "DeepL has no key", data="Nothing was translated", remedy="Set VISNYK_DEEPL_KEY"
    )
    text = page(state="Failed", message=f"Flow run failed: {error}", error=error, is_crash=False)
    assert section(text, "What happened") == r"DeepL has no key"
    assert section(text, "What that means for the data").startswith("Nothing was translated. What")
    assert section(text, "What to do now") == r"Set VISNYK\_DEEPL\_KEY."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"error": TimeoutError()}, "it goes on where this one ended"),
        ({"error": ZeroDivisionError()}, "report it, with the log"),
        ({"message": "Validation of flow parameters failed with error: x"}, "Correct the param"),
    ],
)
def test_other_failures_say_what_to_do(changes: dict[str, object], words: str) -> None:
    given = {"state": "Failed", "message": "It broke.", "is_crash": False} | changes
    assert words in section(page(**given), "What to do now")


def test_a_retranslation_keeps_its_months() -> None:
    text = page(flow="visnyk-retranslate")
    assert "The months that were upgraded stay so." in text


def test_a_flow_without_words_of_its_own_gets_a_page_too() -> None:
    assert "It begins anew." in page(flow="another")


def test_a_message_formats_nothing() -> None:
    text = page(message="# <b>oh</b>", parameters={"output": "a|b`c"})
    assert section(text, "What happened") == r"\# \<b\>oh\</b\>"
    assert r"| output | a\|b\`c |" in text
