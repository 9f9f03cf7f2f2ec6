"""Makes of a price that was found its quotes: one for each end of a range and each product it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from parsers.records import Bound, Mention, Quote, Span, Subject
from parsers.text.finding import Finding
from parsers.text.quotas import quotas
from parsers.text.reading import Reading
from parsers.text.writing import any_of

_SUBSCRIBED = re.compile(rf"{any_of('subscription', opens=False)} ?\Z")
_NEAREST = 24
"""How far in front of a discount the word for what it is of ends at the most."""
_DISCOUNTS = {"off", "tenths_off"}


def quoted(reading: Reading, finding: Finding) -> Iterator[Quote]:
    """The finding as quotes: one for each end of a range and each product it names."""
    conditions = (*reading.cues.conditions(finding.start, finding.end), *_quotas(reading, finding))
    mentions = [mention if mention and mention.id else None for mention in reading.subjects.of(finding)]
    bound = _bound(reading, finding)
    ends: list[tuple[Decimal, Bound]] = [(finding.values[0], bound)]
    if len(finding.values) == 2:
        ends = [(finding.values[0], "floor"), (finding.values[1], "ceiling")]
    for mention in mentions:
        subject = _subject(reading, mention)
        if _of_subscription(reading, finding):
            subject = "plan"
        for amount, firmness in ends:
            yield Quote(
                finding.basis,
                amount,
                Span(finding.start, finding.end),
                finding.currency,
                subject,
                mention.id if mention else None,
                mention.raw_name if mention else None,
                mention.variant if mention else None,
                firmness,
                conditions=conditions,
            )


def _bound(reading: Reading, finding: Finding) -> Bound:
    """Whether the price is a floor or a ceiling; the most of a discount leaves the least of a price."""
    bound = reading.cues.bound(finding.start, finding.end)
    if bound == "exact" and finding.start < finding.at:
        bound = reading.cues.inside(finding.start, finding.at)
    return "floor" if bound == "ceiling" and finding.form in _DISCOUNTS else bound


def _subject(reading: Reading, mention: Mention | None) -> Subject:
    if mention is None:
        return "everything"
    return "plan" if mention.id in reading.subjects.plan_ids else "model"


def _of_subscription(reading: Reading, finding: Finding) -> bool:
    """Whether a discount is said of a subscription, whichever it is: "GPT 官网订阅一折"."""
    return (
        finding.basis == "percent"
        and _SUBSCRIBED.search(reading.shape.plain, max(0, finding.start - _NEAREST), finding.start) is not None
    )


def _quotas(reading: Reading, finding: Finding) -> Iterator[str]:
    """How much credit the pass at this price holds, as far as its line says."""
    if finding.condition:
        yield finding.condition
    if finding.basis not in ("day", "week", "month", "account"):
        return
    yield from quotas(reading, finding)
