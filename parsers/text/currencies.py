"""Whose money a word or sign beside a number is, settled by the language and the money of the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from parsers.records import Context
from parsers.text import numbers
from parsers.text.phrases import alternatives, bare
from parsers.text.script import fold
from parsers.text.writing import any_of

_BY_ONE = re.compile(rf"{any_of('by_one')}[ ]?\Z")
"""In front of a money word that prices are counted by."""
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("vi", re.compile(r"[\u0103\u0111\u01a1\u01b0\u1ea0-\u1ef9]")),
)
_WEIGHTS = {"zh": 3, "ko": 3, "ja": 3, "vi": 8}
"""Letters that one sign of a script is worth; of Vietnamese only the letters that no other language has are counted."""
_KANA = 3
"""A Japanese text has at least one kana for so many ideographs."""
_NEXT = re.compile(r"[ ][0-9][0-9., ]{0,12}")
"""A number behind a sign that stands apart from it."""
_SIDES = ("before", "after")


@dataclass(frozen=True, slots=True)
class Money:
    """One row of currencies.toml; `own` are the moneys that the sign means where a text counts in one of them."""

    id: str
    currency: str
    share: Decimal
    languages: frozenset[str]
    own: frozenset[str]
    mark: numbers.Mark
    unless: tuple[str, ...]
    beside: re.Pattern[str] | None = None
    led: tuple[str, ...] = ()
    only_own: bool = False

    def stands(self, plain: str, start: int, stop: int) -> bool:
        """Whether what the money buys stands beside it, where the word is money only then."""
        if self.beside is None or self.beside.match(plain, stop):
            return True
        return plain[max(0, start - 12) : start].rstrip(f"0123456789. {numbers.HAN}").endswith(self.led)


@dataclass(frozen=True, slots=True)
class Tongue:
    """The languages of a text, and the money it counts in where it does not say: `stated` if its source says so.

    `local` is the money of the one country that it names, by its payments or otherwise.
    """

    languages: frozenset[str]
    own: str | None
    stated: str | None = None
    local: str | None = None


@dataclass(frozen=True, slots=True)
class Currencies:
    """Every money word, ready to find: its rows, and one pattern for each side of a number."""

    before: Mapping[str, tuple[Money, ...]]
    after: Mapping[str, tuple[Money, ...]]
    in_front: re.Pattern[str]
    closing: frozenset[str]
    behind: re.Pattern[str]
    anywhere: re.Pattern[str]
    own: Mapping[str, str]
    thousands: Mapping[str, frozenset[str]]
    places: Mapping[str, re.Pattern[str]]
    spoken: Mapping[str, re.Pattern[str]]
    least: Mapping[str, int]
    commas: frozenset[str]
    spaced: frozenset[str]
    pointed: frozenset[str]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Currencies:
        before: dict[str, tuple[Money, ...]] = {}
        after: dict[str, tuple[Money, ...]] = {}
        for row in document["money"]:
            money = _money(row)
            for word in row.get("before", ()):
                before[bare(word)] = (*before.get(bare(word), ()), money)
            for word in row.get("after", ()):
                after[bare(word)] = (*after.get(bare(word), ()), money)
        in_front = re.compile(
            rf"{alternatives(w for row in document['money'] for w in row.get('before', ()))}[ ]{{0,2}}\Z"
        )
        words = alternatives((w for row in document["money"] for w in row.get("after", ())), opens=False)
        thousands = {code: frozenset(words) for code, words in document.get("thousands", {}).items()}
        every = (word for row in document["money"] for side in _SIDES for word in row.get(side, ()))
        return cls(
            before,
            after,
            in_front,
            frozenset(fold(word)[-1] for row in document["money"] for word in row.get("before", ())),
            re.compile(rf"[ ]{{0,3}}(?P<word>{words})"),
            re.compile(alternatives(every)),
            document["own"],
            thousands,
            _any(document.get("places", {})),
            _any(document.get("spoken", {})),
            document.get("least", {}),
            frozenset(row["currency"] for row in document["money"] if row.get("comma")),
            *(frozenset(document.get("written", {}).get(key, ())) for key in ("spaced", "pointed")),
        )

    def tongue(self, folded: str, context: Context) -> Tongue:
        """Languages by declaration and by script, and the money that goes with them."""
        declared = [part[:2] for part in (context.language or "").lower().split("+") if part]
        seen = [] if folded.isascii() else _seen(folded)
        if "ja" in seen and "ja" not in declared and "zh" in declared:
            seen.remove("ja")
        languages = declared or seen[:1] or self._spoken(folded) or ["en"]
        local = self._local(folded) if self.own.get(languages[0]) in (None, "USD") else None
        own = context.currency or self.own.get(languages[0], local)
        every = frozenset([*languages, *(code for code in seen if code != "ja" or not declared)])
        return Tongue(every, own, context.currency, local)

    def _local(self, folded: str) -> str | None:
        """The money of the one country that a text names."""
        named = [code for code, words in self.places.items() if words.search(folded)]
        return named[0] if len(named) == 1 else None

    def _spoken(self, folded: str) -> list[str]:
        """The one language of Latin letters that the words of a text tell, whose money its bare prices are in."""
        told = [language for language, words in self.spoken.items() if words.search(folded)]
        return told if len(told) == 1 else []

    def mark(self, money: Money, code: str) -> numbers.Mark:
        """How decimals are written in a money that a sign of several moneys stands for."""
        return "," if code != money.currency and code in self.commas else money.mark

    def named(self, plain: str, tongue: Tongue) -> list[str]:
        """The currencies that a few words name, in their order: "元/刀" names CNY, then USD."""
        found = (bare(match.group()) for match in self.anywhere.finditer(plain))
        rows = (_chosen((*self.before.get(word, ()), *self.after.get(word, ())), tongue) for word in found)
        return [currency(money, tongue) for money in rows if money]

    def front(self, plain: str, start: int, tongue: Tongue, floor: int = 0) -> tuple[Money, int] | None:
        """The money word directly before a number, and where it starts; it does not reach back beyond `floor`."""
        if plain[max(floor, start - 3) : start].rstrip(" ")[-1:] not in self.closing:
            return None
        found = self.in_front.search(plain, max(floor, start - 8), start)
        if (
            found
            and found.group()[:1].isalpha()
            and _BY_ONE.search(plain, max(floor, found.start() - 4), found.start())
        ):
            return None  # "每美元 0.35" is a price for one
        money = _chosen(self.before.get(bare(found.group()), ()), tongue) if found else None
        return (money, found.start()) if found and money else None

    def back(self, plain: str, end: int, tongue: Tongue, alone: bool) -> tuple[Money, int] | None:
        """The money word directly behind a number, and where it ends.

        A sign that may open the next price ("0.01 $0.03") closes this one only where nothing follows it, or where it
        closes the next one too ("160 ₽ 800 ₽").
        """
        found = self.behind.match(plain, end)
        if found is None:
            return None
        word, stop = found["word"], found.end()
        money = _chosen(self.after.get(bare(word), ()), tongue)
        if money is None or plain.startswith(money.unless, stop) or not money.stands(plain, end, stop):
            return None
        symbol = not word[-1].isalpha() and word[-1] != "."
        opens = symbol and _opens_a_price(plain, stop, found.start("word") > end)
        if (symbol and not alone) or (opens and not _closes_the_next(plain, stop, word)):
            return None
        return money, stop


def _any(document: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    """For each code of a table, one pattern for all its words."""
    return {code: re.compile(alternatives(words)) for code, words in document.items()}


def _seen(folded: str) -> list[str]:
    """The languages whose scripts a text holds, that of most signs first; kana amid many ideographs are a quotation."""
    counts = {code: _WEIGHTS.get(code, 1) * len(script.findall(folded)) for code, script in _SCRIPTS}
    if counts["ja"] * _KANA >= counts["zh"]:
        counts["ja"] += counts["zh"]
    elif counts["zh"]:
        counts["ja"] = 0
    return sorted(filter(counts.__getitem__, counts), key=counts.__getitem__, reverse=True)


def _opens_a_price(plain: str, stop: int, apart: bool) -> bool:
    following = plain[stop : stop + 2]
    return following[:1].isdigit() or (apart and following[:1] == " " and following[1:].isdigit())


def _closes_the_next(plain: str, stop: int, word: str) -> bool:
    """Whether the number behind a sign with blanks on both sides has the same sign behind itself."""
    following = _NEXT.match(plain, stop)
    return following is not None and plain.startswith(word, following.end())


def _chosen(rows: tuple[Money, ...], tongue: Tongue) -> Money | None:
    rows = tuple(row for row in rows if not row.only_own or {tongue.own, tongue.local} & row.own)
    return next((row for row in rows if not row.languages or row.languages & tongue.languages), None)


def currency(money: Money, tongue: Tongue) -> str:
    """The row's currency, or the text's own where the sign stands for that too."""
    return next((code for code in (tongue.own, tongue.local) if code and code in money.own), money.currency)


def _money(row: Mapping[str, Any]) -> Money:
    return Money(
        row["id"],
        row["currency"],
        Decimal(row.get("share", "1")),
        frozenset(row.get("languages", ())),
        frozenset(row.get("own", ())),
        "," if row.get("comma") else ".",
        tuple(row.get("not_before", ())),
        _beside(row["beside"]) if "beside" in row else None,
        tuple(row.get("led", ())),
        row.get("only_own", False),
    )


def _beside(words: Sequence[str]) -> re.Pattern[str]:
    """What the money of a row buys, directly behind it."""
    return re.compile(rf"[ ]?(?:{any_of('each', opens=False)}|[/{numbers.ONE}])[ ]?{alternatives(words, opens=False)}")
