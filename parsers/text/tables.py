"""What the TOML tables of the vocabulary may hold: their sections, the keys of each, and the shape of every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parsers.toml_lines import Place

Fault = tuple[Place, object, str]
"""Where in the document, the value there, and what is wrong with it and how to mend it."""

_KINDS = {
    "text": 'a text like "word"',
    "number": "a number",
    "flag": "true or false",
    "texts": 'a list of texts like ["word", "other word"]',
    "texts_by_key": 'a table of lists like { en = ["word"] }',
    "text_by_key": 'a table of texts like { "written" = "meaning" }',
    "text_by_key_by_key": "a table of tables of texts",
    "any_by_key": 'a table like { "a text" = "what it states" }',
}
_EXAMPLES = {"says": "any_by_key", "silent": "texts"}
_PHRASES = {
    **{"id": "text", "meaning": "text", "words": "texts_by_key"},
    **dict.fromkeys(("forms", "not_before", "not_after", "says", "silent"), "texts"),
}

Section = Mapping[str, str]
TABLES: Mapping[str, Mapping[str, Section | str]] = {
    "models": {
        "drop": {"words": "texts", "tags": "texts", "channels": "texts"},
        "beside": {"words": "texts"},
        "quantity": {"money": "texts", "close": "texts", "count": "texts", "unless": "text_by_key"},
        "vendor": {"offered": "texts", "between": "texts", "wire": "texts", "rated": "texts", "led": "texts"},
        "plan": {"words": "texts", "follows": "texts", "pools": "texts"},
        "nickname": {"sold": "texts", "led": "texts"},
        "denied": {"before": "texts", "closing": "texts", "after": "texts"},
        "line": {
            "id": "text",
            "meaning": "text",
            **dict.fromkeys(
                ("names", "products", "vendors", "slang", "nicknames", "tiers", "variants", "alone", "shares", "shy"),
                "texts",
            ),
            **dict.fromkeys(("whole", "bare", "until", "unless"), "text_by_key"),
            "version": "text",
            "least": "number",
            **dict.fromkeys(("vague", "sized", "zero", "letter", "pools"), "flag"),
            **_EXAMPLES,
        },
        "fixed": {"form": "text"},
    },
    "plans": {
        "tiers": "texts",
        "near": {"tiers": "texts", "noise": "texts"},
        "goods": {**dict.fromkeys(("firm", "usual", "titled", "member"), "texts"), "unless": "text_by_key"},
        "unless": "texts",
        "own": {"words": "texts"},
        "channel": {"after": "texts", "into": "texts", "relay": "texts"},
        "foreign": {"names": "texts"},
        "tools": {"names": "texts", "tiers": "text_by_key"},
        "denied": {"before": "texts", "after": "texts", "opening": "texts", "opened": "texts"},
        "brand": {
            "id": "text",
            "line": "text",
            **dict.fromkeys(("names", "alone", "glued", "sized_alone", "gives"), "texts"),
            **dict.fromkeys(("tiers", "asked", "whole"), "text_by_key"),
            "sizes": "text_by_key_by_key",
            "member": "text",
            **_EXAMPLES,
        },
    },
    "currencies": {
        "own": "text",
        "thousands": "texts",
        "places": "texts",
        "spoken": "texts",
        "written": {"spaced": "texts", "pointed": "texts"},
        "least": "number",
        "money": {
            "id": "text",
            "meaning": "text",
            "currency": "text",
            "share": "text",
            **dict.fromkeys(("before", "after", "languages", "own", "not_before", "beside", "led"), "texts"),
            **dict.fromkeys(("comma", "only_own"), "flag"),
            **_EXAMPLES,
        },
    },
    "price_forms": {
        "words": "texts",
        "form": {
            **dict.fromkeys(("id", "meaning", "basis", "take", "value"), "text"),
            "forms": "texts",
            **_EXAMPLES,
        },
    },
    "units": {
        "period": {
            **dict.fromkeys(("id", "meaning"), "text"),
            **dict.fromkeys(
                ("counted", "alone", "behind", "front", "short", "priced", "loose", "loose_unless", "lone", "label"),
                "texts",
            ),
            "counts": "text_by_key",
            "beside": "flag",
            **_EXAMPLES,
        },
        "thing": {
            **dict.fromkeys(("id", "meaning", "basis"), "text"),
            **dict.fromkeys(("behind", "before"), "texts"),
            **_EXAMPLES,
        },
        "direction": {"id": "text", "basis": "text", "words": "texts"},
        "between": {"words": "texts", "behind": "texts"},
        "clips": dict.fromkeys(("before", "behind", "lines", "goods", "images"), "texts"),
        "unless": "texts",
    },
    "price_roles": {
        "role": {
            **dict.fromkeys(("id", "meaning", "within"), "text"),
            **dict.fromkeys(("voids", "before", "after", "unless", "void", "keep"), "texts"),
            "reach": "number",
            "across": "flag",
        },
        "bound": {**dict.fromkeys(("id", "meaning", "bound"), "text"), **dict.fromkeys(("before", "after"), "texts")},
        "condition": {**dict.fromkeys(("id", "meaning"), "text"), "words": "texts"},
        "everything": {"words": "texts"},
        "listed": {"joins": "texts", "beside": "texts"},
    },
    "columns": {
        "column": {
            **dict.fromkeys(("id", "meaning", "kind"), "text"),
            **dict.fromkeys(("words", "whole", "closing", "closing_unless", "says", "silent"), "texts"),
        },
        "levels": {"words": "texts"},
        "sold": {"words": "texts"},
        "by": {"words": "texts", "one": "texts", "whole": "texts"},
    },
    "goods": {
        **{
            section: {"words": "texts"}
            for section in (
                "price",
                "trade",
                "kind",
                "credit",
                "balance",
                "closes",
                "same",
                "stated",
                "money",
                "pass",
                "code",
            )
        },
        "sold": {"words": "texts", "not_before": "texts"},
        "held": dict.fromkeys(("day", "week", "month", "total", "links"), "texts"),
    },
    "fields": {
        "field": {
            **dict.fromkeys(("id", "meaning", "kind"), "text"),
            **dict.fromkeys(("words", "says", "silent"), "texts"),
        },
    },
    "misspelt": {
        "like": {"signs": "text_by_key", "letters": "text_by_key"},
        "glued": dict.fromkeys(("before", "behind", "tiers", "products"), "texts"),
        "sold": {"before": "texts", "behind": "texts"},
        "name": {
            **{"id": "text", "word": "text", "exact": "flag"},
            **dict.fromkeys(("unless", "hosts"), "texts"),
            **_EXAMPLES,
        },
    },
    "claims": {
        "words": "texts",
        "claim": {
            **_PHRASES,
            **dict.fromkeys(("topic", "broader", "denied", "implies"), "text"),
            **dict.fromkeys(("firm", "required", "unpublished"), "flag"),
            "also": "texts",
        },
        "trap": {**_PHRASES, "topic": "text"},
    },
    "negation": {"mark": {**_PHRASES, "role": "text"}},
    "offers": {
        "words": "texts",
        "hosts": "texts",
        "headings": {"aside": "texts", "seller": "texts", "answers": "texts"},
        "list_prices": "texts",
        "sign": _PHRASES
        | {"role": "text", "weight": "number", "access": "text", "shows": "text"}
        | dict.fromkeys(("answered", "told", "unpriced"), "flag"),
    },
}
"""Table, section, key, shape. A section that is a shape itself has free keys, all of that shape."""

REQUIRED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "currencies": {"money": ("currency",)},
    "price_forms": {"form": ("take", "forms")},
    "units": {"thing": ("basis",), "direction": ("basis", "words")},
    "price_roles": {"role": ("voids",), "bound": ("bound",), "condition": ("words",)},
    "columns": {"column": ("kind", "words")},
    "fields": {"field": ("kind", "words")},
    "misspelt": {"name": ("word",)},
    "negation": {"mark": ("role",)},
    "offers": {"sign": ("role", "weight")},
}
"""Table, section, the keys that every row of it must have beside its id."""


def lacking(name: str, document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Section, id and key of every row that lacks a key it must have."""
    for section, keys in REQUIRED.get(name, {}).items():
        for row in document.get(section, ()):
            yield from ((section, row["id"], key) for key in keys if key not in row)


