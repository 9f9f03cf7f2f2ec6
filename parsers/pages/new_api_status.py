"""What /api/status of a New API relay says: what balance costs, how it is counted, whether prices are public."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from parsers.pages.envelope import flag, number, plain
from parsers.records import Quote, Span, Wall

MARKS = {"quota_per_unit", "system_name", "version", "start_time"}
"""Fields that tell the data of a status from those of other answers."""
MONEY = re.compile(r"price|ratio|quota|top_?up|currency|exchange|discount|recharge", re.IGNORECASE)
KNOWN = {
    "price", "quota_per_unit", "enable_online_topup", "top_up_link", "quota_display_type", "display_in_currency",
    "custom_currency_symbol", "custom_currency_exchange_rate", "usd_exchange_rate", "stripe_unit_price", "min_topup",
    "stripe_min_topup", "topup_group_ratio", "enable_stripe_topup",
}  # fmt: skip
"""Money fields that are read, or left alone because they change only how a price is shown or who may top up."""
OF_PRICE = re.compile(r"(?:price|pay|payment|top_?up|recharge)_currency|currency", re.IGNORECASE)
"""What forks call the money of `price`, which is yuan in the software itself."""
YUAN = {"CNY", "RMB", "YUAN", "¥", "￥", "元", "人民币"}
OFF = (False, 0, "false", "0", "")


@dataclass(frozen=True, slots=True)
class Status:
    """The facts of a status; `quota` is how many points one USD of balance holds, `credit` what that USD costs."""

    name: str = ""
    address: str = ""
    quota: Decimal | None = None
    credit: Quote | None = None
    wall: Wall | None = None
    unread: tuple[str, ...] = ()


def status(data: Mapping[str, Any]) -> Status:
    """Read the `data` of a status answer."""
    quota = number(data.get("quota_per_unit"))
    credit, reason = _credit(data)
    unread = [f"status.{name}" for name in sorted(data) if MONEY.search(name) and name not in KNOWN]
    if quota is None or quota <= 0:
        quota = None
        unread.append("status.quota_per_unit: missing, so that ratios give no price")
    if reason:
        unread.append(reason)
    if data.get("enable_stripe_topup") is True:
        unread.append("status.stripe_unit_price: in a currency that is not said")
    wall = _private(data.get("HeaderNavModules")) or _one_api(data)
    return Status(str(data.get("system_name") or ""), str(data.get("server_address") or ""), quota, credit, wall,
                  tuple(unread))  # fmt: skip


def _one_api(data: Mapping[str, Any]) -> Wall | None:
    """The software that this one comes from answers alike, and publishes neither groups nor prices."""
    other = data.keys() & {"price", "HeaderNavModules", "quota_display_type"} or not data.keys() >= {"chat_link"}
    return None if other else Wall("private_pricing", "One API publishes no prices")


def _credit(data: Mapping[str, Any]) -> tuple[Quote | None, str | None]:
    """CNY for one USD of balance, unless balance is not sold at the relay itself; then the reason.

    A relay with online top-up off keeps a default `price` that nobody pays.
    """
    price = number(data.get("price"))
    if price is None or price <= 0:
        return None, "status.price: missing, so that the cost of balance is not known"
    if "enable_online_topup" in data and data["enable_online_topup"] in OFF:
        return None, "status.price: online top-up is off, so that nobody pays it"
    if money := next((data[name] for name in data if OF_PRICE.fullmatch(name) and _is_other(data[name])), None):
        return None, f"status.price: in {money}, which is not read as yuan"
    if data.get("top_up_link") and "enable_online_topup" not in data:
        return None, "status.price: balance is sold elsewhere (top_up_link)"
    return Quote("usd_credit", plain(price), Span(path="status.data.price"), currency="CNY"), None


def _is_other(money: Any) -> bool:
    """Whether a field names another money than that which the software itself takes."""
    return isinstance(money, str) and bool(money.strip()) and money.strip().upper() not in YUAN


def _private(modules: Any) -> Wall | None:
    """A wall where the operator shows prices to users only, even if an older version still answers everybody."""
    pricing = _object(modules).get("pricing")
    parts = pricing if isinstance(pricing, dict) else {"enabled": pricing}
    if flag(parts.get("requireAuth"), False) or parts.get("groups"):
        return Wall("private_pricing", "HeaderNavModules: pricing requires a login")
    if not flag(parts.get("enabled"), True):
        return Wall("private_pricing", "HeaderNavModules: pricing is switched off")
    return None


def _object(text: Any) -> dict[str, Any]:
    try:
        found = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
