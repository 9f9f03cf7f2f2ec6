"""Makes answers of price feeds and exchange-rate sources for the tests, in the shapes that they publish."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

Pair = tuple[float, float]
HOST = "feeds.example"
PLACES = {
    "model-prices": f"http://{HOST}/v1/latest.json",
    "genai-prices": f"http://{HOST}/data.json",
    "litellm": f"http://{HOST}/model_prices_and_context_window.json",
    "ecb": f"http://{HOST}/eurofxref-hist.zip",
    "frankfurter": f"http://{HOST}/v2/rates?base=usd&quotes=rub,twd",
}
SOURCE = f"""title = "Feeds"
platform = "official_rates"
every = "1d"
start = {json.dumps(list(PLACES.values()))}
limits = {{ delay = 0.0 }}
"""


def genai(prices: Mapping[str, Pair], later: Mapping[str, tuple[str, Pair]] | None = None) -> bytes:
    """genai-prices: an array of providers; `later` are prices with the day on which they begin."""
    models = [{"id": id, "prices": genai_price(id, pair, (later or {}).get(id))} for id, pair in prices.items()]
    return json.dumps([{"id": "anthropic", "name": "Anthropic", "models": models}]).encode()


def genai_price(id: str, pair: Pair, later: tuple[str, Pair] | None) -> Any:
    tier = {"start": 200000, "price": 2 * pair[0]}
    first = {"input_mtok": {"base": pair[0], "tiers": [tier]}, "output_mtok": pair[1], "web_searches_kcount": 10}
    if not later:
        return first
    start, (input, output) = later
    dated = {"constraint": {"start_date": start}, "prices": {"input_mtok": input, "output_mtok": output}}
    return [{"prices": first}, dated]


def model_prices(prices: Mapping[str, Pair], start: str = "2026-11-01T08:30:00Z") -> bytes:
    """model-prices: intervals by maker, model and mode."""

    def rates(pair: Pair) -> dict[str, Any]:
        found = {"input": pair[0], "output": pair[1], "cache_read": pair[0] / 10, "source": f"https://{HOST}/list"}
        return {"start": start, "rates": found | {"valid_from": start, "valid_from_basis": "documented"}}

    models = {id: {"standard": [{"start": None, "rates": None}, rates(pair)]} for id, pair in prices.items()}
    return json.dumps({"schema": 1, "prices": {"anthropic": models}}).encode()


def litellm(prices: Mapping[str, Pair]) -> bytes:
    """LiteLLM: a flat list of floats per token."""
    rows = {
        id: {
            "litellm_provider": "anthropic",
            "mode": "chat",
            "input_cost_per_token": pair[0] / 1e6,
            "output_cost_per_token": pair[1] / 1e6,
        }
        for id, pair in prices.items()
    }
    return json.dumps({"sample_spec": {"mode": "one of …"}, **rows}).encode()


def ecb(days: Mapping[str, Mapping[str, str]]) -> bytes:
    """The ECB's archive: units per EUR by day, newest first, with a comma at each end."""
    names = list(next(iter(days.values())))
    lines = [",".join(["Date", *names, ""])]
    lines += [",".join([day, *units.values(), ""]) for day, units in sorted(days.items(), reverse=True)]
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("eurofxref-hist.csv", "\n".join(lines) + "\n")
    return body.getvalue()


def frankfurter(*rows: tuple[str, str, float]) -> bytes:
    return json.dumps(
        [{"date": day, "base": "USD", "quote": quote, "rate": rate} for day, quote, rate in rows]
    ).encode()


def answers(feeds: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """What each address answers; model-prices names its snapshot by its digest."""
    for feed, body in feeds.items():
        if feed == "model-prices":
            name = hashlib.sha256(body).hexdigest()
            yield PLACES[feed], json.dumps({"sha256": name, "published_at": "2026-11-24T17:48:30Z"}).encode()
            yield f"http://{HOST}/v1/{name}.json", body
        else:
            yield PLACES[feed], body
