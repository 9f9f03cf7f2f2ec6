"""The seed table: each way of access, what it costs against the official price, and how risky it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from typing import Any

import pyarrow as pa

from parsers.percent import denominator
from parsers.records import BadInput
from parsers.terms import HEADLINE, Mix
from publishing.risk import risk
from publishing.trends import DIGITS
from storage.market import Known, Observations, known, levels, observed
from storage.official_tables import open_weights
from storage.rates import Rates
from storage.store import Store

COLUMNS = pa.schema(
    [
        ("access_method", pa.string()),
        ("cost_vs_official", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("n_sellers", pa.int64()),
        ("as_of", pa.date32()),
        ("security_risk", pa.string()),
        ("reason", pa.string()),
    ]
)
ACCESS: Mapping[str, str] = {
    "relay_api": "relay API",
    "mirror": "mirror site",
    "free": "free relay",
    "shared_seat": "shared seat",
    "account": "ready-made account",
    "top_up": "top-up by another",
    "unspecified": "form of access not said",
}
SOLD: Mapping[str, str] = {
    "token": "",
    "plan": ": a first-party plan",
    "pass": ": the seller's own pass, if used up",
    "request": ": by the call",
}
"""The rows of the market, in this order: forms of access within the series they are sold in."""
UPSTREAM_CLAIMS: Mapping[str, tuple[str, ...]] = {
    "reverse engineered": ("reverse_engineered",),
    "account pool": ("account_pool",),
    "free credit": ("free_credit_source",),
    "cloud": ("upstream_aws",),
    "official source": ("official_source",),
    "not said": (),
}
REPLACED = "claude-opus"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; figures in percent of the official price, None with a reason."""

    access_method: str
    cost_vs_official: float | None
    low: float | None
    high: float | None
    n_sellers: int | None
    as_of: date
    security_risk: str
    reason: str | None = None


def table(
    store: Store,
    rates: Rates,
    *,
    as_of: date | None = None,
    replaces: str | None = None,
    as_known_on: datetime | None = None,
    mix: Mix = HEADLINE,
) -> pa.Table:
    """The table as of a day (default: the last on which anything was seen), columns as COLUMNS.

    The official price is 100. Open-weights models stand with their maker's price as percent of the model they would
    replace (`replaces`, default the newest Claude Opus of the day). BadInput if that model has no price on the day.
    """
    return table_at(known(store, as_known_on), rates, as_of=as_of, replaces=replaces, mix=mix)


def table_at(
    known: Known, rates: Rates, *, as_of: date | None = None, replaces: str | None = None, mix: Mix = HEADLINE
) -> pa.Table:
    """The same from what is at hand."""
    day = as_of or (known.days.until if known.days else None)
    if day is None:
        raise BadInput("nothing was seen yet, so there is no day to show: crawl or import first, or name a day")
    plain = observed(known, rates, day, day, mix=mix)
    divided = observed(known, rates, day, day, split="upstream", mix=mix)
    return table_of(plain, divided, rates, replaces=replaces, mix=mix)


def table_of(
    plain: Observations, divided: Observations, rates: Rates, *, replaces: str | None = None, mix: Mix = HEADLINE
) -> pa.Table:
    """The same from one day's observations, undivided and divided by upstream."""
    day = plain.window.until
    rows = [*official_rows(day), *market_rows(plain, divided, day), *open_rows(rates, day, replaces, mix)]
    return pa.Table.from_pylist([asdict(row) for row in rows], COLUMNS)


def official_rows(day: date) -> Iterator[Row]:
    yield Row("official price", 100.0, 100.0, 100.0, None, day, str(risk("official")))


def market_rows(plain: Observations, divided: Observations, day: date) -> Iterator[Row]:
    """Each way of access that was offered on the day, relay access also by the upstream that is claimed for it."""
    why = reasons(plain)
    found = {(level["series"], level["stratum"]): level for level in levels(plain, "day", "access").to_pylist()}
    for series, access in product(SOLD, ACCESS):
        if (series, access) in found:
            name, said = ACCESS[access] + SOLD[series], str(risk(access))
            yield market_row(name, found[series, access], day, said, why[series, access])
        if (series, access) == ("token", "relay_api"):
            yield from upstream_rows(divided, day, why[series, access])


def upstream_rows(divided: Observations, day: date, why: str) -> Iterator[Row]:
    """Token access of relays by the supply that their listings claim."""
    for level in levels(divided, "day", "upstream", series="token", access="relay_api").to_pylist():
        supply = level["stratum"]
        said = str(risk("relay_api", UPSTREAM_CLAIMS[supply]))
        yield market_row(f"relay API, upstream: {supply}", level, day, said, why)


def market_row(name: str, level: dict[str, Any], day: date, security_risk: str, why: str) -> Row:
    median, low, high = (None if level[end] is None else round(level[end], DIGITS) for end in ("median", "low", "high"))
    return Row(name, median, low, high, level["n_sellers"], day, security_risk, why if median is None else None)


def reasons(found: Observations) -> dict[tuple[str, str], str]:
    """Why most listings of a series and form of access have no percent."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in found.table().to_pylist():
        counts[row["series"], row["access"]].update(row["reasons"])
    return defaultdict(
        str, {key: min(count, key=lambda why: (-count[why], why)) for key, count in counts.items() if count}
    )


def open_rows(rates: Rates, day: date, replaces: str | None, mix: Mix) -> Iterator[Row]:
    """Open-weights models at their maker's price, as percent of the model they would replace."""
    replaced = replaces or newest(rates, REPLACED, day)
    official = blend(rates, replaced, day, mix) if replaced else None
    if official is None:
        why = rates.why_not(replaced, day)
        raise BadInput(f"{replaced or REPLACED} has no price on {day} ({why}): name another model to replace")
    for id in open_weights():
        price = blend(rates, id, day, mix)
        if price is not None:
            cost = round(float(100 * price / official), DIGITS)
            said = f"its maker's price against {replaced}"
            yield Row(f"open weights: {id}", cost, cost, cost, None, day, str(risk("open_weights")), said)


def blend(rates: Rates, id: str, day: date, mix: Mix) -> Decimal | None:
    rate = rates.official(id, day)
    return denominator("blend", rate, mix)[0] if rate else None


def newest(rates: Rates, tier: str, day: date) -> str | None:
    """The model of a tier whose price began last, of those that have one on the day."""
    models = {id for id, variant in rates.listed if id.startswith(f"{tier}-") and not variant}
    priced = [id for id in models if rates.official(id, day)]
    return max(priced, key=lambda id: (min(row.valid_from or date.min for row in rates.history(id)), id), default=None)
