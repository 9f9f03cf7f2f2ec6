"""The New API panels of the market: groups, ratios and price rows, and how they change over half a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any

from lab import official, wording
from lab.forms import rounded
from lab.lives import day_before, mood
from lab.offers import between
from lab.official import Model
from lab.truth import Line, Series, Truth, percent

OLD = timedelta(days=60)
"""How long before the first week everything is that was always there."""
UNSET = Decimal("37.5")
"""The model ratio that New API shows where the operator has set none."""
USUAL_QUOTA = 500_000
CHANGES_RATIO = 0.08
CREDIT_PRICES = ("1", "1", "1", "0.8", "2", "7.3")


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a panel: how it is described, what that asserts, which lines it serves, and its ratio day by day."""

    name: str
    description: str
    codes: frozenset[str]
    lines: frozenset[str]
    ratios: tuple[tuple[date, Decimal], ...]
    opened: date
    closed: date | None = None

    def open(self, day: date) -> bool:
        """Whether the group is offered on `day`."""
        return self.opened <= day and not (self.closed and day >= self.closed)

    def ratio(self, day: date) -> Decimal:
        """The group ratio on `day`."""
        return next(ratio for since, ratio in reversed(self.ratios) if since <= day)


@dataclass(frozen=True, slots=True)
class Row:
    """A model of a panel: USD of credit per million tokens, or per call; `unset` where the operator set no price."""

    api: str
    model: Model | None
    listed: date
    follows_after: timedelta | None
    call: Decimal | None = None
    unset: bool = False
    own: tuple[Decimal, Decimal] = (Decimal(1), Decimal(4))

    def prices(self, day: date) -> tuple[Decimal, Decimal, Decimal | None, Decimal | None]:
        """What the panel charges: the official price, as late as the operator follows it."""
        if self.model is None:
            return (*self.own, None, None)
        known = [price for price in self.model.prices if self.follows(price.valid_from, day)]
        price = known[-1] if known else self.model.prices[0]
        return price.input, price.output, price.cache_read, price.cache_write

    def follows(self, changed: date, day: date) -> bool:
        """Whether the operator has taken over a price of `changed` by `day`; None never follows."""
        return self.follows_after is not None and changed + self.follows_after <= day


@dataclass(frozen=True, slots=True)
class Panel:
    """A relay: `credit_price` is CNY for one USD of balance."""

    host: str
    title: str
    language: str
    software: str
    credit_price: Decimal
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    quota_per_unit: int = USUAL_QUOTA
    private: bool = False
    card_shop: bool = False
    display: str = "USD"
    notice: str = ""
    planted: tuple[str, ...] = ()
    seed: str = ""

    @property
    def source(self) -> str:
        """The id of its source."""
        return self.host.partition(".")[0]

    @property
    def start(self) -> str:
        """Where a crawl of it begins."""
        return f"http://{self.host}/api/status"

    @property
    def platform(self) -> str:
        """New API; the reader tells its versions and Veloera apart."""
        return "new_api"

    @property
    def wall(self) -> str | None:
        """Some operators show prices to users only."""
        return "private_pricing" if self.private else None

    def truth(self, day: date) -> Iterator[Truth]:
        """One row for each group and known model; none where pricing is kept private."""
        for group in () if self.private else self.open_groups(day):
            for row in self.listed(day):
                if row.model and self.serves(group, row):
                    yield row_truth(self, group, row, row.model.id, day)

    def open_groups(self, day: date) -> list[Group]:
        """The groups offered on `day`."""
        return [group for group in self.groups if group.open(day)]

    def listed(self, day: date) -> list[Row]:
        """The rows on `day`, in the order in which the panel happens to show them that month."""
        rows = [row for row in self.rows if row.listed <= day]
        Random(f"{self.seed}:{day:%Y-%m}").shuffle(rows)
        return rows

    def serves(self, group: Group, row: Row) -> bool:
        """Whether `group` offers `row`; models of no line of ours are offered everywhere."""
        return row.model is None or row.model.line in group.lines


def ratios(band: tuple[int, int], price: Decimal, weeks: Sequence[date], rng: Random) -> Iterator[tuple[date, Decimal]]:
    """The ratio that comes nearest to the aimed percent, and the changes of mind."""
    aim = between(rng, band)
    yield date.min, near(aim, price, weeks[0])
    for week in weeks[1:]:
        if rng.random() < CHANGES_RATIO:
            aim *= mood(week, rng)
            yield day_before(week, rng), near(aim, price, week)


def near(aim: Decimal, price: Decimal, day: date) -> Decimal:
    """The group ratio, in hundredths, that makes credit at `price` cost about `aim` percent of official."""
    return rounded(aim / 100 * official.per_usd("CNY", day) / price, "0.01")


