"""One picture or clip as what an amount buys, where what is sold is a model that makes them."""

from __future__ import annotations

import re
from decimal import Decimal

from parsers.records import Basis, Mention
from parsers.text.amounts import Amount
from parsers.text.lengths import PIECE
from parsers.text.reading import Reading
from parsers.text.units import Behind
from parsers.text.writing import any_of

_SMALL = {"USD": Decimal("0.5"), "USDT": Decimal("0.5"), "EUR": Decimal("0.5"), "CNY": Decimal(3), "RUB": Decimal(40)}
"""Less than any account of a maker of pictures costs."""
_CLIPS = re.compile(rf"{any_of('clips')}[^\w\n]{{0,6}}\Z")
_CLIPS_NEAR = 16


def picture(reading: Reading, amount: Amount) -> Basis | None:
    """One picture or clip, where a sum too small for an account is asked for a model that makes them.

    One clip too where a word in front counts them: "sora-2 一条两毛".
    """
    if reading.units.clips.before.search(reading.shape.plain, max(0, amount.start - _CLIPS_NEAR), amount.start):
        return "video" if _makes_clips(reading, amount, reading.subjects.peek(amount.start, amount.end)) else None
    if amount.currency not in _SMALL or amount.values[-1] >= _SMALL[amount.currency]:
        return None
    sold = reading.subjects.peek(amount.start, amount.end)
    if _makes_clips(reading, amount, sold):
        return "video"
    return "image" if sold and sold.id.startswith(reading.units.clips.images) else None


def of_goods(reading: Reading, amount: Amount, behind: Behind | None) -> Behind | None:
    """The unit behind a price, by what is sold: "75元/张" of a plan counts cards, "0.3/条" of Sora clips."""
    if behind is None or behind.basis not in ("image", PIECE):
        return behind
    sold = reading.subjects.peek(amount.start, amount.end)
    if behind.basis == PIECE:
        return behind._replace(basis="video") if _is_clip(reading, amount, behind, sold) else behind
    return Behind(PIECE, behind.end, behind.firm) if sold and sold.id in reading.subjects.plan_ids else behind


def _is_clip(reading: Reading, amount: Amount, behind: Behind, sold: Mention | None) -> bool:
    """Whether one piece of what is sold is a clip: named so in front, or of a model that makes them, and no account."""
    plain, units = reading.shape.plain, reading.units
    clip = units.clips.behind.search(plain, amount.end, behind.end) is not None
    if clip and _CLIPS.search(plain, max(0, amount.start - _CLIPS_NEAR), amount.start):
        return True
    return clip and _makes_clips(reading, amount, sold)


def _makes_clips(reading: Reading, amount: Amount, sold: Mention | None) -> bool:
    """Whether what is sold is a model that makes clips, and no word for an account stands between it and its price."""
    if sold is None or sold.id.split("-")[0] not in reading.units.clips.lines:
        return False
    start = sold.span.end
    return reading.units.clips.goods.search(reading.shape.plain, start, max(start, amount.start)) is None
