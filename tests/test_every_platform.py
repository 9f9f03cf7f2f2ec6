"""A source of every platform as a user makes one: drafted, its fixture saved and read again, crawled on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from commands.application import app
from commands.conduct import Conductor
from commands.observatory import find
from commands.sources import save_fixture
from spiders.platforms import SAVED_ONLY, STARTS
from storage.store import open_store
from storage.verify import verify
from tests.facts import FIXTURES
from tests.loopback import Answer, Web, serve

SITE = "http://nova.example"
KINDS = {"html": "text/html; charset=utf-8", "json": "application/json", "xml": "application/rss+xml"}


@dataclass(frozen=True)
class Site:
    """What a person gives, what the site answers where (a fixture, or JSON), and how many listings a visit reads.

    It is partial where a fixture leads to a page that is not there, or shows a state that nobody knows.
    """

    given: str
    answers: dict[str, str] = field(default_factory=dict)
    listings: int = 0
    outcome: str = "complete"


RELAY = {
    "/api/status": "new_api/status.json",
    "/api/user/groups": "new_api/groups.json",
    "/api/pricing": "new_api/pricing.json",
}
CONFIG = (
    '{"status_code": 0, "msg": "success", "data": {"site_name": "Nova", "languages": ["en-US"], "currency": "CNY"}}'
)
SITES = {
    "telegram": Site("/nova", {"/s/nova": "telegram/newest.html"}, 3, "partial"),
    "new_api": Site("/pricing", RELAY, 3),
    "relay": Site("/", RELAY, 3),
    "one_hub": Site(
        "/",
        {
            "/api/status": "one_hub/status.json",
            "/api/user_group_map": "one_hub/groups.json",
            "/api/available_model": "one_hub/models.json",
        },
        2,
    ),
    "sub2api": Site(
        "/", {"/api/v1/settings/public": "sub2api/settings.json", "/api/v1/model-plaza": "sub2api/plaza.json"}, 2
    ),
    "voapi": Site("/", {"/api/groups": "voapi/groups.json", "/api/models/price": "voapi/models.json"}, 1),
    "ai_transit": Site(
        "/",
        {
            "/.well-known/ai-transit.json": "ai_transit/discovery.json",
            "/api/public/transit/v1/snapshot": "ai_transit/nested.json",
        },
        2,
    ),
    "github": Site("/repos/ada/list/readme", {"/repos/ada/list/readme": "github/list.md"}, 7),
    "schema_org": Site("/shop", {"/shop": "schema_org/microdata.html"}, 1),
    "feed": Site("/rss", {"/rss": "feed/rss.xml"}, 2),
    "discourse": Site("/", {"/latest.json": "discourse/topic.json"}, 2),
    "v2ex": Site("/", {"/api/topics/latest.json": "v2ex/topics.json"}, 1),
    "relay_pulse": Site("/", {STARTS["relay_pulse"]: "relay_pulse/status.json"}, 3),
    "uptime_kuma": Site(
        "/status/nova",
        {
            "/api/status-page/nova": "uptime_kuma/page.json",
            "/api/status-page/heartbeat/nova": "uptime_kuma/heartbeats.json",
        },
        0,
        "partial",
    ),
    "digiseller": Site("/products/1/data", {"/products/1/data": "digiseller/good.json"}, 1),
    "funpay": Site("/en/lots/1355/", {"/en/lots/1355/": "funpay/lots.html"}, 2),
    "dujiaoka": Site("/buy/1", {"/": "dujiaoka/unicorn.html"}, 2),
    "dujiao_next": Site(
        "/",
        {STARTS["dujiao_next"]: CONFIG, "/api/v1/public/products?page=1&page_size=100": "dujiao_next/products.json"},
        2,
        "partial",
    ),
    "woocommerce": Site("/", {STARTS["woocommerce"]: "woocommerce/products.json"}, 3),
    "acg_faka": Site("/", {STARTS["acg_faka"]: "acg_faka/commodity.json"}, 2),
}


def undercut(*arguments: object) -> str:
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def home(tmp_path: Path) -> Path:
    undercut("init", tmp_path / "market", "--contact", "you@example.org")
    return tmp_path / "market"


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as web:
        yield web


def test_no_platform_is_left_out() -> None:
    assert SITES.keys() | {"official_rates"} == STARTS.keys(), "official rates have tests of their own"


@pytest.mark.parametrize("platform", SITES)
def test_a_source_is_drafted_looked_at_and_crawled(platform: str, home: Path, web: Web) -> None:
    site = SITES[platform]
    for path, name in site.answers.items():
        kind = KINDS["json"] if name.startswith("{") else KINDS.get(name.rpartition(".")[2], "text/plain")
        body = name.encode() if name.startswith("{") else (FIXTURES / name).read_bytes()
        web.put(SITE + path, Answer(body, media_type=kind))
    undercut("sources", "new", platform, SITE + site.given, "--id", "nova", "--offline", "--home", home)
    observatory = find(home)
    source = observatory.source("nova")
    assert save_fixture(observatory, source, web.grants("nova.example"))
    assert "Its fixture is read as when it was saved" in undercut("sources", "check", "--home", home)
    with open_store(home) as store, Conductor(store).crawls(grants=web.grants("nova.example")) as crawls:
        [visit] = Conductor(store).round(crawls, [source])
        assert (visit.listings, visit.outcome) == (site.listings, site.outcome), visit.notes
        assert verify(store).problems == ()
    assert set(web.urls()) >= {SITE + path for path in site.answers}


@pytest.mark.parametrize("platform", SAVED_ONLY)
def test_a_platform_that_forbids_crawling_is_never_asked(platform: str, home: Path, web: Web) -> None:
    undercut("sources", "new", platform, f"{SITE}/", "--id", "nova", "--home", home)
    with open_store(home) as store, Conductor(store).crawls(grants=web.grants("nova.example")) as crawls:
        [visit] = Conductor(store).round(crawls, [find(home).source("nova")])
    assert (visit.outcome, visit.pages, len(visit.notes), web.asked) == ("wall", 0, 1, [])
    assert "nothing is fetched" in visit.notes[0]
