"""`visnyk parse` and `visnyk translate`: answers on standard output, problems beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from .conftest import SEEDS, Visnyk


def test_parse_prints_one_json_object_an_article(visnyk: Visnyk) -> None:
    ended = visnyk("parse", SEEDS)
    assert (ended.returncode, ended.stderr) == (0, "")
    (line,) = ended.stdout.splitlines()
    article = json.loads(line)
    assert article["title_uk"].startswith("США та Росія домовилися")
    assert article["published_date"] == "2026-02-05"
    assert len(article["body"]) == 6
    assert article["photos"][0]["credit"] == "AP"


def test_parse_reads_standard_input(visnyk: Visnyk) -> None:
    page = next(SEEDS.glob("*.txt")).read_bytes()
    ended = visnyk("parse", "-", stdin=page)
    assert json.loads(ended.stdout)["outlet_domain"] == "glavcom.ua"


def test_parse_goes_on_after_a_bad_page_and_ends_with_failure(
    visnyk: Visnyk, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_text("")
    ended = visnyk("parse", tmp_path / "empty.txt", SEEDS)
    assert ended.returncode == 1
    assert len(ended.stdout.splitlines()) == 1
    assert "empty.txt is empty" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_parse_answers_for_equal_pages_and_an_empty_standard_input_too(
    visnyk: Visnyk, tmp_path: Path
) -> None:
    page = next(SEEDS.glob("*.txt")).read_bytes()
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(page)
    ended = visnyk("parse", "-", tmp_path, stdin="")
    assert len(ended.stdout.splitlines()) == 2
    assert ended.returncode == 1
    assert "standard input is empty" in ended.stderr


def test_a_wrong_value_in_the_environment_is_bad_usage_that_names_the_variable(
    visnyk: Visnyk,
) -> None:
    ended = visnyk("translate", stdin="Новина\n", VISNYK_READ_TIMEOUT="soon")
    assert ended.returncode == 2
    assert "VISNYK_READ_TIMEOUT='soon'" in ended.stderr


def test_translate_gives_a_line_for_a_line_and_nothing_else(visnyk: Visnyk) -> None:
    lines = [
        "Уряд ухвалив бюджет.",
        "",
        "Росія",
        "https://example.org 12,5 %",
        "Він поїхав. Вона ні.",
    ]
    ended = visnyk("translate", "--engine", "draft", stdin="\n".join(lines) + "\n")
    assert (ended.returncode, ended.stderr) == (0, "")
    english = ended.stdout.split("\n")
    assert len(english) == len(lines) + 1  # the last one ends with a line break
    assert english[1] == ""
    assert english[2] == "Russia"
    assert "https://example.org" in english[3]
    assert not re.search("[а-яіїєґ]", ended.stdout, re.IGNORECASE)


def test_translate_counts_lines_by_line_feeds_only(visnyk: Visnyk) -> None:
    text = "Перша новина\u2028ще вона\r\nДруга\vновина\x85і далі\n"
    ended = visnyk("translate", "--engine", "draft", stdin=text)
    assert ended.stdout.count("\n") == 2


def test_translate_without_network_falls_back_quickly(visnyk: Visnyk) -> None:
    ended = visnyk("translate", stdin="Уряд ухвалив бюджет.\n")
    assert ended.returncode == 0
    assert "government" in ended.stdout


def test_translate_refuses_what_is_not_utf8_with_the_line_number(visnyk: Visnyk) -> None:
    text = "Перша\n".encode() + "Друга\n".encode("cp1251")
    ended = visnyk("translate", "--engine", "draft", stdin=text)
    assert ended.returncode == 1
    assert "Line 2 of standard input is not valid UTF-8" in ended.stderr


def test_an_unknown_engine_is_bad_usage_and_the_known_ones_are_named(visnyk: Visnyk) -> None:
    ended = visnyk("translate", "--engine", "oracle", stdin="Новина\n")
    assert ended.returncode == 2
    assert "google, mymemory, libretranslate, deepl, microsoft, local, draft" in ended.stderr
    assert ended.stdout == ""


NEWS = "У Києві Володимир Зеленський зустрівся з Дональдом Туском.\r\nПольща допоможе.\r\n"


def test_tag_prints_names_with_their_places_in_the_text(visnyk: Visnyk) -> None:
    ended = visnyk("tag", stdin=NEWS)
    assert (ended.returncode, ended.stderr) == (0, "")
    record = json.loads(ended.stdout)
    assert [(item["surface_uk"], item["name_en"]) for item in record["mentions"]] == [
        ("Києві", "Kyiv"),
        ("Володимир Зеленський", "Volodymyr Zelenskyy"),
        ("Дональдом Туском", "Donald Tusk"),
        ("Польща", "Poland"),
    ]
    assert all(
        NEWS[item["start"] : item["end"]] == item["surface_uk"] for item in record["mentions"]
    )
    assert {item["code"] for item in record["countries"]} == {"UA", "PL"}


def test_tag_answers_a_line_a_file_and_says_which_it_could_not_read(
    visnyk: Visnyk, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(NEWS.encode("cp1251"))
    (tmp_path / "b.txt").write_text("Сенат США проголосував.", encoding="utf-8")
    ended = visnyk("tag", tmp_path / "a.txt", tmp_path / "none.txt", tmp_path / "b.txt")
    records = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [Path(record["source"]).name for record in records] == ["a.txt", "b.txt"]
    assert records[0]["mentions"][0]["name_en"] == "Kyiv"
    assert ended.returncode == 1
    assert "none.txt cannot be read" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_tag_says_which_words_made_each_topic(visnyk: Visnyk) -> None:
    ended = visnyk("tag", "--why", stdin="Вибори до сейму\nУ Польщі відбулися вибори до сейму.\n")
    (topic, *_) = json.loads(ended.stdout)["topics"]
    assert topic["code"] == "11000000"
    assert any("вибори" in reason["text"] for reason in topic["because_of"])
    assert sum(reason["share"] for reason in topic["because_of"]) == pytest.approx(1, abs=0.01)