def group(row: dict[str, Any], name: str, price: Decimal, weeks: Sequence[date], rng: Random) -> Group:
    """A group of a panel; all but the default may open late or close early."""
    found = next(entry for entry in official.table("sellers")["group"] if entry["name"] == name)
    description, *codes = found[row["language"]]
    opened, closed = weeks[0] - OLD, None
    if name != "default" and rng.random() < 0.3:
        opened = day_before(weeks[rng.randrange(2, 14)], rng)
    if name != "default" and rng.random() < 0.25:
        closed = day_before(weeks[rng.randrange(15, len(weeks))], rng)
    steps = tuple(ratios(tuple(found["band"]), price, weeks, rng))
    return Group(name, description, frozenset(codes), frozenset(found["lines"]), steps, opened, closed)


def rows(row: dict[str, Any], weeks: Sequence[date], rng: Random, tail: int) -> Iterator[Row]:
    """The models of a panel: known ones, taken in after their release, per-call ones, unset ones, and the long tail."""
    known = list(official.models().values())
    chosen = rng.sample(known, min(len(known), row["models"]))
    calls, unset = row.get("per_call", 0), row.get("unset", 0)
    for number, model in enumerate(chosen):
        listed = model.released + timedelta(days=rng.randrange(10))
        follows = rng.choice([timedelta(0), timedelta(days=rng.randrange(5, 30)), None])
        call = rounded(Decimal(str(rng.uniform(0.02, 0.4))), "0.01") if number < calls else None
        yield Row(model.api, model, listed, follows, call, calls <= number < calls + unset)
    names = tail_names()
    for _ in range(min(tail, len(names))):
        own = (Decimal(rng.choice(["0.1", "0.2", "0.5", "1"])), Decimal(rng.choice(["0.4", "1", "2"])))
        yield Row(names.pop(0), None, date.min, None, own=own)


def tail_names() -> list[str]:
    """Invented models that no price list knows."""
    words = official.table("sellers")["tail"]
    return [
        f"{family}-{size}{kind}" for kind, size, family in product(words["kinds"], words["sizes"], words["families"])
    ]


def panel(row: dict[str, Any], weeks: Sequence[date], seed: int, panel_rows: int) -> Panel:
    """One relay of sellers.toml, with its figures drawn from the seed."""
    origin = f"{seed}:{row['host']}"
    rng = Random(origin)
    price = Decimal(rng.choice(CREDIT_PRICES))
    found = wording.contact(row["host"], rng)
    notice, planted = wording.contact_line(found, row["language"], rng), [found.value]
    groups = tuple(group(row, name, price, weeks, rng) for name in row["groups"])
    if row.get("contact_in_group"):
        groups = tuple(replace(one, description=f"{one.description} {notice}") for one in groups)
    tail = panel_rows // len(groups) if row.get("panel") else rng.randrange(0, 6)
    if rng.random() < 0.5:
        planted.append(wording.secret_key(rng))
        notice += "\n" + rng.choice(wording.phrases()["key_lines"][row["language"]]).format(value=planted[-1])
    return Panel(
        host=row["host"],
        title=row["title"],
        language=row["language"],
        software=row["software"],
        credit_price=price,
        groups=groups,
        rows=tuple(rows(row, weeks, rng, tail)),
        quota_per_unit=row.get("quota_per_unit", USUAL_QUOTA),
        private=row.get("private", False),
        card_shop=row.get("card_shop", False),
        display=row.get("display", "USD"),
        notice=notice,
        planted=tuple(planted),
        seed=origin,
    )


def panels(weeks: Sequence[date], seed: int, panel_rows: int) -> tuple[Panel, ...]:
    """Every relay of the market."""
    return tuple(panel(row, weeks, seed, panel_rows) for row in official.table("sellers")["relay"])


def row_truth(panel: Panel, group: Group, row: Row, model: str, day: date) -> Truth:
    """What is true of one model in one group of a panel."""
    series: Series = "token" if row.call is None else "request"
    given, answered, _, _ = row.prices(day)
    rate = panel.credit_price * group.ratio(day)
    value, reason = percent(Line(model, "tokens", given * rate, output=answered * rate), day)
    if row.call is not None:
        value, reason = None, "per request"
    elif row.unset:
        value, reason = None, "price not set"
    elif panel.card_shop:
        value, reason = None, "credit price unknown"
    last = group.closed - timedelta(days=1) if group.closed else None
    return Truth(
        panel.source, f"group:{group.name}", panel.source, model, "relay_api", series,
        value, reason, group.codes, group.opened, last,
    )  # fmt: skip
