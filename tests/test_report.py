"""The report in a real browser: nothing is fetched, everyone can read it, and its figures are those of the commands."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from commands.demo import REPORT, build, shown, walk
from lab.market import Market
from publishing.table import table
from publishing.trends import trend
from spiders.chromium import program
from storage.official_tables import embedded
from storage.store import open_store

WEEKS = 20
SERIOUS = {"serious", "critical"}
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An observatory of some months, official price cuts included, with its report."""
    place = tmp_path_factory.mktemp("report") / "market"
    market = Market(3)
    build(place, market)
    walk(place, market, weeks=WEEKS)
    shown(place, market, WEEKS)
    return place


@pytest.fixture(scope="module")
def opened(home: Path) -> Iterator[tuple[Page, list[str]]]:
    """The report in Chromium, and every address that it asked for."""
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=["--no-sandbox"])
        tab = browser.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto((home / REPORT).as_uri())
        yield tab, asked
        browser.close()


def test_nothing_is_fetched(opened: tuple[Page, list[str]], home: Path) -> None:
    assert opened[1] == [(home / REPORT).as_uri()]


def test_axe_finds_nothing_serious(opened: tuple[Page, list[str]]) -> None:
    found = Axe().run(opened[0]).response["violations"]
    assert not [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in SERIOUS]


def cells(tab: Page, label: str) -> list[list[str]]:
    """The rows of the table in the region with this label."""
    rows = tab.locator(f"[aria-label='{label}'] tbody tr").all()
    return [row.locator("td:not([aria-hidden])").all_text_contents() for row in rows]


def written(value: object) -> str:
    """A figure as the page writes it."""
    return "–" if value is None else f"{value:.1f}" if isinstance(value, float) else str(value)


def test_the_figures_are_those_of_trend_and_table(opened: tuple[Page, list[str]], home: Path) -> None:
    with open_store(home) as store:
        months = trend(store, embedded()).to_pylist()
        forms = trend(store, embedded(), stratum="access", series=None).to_pylist()
        methods = table(store, embedded()).to_pylist()
        whole = trend(store, embedded(), stratum="all").to_pylist()
    names = ("period", "series", "stratum", "median", "q1", "q3", "n_sellers", "n_listings", "n_null")
    shown = cells(opened[0], "Percent of official by month and model line")
    assert shown == [[written(row[name]) for name in names] for row in months]
    shown = cells(opened[0], "Percent of official by month and form of access")
    assert shown == [[written(row[name]) for name in names] for row in forms]
    columns = ("access_method", "cost_vs_official", "low", "high", "n_sellers", "security_risk")
    shown = cells(opened[0], "Access method, cost against the official price, security risk")
    assert [row[: len(columns)] for row in shown] == [[written(row[name]) for name in columns] for row in methods]
    assert opened[0].locator(".figure").text_content() == f"{written(whole[-1]['median'])} %"


def test_the_official_cut_is_marked_and_words_are_highlighted(opened: tuple[Page, list[str]]) -> None:
    listed = opened[0].locator("ol.changes li").all_text_contents()
    assert any(line.startswith("2026-07-30: ") and "gpt-5.6-terra 2.5/15 → 2/12" in line for line in listed)
    drawn = opened[0].locator("figure svg").first.locator("text").all_text_contents()
    assert {str(number) for number in range(1, len(listed) + 1)} <= set(drawn)
    for kind in ("price", "claim", "model"):
        assert opened[0].locator(f"article mark.{kind}").count() > 3
    digests = opened[0].locator("article code").all_text_contents()
    assert digests
    assert all(re.fullmatch(r"evidence sha-256 [0-9a-f]{64}", digest) for digest in digests)


@pytest.mark.chinese
def test_chinese_is_shown_in_a_font_that_has_it(opened: tuple[Page, list[str]]) -> None:
    tab = opened[0]
    place = tab.locator("article p.text").filter(has_text=re.compile("[\u4e00-\u9fff]{2}")).first
    place.evaluate("node => { node.id = 'chinese'; node.textContent = '官方价格的百分之十' }")
    session = tab.context.new_cdp_session(tab)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "#chinese"})["nodeId"]
    used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=True).stdout
    assert used
    assert [font["familyName"] for font in used if font["familyName"] not in listed] == []
