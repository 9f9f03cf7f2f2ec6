"""What a robots.txt allows us, by RFC 9309: Protego reads it, after what it takes otherwise is written plainly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protego import Protego

READ = 1024 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 (2.5) asks for 500 KiB at least."""
LINE = re.compile(
    r"[ \t]*(?P<field>user[- ]?agent|allow|dis+al+ow|crawl[- ]delay)[ \t]*(?::|[ \t])[ \t]*(?P<value>.*)", re.IGNORECASE
)
LONGEST = 2083 * 8 - 1
"""Bytes of a line that are read, as Google does: a rule that goes on for longer is broader, not gone."""
TOKEN = re.compile(r"[A-Za-z_-]+")
ENDS = re.compile(r"\r\n|\r|\n")
US, OTHERS = "us", "them"
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one robots.txt for one agent: what it may read, and the seconds that it must leave in between."""

    rules: Protego
    crawl_delay: float

    def allow(self, url: str) -> bool:
        """Whether the agent may read a URL."""
        return bool(self.rules.can_fetch(url, US))


def parse(body: bytes, agent: str) -> Rules:
    """The rules of a robots.txt for an agent's product token; whatever cannot be read says nothing."""
    cut = body if len(body) <= READ else body[: body.rfind(b"\n", 0, READ) + 1]
    lines = list(plain(cut.decode("utf-8-sig", "ignore"), agent.casefold()))
    # A Crawl-delay must not part two user agents of one group (RFC 9309, 2.2.4), as it does for Protego.
    rules = ours(line for line in lines if line[0] != "crawl-delay")
    delays = [line for line in ours(lines) if line[0] == "crawl-delay"]
    # What others are told is most of a long file, and Protego takes 30 microseconds for a line.
    found = Protego.parse("\n".join(f"{field}: {value}" for field, value in [("user-agent", US), *rules, *delays]))
    return Rules(found, float(found.crawl_delay(US) or 0))


def ours(lines: Iterable[Line]) -> list[Line]:
    """The rules of all groups that name us or, where none does, of those for everybody."""
    said: dict[str, list[Line]] = {}
    group: set[str] = set()
    naming = False
    for field, value in lines:
        if field == "user-agent":
            group = group | {value} if naming else {value}
            said.setdefault(value, [])
        else:
            for each in group - {OTHERS}:
                said[each].append((field, value))
        naming = field == "user-agent"
    return said.get(US, said.get("*", []))


def plain(text: str, agent: str) -> Iterator[Line]:
    """The lines that are rules, each agent named as one of us or not: only whole product tokens are the same."""
    for line in ENDS.split(text):
        match = LINE.fullmatch(" ".join(line[:LONGEST].partition("#")[0].split()))
        if not match:
            continue
        field, value = match["field"].lower().replace(" ", "-"), match["value"]
        if field.startswith("user"):
            yield "user-agent", named(value, agent)
        else:
            yield ("disallow" if field.startswith("dis") else field), value


def named(value: str, agent: str) -> str:
    """Whom a user-agent line means: everybody, us or others."""
    if value == "*" or value.startswith("* "):
        return "*"
    token = TOKEN.match(value)
    return US if token and token.group().casefold() == agent else OTHERS
