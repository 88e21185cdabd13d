"""Texts of unknown origin come out of a renderer of Markdown as they went in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flows.summary.markdown import code, counted, lasted, plain, table

# With HTML and with what GitHub's dialect adds, as the UI has it.
RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# What articles would have to hold to do harm, mixed at random.
PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>", "<b>", "</td>", "&lt;", "&amp;", "&#60;", "[link](", "](x)",
        "![", "**", "__", "`", "``", "~~", "|", "\\", "\\|", "\n", "\n\n", "# ", "- ", "+ ", "1. ",
        "2) ", "===", "---", "> ", "https://evil.example/", "www.evil.example", "a@evil.example",
        "<https://evil.example>", "$x$", "\u202e", "\u2028", "\x00", "«Слово»", "слово", " ", ".",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40)


def shown(text: str) -> str:
    """What is left of a text on one line, when what nobody sees is gone."""
    unseen = {"\u202e", "\x00"}
    return " ".join("".join(char for char in text if char not in unseen).split())


def rendered(markdown: str) -> list[str]:
    """The texts that are rendered; fails where anything is but a text."""
    texts = []
    for block in RENDERER.parse(markdown):
        if block.type == "inline":
            assert {child.type for child in block.children} <= {"text", "text_special"}, markdown
            texts.append("".join(child.content for child in block.children))
        else:
            assert block.type.split("_")[0] in {"paragraph", "table", "thead", "tbody", "tr", "th",
                                                "td"}, markdown  # fmt: skip
    return texts


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
@example("1. Перше\n2. Друге")
@example("# Заголовок")
@example("-")
@example("===")
@example("слово\\")
def test_a_text_is_shown_as_it_is(text: str) -> None:
    assert rendered(plain(text)) == ([shown(text)] if shown(text) else [])


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_a_text_stays_in_its_cell(first: str, second: str) -> None:
    lines = table({"one": "l", "two": "r"}, [(plain(first), plain(second)), ("end", 1234)])

    cells = rendered("\n".join(lines))

    assert len(cells) == 6
    assert cells[:2] == ["one", "two"]
    assert cells[4:] == ["end", "1,234"]


@settings(deadline=None)
@given(TEXTS)
def test_no_renderer_finds_an_address_or_a_tag_to_make_a_link_of(text: str) -> None:
    written = plain(text)
    bare = written.replace("\\\\", "")
    assert not re.search(r"(?i)(?<!\\)(?:[<>@&]|://)|www\.", bare)
    assert "\n" not in written


@settings(deadline=None)
@given(TEXTS)
def test_code_shows_a_path_or_else_its_text(text: str) -> None:
    (paragraph, inline, _) = RENDERER.parse(f"In {code(text)}.")
    assert paragraph.type == "paragraph_open"
    kinds = {child.type for child in inline.children}
    assert kinds <= {"text", "text_special", "code_inline"}


def test_ordinary_words_are_left_alone() -> None:
    title = "Уряд (вчора) виділив 12,5 млн грн — «на ремонт»: міст, школа та лікарня!"
    assert plain(title) == title


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (41, "41 s"), (61, "1 min"), (3_600, "1 h 0 min"), (5_400, "1 h 30 min")],
)
def test_a_time_is_said_as_people_say_it(seconds: float, words: str) -> None:
    begun = datetime(2026, 2, 5, 14, 30, tzinfo=UTC)
    assert lasted(begun, begun + timedelta(seconds=seconds)) == words


def test_one_is_not_many() -> None:
    assert (counted(1, "document"), counted(1_200, "document")) == ("1 document", "1,200 documents")
