"""The lab's market: the same for the same seed, alive, and with a truth that hand arithmetic confirms."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from lab import official
from lab.market import Market
from lab.official import Model
from lab.relays import Row
from lab.truth import Line, percent
from spiders import register
from storage.official_tables import embedded

SEEDS = (0, 1, 7)
CODES = frozenset(
    """
    no_vpn cn_direct requires_vpn pay_alipay pay_wechat pay_usdt pay_card invoice low_min_topup full_strength
    undiluted official_source reverse_engineered not_reversed upstream_kiro upstream_antigravity upstream_aws
    upstream_azure upstream_vertex account_pool shared_seat dedicated_account account_sale topup_service
    mirror_site million_token_context unlimited no_rate_limit high_concurrency payg subscription_plan per_call
    never_expires free_trial public_good warranty refund no_warranty no_ban stable support_24h instant_delivery
    registered_company no_logging encryption billing_transparent claude_code codex gemini_cli cursor many_models
    free_credit_source stolen_source_denied pay_rmb reseller_wanted
    """.split()  # noqa: SIM905
)


@pytest.fixture(scope="module")
def market() -> Market:
    return Market(1)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_makes_one_market(seed: int) -> None:
    one, two, other = Market(seed), Market(seed), Market(seed + 1)
    assert one.source_tables() == two.source_tables()
    assert one.planted() == two.planted() != other.planted()
    assert all(one.truth(day) == two.truth(day) != other.truth(day) for day in one.weeks)


def test_it_covers_half_a_year_with_the_cut_inside(market: Market) -> None:
    assert market.weeks[0] == date(2026, 4, 6)
    assert len(market.weeks) == 26
    assert {later - earlier for earlier, later in pairwise(market.weeks)} == {timedelta(days=7)}
    assert market.weeks[0] < date(2026, 7, 30) < market.weeks[-1]


@pytest.mark.parametrize("seed", SEEDS)
def test_truth_says_what_it_can_and_why_it_cannot(seed: int) -> None:
    market = Market(seed)
    known = {*official.models(), *official.plans(), "claude", "gpt", "gemini", None}
    for day in market.weeks:
        rows = market.truth(day)
        assert {row.subject for row in rows} <= known
        assert all((row.percent is None) == (row.reason is not None) for row in rows)
        assert all(row.percent is None or 0 < row.percent < 1000 for row in rows)
        assert all(row.claims <= CODES for row in rows)
        assert all(row.first <= day and (row.last is None or day <= row.last) for row in rows)
        keys = [(row.source, row.native_id, row.subject) for row in rows]
        assert len(keys) == len(set(keys))
        assert not {row.source for row in rows} & set(market.walls())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_market_is_alive(seed: int) -> None:
    """Listings come and go, prices and claims change while the listing stays, and every kind of price is about."""
    market = Market(seed)
    weeks = [{(row.source, row.native_id, row.subject): row for row in market.truth(day)} for day in market.weeks]
    pairs = list(pairwise(weeks))
    assert any(set(later) - set(earlier) for earlier, later in pairs)
    assert any(set(earlier) - set(later) for earlier, later in pairs)
    kept = [(a[key], b[key]) for a, b in pairs for key in a.keys() & b.keys()]
    assert any(was.claims < now.claims for was, now in kept)
    assert any(was.claims > now.claims for was, now in kept)
    assert any(was.percent and now.percent and abs(was.percent - now.percent) > 1 for was, now in kept)
    rows = [row for week in weeks for row in week.values()]
    assert len({row.seller for row in rows}) >= 28
    assert {row.series for row in rows} == {"token", "plan", "pass", "request"}
    assert {row.access for row in rows} == {"relay_api", "shared_seat", "account", "top_up", "mirror", "free"}
    assert {row.reason for row in rows} >= {None, "per request", "unbounded", "free", "credit price unknown"}


def test_one_panel_can_have_three_thousand_rows() -> None:
    market = Market(2, panel_rows=3000)
    panel = next(panel for panel in market.panels if panel.host == "grand-bazaar.example")
    day = market.weeks[20]
    assert sum(panel.serves(group, row) for group in panel.open_groups(day) for row in panel.listed(day)) >= 2500
    assert set(Market(2).truth(day)) == set(market.truth(day)), "rows that no price list knows change no truth"


def test_the_sources_are_ones_that_can_be_registered(market: Market, tmp_path: Path) -> None:
    for name, table in market.source_tables().items():
        (tmp_path / name).write_text(table, "utf-8")
    sources = register.load_all(tmp_path)
    assert {f"{source.id}.toml" for source in sources} == set(market.source_tables())
    assert {host for source in sources for host in source.hosts} == set(market.hosts)
    assert all(host.endswith((".example", ".test")) for host in market.hosts)


@pytest.mark.parametrize(
    ("line", "day", "expected"),
    [
        # 1 CNY for $1 at 6.832164 CNY a dollar
        (Line("claude", "credit", Decimal(1)), "2026-04-13", "14.6367"),
        # the same offer half a year later, at 6.710494
        (Line("claude", "credit", Decimal(1)), "2026-09-28", "14.9020"),
        # 66 CNY for $200
        (Line(None, "credit", Decimal(66), credit=Decimal(200)), "2026-04-13", "4.8301"),
        # 1 CNY for $1, used up at 0.25
        (Line("gpt", "credit", Decimal(1), multiplier=Decimal("0.25")), "2026-04-13", "3.6592"),
        # 0.15 USDT for $1
        (Line("gpt", "credit", Decimal("0.15"), "USDT"), "2026-04-13", "15"),
        # ¥7/35 of $5/25: (3·7+35)/4 = 14 CNY of 10 USD
        (Line("claude-opus-4.6", "tokens", Decimal(7), output=Decimal(35)), "2026-04-13", "20.4913"),
        # $0.5/3 of terra, before the cut of 30 July (5.625 blended) and after (4.5)
        (Line("gpt-5.6-terra", "tokens", Decimal("0.5"), "USD", output=Decimal(3)), "2026-07-27", "20"),
        (Line("gpt-5.6-terra", "tokens", Decimal("0.5"), "USD", output=Decimal(3)), "2026-07-30", "25"),
        # luna's cut is to a fifth
        (Line("gpt-5.6-luna", "tokens", Decimal("0.1"), "USD", output=Decimal("0.6")), "2026-07-29", "10"),
        (Line("gpt-5.6-luna", "tokens", Decimal("0.1"), "USD", output=Decimal("0.6")), "2026-08-03", "50"),
        # 27 CNY of a $20 plan; above 100 is real
        (Line("chatgpt-plus", "plan", Decimal(27)), "2026-04-13", "19.7595"),
        (Line("claude-pro", "plan", Decimal(240)), "2026-04-13", "175.6398"),
        (Line("claude", "share", Decimal(35)), "2026-04-13", "35"),
    ],
)
def test_percents_by_hand(line: Line, day: str, expected: str) -> None:
    value, reason = percent(line, date.fromisoformat(day))
    assert reason is None
    assert value is not None
    assert abs(value - Decimal(expected)) < Decimal("0.0001")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (Line("claude-opus-4.6", "request", Decimal("0.15")), "per request"),
        (Line("claude", "unbounded", Decimal(99)), "unbounded"),
        (Line("gpt", "pass", Decimal(30)), "the seller's own pass"),
        (Line("claude", "free"), "free"),
        (Line("claude-opus-5", "tokens", Decimal(1), output=Decimal(5)), "no official price"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.basis,
)
def test_no_percent_without_its_reason(line: Line, reason: str) -> None:
    assert percent(line, date(2026, 4, 13)) == (None, reason)


def test_a_year_can_be_walked_day_by_day() -> None:
    market = Market(3, first=date(2025, 10, 6), weeks=52)
    assert market.weeks[-1] == date(2026, 9, 28)
    days = [market.weeks[0] + timedelta(days=number) for number in range(0, 357, 5)]
    assert all(row.first <= day for day in days for row in market.truth(day))


@pytest.mark.parametrize("given", [{"weeks": 3}, {"first": date(2024, 1, 1)}, {"weeks": 60}], ids=str)
def test_a_market_outside_of_what_is_known_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a market has 16 weeks or more, between 2025-08-01 and 2026-10-30"):
        Market(**given)


def test_the_labs_figures_are_the_public_ones(market: Market) -> None:
    """Two hands carried the same public facts; where they differ, one of them erred."""
    ours = embedded()
    for day in [market.weeks[0] - timedelta(weeks=26), *market.weeks]:
        for currency in ("CNY", "HKD"):
            known = ours.fx(currency, day)
            assert known
            assert abs(known.value - official.per_usd(currency, day)) < Decimal("0.00001")
        for name, model in official.models().items():
            price, rate = model.price(day), ours.official(name, day)
            assert (price and (price.input, price.output)) == (rate and (rate.input, rate.output)), (name, day)
        assert all((rate := ours.official(name, day)) and rate.month == usd for name, usd in official.plans().items())


def test_a_relay_follows_the_cut_late_or_never() -> None:
    terra = official.models()["gpt-5.6-terra"]
    cut = date(2026, 7, 30)
    at_once, late, never = (row(terra, after) for after in (timedelta(0), timedelta(days=10), None))
    assert [one.prices(cut)[0] for one in (at_once, late, never)] == [Decimal(2), Decimal("2.5"), Decimal("2.5")]
    assert [one.prices(cut + timedelta(days=10))[0] for one in (late, never)] == [Decimal(2), Decimal("2.5")]


def row(model: Model, follows_after: timedelta | None) -> Row:
    return Row(model.api, model, model.released, follows_after)
