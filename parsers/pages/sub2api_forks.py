"""Finds the groups of a model plaza wherever a fork of sub2api keeps them, and what multiplies their prices.

The software itself lists groups, whose multiplier stands beside prices without it. Forks multiply the prices before
they answer, list plans with prices of their own, platforms or models without a multiplier, or a row for each group and
model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parsers.pages.envelope import fields, mostly, named, numbered
from parsers.pages.shop import text_in

INCLUDED = "prices_include_rate"
LISTS = ("groups", "platforms", "plans", "rows", "models")
"""What a plaza is a list of, in the software itself and in its forks."""
NAMES = ("name", "id", "model_id", "pattern", "model")
PRICED = ("pricing", "display_pricing", "sale_pricing")
BALANCE = "balance_"
"""What the multipliers of a group are called where subscriptions have others."""
ONCE = {"rate_multiplier": 1, "image_rate_independent": False}
"""The multipliers of a group whose prices hold them already."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A model of a group as it was answered: its place, the field of its name, its prices and their place."""

    place: str
    name: str
    called: str
    raw: Mapping[str, Any]
    pricing: Mapping[str, Any]
    priced: str
    mode: Any
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group with the multipliers by the names that the software itself has for them."""

    raw: Mapping[str, Any]
    offers: tuple[Offer, ...]


def is_plaza(data: Mapping[str, Any]) -> bool:
    """Whether the data of an answer are a plaza's; nothing is one where a description stands beside it."""
    held = [data[name] for name in LISTS if name in data]
    if held and all(rows in (None, []) for rows in held):
        return "description" in data or "currency_meta" in data
    return any(isinstance(data.get(name), list) and mostly(data[name], FITS[name]) for name in LISTS if data.get(name))


def groups(data: Mapping[str, Any]) -> list[Group]:
    """The groups of a plaza."""
    for name in LISTS:
        if data.get(name):
            return list(READ[name](data, name))
    return []


def _multiplied(raw: Mapping[str, Any]) -> bool:
    return named(raw, "rate_multiplier") or named(raw, f"{BALANCE}rate_multiplier")


def _plain(data: Mapping[str, Any], name: str) -> Iterator[Group]:
    for at, raw in numbered(data[name]):
        yield _group(data, raw, f"data.{name}[{at}]")


def _platforms(data: Mapping[str, Any], name: str) -> Iterator[Group]:
    """The groups of each platform; a platform that lists models only has no multiplier."""
    for at, raw in numbered(data[name]):
        here = f"data.{name}[{at}]"
        if "groups" not in raw:
            yield _group(data, raw, here)
        for below, group in numbered(raw.get("groups")):
            yield _group(data, group, f"{here}.groups[{below}]")


def _plans(data: Mapping[str, Any], name: str) -> Iterator[Group]:
    """Plans, whose prices are what is paid: a model has one for each protocol."""
    for at, raw in numbered(data[name]):
        offers: list[Offer] = []
        for below, model in numbered(raw.get("models")):
            place = f"data.{name}[{at}].models[{below}]"
            offers += _protocols(model, place) if "protocols" in model else [_offer(model, place)]
        yield Group({**raw, **ONCE}, tuple(offers))


def _protocols(model: Mapping[str, Any], place: str) -> list[Offer]:
    held = numbered(model.get("protocols"))
    called, name = _name(model)
    return [
        Offer(
            place,
            name,
            called,
            model,
            fields(one.get("pricing")),
            f"protocols[{at}].pricing",
            one.get("billing_mode"),
            (f"protocol:{text_in(one, 'protocol')}",) if len(held) > 1 else (),
        )
        for at, one in held
    ]


def _rows(data: Mapping[str, Any], name: str) -> Iterator[Group]:
    """A row for each model of each group, with what the site asks for it."""
    found: dict[tuple[str, str], list[Offer]] = {}
    for at, row in numbered(data[name]):
        offer = Offer(f"data.{name}[{at}]", text_in(row, "model"), "model", row, row, "", row.get("type"))
        found.setdefault((text_in(row, "group_id"), text_in(row, "group_name")), []).append(offer)
    for (id, called), offers in found.items():
        yield Group({"name": called or id, **ONCE}, tuple(offers))


def _models(data: Mapping[str, Any], name: str) -> Iterator[Group]:
    """Models of no group: what a group pays for them is not said."""
    yield _group(data, {"name": name, "models": data[name]}, "data")


def _group(data: Mapping[str, Any], raw: Mapping[str, Any], here: str) -> Group:
    offers = tuple(_offer(model, f"{here}.models[{at}]") for at, model in numbered(raw.get("models")))
    renamed = {key.removeprefix(BALANCE): value for key, value in raw.items() if key.startswith(BALANCE)}
    return Group({**renamed, **raw, **(ONCE if data.get(INCLUDED) is True else {})}, offers)


def _offer(model: Mapping[str, Any], place: str) -> Offer:
    """A model with the first of the fields that may hold its prices; those for a million tokens it holds itself."""
    called, name = _name(model)
    if any(field.endswith("_price_1m") for field in model):
        return Offer(place, name, called, model, model, "", model.get("billing_mode"))
    field = next((one for one in PRICED if isinstance(model.get(one), Mapping)), PRICED[0])
    pricing = fields(model.get(field))
    return Offer(place, name, called, model, pricing, field, pricing.get("billing_mode"))


def _name(model: Mapping[str, Any]) -> tuple[str, str]:
    """The field of a model that names it, and the name."""
    called = next((name for name in NAMES if text_in(model, name)), NAMES[0])
    return called, text_in(model, called)


FITS = {
    "groups": _multiplied,
    "platforms": lambda row: named(row, "groups") or named(row, "models"),
    "plans": lambda row: named(row, "code", "models"),
    "rows": lambda row: named(row, "group_name", "model", "multiplier"),
    "models": lambda row: named(row, "model_id", "pricing"),
}
READ = {"groups": _plain, "platforms": _platforms, "plans": _plans, "rows": _rows, "models": _models}
