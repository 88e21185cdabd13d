"""The reading page in a browser, opened from disk."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tasks.load.page import page_of, write_page
from tests.load.factories import load
from tests.load.page_articles import HOSTILE, article, hostile

REPEATED = tuple(f"Одне й те саме речення про міст, річку та {n} човнів." for n in range(20))
Picture = Callable[[str], Path]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty articles of two months and three outlets, a repetition, and one that would harm."""
    folder = tmp_path_factory.mktemp("page") / "output"
    repeated = [article(n, body=REPEATED, title=f"Новина {n}") for n in (100, 102)]
    load(folder, *(article(n) for n in range(60)), *repeated, hostile())
    write_page(folder)
    return folder


@pytest.fixture
def reader(browser_page: Page, output: Path) -> Page:
    """The page, opened from disk."""
    browser_page.goto(page_of(output).as_uri())
    expect(titles(browser_page).first).to_be_visible()
    return browser_page


def titles(page: Page) -> Locator:
    return page.locator(".item-title")


def search(page: Page, words: str) -> Locator:
    """Search for what one article has; gives its title."""
    page.get_by_role("searchbox", name="Search").fill(words)
    expect(count(page)).to_have_text("1 article found")
    return titles(page)


def count(page: Page) -> Locator:
    return page.locator("#count")


def test_the_list_shows_the_latest_first_page_by_page(reader: Page, picture: Picture) -> None:
    expect(count(reader)).to_have_text("62 articles")
    expect(titles(reader)).to_have_count(25)
    picture("reading-page")
    shown = reader.locator(".item time").evaluate_all("all => all.map(one => one.dateTime)")
    assert shown == sorted(shown, reverse=True)
    reader.get_by_role("link", name="Older →").click()
    expect(reader.get_by_text("Page 2 of 3")).to_be_visible()
    reader.get_by_role("link", name="Older →").click()
    expect(titles(reader)).to_have_count(12)
    reader.go_back()
    expect(reader.get_by_text("Page 2 of 3")).to_be_visible()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Lutsk opens school number 17", "Lutsk opens school number 17"),
        ("lutsk NUMBER 17", "Lutsk opens school number 17"),
        ("ЛУЦЬК номер 17", "Lutsk opens school number 17"),
        ("розповіла про 42 нов", "Lutsk opens school number 42"),
        ("42 нових розповіла", "Lutsk opens school number 42"),
    ],
)
def test_a_search_finds_words_of_both_languages_in_any_case(
    reader: Page, words: str, found: str
) -> None:
    reader.keyboard.press("/")
    reader.keyboard.type(words)
    expect(count(reader)).to_have_text("1 article found")
    expect(titles(reader)).to_have_text([found])
    expect(reader.get_by_role("status")).to_have_text("1 article found")


def test_a_search_is_for_the_beginning_of_words_and_marks_them(reader: Page) -> None:
    reader.get_by_role("searchbox", name="Search").fill("овина")  # stands within Новина
    expect(count(reader)).to_have_text("0 articles found")
    reader.get_by_role("searchbox", name="Search").fill("луц BOI")
    expect(count(reader)).to_have_text("61 articles found")
    first = reader.locator(".item").first.locator("mark.found")
    expect(first).to_have_text(["Луц", "Boi"])
    reader.get_by_role("searchbox", name="Search").fill("( [.*+? \\ - / ^$ {1}")
    expect(count(reader)).to_have_text("0 articles found")


def test_a_search_in_vain_says_so(reader: Page) -> None:
    reader.get_by_role("searchbox", name="Search").fill("нічогісінько")
    expect(count(reader)).to_have_text("0 articles found")
    expect(titles(reader)).to_have_count(0)
    reader.get_by_role("button", name="Take back: “нічогісінько”").click()
    expect(count(reader)).to_have_text("62 articles")


def test_a_bar_of_a_chart_chooses_and_another_click_takes_it_back(reader: Page) -> None:
    outlets = reader.get_by_role("region", name="Outlets")
    bar = outlets.get_by_role("button", name=re.compile("Ранок"))
    number = bar.locator(".bar-count").inner_text()
    bar.click()
    expect(count(reader)).to_have_text(f"{number} articles found")
    pressed = outlets.get_by_role("button", pressed=True)
    expect(pressed).to_have_text(re.compile("Ранок"))
    expect(pressed).to_be_focused()
    expect(reader.locator(".item-head", has_text="Вісті")).to_have_count(0)
    reader.get_by_role("region", name="Topics").get_by_role("button").first.click()
    reader.go_back()
    pressed.click()
    expect(count(reader)).to_have_text("62 articles")


def test_a_day_of_the_chart_is_reached_by_arrows(reader: Page) -> None:
    days = reader.get_by_role("group", name=re.compile("Articles per day"))
    days.get_by_role("button").last.focus()
    reader.keyboard.press("ArrowLeft")
    reader.keyboard.press("Enter")
    expect(days.get_by_role("button", pressed=True)).to_be_focused()
    expect(reader.get_by_label("From", exact=True)).to_have_value("2026-02-27")
    expect(count(reader)).to_have_text(re.compile("articles? found"))
    reader.keyboard.press("Home")
    expect(days.get_by_role("button").first).to_be_focused()


