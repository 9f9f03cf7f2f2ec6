"""From what a seller wants to the numbers it writes: each form of price turns an aimed percent into round figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from lab import official
from lab.truth import Line

HUNDRED = Decimal(100)
PACKS = (50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Aim:
    """What a seller wants on a day: `percent` of the official price for `subject`, written in `currency`."""

    subject: str | None
    percent: Decimal
    day: date
    currency: str = "CNY"

    @property
    def per_credit(self) -> Decimal:
        """Money in the aim's currency for one USD of credit."""
        return self.percent / HUNDRED * official.per_usd(self.currency, self.day)


def rounded(value: Decimal, step: str) -> Decimal:
    """The multiple of `step` nearest to `value`, at least one step: nobody asks for nothing."""
    unit = Decimal(step)
    return max(unit, (value / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit)


def plain(value: Decimal) -> str:
    """A number as people write it: no exponent, no idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def credit_rate(aim: Aim, rng: Random) -> Line:
    """So much money for one dollar of credit."""
    return Line(aim.subject, "credit", rounded(aim.per_credit, "0.05" if aim.per_credit > 1 else "0.01"), aim.currency)


def equation(aim: Aim, rng: Random) -> Line:
    """The same in steps of a tenth."""
    return Line(aim.subject, "credit", rounded(aim.per_credit, "0.1"), aim.currency)


def ratio(aim: Aim, rng: Random) -> Line:
    """One unit of money for so many dollars."""
    return Line(aim.subject, "credit", Decimal(1), aim.currency, credit=rounded(1 / aim.per_credit, "1"))


def pack(aim: Aim, rng: Random) -> Line:
    """A round credit at a price."""
    credit = Decimal(rng.choice(PACKS))
    return Line(aim.subject, "credit", rounded(aim.per_credit * credit, "1"), aim.currency, credit=credit)


def multiplier(aim: Aim, rng: Random) -> Line:
    """One unit of money for a dollar, used up at a multiple."""
    return Line(aim.subject, "credit", Decimal(1), aim.currency, multiplier=rounded(aim.per_credit, "0.01"))


def share(aim: Aim, rng: Random) -> Line:
    """Percent of the official price, as such."""
    return Line(aim.subject, "share", rounded(aim.percent, "1"), aim.currency)


def pair(aim: Aim, rng: Random) -> Line:
    """Prices of a million input and output tokens; the model must be on sale."""
    price = official.models()[aim.subject or ""].price(aim.day)
    if price is None:
        raise ValueError(f"{aim.subject} is not released on {aim.day}")
    given, answered = (aim.per_credit * value for value in (price.input, price.output))
    return Line(aim.subject, "tokens", rounded(given, "0.01"), aim.currency, output=rounded(answered, "0.01"))


def month(aim: Aim, rng: Random) -> Line:
    """A plan for a month."""
    wanted = aim.per_credit * official.plans()[aim.subject or ""]
    return Line(aim.subject, "plan", rounded(wanted, "1"), aim.currency)


def call(aim: Aim, rng: Random) -> Line:
    """So much a call, whatever it holds."""
    return Line(aim.subject, "request", rounded(aim.per_credit / 5, "0.01"), aim.currency)


def unbounded(aim: Aim, rng: Random) -> Line:
    """A pass that no quantity bounds."""
    return Line(aim.subject, "unbounded", rounded(aim.percent * 10, "10") - 1, aim.currency)


def own_pass(aim: Aim, rng: Random) -> Line:
    """A month on the seller's own panel."""
    return Line(aim.subject, "pass", rounded(aim.percent * 2, "5"), aim.currency)


def free(aim: Aim, rng: Random) -> Line:
    """Given away."""
    return Line(aim.subject, "free")


FITS: Mapping[str, Callable[[Aim, Random], Line]] = {
    "equation": equation,
    "rate": credit_rate,
    "ratio": ratio,
    "pack": pack,
    "multiplier": multiplier,
    "fold": share,
    "share": share,
    "off": share,
    "pair": pair,
    "pair_usd": pair,
    "stablecoin": credit_rate,
    "call": call,
    "unbounded": unbounded,
    "free": free,
    "seat": month,
    "account": month,
    "topup": month,
    "topup_hkd": month,
    "mirror": own_pass,
}


def figures(line: Line) -> dict[str, str]:
    """Every figure a sentence may ask for, as people write it."""
    numbers = {
        "amount": line.amount,
        "credit": line.credit,
        "multiplier": line.multiplier,
        "output": line.output,
        "fold": line.amount / 10,
        "off": HUNDRED - line.amount,
    }
    return {name: plain(value) for name, value in numbers.items()}
