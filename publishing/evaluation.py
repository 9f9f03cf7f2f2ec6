"""Scores what was read of labelled listings: precision, recall and F1 by field, claim and language, with intervals."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

Row = Mapping[str, Any]
Tally = tuple[int, int, int]
"""Rightly found, to be found, found."""

FIELDS = ("offer", "models", "families", "plans", "prices", "amounts", "attribution", "claims")
CLOSE = Decimal("0.005")
"""Amounts agree within half a percent, as in the gold GUIDE: a third may be written 0.3333."""
DRAWS = 500
INTERVAL = (0.025, 0.975)
COLUMNS = pa.schema(
    [
        ("part", pa.string()),
        ("field", pa.string()),
        ("f1", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("precision", pa.float64()),
        ("recall", pa.float64()),
        ("labelled", pa.int64()),
        ("found", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled listing and what was read of it, both in the form of the gold GUIDE."""

    gold: Row
    read: Row

    @property
    def origin(self) -> str:
        """Listings of one origin share their wording, so that intervals are drawn over origins."""
        return str(self.gold.get("origin") or self.gold.get("id") or id(self))

    @property
    def language(self) -> str:
        return str(self.gold.get("language") or "unknown")


def tallies(case: Case) -> dict[str, Tally]:
    """The counts of each field that the label holds, of each claim code as `claim no_vpn`, and of attribution."""
    found: dict[str, Tally] = {}
    gold, read = case.gold, case.read
    if "is_offer" in gold:
        found["offer"] = _sets({True} & {gold["is_offer"]}, {True} & {read["is_offer"]})
    for field, source, project in PROJECTIONS:
        if source in gold:
            found[field] = _sets(set(map(project, gold[source])), set(map(project, read[source])))
    if "claims" in gold:
        scored = set(gold.get("scored_claims", [*gold["claims"], *read["claims"]]))
        wanted, got = set(gold["claims"]) & scored, set(read["claims"]) & scored
        found["claims"] = _sets(wanted, got)
        found |= {f"claim {code}": _sets(wanted & {code}, got & {code}) for code in wanted | got}
    if "prices" in gold:
        found |= _prices(gold["prices"], read["prices"])
    return found


def family(model: str) -> str:
    """The line that a model belongs to."""
    return model.partition("-")[0]


PROJECTIONS: Sequence[tuple[str, str, Callable[[str], str]]] = (
    ("models", "models", str),
    ("families", "models", family),
    ("plans", "plans", str),
)


def _sets(wanted: set[Any], got: set[Any]) -> Tally:
    return len(wanted & got), len(wanted), len(got)


def _prices(wanted: Sequence[Row], got: Sequence[Row]) -> dict[str, Tally]:
    """Prices (amount, currency, basis), amounts (whatever the basis), and right prices with the right model."""
    pairs = list(_pairs(wanted, got, ("currency", "basis")))
    right = sum(_same(first, second, ("model",)) for first, second in pairs)
    amounts = sum(1 for _ in _pairs(wanted, got, ("currency",)))
    return {
        "prices": (len(pairs), len(wanted), len(got)),
        "amounts": (amounts, len(wanted), len(got)),
        "attribution": (right, len(pairs), len(pairs)),
    }


def _pairs(wanted: Sequence[Row], got: Sequence[Row], keys: tuple[str, ...]) -> Iterator[tuple[Row, Row]]:
    """Prices one to one; a pair that also agrees on the model is taken first."""
    left, free = list(wanted), list(got)
    for agree in ((*keys, "model"), keys):
        for price in list(left):
            match = next((other for other in free if _same(price, other, agree) and _close(price, other)), None)
            if match is not None:
                left.remove(price)
                free.remove(match)
                yield price, match


def _same(first: Row, second: Row, keys: Iterable[str]) -> bool:
    return all((first.get(key) or None) == (second.get(key) or None) for key in keys)


def _close(first: Row, second: Row) -> bool:
    one, other = Decimal(str(first["amount"])), Decimal(str(second["amount"]))
    return abs(one - other) <= CLOSE * max(abs(one), abs(other))


def total(rows: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """The sums of each field."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        for field, tally in row.items():
            held = sums[field]
            for place, count in enumerate(tally):
                held[place] += count
    return {field: (right, gold, found) for field, (right, gold, found) in sums.items()}


def f1(tally: Tally) -> float:
    """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
    right, gold, found = tally
    return 2 * right / (gold + found) if gold + found else 1.0


def evaluate(cases: Sequence[Case], *, draws: int = DRAWS, seed: int = 0) -> pa.Table:
    """Scores as COLUMNS: all fields, then each claim code, then the fields in each language (`part` names it).

    `low` and `high` are a 95 % percentile bootstrap over origins (Efron 1979), because listings of one origin are not
    independent.
    """
    rows = [*_scores("all", cases, draws, seed, lambda field: True)]
    languages = sorted({case.language for case in cases})
    for language in languages if len(languages) > 1 else ():
        spoken = [case for case in cases if case.language == language]
        rows += _scores(language, spoken, draws, seed, FIELDS.__contains__)
    return pa.Table.from_pylist(rows, COLUMNS)


def _scores(
    part: str, cases: Sequence[Case], draws: int, seed: int, wanted: Callable[[str], bool]
) -> Iterator[dict[str, Any]]:
    by_origin: dict[str, list[dict[str, Tally]]] = defaultdict(list)
    for case in cases:
        by_origin[case.origin].append(tallies(case))
    origins = [total(rows) for rows in by_origin.values()]
    sums = total(origins)
    draw = random.Random(seed)
    drawn = [total(draw.choices(origins, k=len(origins))) for _ in range(draws)]
    order = [*(field for field in FIELDS if field in sums), *sorted(field for field in sums if field not in FIELDS)]
    for field in filter(wanted, order):
        spread = sorted(f1(sample.get(field, (0, 0, 0))) for sample in drawn)
        low, high = (spread[int(end * (len(spread) - 1))] for end in INTERVAL) if spread else (None, None)
        right, gold, found = sums[field]
        yield {
            **{"part": part, "field": field, "f1": f1(sums[field]), "low": low, "high": high},
            **{"precision": right / found if found else None, "recall": right / gold if gold else None},
            **{"labelled": gold, "found": found},
        }


def errors(case: Case) -> int:
    """How many facts of a listing were missed or read where there are none."""
    return sum(
        gold + found - 2 * right
        for field, (right, gold, found) in tallies(case).items()
        if field in ("offer", "models", "plans", "prices", "claims", "attribution")
    )


def worst(cases: Iterable[Case], count: int) -> list[Case]:
    """The listings with most errors, those without any left out."""
    return sorted((case for case in cases if errors(case)), key=errors, reverse=True)[:count]


def differences(case: Case) -> Iterator[tuple[str, list[str], list[str]]]:
    """Field, what the label holds, what was read, where the two differ; prices as one text each."""
    for field in ("is_offer", "models", "plans", "prices", "claims"):
        if field in case.gold:
            wanted, got = (_shown(row[field]) for row in (case.gold, case.read))
            if wanted != got:
                yield field, wanted, got


def _shown(value: Any) -> list[str]:
    if not isinstance(value, list):
        return [str(value).lower()]
    return sorted(_price(item) if isinstance(item, Mapping) else str(item) for item in value)


def _price(price: Row) -> str:
    parts = (
        f"{Decimal(str(price['amount'])).normalize():f}",
        price.get("currency"),
        price["basis"],
        price.get("model"),
    )
    return " ".join(filter(None, parts))
