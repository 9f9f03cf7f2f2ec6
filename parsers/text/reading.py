"""One text with everything that was found in it, for the prices that need a wider look."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from parsers.records import Basis
from parsers.text.alternating import Named, Timed
from parsers.text.amounts import Amount
from parsers.text.attribution import Subjects
from parsers.text.columns import Column
from parsers.text.cues import Cues
from parsers.text.currencies import Currencies
from parsers.text.fields import Field, Fields
from parsers.text.finding import Finding
from parsers.text.goods import Goods
from parsers.text.grids import Cell, Grid
from parsers.text.lengths import Stretch
from parsers.text.rows import Place
from parsers.text.shapes import Shape
from parsers.text.statements import Stated
from parsers.text.units import Units


@dataclass(frozen=True, slots=True)
class Reading:
    """One text with its amounts, units, role words, tables, products and lengths of time."""

    shape: Shape
    units: Units
    cues: Cues
    grid: Grid
    labelled: tuple[Cell, ...]
    headed: tuple[tuple[Column, tuple[Place, ...]], ...]
    subjects: Subjects
    lengths: list[Stretch]
    fields: Fields
    currencies: Currencies
    goods: Goods
    time: Basis | None
    """The one length of time that the text names, beside prices aside."""
    stated: Stated
    """What the text states once for all its prices."""
    beside_lengths: Timed
    """The prices that take turns with lengths of time."""
    beside_names: Named
    """The prices that take turns with names."""
    asked: int | None = None
    """Where the price of the one good begins, on a storefront's page."""
    quotas: dict[int, str | None] = field(default_factory=dict)
    """What an amount that begins there states as a quota, as far as it was asked for."""

    @property
    def taking_turns(self) -> frozenset[int]:
        """Where the prices of lists begin that take turns with names or lengths of time: each is one of its own."""
        return frozenset(self.beside_lengths.of.keys() | self.beside_names.of.keys())

    def field(self, position: int) -> Field | None:
        """The field whose value begins here."""
        return self.fields.at(self.shape, self.currencies, position)

    def alone(self, amount: Amount) -> bool:
        """Whether an amount is all that its line holds."""
        start, end = self.line(amount.start)
        return self.shape.blank(start, amount.start) and self.shape.blank(amount.end, end)

    def line(self, position: int) -> tuple[int, int]:
        return self.shape.outline.around(position, position + 1, 3)


def priced(
    amount: Amount,
    basis: Basis,
    values: tuple[Decimal, ...],
    code: str | None,
    form: str,
    end: int | None = None,
) -> Finding:
    """The finding that one amount is a price of this basis."""
    return Finding(amount.start, end or amount.end, basis, values, code, form, amount.start)
