"""Prices that are listed behind a list of as many names: "Plus/Team/Go 分别 65/20/18"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from parsers.text.amounts import Amount
from parsers.text.bought import basis_of
from parsers.text.finding import MAPPED, Finding
from parsers.text.goods_lists import LEAST
from parsers.text.lengths import PIECE
from parsers.text.reading import Reading
from parsers.text.timed import closes
from parsers.text.writing import any_of

_APART = re.compile(rf"[ ]{{0,2}}(?:[/、,|]|{any_of('list_and')})[ ]{{0,2}}")
_SAID = re.compile(rf"{any_of('respectively')}|:")
_NEAR = 24
"""How far behind the last name its first price may stand."""
_MOST = 6


def mapped(reading: Reading, used: set[int]) -> Iterator[Finding]:
    """The prices of lists that follow lists of names, each for the name at its place; they are marked as used."""
    names = reading.subjects.named(PIECE)
    if len(names) < 2 or len(reading.shape.amounts) < 2:
        return
    for run in runs(reading, used):
        at = bisect_left(names, run[0].start, key=lambda name: name.span.start) - 1
        if at < 1 or not 0 <= run[0].start - names[at].span.end <= _NEAR:
            continue
        group = reading.subjects.group(names, names[at], False)
        between = reading.shape.plain[names[at].span.end : run[0].start]
        if len(group) != len(run) or len({name.id for name in group}) != len(run) or "\n" in between:
            continue
        plans = {name.id for name in group} <= reading.subjects.plan_ids
        if _asked(reading, run, _SAID.search(between) is not None, plans):
            used |= {amount.start for amount in run}
            yield from _findings(reading, run)


def runs(reading: Reading, used: set[int]) -> Iterator[list[Amount]]:
    """Amounts of one kind with nothing but signs between them."""
    run: list[Amount] = []
    for amount in reading.shape.amounts:
        fits = amount.kind != "percent" and amount.start not in used and not amount.sign and len(amount.values) == 1
        alike = bool(run) and (run[-1].kind, run[-1].currency) == (amount.kind, amount.currency)
        if fits and alike and _APART.fullmatch(reading.shape.plain, run[-1].end, amount.start):
            run.append(amount)
            continue
        if 2 <= len(run) <= _MOST:
            yield run
        run = [amount] if fits else []
    if 2 <= len(run) <= _MOST:
        yield run


def _asked(reading: Reading, run: Sequence[Amount], said: bool, plans: bool) -> bool:
    """Whether a list is one of prices: of money, or numbers that close their clause and are said to be each one's."""
    if run[0].kind != "number":
        return all(reading.cues.void(amount.start, amount.end, "money") is None for amount in run)
    code = reading.shape.tongue.own or ""
    if code in ("", "USD") or not (said or plans):
        return False
    ends = closes(reading, run[-1]) or reading.units.behind(reading.shape.plain, run[-1].end) is not None
    return ends and all(amount.values[0] >= LEAST.get(code, 1) for amount in run)


def _findings(reading: Reading, run: Sequence[Amount]) -> Iterator[Finding]:
    bases = [basis_of(reading, amount)[0] for amount in run]
    start, end = run[0].start, run[-1].end
    for place, amount in enumerate(run):
        basis = bases[-1] if bases[place] == PIECE else bases[place]
        code = amount.currency or reading.shape.tongue.own
        yield Finding(start, end, basis, amount.values, code, MAPPED, amount.start, place, len(run))
