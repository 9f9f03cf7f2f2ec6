"""Sources as data: a draft for every platform, the packaged watch-list, and a first look that stores nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from commands import sources
from commands.application import app
from commands.observatory import find
from commands.sources import save_fixture
from parsers.files.formats import sniff
from parsers.reading import PLATFORMS as READ
from parsers.records import BadInput
from spiders import register
from spiders.platforms import PLATFORMS, SAVED_ONLY, STARTS, never_crawled
from tests.facts import FIXTURES
from tests.loopback import Answer, Web, serve

ROOT = Path(__file__).parent.parent
WATCHED = sorted(sources.WATCH_LIST.glob("*.toml"))
PUBLIC = {"api.github.com", "plati.io", "funpay.com", "rss.nodeseek.com", "www.v2ex.com"}
"""Directories, search APIs, marketplaces and forums: hosts on which many sell or speak, none of them one seller's."""
ELSEWHERE = {"relay", "official_rates", "document"}
"""Platforms that are other platforms together, or whose files have no shape of their own."""

READ_ALL = {"test_broken_answers.py", "test_every_platform.py", "test_referrals.py", "test_themes.py"}
"""Tests that read every fixture without saying what is in it."""


def undercut(*arguments: object) -> str:
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def home(tmp_path: Path) -> Path:
    undercut("init", tmp_path / "market", "--contact", "you@example.org")
    return tmp_path / "market"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_source_of_every_platform_is_drafted(platform: str, home: Path) -> None:
    address = "https://site.example/s/nova" if platform == "telegram" else "https://site.example/some/page"
    undercut("sources", "new", platform, address, "--id", "drafted", "--offline", "--home", home)
    source = register.load(home / "sources" / "drafted.toml")
    begins = STARTS.get(platform, "")
    assert source.platform == platform
    assert source.start == (f"https://site.example{begins}" if begins else address,)
    assert ("nothing is fetched" in register.check(source)[0]) == (platform in SAVED_ONLY)


def test_every_platform_that_is_crawled_has_a_reader() -> None:
    assert set(PLATFORMS) <= set(READ)


def told(path: Path) -> str | None:
    """The platform that a fixture is told to be by its content."""
    try:
        return sniff(path.name, path.read_bytes()).platform
    except BadInput:
        return None


def test_every_platform_has_a_fixture_that_is_told_by_its_content() -> None:
    for platform in sorted(set(READ) - ELSEWHERE):
        found = {told(path) for path in (FIXTURES / platform).glob("*")}
        assert platform in found, f"{platform}: write a fixture in its real shape, and its expected facts by hand"
        assert found <= {platform, "document", None}, f"{platform}: a fixture of another platform"


def test_every_fixture_has_expected_facts_in_a_test() -> None:
    said = [path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py") if path.name not in READ_ALL]
    for path in sorted(FIXTURES.glob("*/*")):
        words = {f"{path.parent.name}/{path.name}", f'"{path.name}"', f'"{path.stem}"'}
        assert any(word in text for text in said for word in words), f"{path}: write its expected facts by hand"


def test_every_platform_is_documented() -> None:
    text = (ROOT / "docs" / "add-a-source.md").read_text("utf-8")
    assert [name for name in READ if f"`{name}`" not in text] == []


@pytest.mark.parametrize("platform", [name for name, path in STARTS.items() if path])
def test_the_documented_beginning_is_true(platform: str) -> None:
    text = (ROOT / "docs" / "add-a-source.md").read_text("utf-8")
    row = next(line for line in text.splitlines() if line.startswith(f"| `{platform}` |"))
    (begins,) = re.findall(r"`(/[^`]*)` \|$", row)
    assert STARTS[platform].startswith(begins)


@pytest.mark.parametrize("path", WATCHED, ids=lambda path: path.stem)
def test_the_watch_list_names_no_seller(path: Path) -> None:
    source = register.load(path)
    assert set(source.hosts) <= PUBLIC
    assert never_crawled(source.platform) is None


def test_the_watch_list_is_copied_and_nothing_is_overwritten(home: Path) -> None:
    own = home / "sources" / "v2ex.toml"
    own.write_text("# mine\n", "utf-8")
    undercut("sources", "watch", "--home", home)
    assert {path.name for path in (home / "sources").glob("*.toml")} >= {path.name for path in WATCHED}
    assert own.read_text("utf-8") == "# mine\n"


def test_a_name_that_is_not_on_the_watch_list_is_refused(home: Path) -> None:
    done = CliRunner().invoke(app, ["sources", "watch", "nobody", "--home", str(home)])
    assert isinstance(done.exception, BadInput) and "'nobody'" in str(done.exception)


def test_a_first_look_stores_nothing_and_tries_no_saved_platform(home: Path) -> None:
    undercut("sources", "new", "taobao", "https://site.example/", "--id", "saved", "--home", home)
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file() and "facts" not in path.name}
    done = CliRunner().invoke(app, ["sources", "check", "--live", "--home", str(home)])
    assert (done.exit_code, "nothing is fetched" in done.output) == (4, True), done.output
    assert before == {path: path.stat().st_mtime_ns for path in before}
    assert not list((home / "evidence").rglob("*.warc*"))


