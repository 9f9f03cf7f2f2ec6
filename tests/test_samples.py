"""Every sample page of the platforms that we read, and what is right to make of it: written from the files by hand."""

from __future__ import annotations

import ast
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parsers.files.formats import Format, sniff
from parsers.reading import read, with_siblings
from parsers.records import BadInput, Page, PageError, Snapshot
from parsers.redact import redact

pytestmark = pytest.mark.shared
WHEN = datetime(2026, 11, 24, tzinfo=UTC)
GITHUB = "github_api"
"""A folder of recordings, each with requests and answers."""
NO_PAGES = {
    "PROVENANCE.tsv": "where the files come from",
    "headers/fingerprint_captures.txt": "headers of several sites, without what they answered",
}
"""Files that hold no page, and what they hold."""


@dataclass(frozen=True)
class Outcome:
    """What a sample is told to be, and what reading it alone gives: ids of listings, or a wall, or an error."""

    told: tuple[str, str] | None
    platform: str
    listings: tuple[str, ...] = ()
    not_offers: int = 0
    wall: str | None = None
    error: str | None = None
    unread: tuple[str, ...] = ()
    asks: int = 0
    quotes: int = 0
    complete: bool = False


NO_STATUS = "status: not at hand"


def no_ratio(*groups: str) -> tuple[str, ...]:
    return tuple(f"group {group}: no ratio" for group in groups)


