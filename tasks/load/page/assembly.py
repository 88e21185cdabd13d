"""The page itself: style and program of `template/` in one file."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Final

# In this order they are one program.
SCRIPTS: Final = (
    "rows.js", "elements.js", "words.js", "store.js", "search.js", "address.js", "charts.js",
    "filters.js", "list.js", "article.js", "main.js",
)  # fmt: skip
_TEMPLATE = files("tasks.load.page") / "template"


@lru_cache(maxsize=1)
def assembled_page() -> bytes:
    """The page as it is written: the same for every output."""
    style = _text("style.css")
    script = '"use strict";\n(() => {\n' + "\n".join(map(_text, SCRIPTS)) + "})();\n"
    page = _text("index.html")
    for mark, content in (
        ("{{policy}}", _policy(style, script)),
        ("{{style}}", style),
        ("{{script}}", script),
    ):
        page = page.replace(mark, content)
    return page.encode()


def _policy(style: str, script: str) -> str:
    """What the page may do: run its own program and the data files beside it, nothing else.

    From disk, `'self'` names no folder in some browsers: `file:` does. Trusted types make
    the browser refuse text as markup, and scripts from anywhere but the data folder.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'sha256-{_digest(script)}' 'self' file:",
            f"style-src 'sha256-{_digest(style)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types visnyk-data",
        )
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _text(name: str) -> str:
    return (_TEMPLATE / name).read_text(encoding="utf-8")
