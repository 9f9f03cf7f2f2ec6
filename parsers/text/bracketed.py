"""Names in brackets beside a price, in front of them, and at the head of a line of rates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.records import Mention
from parsers.text.continued import Continued
from parsers.text.named import line_of
from parsers.text.shapes import PRODUCT, REST
from parsers.text.surroundings import LONG

_BRACKET = re.compile(r"[ ]?\([ ]?")
_SHUT = re.compile(r"\)[ :=]{0,3}\Z")
_INSIDE = 40
"""How far behind an opening bracket a price may stand."""
_HEAD = re.compile(
    rf"[ \-•*#>]{{0,6}}(?:【[ ]?(?P<name>{PRODUCT}){REST}*+[^\n\d】;:]{{0,8}}】"
    rf"|(?P<other>{PRODUCT}){REST}*+[^\n\d;:,]{{0,6}}:)"
)
"""The one name that heads a line or a sentence of rates: "【Claude 线路】", "GPT："."""
_ENDS = ("\n", ";", "。")


class Bracketed(Continued):
    """The models and plans of a text with the brackets beside its prices."""

    def _rate_head(self, mentions: Sequence[Mention], start: int) -> Mention | None:
        """The name that heads the line or the sentence of a rate, where nothing else is named between."""
        shown = self.shape.plain
        front = max(0, start - LONG)
        left = max(shown.rfind(end, front, start) for end in _ENDS) + 1 or front
        head = _HEAD.match(shown, left, start)
        if head is None:
            return None
        at = head.start("name") if head["name"] else head.start("other")
        named = self.within(mentions, at, at + 1)
        between = {name.id for name in self.within(mentions, head.end(), start)}
        return named[-1] if named and between <= {named[-1].id} else None

    def _opened(self, mentions: Sequence[Mention], start: int) -> Mention | None:
        """The name directly in front of the brackets that a price stands in: "gpt-5.4 (in ¥1 / out ¥6)"."""
        opens = self.shape.plain.rfind("(", max(0, start - _INSIDE), start)
        if opens < 1 or self.shape.plain.find(")", opens, start) >= 0 or self.within(mentions, opens, start):
            return None
        named = self.within(mentions, max(0, opens - LONG), opens)
        return named[-1] if named and not self.shape.plain[named[-1].span.end : opens].strip() else None

    def _closed(self, mentions: Sequence[Mention], start: int) -> Mention | None:
        """The name directly in front of brackets that close in front of a price: "Claude (Kiro) 0.35 元/$"."""
        closed = _SHUT.search(self.shape.plain, max(0, start - 4), start)
        opens = self.shape.plain.rfind("(", max(0, closed.start() - _INSIDE), closed.start()) if closed else -1
        named = self.within(mentions, max(0, opens - LONG), opens) if opens > 0 else ()
        if not named or self.shape.plain[named[-1].span.end : opens].strip() or self.shape.within(opens, start - 1, 1):
            return None
        inside = {line_of(name) for name in self.within(mentions, opens, start)}
        return named[-1] if inside <= {line_of(named[-1])} else None

    def _bracketed(self, mentions: Sequence[Mention], end: int) -> Mention | None:
        """The one name in the brackets that open directly behind a price: "0.5元/刀 (Claude), 0.12元/刀 (GPT)"."""
        opened = _BRACKET.match(self.shape.plain, end)
        closed = self.shape.plain.find(")", end, end + LONG) if opened else -1
        inside = self.within(mentions, end, closed)
        return inside[0] if len({m.id for m in inside}) == 1 else None