OUTCOMES = {
    # The landing page of a name that nobody has; the head of a channel cut off before its history.
    "telegram/landing_nonexistent.html": Outcome(("telegram", "start"), "telegram", wall="not_found"),
    "telegram/s_head_and_channel_info.html": Outcome(("telegram", "start"), "telegram", error="neither a channel's"),
    # One message about the app's own news; a notice, a news item and an album: five blocks, none sells anything.
    "telegram/message_with_link_preview_reactions.html": Outcome(("telegram", "start"), "telegram", not_offers=1),
    "telegram/service_and_edited_and_album.html": Outcome(("telegram", "start"), "telegram", not_offers=2),
    # A bargain in a shop for hardware; a notice and a sticker.
    "telegram_export/message_with_entities.json": Outcome(
        ("telegram_export", "start"), "telegram_export", not_offers=1
    ),
    "telegram_export/result_group_excerpt.json": Outcome(("telegram_export", "start"), "telegram_export"),
    # Prices for users only, by the operator's own setting.
    "new_api/thatapi_status.json": Outcome(("new_api", "start"), "new_api", wall="private_pricing"),
    "new_api/thatapi_user_groups.json": Outcome(("new_api", "groups"), "new_api"),
    # Rows without ratios of groups and without a status: who offers what, and no price.
    "new_api/thatapi_pricing.json": Outcome(
        ("new_api", "pricing"),
        "new_api",
        listings=("group:CC编码专用分组", "group:Codex逆向", "group:default", "group:通用模型"),
        unread=(NO_STATUS, *no_ratio("CC编码专用分组", "Codex逆向", "default", "通用模型")),
    ),
    # Eight public groups of which one has models; without a status a ratio is no price, and 37.5 is none anyway.
    "new_api/old_pricing_full_envelope.json": Outcome(
        ("new_api", "pricing"),
        "new_api",
        listings=("group:gpt-vip",),
        not_offers=7,
        unread=(NO_STATUS, "o3-mini-medium: model_ratio 37.5"),
    ),
    # Five error bodies put into one file: none of them, and no answer.
    "new_api/errors.json": Outcome(None, "new_api", error="no answer of New API"),
    "veloera/runanytime_status.json": Outcome(
        ("new_api", "start"), "new_api", unread=("status.price: online top-up is off",), asks=2
    ),
    "veloera/runanytime_user_groups.json": Outcome(("new_api", "groups"), "new_api"),
    "veloera/runanytime_pricing_rows.json": Outcome(
        ("new_api", "pricing"),
        "new_api",
        listings=("group:2api", "group:chat-only", "group:default", "group:service"),
        unread=(NO_STATUS, *no_ratio("2api", "chat-only", "default", "service")),
    ),
    "veloera/v1_models_401.json": Outcome(("new_api", "start"), "new_api", wall="login"),
    # A list of prices that names no groups; four answers in one file are none.
    "one_hub/prices.json": Outcome(("one_hub", "prices"), "one_hub", unread=("does not say which group",)),
    "one_hub/api_endpoints.shape.json": Outcome(None, "one_hub", error="no answer of one-hub"),
    # The settings lead to the plaza; its one group: 3 · 0.35 = 1.05 USD of balance; four answers in one file.
    "sub2api/public_settings_qa.json": Outcome(("sub2api", "start"), "sub2api", asks=1),
    "sub2api/model_plaza.shape.json": Outcome(
        ("sub2api", "model_plaza"),
        "sub2api",
        ("group:claude-max",),
        quotes=4,
        complete=True,
        unread=("cost of balance",),
    ),
    "sub2api/errors.shape.json": Outcome(None, "sub2api", error="no answer of sub2api"),
    # Groups lead to prices; without them every group that has a price is listed, and nothing ends.
    "voapi/groups_excerpt.json": Outcome(("voapi", "groups"), "voapi", asks=1),
    "voapi/models_price_excerpt.json": Outcome(
        ("voapi", "models"),
        "voapi",
        ("group:default", "group:ssvip", "group:svip", "group:vip", "group:vvip"),
        quotes=8,
        unread=("cost of balance",),
    ),
    "ai_transit/discovery_sub2api.json": Outcome(("ai_transit", "start"), "ai_transit", asks=1),
    # Balance at 1 CNY, and four prices at half; prices for a million, and one by the call.
    "ai_transit/snapshot_nested.shape.json": Outcome(
        ("ai_transit", "start"), "ai_transit", ("group:g1",), quotes=5, complete=True
    ),
    "ai_transit/snapshot_variant_flat_models.json": Outcome(
        ("ai_transit", "start"), "ai_transit", ("group:default",), quotes=4, complete=True, unread=("cost of balance",)
    ),
    # A good of which only the name and the price are real; two offers of stars for a game.
    "plati/search_ashx.shape.json": Outcome(
        ("digiseller", "start"), "digiseller", ("good:3391743",), quotes=1, complete=True
    ),
    "funpay/lots_rows.html": Outcome(("funpay", "start"), "funpay", not_offers=2, complete=True),
    # A telephone, from within a page; a good without a name; a camera, lenses, who sells them and what others said.
    "taobao/g_page_config_2019.txt": Outcome(None, "taobao", not_offers=1),
    "taobao/ice_app_context.shape.html": Outcome(("taobao", "start"), "taobao", not_offers=1),
    "goofish/search_results.json": Outcome(("goofish", "start"), "goofish", not_offers=1),
    "goofish/user_items.json": Outcome(("goofish", "start"), "goofish", not_offers=2),
    "goofish/user_head.json": Outcome(("goofish", "start"), "goofish"),
    "goofish/ratings.json": Outcome(("goofish", "start"), "goofish"),
    # A robot that sweeps, 259900 fen; a toy, exported in yuan.
    "pinduoduo/rawdata_goods_fixture.html": Outcome(("pinduoduo", "start"), "pinduoduo", not_offers=1),
    "pinduoduo/parsed_goods_sample.json": Outcome(("pinduoduo", "start"), "pinduoduo", not_offers=1),
    # Three topics, and one found; a post about a category of a forum.
    "discourse/latest_topics_response.json": Outcome(("discourse", "start"), "discourse", asks=3),
    "discourse/query_response.json": Outcome(("discourse", "start"), "discourse", asks=1),
    "discourse/topic_response.json": Outcome(("discourse", "start"), "discourse", not_offers=1),
    # Somebody looks for a server; somebody asks for headphones.
    "nodeseek/rss_item.xml": Outcome(("feed", "start"), "feed", not_offers=1),
    "v2ex/topics_hot_2019.json": Outcome(("v2ex", "start"), "v2ex", not_offers=1),
    # A relay with its stated multiplier, from 0.3 to 0.5.
    "relay_pulse/status.shape.json": Outcome(
        ("relay_pulse", "start"), "relay_pulse", ("examplerelay/cc/vip",), quotes=2, complete=True
    ),
    # One service that is watched, and how it was.
    "uptime_kuma/status_page.json": Outcome(("uptime_kuma", "start"), "uptime_kuma", not_offers=1, asks=1),
    "uptime_kuma/heartbeat.json": Outcome(("uptime_kuma", "start"), "uptime_kuma"),
    # Four answers in one file; the software publishes no prices anyway.
    "claude_relay_service/public_endpoints.shape.json": Outcome(None, "new_api", error="no answer of New API"),
    # One good of two kinds, each with its price.
    "acg_faka/item_inline_excerpt.html": Outcome(("acg_faka", "start"), "acg_faka", listings=("good:51",), quotes=2),
    # A film service; the configuration leads to the goods; an error with HTTP 200.
    "dujiao_next/products.json": Outcome(("dujiao_next", "start"), "dujiao_next", not_offers=1, complete=True),
    "dujiao_next/config.json": Outcome(("dujiao_next", "config"), "dujiao_next", asks=1),
    "dujiao_next/error.json": Outcome(("dujiao_next", "start"), "dujiao_next", error="status_code 400"),
    # Rules for robots are no page of a shop.
    "dujiaoka/robots.txt": Outcome(None, "dujiaoka", error="no front page"),
    # A concert, a washing machine and a selfie stick: each marked up and read, none of it access to AI.
    "schema_org/aggregateoffer_puntoticket.html.gz": Outcome(
        ("schema_org", "start"), "schema_org", not_offers=1, complete=True
    ),
    "schema_org/offer_craigslist.html.gz": Outcome(("schema_org", "start"), "schema_org", not_offers=1, complete=True),
    "schema_org/offer_og_currys.html.gz": Outcome(("schema_org", "start"), "schema_org", not_offers=1, complete=True),
    # "AI" credits, of nobody's model; a plan by the month; tokens of nobody in particular, which are no offer.
    "woocommerce/products.json": Outcome(
        ("woocommerce", "start"), "woocommerce", listings=("good:1", "good:2"), not_offers=1, quotes=2, complete=True
    ),
}


