"""Sources as data: a draft for every platform, the packaged watch-list, and a first look that stores nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from commands import sources
from parsers.files.formats import sniff
from parsers.reading import PLATFORMS as READ
from parsers.records import BadInput
from spiders import register
from spiders.platforms import PLATFORMS, SAVED_ONLY, STARTS, never_crawled
from tests.facts import FIXTURES
from undercut import app

ROOT = Path(__file__).parent.parent
WATCHED = sorted(sources.WATCH_LIST.glob("*.toml"))
PUBLIC = {"api.github.com", "plati.io", "funpay.com", "rss.nodeseek.com", "www.v2ex.com"}
"""Directories, search APIs, marketplaces and forums: hosts on which many sell or speak, none of them one seller's."""
ELSEWHERE = {"telegram", "new_api", "github", "relay", "official_rates", "schema_org", "telegram_export", "document"}
"""Platforms whose fixtures and facts stand in tests of their own, or that are other platforms' together."""


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
    undercut("sources", "new", platform, address, "--id", "drafted", "--home", home)
    source = register.load(home / "sources" / "drafted.toml")
    begins = STARTS.get(platform, "")
    assert source.platform == platform
    assert source.start == (f"https://site.example{begins}" if begins else address,)
    assert ("nothing is fetched" in register.check(source)[0]) == (platform in SAVED_ONLY)


def test_every_platform_that_is_crawled_has_a_reader() -> None:
    assert set(PLATFORMS) <= set(READ)


def test_every_platform_has_a_fixture_that_is_told_by_its_content() -> None:
    for platform in sorted(set(READ) - ELSEWHERE):
        files = sorted((FIXTURES / platform).iterdir())
        assert files, f"{platform}: write a fixture in its real shape, and its expected facts by hand"
        assert [path.name for path in files if sniff(path.name, path.read_bytes()).platform != platform] == []


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
