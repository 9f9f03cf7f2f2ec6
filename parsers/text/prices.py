"""Reads every price that a text asks for: amount, money, what it buys, whom it is for, and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from parsers.records import Claim, Context, Mention, Quote
from parsers.text import cells, numbers
from parsers.text.asides import asides
from parsers.text.bare import bare_numbers
from parsers.text.finding import Finding
from parsers.text.footers import by_footer
from parsers.text.forms import findings
from parsers.text.headed import by_heading
from parsers.text.listed_packs import listed_packs
from parsers.text.mapped import mapped
from parsers.text.minimums import without_minimums
from parsers.text.named_passes import named_passes
from parsers.text.neighbours import AGAIN, beside_others
from parsers.text.packs import packs
from parsers.text.pairs import pairs
from parsers.text.patterns import compiled
from parsers.text.prepared import prepared
from parsers.text.promised import promised
from parsers.text.quotas import in_brackets, of_plan, pass_of
from parsers.text.quoted import quoted
from parsers.text.reading import Reading
from parsers.text.reduced import changed
from parsers.text.restated import unpaid, without_rates, without_ratios, without_reductions
from parsers.text.said import said_once, settled, without_listed
from parsers.text.second_prices import asked_again
from parsers.text.singles import singles
from parsers.text.spoken import is_part
from parsers.text.storefronts import Page, in_order, page
from parsers.text.tiers import by_piece
from parsers.text.ways import way_of

if TYPE_CHECKING:
    from parsers.text.scanner import Seen
    from parsers.text.vocabulary import Words

_COUNTED = re.compile(rf"[0-9{numbers.HAN}]")
_LISTED = re.compile(r"[ ]?[/、][ ]?")
"""Between sums of one list, which play one role: "с балансом 10$ / 25$ / 50$"."""
_RATIO = "recharge_ratio"
"""The form of a ratio, which is a rate and no pack, whatever passes are named beside it."""
_GIVEN = {"gift", "given", "invited", "quota", "limit"}
_KINDS = {"usd_credit": "credit", "percent": "percent", "multiplier": "multiplier"}


def quotes(
    text: str,
    folded: str,
    context: Context,
    models: Sequence[Mention],
    goods: Sequence[Mention],
    words: Words,
    seen: Seen | None = None,
    said: Sequence[Claim] = (),
) -> tuple[Quote, ...]:
    """Every price that a buyer pays now, in reading order, each said once.

    `folded` is the text as script.fold gives it; `models` and `goods` are what it names, as plans.goods has them, and
    `said` is what it claims. Official, former and market prices, minimums, gifts, promotions on the top-up, quotas and
    fees are no prices. A range is two quotes: a floor, then a ceiling.
    """
    if not _COUNTED.search(folded) and not _in_words(folded, words):
        return ()
    reading = prepared(text, folded, context, models, goods, words, seen, said)
    shop = page(reading)
    stated = _of_page(reading, shop, folded, context, words, said) if shop else _stated(reading, words, said)
    return settled(said_once(without_listed(stated, words.signs.list_prices)))


def _stated(reading: Reading, words: Words, said: Sequence[Claim]) -> list[Quote]:
    """Every price of a text, or of one good on a page."""
    beside = asides(reading, words.columns) | promised(reading.shape, said)
    found = sorted(_findings(reading, words, beside), key=lambda finding: (finding.at, finding.start))
    found = cells.without_goods(reading, found)
    if reading.asked is not None:
        found = [finding for finding in found if finding.at == reading.asked]
    reading.subjects.prices = _prices(reading, found, beside)
    once = without_rates(reading, by_footer(reading, list(beside_others(reading, found))))
    paid = without_minimums(reading, _sold(reading, without_ratios(reading, once)))
    sold = by_piece(reading, asked_again(reading, paid))
    return [quote for finding in without_reductions(reading, list(sold)) for quote in quoted(reading, finding)]


def _of_page(
    reading: Reading, shop: Page, folded: str, context: Context, words: Words, said: Sequence[Claim]
) -> list[Quote]:
    """The prices of the goods on a storefront's page, each read with the page's heading and without the other goods."""
    subjects, stated = reading.subjects, []
    models, sold = in_order(subjects.models), in_order((*subjects.plans, *subjects.tools))
    said = in_order(said)
    for part in shop.parts:
        named = part.named if part.named(models) or part.named(sold) else part.led
        own = prepared(
            part.of(reading.shape.text),
            part.of(folded),
            context,
            named(models),
            named(sold),
            words,
            said=part.led(said) + part.named(said),
            tongue=reading.shape.tongue,
            asked=part.asked,
        )
        stated += [quote for one in _stated(own, words, ()) for quote in part.back(one)]
    return stated


def _prices(reading: Reading, found: Sequence[Finding], beside: set[int]) -> list[int]:
    """Where prices stand: sums that may be some, and what was found, but for what is a vendor's."""
    paid = set(_paid(reading, beside))
    sums = {amount.start for amount in reading.shape.amounts if amount.kind != "number"}
    return sorted((paid | {finding.at for finding in found}) - (sums - paid))


