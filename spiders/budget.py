"""How many requests a host gets in a day: each is written down before it is sent, so that a killed crawl counted it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

Take = Callable[[str], Awaitable[object]]
"""Counts one more request to a host, or raises SpentError."""


class SpentError(Exception):
    """The host had all the requests of a day; nothing was sent."""


async def nowhere(host: str) -> None:
    """Where requests are written down if nobody remembers."""


@dataclass(slots=True)
class Budget:
    """The requests of the last 24 hours by host, to all sources and visits together, answered or not.

    `note` writes one down; a request that goes out again and one for robots.txt is one as well.
    """

    spent: dict[str, int] = field(default_factory=dict)
    note: Take = nowhere

    async def take(self, host: str, most: int) -> None:
        """Count one more request to a host before it is sent; SpentError if it had so many."""
        asked = self.spent.get(host, 0)
        if asked >= most:
            raise SpentError(f"limits.day = {most} requests to {host}")
        self.spent[host] = asked + 1
        await self.note(host)
