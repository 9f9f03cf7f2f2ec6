"""What every place of the market has in common, whatever its platform."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from lab.truth import Truth


class Place(Protocol):
    """A source as the market knows it: where a crawl begins, what it hides, and what is true of it."""

    @property
    def source(self) -> str:
        """The id of its source."""

    @property
    def platform(self) -> str:
        """The platform of its source."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def language(self) -> str | None:
        """The language its people write, None where they write several."""

    @property
    def start(self) -> str:
        """The address at which a crawl of it begins."""

    @property
    def wall(self) -> str | None:
        """Why it shows nothing to the public, None where it does."""

    @property
    def planted(self) -> Iterable[str]:
        """The keys, contacts and referral codes that it shows."""

    def truth(self, day: date) -> Iterable[Truth]:
        """One row for each subject of each listing that can be seen on `day`."""