def _paid(reading: Reading, beside: set[int]) -> Iterator[int]:
    """Where amounts stand that may be prices; those of the vendor beside the seller's part no name from its price."""
    for amount in reading.shape.amounts:
        role = reading.cues.void(amount.start, amount.end, "dollars" if amount.kind == "dollars" else "money")
        official = role is not None and role.id.startswith("official")
        if amount.kind != "number" and not official and amount.start not in beside:
            yield amount.start


def _in_words(folded: str, words: Words) -> bool:
    """Whether a text without numerals states a price in words: "half the official price"."""
    fixed = (pattern for form in words.price_forms.rows if form.value for _, pattern in form.patterns)
    return any(compiled(pattern).search(folded) for pattern in fixed)


def _findings(reading: Reading, words: Words, beside: set[int]) -> Iterator[Finding]:
    """Table cells first, then the forms, then amounts with a unit, then bare numbers; none is read twice."""
    was = changed(reading)
    lowered = unpaid(reading) - reading.taking_turns
    unmarked = {at for at in lowered if at in reading.shape.by_start and reading.shape.by_start[at].kind == "number"}
    void = beside | was.keys() | unmarked
    in_cells = (finding for finding in cells.tabled(reading) if finding.at not in void)
    tabled = [finding for finding in in_cells if not is_part(reading.shape.plain, finding.at)]
    used = {finding.at for finding in tabled}
    lists = list(listed_packs(reading, used))
    used |= {at for at, then in was.items() if then in used} | cells.unpaid(reading) | lowered | beside
    formed, taken = findings(reading.shape, words.price_forms, used)
    used |= taken | cells.unit_numbers(reading)
    yield from (*tabled, *lists)
    yield from (_directed(reading, finding) for finding in formed if finding.values)
    yield from [_directed(reading, finding) for finding in by_heading(reading, used)]
    yield from list(pairs(reading, words.columns, [*tabled, *formed], used))
    yield from list(named_passes(reading, used))
    yield from list(packs(reading, formed, used))
    used |= {amount.start for amount in reading.shape.amounts if amount.credit} | set(in_brackets(reading))
    yield from list(mapped(reading, used))
    yield from (_directed(reading, finding) for finding in singles(reading, used))
    yield from bare_numbers(reading, used, unmarked)


def _directed(reading: Reading, finding: Finding) -> Finding:
    """A token price with its way (input, output, cache), and a credit pack that is a pass as the pass it is."""
    if finding.basis == "usd_credit" and finding.form != _RATIO and (found := pass_of(reading, finding)):
        paid = reading.shape.by_start[finding.at].values
        return finding._replace(basis=found[0], values=paid, condition=f"quota:{found[1].normalize():f}USD/total")
    if finding.basis == "usd_credit" and (sold := of_plan(reading, finding)):
        return sold
    if finding.basis != "mtok":
        return finding
    if length := reading.beside_lengths.of.get(finding.at):
        return finding._replace(basis=length.basis)
    way = way_of(reading, finding)
    return finding._replace(basis=way) if way else finding


def _sold(reading: Reading, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that are selling prices.

    A sum that was called a gift or a quota is the same one where it stands alone again.
    """
    void: Finding | None = None
    stated = list(found)
    given: set[tuple[object, ...]] = set(_held(reading, stated))
    for finding in stated:
        role = reading.cues.void(finding.start, finding.end, _kind(finding))
        sum_of = (finding.currency, *finding.values)
        again = void is not None and _is_again(reading, void, finding, given)
        if again or role or min(finding.values) <= 0 or (finding.form == "single" and sum_of in given):
            listed = again and void is not None and void.currency == finding.currency
            given |= {sum_of} if listed or (role and role.id in _GIVEN) else set()
            void = finding
        else:
            yield finding


def _held(reading: Reading, found: Iterable[Finding]) -> Iterator[tuple[object, ...]]:
    """The dollars of credit that packs hold: no good at that price."""
    for finding in found:
        if finding.basis == "usd_credit" and (finding.form == "pack" or finding.currency not in (None, "USD")):
            for amount in reading.shape.within(finding.start, finding.end, 4):
                if amount.kind == "dollars" and amount.values[0] > 1 and amount.start != finding.at:
                    yield (amount.currency, *amount.values)


def _is_again(reading: Reading, void: Finding, finding: Finding, given: set[tuple[object, ...]]) -> bool:
    """Whether an amount plays the role of the one in front of it: "$0.2 or 4k IDR" says it twice, a list goes on."""
    between = (reading.shape.plain, void.end, finding.start)
    if void.currency != finding.currency:
        return AGAIN.fullmatch(*between) is not None
    listed = finding.form == "single" and (void.currency, *void.values) in given
    return listed and _LISTED.fullmatch(*between) is not None


def _kind(finding: Finding) -> str:
    """The kind of price, as price_roles.toml names them."""
    if finding.basis.startswith("mtok"):
        return "tokens"
    if finding.condition:
        return "credit"
    return _KINDS.get(finding.basis) or ("dollars" if finding.currency == "USD" else "money")
