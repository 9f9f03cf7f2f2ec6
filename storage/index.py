"""The matched index of the market: how far prices moved for sellers that stayed, and why the level moved otherwise."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pyarrow as pa

from parsers.records import BadInput
from storage.market import Observations, levels, parts, query

DRAWS = 400
SEED = "undercut"
EVERYTHING: Mapping[str, str] = MappingProxyType({})


def index(
    found: Observations,
    by: str = "month",
    stratum: str = "line",
    *,
    base: str | None = None,
    draws: int = DRAWS,
    seed: str = SEED,
    only: Mapping[str, str] = EVERYTHING,
) -> pa.Table:
    """The chained geometric mean of matched price relatives, 100 in the base period (default: the first).

    Columns: period, series, stratum, n_matched units and n_sellers of the link, index, its 95 % band low and high (by
    resampling sellers; None where a link rests on one seller), moved (whether the band leaves 100 out), change and its
    price, official and fx effects (100 × log points against the period before, summing up), reason where there is no
    index. `base` is a period as the periods are written; `only` narrows to a model, line, series or access form, as in
    `levels`.
    """
    wording, parameters = parts(by, stratum, **only)
    table = query("index.sql", found.tables, {**parameters, "start": base, "draws": draws, "seed": seed}, wording)
    if base and base not in table["period"].to_pylist():
        raise BadInput(f"nothing was observed in {base!r}: choose a base among the periods of the trend")
    return table


def decomposition(
    found: Observations, by: str = "month", stratum: str = "line", *, only: Mapping[str, str] = EVERYTHING
) -> pa.Table:
    """The change of the level from period to period and its causes, in 100 × log points: about percent.

    Columns: period, series, stratum, level (percent) over n_level sellers, n_sellers and n_matched units that are
    matched with the period before, change, and what it is the sum of: price_effect (sellers' own prices),
    official_effect, fx_effect and composition (who sells what; also that a median is no mean).
    """
    tables = {
        "levels": levels(found, by, stratum, **only),
        "steps": index(found, by, stratum, draws=1, only=only),
    }
    return query("decomposition.sql", tables)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the market's sellers are seen, estimated from how far independent channels show the same ones.

    `seen` sellers of an estimated `sellers` (95 % interval low to high); None with a reason where no estimate is sound.
    """

    channels: tuple[str, ...]
    seen: int
    matched: int
    sellers: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None

    @property
    def share(self) -> float | None:
        """The share of the estimated sellers that is seen, in percent."""
        return None if self.sellers is None else 100 * self.seen / self.sellers


def coverage(found: Observations) -> Coverage:
    """Capture–recapture over the kinds of source: Chapman's estimator for two, Chao's lower bound for more.

    `found` must be divided by kind. It supposes that the channels show sellers independently of one another and that
    sellers are the same ones across them: they are, where they are known by their domain.
    """
    channels: dict[str, set[str]] = {}
    for row in query("channels.sql", found.tables).to_pylist():
        channels.setdefault(row["part"], set()).add(row["seller"])
    return estimate(channels)


def estimate(channels: dict[str, set[str]]) -> Coverage:
    """The same from the sellers that each channel shows."""
    names = tuple(sorted(channels))
    everyone = set().union(*channels.values())
    times = [sum(seller in sellers for sellers in channels.values()) for seller in everyone]
    matched = sum(count > 1 for count in times)
    if len(names) < 2:
        return Coverage(names, len(everyone), 0, reason="one channel alone cannot say what it misses")
    if not matched:
        return Coverage(names, len(everyone), 0, reason="no seller is matched across channels")
    figures = chapman(*(channels[name] for name in names)) if len(names) == 2 else chao(times, len(names))
    return Coverage(names, len(everyone), matched, *interval(figures, len(everyone)))


def chapman(first: set[str], second: set[str]) -> tuple[float, float]:
    """The number of sellers and its variance from two captures (Chapman 1951; Seber 1970)."""
    n, k, m = len(first), len(second), len(first & second)
    sellers = (n + 1) * (k + 1) / (m + 1) - 1
    return sellers, (n + 1) * (k + 1) * (n - m) * (k - m) / ((m + 1) ** 2 * (m + 2))


def chao(times: list[int], channels: int) -> tuple[float, float]:
    """A lower bound of the number of sellers and its variance from several captures (Chao 1987, bias-corrected)."""
    once, twice = times.count(1), times.count(2)
    weight = (channels - 1) / channels
    unseen = weight * once * (once - 1) / (2 * (twice + 1))
    spread = weight * once * (once - 1) / (2 * (twice + 1))
    spread += weight**2 * once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
    spread += weight**2 * once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    return len(times) + unseen, spread


def interval(figures: tuple[float, float], seen: int) -> tuple[float, float, float]:
    """The estimate with its 95 % interval, log-normal above what is seen (Chao 1987)."""
    sellers, variance = figures
    unseen = sellers - seen
    if unseen <= 0:
        return float(seen), float(seen), float(seen)
    spread = math.exp(1.96 * math.sqrt(math.log(1 + variance / unseen**2)))
    return sellers, seen + unseen / spread, seen + unseen * spread
