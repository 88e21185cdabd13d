"""The pictures of the documentation are those that the browser tests take."""

from __future__ import annotations

import re

from tests.conftest import ROOT

IMAGES = sorted((ROOT / "docs" / "images").glob("*.png"))


def test_the_browser_tests_take_every_picture_that_is_kept() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/ui/test_*.py"))

    assert IMAGES
    assert {path.stem for path in IMAGES} <= set(re.findall(r'picture\("([\w-]+)"', code))


def test_pictures_load_quickly() -> None:
    assert [path.name for path in IMAGES if path.stat().st_size > 200_000] == []
