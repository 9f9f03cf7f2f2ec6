"""The two libraries that read money out of text, asked for the prices of a listing in the form of `undercut extract`.

Neither knows what a listing sells: what they find is compared as amounts only. A yen sign in a Chinese text is counted
as the yuan's, which neither of them does by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

try:
    from price_parser import Price
    from recognizers_number_with_unit import Culture, recognize_currency
except ImportError:
    raise SystemExit(
        "benchmarks: the libraries to compare with are not installed; run: pip install -c constraints.txt '.[bench]'"
    ) from None

Prices = list[dict[str, Any]]
SIGNS: Mapping[str, str] = {
    "$": "USD", "US$": "USD", "USD": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "руб": "RUB", "руб.": "RUB", "₩": "KRW",
    "₫": "VND", "Rp": "IDR", "R$": "BRL", "₹": "INR", "₴": "UAH", "元": "CNY", "￥": "CNY", "¥": "CNY", "円": "JPY",
}  # fmt: skip
UNITS: Mapping[str, str] = {"Dollar": "USD", "Euro": "EUR", "Pound": "GBP", "Chinese yuan": "CNY"}
CULTURES: Mapping[str, str] = {
    "zh": Culture.Chinese, "en": Culture.English, "es": Culture.Spanish, "fr": Culture.French,
    "pt": Culture.Portuguese, "ja": Culture.Japanese,
}  # fmt: skip


def by_price_parser(language: str, text: str) -> Prices:
    """The one price that price-parser finds."""
    price = Price.fromstring(text)
    if price.amount is None:
        return []
    code = SIGNS.get(price.currency or "", price.currency)
    return [{"amount": price.amount, "currency": "JPY" if code == "CNY" and language == "ja" else code}]


def by_recognizers(language: str, text: str) -> Prices:
    """Every amount of money that Recognizers-Text finds in the text's own language."""
    found = (result.resolution or {} for result in recognize_currency(text, CULTURES.get(language, Culture.English)))
    return [_price(money, language) for money in found if money.get("value")]


def _price(money: Mapping[str, Any], language: str) -> dict[str, Any]:
    code = money.get("isoCurrency") or UNITS.get(money.get("unit") or "")
    return {
        "amount": float(money["value"].replace(",", ".")),
        "currency": "CNY" if code == "JPY" and language == "zh" else code,
    }


PEERS: Mapping[str, Callable[[str, str], Prices]] = {
    "price-parser": by_price_parser,
    "Recognizers-Text": by_recognizers,
}
