"""Opens the JSON answers of relay software: numbers as they are written, and the many ways of saying no."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NoReturn

from parsers.charsets import decode
from parsers.records import PageError, Snapshot, Wall

LARGEST = Decimal(10) ** 9
LONGEST = 40
NUMERAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?")
SWITCHES = {"true": True, "1": True, "false": False, "0": False}
PRIVATE = ("pricing is disabled", "ratio configuration endpoint is disabled", "未公开", "pricing is private")
GONE = ("invalid url", "object not found")
LOGIN = ("未登录", "access token", "无权进行此操作", "not logged in", "unauthorized", "login", "请登录", "无效的令牌")
LIMITED = ("too many requests", "rate limit", "请求过于频繁")
FORBIDDEN = ("forbidden", "banned", "禁止", "封禁", "permission denied")


def document(snapshot: Snapshot) -> Any:
    """The body as JSON, fractions as Decimal.

    Raises PageError for anything else: relay software answers unknown paths with its web page and status 200.
    """
    text, _ = decode(snapshot.body, snapshot.media_type)
    try:
        return json.loads(text.lstrip("\ufeff"), parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        opening = text.lstrip("\ufeff \t\r\n")[:1]
        kind = {"<": "a web page", "{": "broken JSON", "[": "broken JSON"}.get(opening, "something else")
        raise PageError(f"{snapshot.url}: {kind} where JSON was expected") from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def refusal(found: Any, snapshot: Snapshot) -> Wall | None:
    """The wall that an answer tells of, by its message and status; None where it is no refusal.

    Raises PageError for a refusal in words that are not known.
    """
    if not isinstance(found, dict) or (found.get("success") is not False and "error" not in found):
        return None
    error = found.get("error")
    message = str((error.get("message") if isinstance(error, dict) else error) or found.get("message") or "")
    wall = _wall(message.lower(), snapshot.status)
    if wall is None:
        raise PageError(f"{snapshot.url}: refused with a message that is not known: {message[:200]!r}")
    return Wall(wall, message or f"HTTP {snapshot.status}")


def _wall(message: str, status: int) -> Any:
    by_words = (("private_pricing", PRIVATE), ("not_found", GONE), ("rate_limited", LIMITED),
                ("login", LOGIN), ("forbidden", FORBIDDEN))  # fmt: skip
    for kind, words in by_words:
        if any(word in message for word in words):
            return kind
    return {401: "login", 403: "forbidden", 404: "not_found", 429: "rate_limited"}.get(status)


def number(value: Any) -> Decimal | None:
    """A JSON number as it is written, in quotes too, as forks have it; None for what is none, or exceeds any price."""
    written = isinstance(value, str) and len(value) <= LONGEST and NUMERAL.fullmatch(value)
    if isinstance(value, bool) or not (written or isinstance(value, int | Decimal)):
        return None
    amount = Decimal(value)
    return amount if amount.is_finite() and abs(amount) <= LARGEST else None


def flag(value: Any, otherwise: bool) -> bool:
    """A switch in any of its spellings, else as it is by default."""
    return SWITCHES.get(str(value).strip().lower(), otherwise)


def count(value: Any) -> int | None:
    """A whole number, in quotes too; None for all else."""
    found = number(value)
    return int(found) if found is not None and found == found.to_integral_value() else None


def plain(amount: Decimal) -> Decimal:
    """The same number without trailing zeros or exponent, so that equal amounts are written alike."""
    return Decimal(format(amount.normalize(), "f"))


def numbered(rows: Any) -> list[tuple[int, dict[str, Any]]]:
    """The objects in a JSON list, each with its place; what is no object, or no list, is nothing to read."""
    return [(place, row) for place, row in enumerate(rows) if isinstance(row, dict)] if isinstance(rows, list) else []


def objects(rows: Any) -> list[dict[str, Any]]:
    """The objects in a JSON list."""
    return [row for _, row in numbered(rows)]


def mostly(rows: Iterable[Any], fits: Callable[[Any], bool]) -> bool:
    """Whether at least half of the rows are as expected: one odd row makes an answer no other software's."""
    found = [fits(row) for row in rows]
    return 2 * sum(found) >= len(found)


def named(row: Any, *names: str) -> bool:
    """Whether a row is an object that has these fields."""
    return isinstance(row, dict) and set(names) <= row.keys()


def odd(rows: Iterable[Any], fits: Callable[[Any], bool], place: str) -> set[str]:
    """A line for each row that is not as expected: it is left out, and the others are read."""
    return {f"{place}[{number}] is no row that can be read" for number, row in enumerate(rows) if not fits(row)}


def fields(found: Any) -> dict[str, Any]:
    """A JSON object; an empty one for all else."""
    return found if isinstance(found, dict) else {}
