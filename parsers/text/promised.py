"""Keeps the times and numbers of claims from the prices beside them: support for 24 hours, delivery in the day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from parsers.records import Claim
from parsers.text.cues import Cues
from parsers.text.lengths import Stretch
from parsers.text.shapes import Shape

_TIMED = {"support_24h", "instant_delivery", "free_trial", "payg", "public_good", "refund", "stable", "no_ban"}
"""Claims that speak of times and numbers of their own."""
_GIVEN = {"public_good"}
"""Claims that speak of money which nobody asks for."""


_ROLELESS = {"low_min_topup", "official_source"}
"""Claims whose words, where they hold no amount, say nothing of the amounts beside them: 充值无门槛."""


@dataclass(frozen=True, slots=True)
class _Spans:
    """Where the words of claims stand, in reading order."""

    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, said: Iterable[Claim], codes: set[str]) -> _Spans:
        return cls(tuple(sorted((claim.span.start, claim.span.end) for claim in said if claim.code in codes)))

    def hold(self, start: int, end: int) -> bool:
        """Whether the last of them that begins no later than a stretch goes on to its end."""
        at = bisect_right(self.spans, start, key=lambda span: span[0]) - 1
        return at >= 0 and self.spans[at][1] >= end


def beside_claims(cues: Cues, said: Iterable[Claim]) -> Cues:
    """The role words but those that are a claim's, which names no amount."""
    claims = (claim for claim in said if not cues.shape.within(claim.span.start, claim.span.end, 1))
    spans = _Spans.of(claims, _ROLELESS)
    if not spans.spans:
        return cues
    found = tuple(cue for cue in cues.found if not spans.hold(cue[0], cue[1]))
    return replace(cues, starts=tuple(start for start, _, _ in found), found=found)


def bought_for(lengths: Iterable[Stretch], said: Iterable[Claim]) -> Iterator[Stretch]:
    """The lengths of time that a good may be bought for: those that no claim speaks of."""
    timed = _Spans.of(said, _TIMED)
    return (length for length in lengths if not timed.hold(length.start, length.end))


def promised(shape: Shape, said: Iterable[Claim]) -> set[int]:
    """Where amounts stand that are a claim's own: the 24 of 24 hours, the cent that nobody asks for."""
    claims = list(said)
    timed, given = _Spans.of(claims, _TIMED), _Spans.of(claims, _GIVEN)
    return {
        amount.start
        for amount in shape.amounts
        if (timed if amount.kind == "number" else given).hold(amount.start, amount.end)
    }
