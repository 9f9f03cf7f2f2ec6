"""The form in which a text gives access: a relay's API, an account, a seat, a top-up, a mirror, or for free."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.records import Access, Claim
from parsers.text.signs import Found
from parsers.text.verdict import Verdict

_OF_CODES: tuple[tuple[str, Access], ...] = (
    ("shared_seat", "shared_seat"),
    ("topup_service", "top_up"),
    ("account_sale", "account"),
    ("dedicated_account", "account"),
    ("mirror_site", "mirror"),
    ("public_good", "free"),
)
_OF_A_RELAY = frozenset(
    {"usd_credit", "mtok_input", "mtok_output", "mtok", "percent", "multiplier", "request", "image"}
)


def access_of(found: Found, verdict: Verdict) -> Access | None:
    """The form that the text speaks of first where goods are sold; else the relay's, unless it is all for free.

    None where the text names no form.
    """
    if "relay_api" in verdict.access:
        return "free" if "free" in verdict.access and not found.quotes else "relay_api"
    if first := _first(found.claims):
        return first
    if verdict.access:
        return verdict.access[0]
    if any(quote.basis in _OF_A_RELAY for quote in found.quotes):
        return "relay_api"
    if found.plans:
        return "account"
    return "relay_api" if "many_models" in found.codes else None


def _first(claims: Sequence[Claim]) -> Access | None:
    forms = dict(_OF_CODES)
    said = [claim for claim in claims if claim.polarity == "asserted" and claim.code in forms]
    return forms[min(said, key=lambda claim: claim.span.start).code] if said else None