def faults(name: str, document: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with a table's document: unknown sections and keys, values of another shape."""
    sections = TABLES[name]
    for section, held in document.items():
        if section not in sections:
            yield (section,), held, f"unknown section {section!r}; the sections of {name} are {', '.join(sections)}"
            continue
        rows = held if isinstance(held, list) else [held]
        for number, row in enumerate(rows):
            place: Place = (section, number) if isinstance(held, list) else (section,)
            yield from _row_faults(place, row, sections[section])


def _row_faults(place: Place, row: Any, keys: Section | str) -> Iterator[Fault]:
    if not isinstance(row, Mapping):
        yield place, row, f"{place[0]} holds keys; write it as a table like [{place[0]}]"
        return
    for key, value in row.items():
        shape = keys if isinstance(keys, str) else keys.get(key)
        if shape is None:
            yield (*place, key), value, f"unknown key {key!r}; the keys here are {', '.join(keys)}"
        elif not _fits(value, shape):
            yield (*place, key), value, f"{key} should be {_KINDS[shape]}"
    if isinstance(keys, Mapping) and "id" in keys and not isinstance(row.get("id"), str):
        yield place, row, 'a row needs a name; add a line like id = "name"'


def _fits(value: object, shape: str) -> bool:
    if shape.endswith("_by_key"):
        inner = shape.removesuffix("_by_key")
        return isinstance(value, Mapping) and (inner == "any" or all(_fits(held, inner) for held in value.values()))
    if shape == "texts":
        return isinstance(value, list) and all(isinstance(word, str) and word for word in value)
    kinds: dict[str, type | tuple[type, ...]] = {"text": str, "flag": bool, "number": (int, float)}
    return isinstance(value, kinds[shape]) and not (shape == "number" and isinstance(value, bool))
