"""Microdata as nodes of JSON-LD, by extruct; apart, because extruct takes half a second to load."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extruct.w3cmicrodata import MicrodataExtractor
from lxml.etree import ParserError

EXTRACTOR = MicrodataExtractor(nested=True, strict=False)


def items(text: str) -> list[Any]:
    """What a page marks up; nothing where lxml takes it for no document at all."""
    try:
        found: list[Any] = EXTRACTOR.extract(text)
    except ParserError:
        return []
    return found


def nodes(text: str) -> Iterator[tuple[str, Any]]:
    """Every item at the top of a page, with its path."""
    for number, item in enumerate(items(text)):
        yield f"microdata[{number}]", node(item)


def node(item: Any) -> Any:
    """An item as a node: its properties beside its type and id."""
    if isinstance(item, list):
        return [node(each) for each in item]
    if not isinstance(item, dict):
        return item
    named = {"@type": item.get("type"), "@id": item.get("id")}
    properties = item.get("properties") or {}
    return {name: value for name, value in named.items() if value} | {
        name: node(value) for name, value in properties.items()
    }
