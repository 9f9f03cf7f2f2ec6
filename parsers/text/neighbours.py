"""What one price says of the next: input and output, one sum in two moneys, what a list goes on with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from parsers.records import Basis
from parsers.text.cell_kinds import CREDIT
from parsers.text.finding import Finding
from parsers.text.lengths import PIECE
from parsers.text.reading import Reading
from parsers.text.writing import any_of

AGAIN = re.compile(
    rf"[ ]{{0,3}}(?:{any_of('same', opens=False)}|[/=≈~]|\([≈~]?"
    rf"|(?:/[ ]?{any_of('durations', opens=False)})?[ ]?,?[ ]?{any_of('about', opens=False)})[ ]{{0,3}}"
)
"""Between two statements of one sum in different money: "$0.2 or 4k IDR"."""
_BESIDE = re.compile(r"[ ]{0,3}[,/|、\n]?[ ]{0,3}")
_NEXT = re.compile(r"[ ]{0,2}[,、;/|(][^\n\ue000-\ue003,、;|(]{1,24}")
"""Between a rate of credit and the next of its list: "max 1.2元一刀，Codex 0.3元"."""
_APART = re.compile(
    r"[ ]{0,2}(?:[^\w,、;/|(]{0,4}[\n ][^\w\n]{0,6}|[^\w\s]{1,6})(?P<label>[^\n\ue000-\ue003,、;|(]{1,24})"
)
"""The same, where a new line, a blank or a picture parts them; then nothing but a name stands in front."""
_GROUP = re.compile(rf"{any_of('groups', 'model_groups')}[ :]{{0,2}}\Z")
"""In front of a rate of one group of channels: "1元一刀（特价分组 0.5元）"."""
_LISTED = re.compile(r"[ ]{0,2}(?:[,、;/|\n]|[^\w\s]{1,6}|[ ])[^\w\n]{0,6}(?=[^\n\ue000-\ue003,、;|(]{1,24})")
"""Between a rate and the next of its list, whose name follows."""
_TIERS = re.compile(any_of("tiers"))
_STATED, _MOST = "stated_per_dollar", 8
"""The form of such a rate, and rates of its list that are looked at."""
_MORE = Decimal("1.5")
"""… or how many times the last rate it is."""
_RATE = Decimal(3)
"""The largest number that goes on such a list without saying what it is."""
_OUTPUT = 2
"""Output costs at least this many times the input; nearer ones are two sellers' prices."""
_CHANGES = re.compile(r"[ ]?(?:→|->|=>|➜)")
"""Behind a rate that was changed."""
_ENDS = re.compile(r"[ ]{0,2}(?:[,、;.。!|)\n]|\Z|[^\w\s\x00-\x7f%×€£¥])")
"""Behind a share that its list goes on with: nothing that makes it a share of something else."""
_LED = 10
"""How far in front of a sum the word for its tokens may stand."""
_TIMES = frozenset(("hour", "day", "week", "month", "quarter", "half_year", "year", "lifetime"))


def beside_others(reading: Reading, found: Sequence[Finding]) -> list[Finding]:
    """The findings, each with what the one in front of it says of it."""
    told = list(_with_shares(reading, found))
    found = tuple(told)
    for at, (first, second) in enumerate(pairwise(found)):
        if _is_pair(reading, first, second):
            told[at], told[at + 1] = first._replace(basis="mtok_input"), second._replace(basis="mtok_output")
        elif second.form == "single" and second.basis == PIECE and (way := _way(reading, told[at], second)):
            told[at + 1] = second._replace(basis=way)
        elif second.form == "single" and second.basis == PIECE and _goes_on(reading, told[at], second):
            told[at + 1] = second._replace(basis=told[at].basis)
    return told


def _way(reading: Reading, first: Finding, second: Finding) -> Basis | None:
    """Which tokens a sum is for that says only that, behind a price by the million: "…输入 3 元（缓存 0.5 元）"."""
    right = reading.line(first.at)[1]
    if not first.basis.startswith("mtok_") or first.currency != second.currency or second.at > right:
        return None
    return reading.units.way(reading.shape.marked, max(first.end, second.at - _LED), second.at)


def _with_shares(reading: Reading, found: Sequence[Finding]) -> Iterator[Finding]:
    """The findings, and the shares that a list goes on with: "GPT 15% of official, Claude 30%, Gemini 20%"."""
    taken = {finding.at for finding in found}
    for finding in found:
        if finding.form == _STATED:
            yield from _before(reading, finding, taken)
        yield finding
        last: Finding | None = finding
        while last and (last := _next_share(reading, last) or _next_rate(reading, last)) and last.at not in taken:
            yield last


