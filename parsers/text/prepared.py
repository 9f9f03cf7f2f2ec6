"""Prepares a text for the reading of its prices: its amounts, its tables, the words beside them and what is sold."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from parsers.records import Basis, Claim, Context, Mention
from parsers.text import grids
from parsers.text.alternating import named, timed
from parsers.text.amounts import Source
from parsers.text.attribution import Subjects
from parsers.text.credit_units import counted_in_dollars
from parsers.text.cues import cues
from parsers.text.currencies import Tongue
from parsers.text.figures import amounts
from parsers.text.headed import headed
from parsers.text.layout import plain
from parsers.text.lengths import Stretch
from parsers.text.models import settle
from parsers.text.paces import without_paces
from parsers.text.promised import beside_claims, bought_for
from parsers.text.reading import Reading
from parsers.text.shapes import Shape, without_products
from parsers.text.statements import stated
from parsers.text.value_rows import rows
from parsers.text.writing import any_of

if TYPE_CHECKING:
    from parsers.text.scanner import Seen
    from parsers.text.vocabulary import Words

_TABLES = 16
"""Tables whose headers are looked at: a bound for hostile texts."""

_PASS = re.compile(any_of("passes", opens=False))


def prepared(
    text: str,
    folded: str,
    context: Context,
    models: Sequence[Mention],
    goods: Sequence[Mention],
    words: Words,
    seen: Seen | None = None,
    said: Sequence[Claim] = (),
    tongue: Tongue | None = None,
    asked: int | None = None,
) -> Reading:
    """What a text names and says of its amounts; a part has the `tongue` of its whole and its price where `asked`."""
    plans = [good for good in goods if good.id]
    shape = _shape(text, folded, [*models, *plans], words, tongue or words.currencies.tongue(folded, context))
    found = beside_claims(cues(words.roles, shape, seen), said)
    headers = grids.Headers(shape, words.columns, words.currencies, words.units)
    subjects = _subjects(shape, models, goods, words, grid := grids.read(headers))
    lengths = list(without_paces(shape, found, _lengths(shape, plans, words, said, grid.headers, asked)))
    listed = named(shape, [*(model for model in models if not model.implied), *plans], lengths, subjects.plan_ids)
    subjects.listed = listed.of
    return Reading(
        shape,
        words.units,
        found,
        grid,
        grids.labels(headers),
        headed(headers),
        subjects,
        lengths,
        words.fields,
        words.currencies,
        words.goods,
        _sole(lengths),
        stated(shape, words.currencies, words.units.lengths),
        timed(shape, lengths, words.units.lengths.turns, bool(plans)),
        listed,
        asked,
    )


def _subjects(
    shape: Shape, models: Sequence[Mention], goods: Sequence[Mention], words: Words, grid: grids.Grid
) -> Subjects:
    """The names of a text, as what its prices may be for."""
    plans, tools = tuple(good for good in goods if good.id), tuple(good for good in goods if not good.id)
    settled, titles = frozenset(settle(models, words)), words.fields.titles(shape.text)
    lines, opened_by = words.plans.lines, words.plans.opened_by
    subjects = Subjects(
        shape, words.roles, tuple(models), plans, lines, opened_by, settled, tools, grid, titles, words.plans.own
    )
    subjects.prices = [amount.start for amount in shape.amounts if amount.kind != "number"]
    return subjects


def _shape(text: str, folded: str, names: Sequence[Mention], words: Words, tongue: Tongue) -> Shape:
    """The text with its amounts, those of credit as what they are counted in."""
    source = Source(without_products(plain(folded), names), text, tongue, words.currencies, rows(text))
    return Shape.of(text, source.plain, counted_in_dollars(source.plain, amounts(source)), tongue)


def _lengths(
    shape: Shape,
    plans: Sequence[Mention],
    words: Words,
    said: Sequence[Claim],
    headers: Sequence[tuple[int, int]],
    asked: int | None,
) -> list[Stretch]:
    """Every length of time that something may be bought for, in reading order; a header names its column."""
    every = words.units.lengths
    short = every.shortened(shape.plain, (plan.span.end for plan in plans))
    found = [*bought_for(every.spans(shape.plain), said), *short]
    firm = {length.start for length in found}
    alone = (length for length in every.alone(shape.plain) if length.start not in firm) if plans else ()
    apart = (length for length in alone if not any(start <= length.start < end for start, end in headers[:_TABLES]))
    held = (length for length in [*found, *apart] if asked is None or not _of_quota(shape, words, length))
    return sorted(held, key=lambda length: length.start)


def _sole(lengths: Iterable[Stretch]) -> Basis | None:
    """The one length of time of several, where they are one."""
    bases = {length.basis for length in lengths if not length.beside}
    return bases.pop() if len(bases) == 1 else None


def _of_quota(shape: Shape, words: Words, length: Stretch) -> bool:
    """Whether a length only says for which time a pass holds the dollars in front of it: "$10 per day"."""
    at = bisect_left(shape.starts, length.start) - 1
    held = shape.amounts[at] if at >= 0 else None
    behind = words.units.behind(shape.plain, held.end) if held and held.kind == "dollars" else None
    return behind is not None and behind.end >= length.end and not _PASS.match(shape.plain, length.start)