def sample(shared: Path, name: str) -> bytes:
    body = (shared / "samples" / name).read_bytes()
    return gzip.decompress(body) if name.endswith(".gz") else body


def snapshot(shared: Path, name: str, platform: str, purpose: str = "start") -> Snapshot:
    body = redact(sample(shared, name), "").body
    return Snapshot("sample", platform, "https://relay.example/api/saved", WHEN, 200, "", body, purpose)


def told(shared: Path, name: str) -> Format | None:
    try:
        return sniff(name.removesuffix(".gz"), sample(shared, name))
    except BadInput:
        return None


def test_every_sample_has_an_outcome(shared: Path) -> None:
    files = (path for path in (shared / "samples").rglob("*") if path.is_file())
    samples = {path.relative_to(shared / "samples").as_posix() for path in files}
    recordings = {f"{GITHUB}/{name}" for name in EXCHANGES}
    assert samples == OUTCOMES.keys() | NO_PAGES.keys() | recordings


@pytest.mark.parametrize("name", OUTCOMES)
def test_what_a_sample_is_told_to_be(shared: Path, name: str) -> None:
    found = told(shared, name)
    assert (found and (found.platform, found.purpose)) == OUTCOMES[name].told


@pytest.mark.parametrize("name", OUTCOMES)
def test_what_a_sample_says_alone(shared: Path, name: str) -> None:
    right = OUTCOMES[name]
    found = told(shared, name)
    kept = snapshot(shared, name, right.platform, found.purpose if found else "start")
    if right.error:
        with pytest.raises(PageError, match=right.error):
            read(kept)
        return
    page = read(kept)
    assert (page.wall and page.wall.kind) == right.wall
    assert tuple(one.key for one in page.listings) == right.listings
    assert (page.not_offers, len(page.asks), page.complete) == (right.not_offers, right.asks, right.complete)
    assert sum(len(one.quotes) for one in page.listings) == right.quotes
    assert len(page.unread) == len(right.unread)
    assert all(said in line for said, line in zip(right.unread, page.unread, strict=True))