@pytest.mark.parametrize(
    ("label", "value", "found"),
    [
        ("From", "2026-02-20", "articles found"),
        ("Topic", "04000000", "20 articles found"),
        ("Country", "PL", "30 articles found"),
        ("Translation", "flagged", "14 articles found"),
        ("Translation", "cloud", "31 articles found"),
    ],
)
def test_filters_leave_what_fits(reader: Page, label: str, value: str, found: str) -> None:
    control = reader.get_by_label(label, exact=True)
    if label == "From":
        control.fill(value)
    else:
        control.select_option(value)
    expect(count(reader)).to_have_text(re.compile(found))


def test_repetitions_are_shown_when_asked_for(reader: Page) -> None:
    reader.get_by_label("Show duplicates").check()
    expect(count(reader)).to_have_text("63 articles")
    reader.get_by_role("searchbox", name="Search").fill("Новина")
    expect(titles(reader)).to_have_count(2)
    repeated = reader.locator(".item", has=reader.get_by_text("duplicate", exact=True))
    repeated.locator(".item-title").click()
    reader.get_by_role("link", name="another article").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("News")


def test_an_article_stands_in_both_languages_side_by_side(reader: Page, picture: Picture) -> None:
    search(reader, "number 20").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Lutsk opens school number 20")
    picture("reading-page-article")
    pairs = reader.locator(".pair-row")
    expect(pairs.locator(".en").nth(1)).to_have_text("The school will take 20 pupils.")
    expect(pairs.locator(".uk").nth(1)).to_have_text("Школа прийме 20 учнів.")
    boxes = [pairs.nth(1).locator(side).bounding_box() for side in (".en", ".uk", ".maker")]
    assert len({box["y"] for box in boxes}) == 1
    expect(pairs.nth(1).locator(".maker")).to_have_text("google")
    expect(pairs.nth(0).locator(".flag")).to_have_text("length")
    link = reader.get_by_role("link", name=re.compile("Original"))
    expect(link).to_have_attribute("href", "https://pravda-mista.example/20")
    expect(link).to_have_attribute("rel", re.compile("noopener noreferrer"))
    assert "Lutsk" in reader.title()


def test_names_are_marked_in_both_languages_and_can_be_found(reader: Page) -> None:
    search(reader, "number 20").click()
    lead = reader.locator(".block.lead mark")
    expect(lead).to_have_text(["Oksana Boiko", "Lutsk", "Оксана Бойко", "Луцьк"])
    expect(lead.first).to_have_attribute("title", "Oksana Boiko (Оксана Бойко): person")
    reader.get_by_role("button", name=re.compile("Poland")).click()
    expect(reader.locator("mark.shown")).to_have_text(["Poland", "Польща"])
    expect(reader.locator("mark.shown").first).to_be_in_viewport()


def test_an_address_leads_to_an_article_and_back_to_the_list_as_it_was(reader: Page) -> None:
    reader.get_by_role("searchbox", name="Search").fill("school")
    expect(count(reader)).to_have_text("60 articles found")
    reader.get_by_role("link", name="Older →").click()
    expect(reader.get_by_text("Page 2 of 3")).to_be_visible()
    titles(reader).nth(3).click()
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    address = reader.url
    reader.go_back()
    expect(reader.get_by_text("Page 2 of 3")).to_be_visible()
    expect(reader.get_by_role("searchbox", name="Search")).to_have_value("school")
    other = reader.context.new_page()
    other.goto(address)
    expect(other.get_by_role("heading", level=1)).to_contain_text("Lutsk")
    other.get_by_role("link", name="← All articles").click()
    expect(count(other)).to_have_text("62 articles")


def test_the_keyboard_is_enough(reader: Page) -> None:
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("link", name="Skip to the articles")).to_be_focused()
    reader.keyboard.press("Enter")
    expect(reader.locator("#main")).to_be_focused()
    reader.keyboard.press("j")
    reader.keyboard.press("j")
    expect(titles(reader).nth(1)).to_be_focused()
    reader.keyboard.press("Enter")
    expect(reader.locator("#older")).to_be_visible()  # drawn last
    first = reader.locator("#article-title").inner_text()
    reader.keyboard.press("j")
    expect(reader.get_by_role("heading", level=1)).not_to_have_text(first)
    expect(reader.locator("#newer")).to_be_visible()
    reader.keyboard.press("k")
    expect(reader.get_by_role("heading", level=1)).to_have_text(first)
    reader.keyboard.press("Escape")
    expect(titles(reader)).to_have_count(25)


