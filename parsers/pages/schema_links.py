"""Puts the offers of a page's markup where it only names them: a graph's nodes may point at each other by `@id`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

BELOW = ("offers", "priceSpecification")
"""What a node may name instead of holding it."""
DEEPEST = 60


def linked(blocks: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The blocks, in which a node that only names its offers or their prices holds them."""
    held = list(blocks)
    nodes = [node for _, block in held for node in _nodes(block)]
    known = {id: _flat(node) for node in nodes if len(node) > 1 and isinstance(id := node.get("@id"), str)}
    for node in nodes:
        for name in BELOW:
            if name in node:
                node[name] = _found(node[name], known)
    asked = _offered(nodes)
    for node in nodes:
        if isinstance(id := node.get("@id"), str) and id in asked and len(node) > 1 and not node.get("offers"):
            node["offers"] = asked[id]
    return held


def _offered(nodes: Iterable[dict[str, Any]]) -> dict[str, list[Any]]:
    """What is asked for goods that offers only name."""
    found: dict[str, list[Any]] = {}
    for node in nodes:
        good = node.get("itemOffered")
        if isinstance(good, dict) and good.keys() <= {"@id", "@type"} and isinstance(id := good.get("@id"), str):
            found.setdefault(id, []).append(_flat(node))
    return found


def _nodes(held: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(held, dict):
        yield held
    for below in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield from _nodes(below, depth + 1)


def _found(value: Any, known: dict[str, Any]) -> Any:
    """What a value names, one or many; itself where it holds more than a name, or names nothing known."""
    if isinstance(value, list):
        return [_found(each, known) if isinstance(each, dict) else each for each in value]
    named = value.get("@id") if isinstance(value, dict) and value.keys() <= {"@id", "@type"} else None
    return known.get(named, value) if isinstance(named, str) else value


def _flat(node: dict[str, Any], depth: int = 0) -> dict[str, Any]:
    """A node's own words and numbers, and those of the prices that it holds: nothing that leads back to it."""
    return {
        name: [_flat(each, depth + 1) for each in (value if isinstance(value, list) else [value])
               if isinstance(each, dict) and depth < DEEPEST] if name in BELOW else value
        for name, value in node.items()
        if name in BELOW or isinstance(value, str | int | Decimal)
    }  # fmt: skip