def visit(shared: Path, pricing: str, *earlier: str) -> Page:
    siblings = {}
    for name in earlier:
        format_ = told(shared, name)
        assert format_
        siblings[format_.purpose] = snapshot(shared, name, "new_api", format_.purpose)
    return read(with_siblings(snapshot(shared, pricing, "new_api", "pricing"), siblings))


def amounts(page: Page, key: str) -> list[tuple[str | None, str, str]]:
    (listing,) = [one for one in page.listings if one.key == key]
    return [(quote.model, quote.basis, str(quote.amount)) for quote in listing.quotes]


def test_a_veloera_site_with_its_siblings(shared: Path) -> None:
    page = visit(
        shared,
        "veloera/runanytime_pricing_rows.json",
        "veloera/runanytime_status.json",
        "veloera/runanytime_user_groups.json",
    )
    assert [one.key for one in page.listings] == ["group:2api", "group:chat-only", "group:default"]
    assert page.complete
    # ratio 0.5: 1.5 · 0.5 · 2 = 1.5, · 5 = 7.5; 0.625 · 0.5 · 2 = 0.625, · 8 = 5; top-up is off, so no usd_credit
    assert amounts(page, "group:chat-only") == [
        ("claude-sonnet-4", "mtok_input", "1.5"),
        ("claude-sonnet-4", "mtok_output", "7.5"),
        ("gemini-2.5-pro", "mtok_input", "0.625"),
        ("gemini-2.5-pro", "mtok_output", "5"),
    ]
    assert amounts(page, "group:default")[:2] == [
        ("claude-sonnet-4", "mtok_input", "3"),
        ("claude-sonnet-4", "mtok_output", "15"),
    ]


def test_an_old_price_list_with_a_status(shared: Path) -> None:
    page = visit(shared, "new_api/old_pricing_full_envelope.json", "veloera/runanytime_status.json")
    # 1.5 · 3.5 · 2 = 10.5, · 4 = 42
    assert amounts(page, "group:gpt-vip") == [("o1-mini", "mtok_input", "10.5"), ("o1-mini", "mtok_output", "42")]


def test_private_prices_stay_private_though_they_were_answered(shared: Path) -> None:
    page = visit(shared, "new_api/thatapi_pricing.json", "new_api/thatapi_status.json")
    assert (page.wall and page.wall.kind, page.listings) == ("private_pricing", ())


def test_calls_have_prices_by_group(shared: Path) -> None:
    page = visit(
        shared, "new_api/thatapi_pricing.json", "veloera/runanytime_status.json", "new_api/thatapi_user_groups.json"
    )
    assert [one.key for one in page.listings] == [
        "group:CC编码专用分组",
        "group:Codex逆向",
        "group:default",
        "group:通用模型",
    ]
    assert (page.complete, page.not_offers) == (True, 2)
    assert amounts(page, "group:Codex逆向") == [("gpt-5.1-codex", "request", "3.5")]
    assert amounts(page, "group:通用模型") == [
        ("claude-opus-4.1", "request", "0.85"),
        ("gpt-5.1-codex", "request", "5.95"),
        ("glm-4.6", "request", "0.85"),
    ]


