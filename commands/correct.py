"""`undercut correct`: what a person knows better than the reader, as dated and attributed knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, get_args

import typer

from commands.conduct import now
from commands.console import out, show
from commands.explain import on_day, versions
from commands.observatory import Home, find
from commands.options import day
from parsers.records import BadInput, Basis, Mention, Quote, Span
from storage import corrections as book
from storage import ledger, projection
from storage.official_tables import embedded
from storage.rates import Rates
from storage.store import Store, open_store

SHOWN = ("number", "listing", "known since", "by", "reason", "changes")
PRICE = 'write it like --price "usd_credit 1.5 CNY" or --price "month 27 CNY chatgpt-plus"'
PERSON = Span(path="a person's word")


def price(text: str, rates: Rates) -> Quote:
    """A price as a person writes it: what it buys, the amount, its currency, and the model or plan if it is for one."""
    basis, amount, *rest = [*text.split(), "", ""]
    words = [word for word in rest if word]
    currency = words.pop(0) if words and words[0].isupper() else None
    if basis not in get_args(Basis):
        raise BadInput(f"--price {text!r}: {basis!r} is no basis; there are {', '.join(get_args(Basis))}; {PRICE}")
    id = subject(words[0], rates) if words else None
    about: Any = "everything" if id is None else "plan" if is_plan(id, rates) else "model"
    if len(words) > 1:
        raise BadInput(f"--price {text!r}: {words[1]!r} is too much; {PRICE}")
    return Quote(basis, number(amount, text), PERSON, currency, about, id, id)  # type: ignore[arg-type]


def number(amount: str, text: str) -> Decimal:
    try:
        found = Decimal(amount)
    except InvalidOperation:
        raise BadInput(f"--price {text!r}: {amount!r} is no amount; {PRICE}") from None
    if not found.is_finite() or found < 0:
        raise BadInput(f"--price {text!r}: {amount!r} is no amount; {PRICE}")
    return found


def subject(id: str, rates: Rates) -> str:
    """The id of a model, line or plan, or BadInput if no price list has ever heard of it."""
    if id not in rates.reasons and not any(id == known for known, _ in rates.listed):
        raise BadInput(f"no model or plan is called {id!r}: `undercut rates list` shows the ids")
    return id


def is_plan(id: str, rates: Rates) -> bool:
    """Whether an id is a plan's: it is priced by the month, or has no price for a reason that says so."""
    return any("month" in row.prices for row in rates.history(id)) or "plan" in rates.reasons.get(id, "")


def changes(
    access: str | None,
    prices: Sequence[str],
    models: Sequence[str],
    claims: Sequence[str],
    no_claims: Sequence[str],
    no_offer: bool,
) -> dict[str, Any]:
    """The options as changes; what is not named stays as it was read."""
    rates = embedded()
    ids = [subject(id, rates) for id in models]
    named = {plan: tuple(Mention(id, id, PERSON) for id in ids if is_plan(id, rates) == plan) for plan in (True, False)}
    found: dict[str, Any] = {"models": named[False], "plans": named[True]} if models else {}
    if prices:
        found["quotes"] = tuple(price(text, rates) for text in prices)
    return found | {
        name: value
        for name, value in (("access", access), ("add_claims", tuple(claims)), ("drop_claims", tuple(no_claims)))
        if value
    } | ({"offer": False} if no_offer else {})  # fmt: skip


def correct_version(
    store: Store, listing: str, on: str | None, found: dict[str, Any], by: str, reason: str, at: datetime
) -> int:
    """Correct the version that stood on a day, by default the last; the correction's number."""
    span = on_day(versions(projection.spans(store), listing), day(on, "--on"))
    read = ledger.listings(store, {span.digest}, book.UNCORRECTED)[span.digest]
    return book.correct(store, span.digest, read, found, by, reason, at)


def show_corrections(store: Store) -> None:
    """Every correction that stands."""
    rows = [
        (each.id, each.listing_id, f"{each.learned_at:%Y-%m-%d}", each.by, each.reason, ", ".join(each.changes))
        for each in book.corrections(store)
    ]
    show(f"Corrections: {len(rows)}", SHOWN, rows, numeric=SHOWN[:1])


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def correct(
        listing: Annotated[
            str | None, typer.Argument(help="A listing's id, or its beginning; none: list what was corrected.")
        ] = None,
        on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The version of this day.")] = None,
        access: Annotated[str | None, typer.Option(help="The form of access.")] = None,
        price: Annotated[
            list[str] | None, typer.Option(help="A price as sold; those given replace all that were read.")
        ] = None,
        model: Annotated[list[str] | None, typer.Option(help="A model or plan; these replace those read.")] = None,
        claim: Annotated[list[str] | None, typer.Option(help="A claim that the listing asserts.")] = None,
        no_claim: Annotated[list[str] | None, typer.Option("--no-claim", help="A claim that it does not.")] = None,
        no_offer: Annotated[bool, typer.Option("--no-offer", help="It offers nothing.")] = False,
        withdraw: Annotated[int | None, typer.Option(help="Take this correction back.")] = None,
        by: Annotated[str, typer.Option(help="Who says so.")] = "",
        reason: Annotated[str, typer.Option(help="Why.")] = "",
        home: Home = None,
    ) -> None:
        """Correct what was read of a listing. The reading stays; figures as known before today stay what they were.

        It holds for the words it was made for, however a later reader reads them, and can be withdrawn.

        Example: `undercut correct 3f9a --price "usd_credit 1.5 CNY" --by "L. Wen" --reason "15 is a typo"`
        """
        with open_store(find(home).home) as store:
            if withdraw is not None:
                book.withdraw(store, withdraw, by, reason, now())
                out.print(f"correction {withdraw} is withdrawn; figures as known before today keep it")
                return
            if listing is None:
                show_corrections(store)
                return
            found = changes(access, price or (), model or (), claim or (), no_claim or (), no_offer)
            made = correct_version(store, listing, on, found, by, reason, now())
        out.print(f"correction {made}: `undercut explain` shows it, `undercut correct --withdraw {made}` takes it back")