def test_dark_is_a_button_away_and_remembered(reader: Page, picture: Picture) -> None:
    paper = "() => getComputedStyle(document.body).backgroundColor"
    light = reader.evaluate(paper)
    reader.get_by_role("button", name="Switch to dark colours").click()
    picture("reading-page-dark")
    dark = reader.evaluate(paper)
    assert dark != light
    reader.reload()
    expect(titles(reader).first).to_be_visible()
    assert reader.evaluate(paper) == dark
    reader.get_by_role("button", name="Switch to light colours").click()
    assert reader.evaluate(paper) == light


def test_the_system_s_dark_is_followed(reader: Page) -> None:
    paper = "() => getComputedStyle(document.body).backgroundColor"
    light = reader.evaluate(paper)
    reader.emulate_media(color_scheme="dark")
    assert reader.evaluate(paper) != light
    expect(reader.get_by_role("button", name="Switch to light colours")).to_be_visible()


def test_no_text_of_an_article_is_more_than_text(reader: Page) -> None:
    reader.get_by_role("searchbox", name="Search").fill("onerror")
    expect(titles(reader)).to_have_text([HOSTILE[0]])
    titles(reader).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(HOSTILE[0])
    expect(reader.locator(".lead .uk")).to_have_text(HOSTILE[1])
    expect(reader.locator("#reading img, #reading script, #reading b")).to_have_count(0)
    hrefs = reader.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert all(href.startswith("#") for href in hrefs)
    assert reader.evaluate("() => window.harmed") is None


def test_an_address_made_by_another_is_no_way_in(reader: Page, output: Path) -> None:
    bad = "#article=<img src=x onerror=harmed=1>&words=<script>harmed=2</script>&outlet=__proto__"
    reader.goto(page_of(output).as_uri() + bad)
    expect(reader.get_by_role("alert")).to_contain_text("no such article")
    reader.goto(page_of(output).as_uri() + bad.replace("article=", "other="))
    expect(count(reader)).to_have_text("0 articles found")
    assert reader.evaluate("() => window.harmed") is None


def test_what_could_be_injected_is_refused_by_the_browser(chromium: Browser, output: Path) -> None:
    """Were there a hole in the page, its policy would still stand."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(page_of(output).as_uri())
    tried = """async () => {
      const outcomes = [];
      const attempt = (act) => { try { act(); outcomes.push('done'); } catch { outcomes.push('refused'); } };
      attempt(() => { document.body.innerHTML = '<p>x</p>'; });
      attempt(() => { const made = document.createElement('script'); made.text = 'harmed = 1'; document.body.append(made); });
      attempt(() => { const made = document.createElement('script'); made.src = 'data:text/javascript,harmed=1'; document.body.append(made); });
      outcomes.push(await fetch('http://127.0.0.1:9/').then(() => 'done', () => 'refused'));
      const image = new Image();
      outcomes.push(await new Promise((end) => { image.onload = () => end('done'); image.onerror = () => end('refused'); image.src = 'http://127.0.0.1:9/x'; }));
      return [outcomes, window.harmed ?? null];
    }"""  # noqa: E501 - a program
    outcomes, harmed = page.evaluate(tried)
    context.close()
    assert outcomes == ["refused"] * 5
    assert harmed is None


def test_a_narrow_screen_shows_the_list_first_and_the_languages_one_below_the_other(
    reader: Page, picture: Picture
) -> None:
    reader.set_viewport_size({"width": 390, "height": 844})
    expect(reader.get_by_role("region", name="Outlets")).to_be_hidden()
    picture("reading-page-narrow")
    overflow = "() => document.documentElement.scrollWidth - innerWidth"
    assert reader.evaluate(overflow) <= 0
    titles(reader).first.click()
    pair = reader.locator(".pair-row").first
    boxes = [pair.locator(side).bounding_box() for side in (".en", ".uk")]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    assert reader.evaluate(overflow) <= 0


def test_an_output_without_articles_says_what_to_do(browser_page: Page, tmp_path: Path) -> None:
    load(tmp_path)
    write_page(tmp_path)
    browser_page.goto(page_of(tmp_path).as_uri())
    expect(browser_page.get_by_role("alert")).to_contain_text("no article yet")


def test_a_page_without_its_data_says_what_is_missing(
    chromium: Browser, output: Path, tmp_path: Path
) -> None:
    shutil.copy(page_of(output), tmp_path / "index.html")
    page = chromium.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    expect(page.get_by_role("alert")).to_contain_text("data")
    page.context.close()


def test_without_scripts_the_page_says_why_it_is_empty(chromium: Browser, output: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_of(output).as_uri())
    expect(page.get_by_text("Allow JavaScript")).to_be_visible()
    context.close()


def test_a_page_that_is_open_while_its_output_changes_asks_to_be_reloaded(
    chromium: Browser, output: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "output"
    shutil.copytree(output, folder)
    context = chromium.new_context()
    page = context.new_page()
    page.goto(page_of(folder).as_uri())
    expect(titles(page)).to_have_count(25)
    load(folder, article(61), article(62), run_id="run-2")
    write_page(folder)
    titles(page).first.click()
    expect(page.get_by_role("alert")).to_contain_text("reload")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()