def _next_share(reading: Reading, last: Finding) -> Finding | None:
    """The bare share behind one of the official price that is said as it is, if another model's name opens it."""
    shape, subjects = reading.shape, reading.subjects
    said = shape.by_start.get(last.at) if last.basis == "percent" else None
    at = bisect_left(shape.starts, last.end)
    if said is None or said.kind != "percent" or said.values != last.values or at == len(shape.amounts):
        return None
    share = shape.amounts[at]
    named = share.kind == "percent" and subjects.first(subjects.models, last.end, share.start)
    listed = named and _NEXT.fullmatch(shape.plain, last.end, share.start) and _ENDS.match(shape.plain, share.end)
    return last._replace(start=share.start, end=share.end, values=share.values, at=share.start) if listed else None


def _before(reading: Reading, last: Finding, taken: set[int]) -> list[Finding]:
    """The bare rates of a list, behind whose last one the unit is stated: "gpt 0.2 / claude 1.2（元每刀）"."""
    before: list[Finding] = []
    start, at = last.at, bisect_left(reading.shape.starts, last.at) - 1
    while at >= 0 and len(before) < _MOST:
        rate = reading.shape.amounts[at]
        bare = rate.kind == "number" and not rate.sign and 0 < rate.values[0] <= _RATE and rate.start not in taken
        if not bare or not _of_list(reading, rate.end, start):
            break
        before.insert(0, last._replace(start=rate.start, end=rate.end, values=rate.values, at=rate.start))
        start, at = rate.start, at - 1
    return before


def _next_rate(reading: Reading, last: Finding) -> Finding | None:
    """The bare number behind a multiplier or a rate that the list goes on with: "gpt 倍率 0.24，codex pro 0.2"."""
    if last.basis != "multiplier" and not (last.basis == "usd_credit" and last.currency == "CNY"):
        return None
    at = bisect_left(reading.shape.starts, last.end)
    rate = reading.shape.amounts[at] if at < len(reading.shape.amounts) else None
    most = max(_RATE, _MORE * last.values[-1])
    if rate is None or rate.kind != "number" or rate.sign or not 0 < rate.values[0] <= most:
        return None
    changed = _CHANGES.match(reading.shape.plain, rate.end) is not None  # 0.9 → 0.7
    if changed or _ENDS.match(reading.shape.plain, rate.end) is None or not _of_list(reading, last.end, rate.start):
        return None
    return last._replace(start=rate.start, end=rate.end, values=rate.values, at=rate.start)


def _of_list(reading: Reading, start: int, end: int) -> bool:
    """Whether nothing but a model's name, or that of a group, stands between two rates of a list."""
    plain, subjects = reading.shape.plain, reading.subjects
    label = _LISTED.match(plain, start, end)
    if label is None:
        return False
    name = subjects.first(subjects.models, start, end)
    alone = name is not None and subjects.is_neutral(_TIERS.sub("", plain[label.end() : end]))
    return alone or _GROUP.search(plain, start, end) is not None


def _is_pair(reading: Reading, first: Finding, second: Finding) -> bool:
    """Whether two token prices that say no way are input and output: "$0.01/1K $0.03/1K"."""
    alike = first.basis == second.basis == "mtok" and first.currency == second.currency
    between = alike and _OUTPUT * first.values[-1] <= second.values[0]
    return between and _BESIDE.fullmatch(reading.shape.plain, first.end, second.start) is not None


def _goes_on(reading: Reading, first: Finding, second: Finding) -> bool:
    """Whether a sum without a unit is the price in front of it in other money, or the next rate of its list."""
    plain, subjects = reading.shape.plain, reading.subjects
    if first.currency != second.currency:
        return first.basis in _TIMES and AGAIN.fullmatch(plain, first.end, second.start) is not None
    grouped = _GROUP.search(plain, first.end, second.start) if first.end < second.start else None
    named = first.basis == "usd_credit" and (grouped or subjects.first(subjects.models, first.end, second.start))
    small = second.currency != "USD" and second.values[-1] <= CREDIT
    if not named or not small:
        return False
    apart = _APART.fullmatch(plain, first.end, second.start)
    label = apart is not None and (bool(grouped) or subjects.neutral(apart.start("label"), second.start))
    return label or _NEXT.fullmatch(plain, first.end, second.start) is not None
