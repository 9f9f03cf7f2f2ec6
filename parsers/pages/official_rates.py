"""Reads published feeds of official prices (genai-prices, model-prices, LiteLLM) and of exchange rates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from parsers.pages.exchange_rates import ecb, frankfurter, is_zip
from parsers.records import Ask, Page, PageError, Snapshot, Stated

MILLION = Decimal(10**6)
DIGITS = Decimal("0.000001")
"""Feeds that state floats per token are exact to this many USD per million."""
SHA256 = re.compile(r"[0-9a-f]{64}")
NAMES: Mapping[str, str] = {"x-ai": "xai", "gemini": "google", "moonshot": "moonshotai", "dashscope": "alibaba"}
"""How feeds spell our providers, where otherwise."""
PROVIDERS = frozenset({
    "alibaba", "anthropic", "cursor", "deepseek", "google", "minimax", "mistral", "moonshotai", "openai", "xai",
    "xiaomi", "zai",
})  # fmt: skip
"""The makers whose list is in USD. Zhipu's China list is in yuan, and feeds divide it by a rate of their own."""
Prices = Mapping[str, Any]


def read(snapshot: Snapshot) -> Page:
    """What a feed states on the day it was fetched: the price in force of each model, and those scheduled after it.

    The feed is told by its shape. Raises PageError for anything else.
    """
    day = snapshot.fetched_at.date()
    if is_zip(snapshot.body):
        return Page(fx=tuple(ecb(snapshot.body, day)))
    content = parsed(snapshot)
    if isinstance(content, list) and all(isinstance(row, dict) and "quote" in row for row in content):
        return Page(fx=tuple(frankfurter(content, snapshot.url)))
    if isinstance(content, list) and all(isinstance(row, dict) and "models" in row for row in content):
        return page(genai_prices(content, day))
    if isinstance(content, dict) and SHA256.fullmatch(str(content.get("sha256", ""))):
        return Page(asks=(Ask(f"{snapshot.url.rpartition('/')[0]}/{content['sha256']}.json", "model-prices"),))
    if isinstance(content, dict) and isinstance(content.get("prices"), dict):
        return page(model_prices(content["prices"], day), unread=tampered(snapshot))
    if isinstance(content, dict) and any(
        "litellm_provider" in row for row in content.values() if isinstance(row, dict)
    ):
        return page(litellm(content))
    raise PageError(f"{snapshot.url}: no feed of prices or exchange rates that is known")


def parsed(snapshot: Snapshot) -> Any:
    """The JSON, with every number as it is written."""
    try:
        return json.loads(snapshot.body, parse_float=Decimal)
    except (ValueError, UnicodeDecodeError) as error:
        raise PageError(f"{snapshot.url}: not JSON: {error}") from None


def page(stated: Iterable[Stated | str], unread: Iterable[str] = ()) -> Page:
    """What is stated, and what could not be understood of it."""
    found = list(stated)
    prices = tuple(each for each in found if isinstance(each, Stated))
    if not prices:
        raise PageError("the feed states no price of a maker that is known: its shape has changed")
    return Page(stated=prices, unread=(*unread, *(each for each in found if isinstance(each, str))))


def tampered(snapshot: Snapshot) -> tuple[str, ...]:
    """model-prices names a snapshot by its digest: what does not have it is another file."""
    name = snapshot.url.rpartition("/")[2].removesuffix(".json")
    if SHA256.fullmatch(name) and name != snapshot.digest:
        raise PageError(f"{snapshot.url}: the file's sha-256 is {snapshot.digest}, which is not its name")
    return ()


