"""Tries the examples of a table of words: what a row says it reads must be read, what it is silent on must not be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from parsers.records import Context, Mention, Quote
from parsers.text import models, plans, prices
from parsers.text.amounts import Source
from parsers.text.claims import claims
from parsers.text.figures import amounts
from parsers.text.hidden import hide
from parsers.text.layout import plain
from parsers.text.script import fold
from parsers.text.shapes import without_products
from parsers.text.view import View
from parsers.text.vocabulary import Words
from parsers.toml_lines import Place

Row = Mapping[str, Any]
CLOSE = Decimal("0.0001")
"""Amounts of an example agree within this, for thirds are written short."""


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a row: where it stands, its text, and what is to be read there (None: nothing of this row)."""

    table: str
    row: Row
    place: Place
    text: str
    wanted: object

    def __str__(self) -> str:
        return f"{self.table} {self.row['id']}: {self.text}"


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a text names, whether or not it is an offer."""

    folded: str
    shown: str
    models: tuple[Mention, ...]
    plans: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    words: Words

    @classmethod
    def of(cls, text: str, words: Words, context: Context) -> Reading:
        view = View.of(text, words.misspelt)
        shown, folded = view.text, view.folded
        named = models.mentions(shown, folded, words)
        goods = plans.goods(shown, folded, words, named)
        sold = tuple(good for good in goods if good.id)
        quotes = prices.quotes(shown, folded, context, named, goods, words)
        return cls(folded, hide(plain(folded)), tuple(named), tuple(sold), quotes, words)


Check = Callable[[Example, Reading], str | None]
"""What was read instead, or None where the example holds."""


def examples(table: str, document: Mapping[str, Any]) -> Iterator[Example]:
    """Every example of a table's rows, in order."""
    for section, rows in document.items():
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            for key, silent in KEYS.items():
                held = row.get(key, ())
                wanted = held if isinstance(held, Mapping) else dict.fromkeys(held, not silent)
                for text, value in wanted.items():
                    place = (section, number, key, text) if isinstance(held, Mapping) else (section, number, key)
                    yield Example(table, row, place, text, None if silent else value)


NO_CONTEXT = Context()


def failure(example: Example, words: Words, context: Context = NO_CONTEXT) -> str | None:
    """What is read of an example that does not hold, as one clause; None where it holds."""
    return CHECKS[example.table](example, Reading.of(example.text, words, context))


def _claim(example: Example, reading: Reading) -> str | None:
    said = claims(reading.shown, reading.words.claims)
    read = sorted({claim.code for claim in said if claim.stands})
    return _wanted(example, example.row["id"] in read, read)


def _sign(example: Example, reading: Reading) -> str | None:
    read = [hit.row.id for hit in reading.words.signs.lexicon.firsts(reading.folded)]
    return _wanted(example, example.row["id"] in read, read)


def _model(example: Example, reading: Reading) -> str | None:
    if example.wanted is None:
        read = [mention.id for mention in reading.models if mention.id.split("-")[0] == example.row["id"]]
        return _same([], read)
    return _same(sorted(_list(example.wanted)), sorted(models.settle(reading.models, reading.words)))


def _plan(example: Example, reading: Reading) -> str | None:
    return _same(sorted(_list(example.wanted or [])), sorted({mention.id for mention in reading.plans}))


def _money(example: Example, reading: Reading) -> str | None:
    currencies = reading.words.currencies
    languages = example.row.get("languages", [None])
    tongue = currencies.tongue(reading.folded, Context(languages[0]))
    shown = without_products(plain(reading.folded), [*reading.models, *reading.plans])
    found = amounts(Source(shown, example.text, tongue, currencies))
    read = [f"{value.normalize():f} {each.currency}" for each in found if each.currency for value in each.values]
    if example.wanted is None:
        return _same([], [amount for amount in read if amount.endswith(example.row["currency"])])
    return _wanted(example, example.wanted in read, read)


def _form(example: Example, reading: Reading) -> str | None:
    read = sorted(_stated(quote) for quote in reading.quotes)
    if example.wanted is None:
        trap = example.row.get("take") == "nothing"
        without = () if trap else _quotes_by(example, reading, ())
        return _same(without, tuple(read) if trap else _quotes_by(example, reading, (example.row["id"],)))
    wanted = sorted(tuple(part.split()) for part in str(example.wanted or "").split(";") if part)
    agree = len(wanted) == len(read) and all(map(_close, wanted, read))
    return None if agree else _read(read)


def _quotes_by(example: Example, reading: Reading, ids: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """What is read with no other forms than these."""
    words = reading.words.with_forms(reading.words.price_forms.only(ids))
    with_these = Reading.of(example.text, words, NO_CONTEXT)
    return tuple(_stated(quote) for quote in with_these.quotes)


def _stated(quote: Quote) -> tuple[str, ...]:
    return tuple(filter(None, (f"{quote.amount:f}", quote.currency, quote.basis)))


def _close(wanted: tuple[str, ...], read: tuple[str, ...]) -> bool:
    return wanted[1:] == read[1:] and abs(Decimal(wanted[0]) - Decimal(read[0])) <= CLOSE


def _unit(example: Example, reading: Reading) -> str | None:
    read = [quote.basis for quote in reading.quotes]
    own = example.row.get("basis", example.row["id"])
    if example.wanted is None:
        return _same([], [basis for basis in read if basis == own])
    return _wanted(example, example.wanted in read, read)


def _role(example: Example, reading: Reading) -> str | None:
    read = [_stated(quote) for quote in reading.quotes]
    return _wanted(example, bool(read), read)


def _column(example: Example, reading: Reading) -> str | None:
    """A header of a row's kind has a word of that kind; what else it says is for the order of kinds to settle."""
    return _wanted(example, reading.words.columns.has(example.row["kind"], reading.folded), reading.folded)


def _misspelt(example: Example, reading: Reading) -> str | None:
    read = [slip.name for slip in reading.words.misspelt.find(fold(example.text))]
    return _same([] if example.wanted is None else [example.wanted], read)


def _field(example: Example, reading: Reading) -> str | None:
    return _wanted(example, reading.words.fields.has(example.row["kind"], example.text), example.text)


def _wanted(example: Example, found: bool, read: object) -> str | None:
    return None if found is (example.wanted is not None) else _read(read)


def _same(wanted: object, read: object) -> str | None:
    return None if wanted == read else _read(read)


def _read(read: object) -> str:
    parts = [" ".join(part) if isinstance(part, tuple) else str(part) for part in _list(read)]
    return f"read {', '.join(parts) or 'nothing'}"


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


KEYS: Mapping[str, bool] = {"says": False, "silent": True, "keep": False, "void": True}
"""The keys of a row that hold examples, and whether nothing is to be read of them."""
CHECKS: Mapping[str, Check] = {
    "claims": _claim,
    "offers": _sign,
    "models": _model,
    "plans": _plan,
    "currencies": _money,
    "price_forms": _form,
    "units": _unit,
    "price_roles": _role,
    "columns": _column,
    "fields": _field,
    "misspelt": _misspelt,
}