EXCHANGES = {
    # Recorded requests with their answers, each read as the answer to its own address: asks, listings, wall or error.
    "conditional_304.replay.txt": ["nothing"],
    "contents.replay.txt": ["nothing"],  # a reference of classes: a file that lists nobody
    "error_403_rate_limit_auth.replay.txt": ["rate_limited"],
    "error_403_rate_limit_unauth.replay.txt": ["rate_limited"],
    "rate_limit.replay.txt": ["nothing"],
    "search_code.textmatch.replay.txt": ["unread 1"],  # five files: no repositories
    "search_incomplete.p1.replay.txt": ["asks 1, unread 2"],  # the next page; files, and not all of them
    "search_issues.p1.replay.txt": ["asks 1, unread 1"],  # more issues than are ever shown, and nobody sells there
    "search_repositories.p1.replay.txt": ["asks 31, unread 1"],  # thirty repositories and the next page, not the last
    "octokit_errors.json": ["asks 1", "error", "error"],  # a new repository, a bad label, nothing at all
    "octokit_get-content.json": ["asks 1", "nothing"],  # a folder with one file, and that file
    "octokit_get-repository.json": ["asks 1"],
    "octokit_get-root.json": ["nothing"],
    "octokit_markdown.json": ["error", "error"],  # text made into HTML for whoever asked
    "octokit_search-issues.json": ["asks 1", "error", "error", "nothing", "error"],
}


def exchanges(path: Path) -> Iterator[Snapshot]:
    """The answers in a recording."""
    if path.suffix == ".json":
        for one in json.loads(path.read_text("utf-8")):
            body = one["response"] if isinstance(one["response"], str) else json.dumps(one["response"])
            names = [name.lower() for name in one["rawHeaders"][::2]]
            yield exchanged(one["path"], one["status"], dict(zip(names, one["rawHeaders"][1::2], strict=True)), body)
    else:
        lines = path.read_text("utf-8").split("\n", 9)
        headers = {name.lower(): value for name, value in ast.literal_eval(lines[8])}
        yield exchanged(lines[4], int(lines[7]), headers, lines[9] if len(lines) > 9 else "")


def exchanged(path: str, status: int, headers: dict[str, str], body: str) -> Snapshot:
    kind = headers.get("content-type", "").partition(";")[0]
    known = tuple(headers.items())
    return Snapshot(
        "sample", "github", f"https://api.github.com{path}", WHEN, status, kind, body.encode(), headers=known
    )


def in_words(kept: Snapshot) -> str:
    try:
        page = read(kept)
    except PageError:
        return "error"
    counts = {"asks": len(page.asks), "listings": len(page.listings), "unread": len(page.unread)}
    told = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    return page.wall.kind if page.wall else told or "nothing"


@pytest.mark.parametrize("name", EXCHANGES)
def test_what_a_recording_of_github_says(shared: Path, name: str) -> None:
    found = exchanges(shared / "samples" / GITHUB / name)
    assert [in_words(kept) for kept in found] == EXCHANGES[name]


def test_a_plan_of_woocommerces_sample(shared: Path) -> None:
    _, plan = read(snapshot(shared, "woocommerce/products.json", "woocommerce")).listings
    assert [(quote.basis, str(quote.amount), quote.currency, quote.model) for quote in plan.quotes] == [
        ("month", "19.99", "USD", "chatgpt-plus")
    ]


def test_variations_of_woocommerces_sample_are_priced_apart(shared: Path) -> None:
    found = json.loads(sample(shared, "woocommerce/products.json"))
    body = json.dumps([found["variable_parent"], *found["variations"]]).encode()
    kept = replace(snapshot(shared, "woocommerce/products.json", "woocommerce"), body=body)
    prices = {one.key: [str(quote.amount) for quote in one.quotes] for one in read(kept).listings}
    assert prices == {"good:10": ["15", "180"], "good:101": ["18"], "good:102": ["180"]}