def test_nobody_is_asked_anonymously(tmp_path: Path) -> None:
    undercut("init", tmp_path / "market")
    undercut("sources", "watch", "v2ex", "--home", tmp_path / "market")
    done = CliRunner().invoke(app, ["sources", "check", "--live", "--home", str(tmp_path / "market")])
    assert isinstance(done.exception, BadInput) and "names nobody to complain to" in str(done.exception)


PAGE = """<html><head><script type="application/ld+json">{"@type": "Product", "name": "Claude Max 20x, 30 days",
"offers": {"@type": "Offer", "price": "25.00", "priceCurrency": "USD"}}</script></head>
<body>VX:orchidrelay</body></html>"""


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as web:
        yield web


def fixture_saved(home: Path, web: Web, platform: str, start: str) -> Path:
    """Draft a source of the loopback web and save its fixture."""
    undercut("sources", "new", platform, start, "--id", "nova", "--offline", "--home", home)
    observatory = find(home)
    assert save_fixture(observatory, observatory.source("nova"), web.grants("nova.example"))
    return home / "fixtures" / "nova"


def test_a_new_source_has_a_fixture_that_is_read_again(home: Path, web: Web) -> None:
    web.put("http://nova.example/goods", Answer(PAGE.encode(), media_type="text/html; charset=utf-8"))
    folder = fixture_saved(home, web, "schema_org", "http://nova.example/goods")
    assert {path.name for path in folder.iterdir()} == {"1-start.html", "1-start.read"}
    assert b"orchidrelay" not in (folder / "1-start.html").read_bytes()
    assert not list((home / "evidence").rglob("*.warc*"))
    assert "Its fixture is read as when it was saved" in undercut("sources", "check", "--home", home)
    page = folder / "1-start.html"
    page.write_bytes(page.read_bytes().replace(b"25.00", b"24.00"))
    said = " ".join(undercut("sources", "check", "--home", home).split())
    assert "1-start.read is read otherwise now: 1 listings with 1 prices then, 1 listings with 1 prices now" in said


def test_a_fixture_has_what_leads_to_the_prices(home: Path, web: Web) -> None:
    for name, path in (("status", "status"), ("groups", "user/groups"), ("pricing", "pricing")):
        web.put(f"http://nova.example/api/{path}", Answer((FIXTURES / "new_api" / f"{name}.json").read_bytes()))
    folder = fixture_saved(home, web, "new_api", "http://nova.example/")
    assert sorted(path.name for path in folder.glob("*.json")) == ["1-start.json", "2-groups.json", "3-pricing.json"]
    assert "Its fixture is read as when it was saved" in undercut("sources", "check", "--home", home)
    (folder / "2-groups.read").write_text("{}", "utf-8")
    done = CliRunner().invoke(app, ["sources", "check", "--home", str(home)])
    assert isinstance(done.exception, BadInput) and "is no fixture any more" in str(done.exception)


def test_without_an_answer_there_is_a_file_and_no_fixture(home: Path, web: Web) -> None:
    undercut("sources", "new", "schema_org", "http://nova.example/goods", "--id", "nova", "--offline", "--home", home)
    observatory = find(home)
    assert not save_fixture(observatory, observatory.source("nova"), web.grants("nova.example"))
    assert not (home / "fixtures").exists()
    assert (home / "sources" / "nova.toml").exists()


def test_a_saved_platform_gets_a_file_and_asks_nobody(home: Path) -> None:
    assert "no fixture was saved" in undercut("sources", "new", "taobao", "https://site.example/", "--home", home)