def genai_prices(providers: list[Any], day: date) -> Iterator[Stated | str]:
    """The prices of genai-prices: one, or a list of which the last that holds counts; peak hours are left out."""
    for provider in providers:
        maker = NAMES.get(provider.get("id"), provider.get("id"))
        for model in provider["models"] if maker in PROVIDERS else ():
            found = model.get("prices")
            rows = found if isinstance(found, list) else [{"prices": found}]
            dated = [(start_of(row), row["prices"]) for row in rows if not is_peak(row)]
            for start, prices in in_force(dated, day):
                basis = "genai-prices start_date" if start else "by then"
                yield stated("genai-prices", maker, model["id"], keyed(prices, "_mtok"), start, basis)


def is_peak(row: Prices) -> bool:
    """Whether a price is for some hours of the day only."""
    return "start_time" in (row.get("constraint") or {})


def start_of(row: Prices) -> date | None:
    text = (row.get("constraint") or {}).get("start_date")
    return date.fromisoformat(text) if text else None


def model_prices(labs: Prices, day: date) -> Iterator[Stated | str]:
    """The standard prices of model-prices: intervals that follow each other; without rates there is no price."""
    for lab, models in labs.items():
        maker = NAMES.get(lab, lab)
        for model, modes in models.items() if maker in PROVIDERS else ():
            dated = [(first_day(row), row["rates"]) for row in modes.get("standard", ())]
            for start, rates in in_force(dated, day):
                since = first_day({"start": rates.get("valid_from")}) or start
                basis = str(rates.get("valid_from_basis") or "by then")
                yield stated("model-prices", maker, model, rates, since, basis)


def first_day(row: Prices) -> date | None:
    return date.fromisoformat(row["start"][:10]) if row.get("start") else None


def in_force(dated: list[tuple[date | None, Any]], day: date) -> Iterator[tuple[date | None, Any]]:
    """The last price that has begun by the day, and every one that is to begin later; None is no price."""
    begun = [(start, prices) for start, prices in dated if start is None or start <= day]
    later = [(start, prices) for start, prices in dated if start is not None and start > day]
    return ((start, prices) for start, prices in [*begun[-1:], *later] if prices)


def litellm(rows: Prices) -> Iterator[Stated | str]:
    """LiteLLM's flat list: USD per token, no dates."""
    for key, row in rows.items():
        if not isinstance(row, dict) or "input_cost_per_token" not in row or "output_cost_per_token" not in row:
            continue
        name = str(row.get("litellm_provider"))
        maker = NAMES.get(name, name)
        id = key.removeprefix(f"{name}/")
        if maker in PROVIDERS and "/" not in id and row.get("mode") in {"chat", "responses", None}:
            yield stated("litellm", maker, id, per_million(row), None, "by then")


def per_million(row: Prices) -> Prices:
    """Prices per token as prices per million."""
    names = {
        "input": "input_cost_per_token",
        "output": "output_cost_per_token",
        "cache_read": "cache_read_input_token_cost",
        "cache_write": "cache_creation_input_token_cost",
    }
    return {ours: Decimal(str(row[theirs])) * MILLION for ours, theirs in names.items() if row.get(theirs) is not None}


def keyed(prices: Prices, ending: str) -> Prices:
    """The base tier of each price, without the unit in its name."""
    return {
        name.removesuffix(ending): price["base"] if isinstance(price, dict) else price
        for name, price in prices.items()
        if name.endswith(ending)
    }


def stated(feed: str, maker: str, id: str, prices: Prices, start: date | None, basis: str) -> Stated | str:
    """One price, or the name of what cannot be understood of it; a model without both sides has no token price."""
    try:
        amounts = {name: amount(prices[name]) for name in ("input", "output")}
        caches = {name: amount(prices[name]) for name in ("cache_read", "cache_write") if prices.get(name) is not None}
    except (KeyError, InvalidOperation):
        return f"{feed}: {maker}/{id}"
    return Stated(feed, maker, id, valid_from=start, basis=basis, **amounts, **caches)


def amount(value: Any) -> Decimal:
    """USD per million tokens, without what a float leaves behind."""
    return Decimal(str(value)).quantize(DIGITS).normalize() + 0
