"""Pages as other sites of the same software might answer them: one field, list, envelope or class changed."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Path = tuple[str | int, ...]
Changed = Iterator[tuple[str, bytes]]
"""Where something was changed, and the body that has it changed."""
GONE = object()
CLASSES = re.compile(r'class="([^"]*)"')
OPENS = re.compile(r"<(?P<tag>div|span|td|li|a|p|h[1-6]|b|strong|button|tr)(?=[\s>])")
BODY = re.compile(r"(<body[^>]*>)(.*)(</body>)", re.DOTALL)


def places(held: Any, path: Path = ()) -> Iterator[Path]:
    """The places of all values in JSON below its top, in a list those of the first three rows."""
    pairs = held.items() if isinstance(held, dict) else enumerate(held[:3]) if isinstance(held, list) else ()
    for step, below in pairs:
        yield (*path, step)
        yield from places(below, (*path, step))


def at(held: Any, path: Path) -> Any:
    """What stands at a place."""
    for step in path:
        held = held[step]
    return held


def put(found: Any, path: Path, value: object) -> bytes:
    """The JSON with another value at a place, or with none."""
    changed = copy.deepcopy(found)
    holder = at(changed, path[:-1])
    if value is GONE:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return json.dumps(changed, ensure_ascii=False).encode()


def each(value: Callable[[Any], object]) -> Callable[[bytes], Changed]:
    """Every place of a JSON, with what `value` makes of it; left as it is where that is `...`."""

    def change(body: bytes) -> Changed:
        found = json.loads(body)
        for path in places(found):
            new = value(at(found, path))
            if new is not ...:
                yield ".".join(map(str, path)), put(found, path, new)

    return change


def as_text(value: Any) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ...


def as_number(value: Any) -> object:
    return float(value) if isinstance(value, str) and re.fullmatch(r"[0-9]+(\.[0-9]+)?", value) else ...


def as_word(value: Any) -> object:
    return str(value).lower() if isinstance(value, bool) else ...


def with_more(value: Any) -> object:
    return {**value, "hue": 7, "note": "1.00"} if isinstance(value, dict) else ...


def emptied(value: Any) -> object:
    return [] if isinstance(value, list) and value else ...


def with_odd_row(value: Any) -> object:
    return [None, "x", *value] if isinstance(value, list) and value else ...


def wrapped(body: bytes) -> Changed:
    found = json.loads(body)
    for name in ("data", "result", "response"):
        yield name, json.dumps({name: found}).encode()
        yield f"{name} with a code", json.dumps({"code": 0, "message": "ok", name: found}).encode()
    yield "a list", json.dumps([found]).encode()
    yield "a string", json.dumps(json.dumps(found)).encode()


def unwrapped(body: bytes) -> Changed:
    found = json.loads(body)
    for name, value in found.items() if isinstance(found, dict) else ():
        if isinstance(value, dict | list):
            yield name, json.dumps(value).encode()


LOSSES = ("a field dropped", "null", "an empty list", "a class dropped")
"""Changes after which there is less to read; by every other one all is said still."""
JSON: Mapping[str, Callable[[bytes], Changed]] = {
    "a field dropped": each(lambda _: GONE),
    "null": each(lambda _: None),
    "a number as text": each(as_text),
    "text as a number": each(as_number),
    "a switch as text": each(as_word),
    "an unknown field": each(with_more),
    "an empty list": each(emptied),
    "odd rows in a list": each(with_odd_row),
    "an envelope": wrapped,
    "no envelope": unwrapped,
}


def html(change: Callable[[str], str]) -> Callable[[bytes], Changed]:
    def changed(body: bytes) -> Changed:
        yield "", change(body.decode()).encode()

    return changed


def classes(change: Callable[[list[str]], list[str]]) -> Callable[[str], str]:
    return lambda text: CLASSES.sub(lambda match: f'class="{" ".join(change(match[1].split()))}"', text)


def in_a_wrapper(text: str) -> str:
    return BODY.sub(r'\1<div id="app"><main class="page">\2</main></div>\3', text)


def of_each(change: Callable[[str], str]) -> Callable[[bytes], Changed]:
    """Each opening tag by itself, changed or followed by something."""

    def changed(body: bytes) -> Changed:
        text = body.decode()
        for match in OPENS.finditer(text):
            end = text.find(">", match.start()) + 1
            yield (
                f"{match['tag']} at {match.start()}",
                (text[: match.start()] + change(text[match.start() : end]) + text[end:]).encode(),
            )

    return changed


def without_class(tag: str) -> str:
    return CLASSES.sub("", tag)


SAME: Mapping[str, Callable[[bytes], Changed]] = {
    "classes reordered": html(classes(lambda names: names[::-1])),
    "more classes": html(classes(lambda names: ["x-new", *names, "v2"])),
    "a wrapper": html(in_a_wrapper),
    "attributes": html(lambda text: OPENS.sub(r"<\g<tag> data-v-1a2b ", text)),
    "no line breaks": html(lambda text: re.sub(r">\s*\n\s*<", "><", text)),
    "comments": html(lambda text: re.sub(r"(</(?:div|span|a|p)>)", r"<!-- -->\1", text)),
    "single quotes": html(lambda text: re.sub(r'="([^"\'>]*)"', r"='\1'", text)),
    "icons and comments": of_each(lambda tag: f"{tag}<i class='icon'></i><!-- - -->"),
}
"""Changes of a web page that change nothing that it says."""
HTML: Mapping[str, Callable[[bytes], Changed]] = {**SAME, "a class dropped": of_each(without_class)}
