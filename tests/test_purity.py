"""Parsers read bytes and nothing else: run sealed, in a process of its own, they open no file and no socket."""

from __future__ import annotations

import codecs
import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

FIXTURES = Path(__file__).parent / "fixtures"
SEALED = ("open", "os.", "socket.", "subprocess.", "shutil.", "sqlite3.", "urllib.", "http.", "ftplib.", "time.sleep")
"""Audit events that no parser may cause, by their beginning."""
TEXTS = [
    "Claude Opus 4.6 中转 1元=1刀，无需魔法，支持支付宝，官转 Max 号池，可开票",
    "ChatGPT Plus shared seat $4.99/month, GPT-5.1 input $1.25 output $10 per 1M tokens, 20% of official",
    "今晚维护",
]
CHARSETS = ("utf-8", "gb18030", "utf-16-le", "latin-1", "idna")


def seal(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what a parser may not do."""
    if event.startswith(SEALED):
        raise PermissionError(f"a parser caused {event} {arguments!r:.200}")


def import_all() -> None:
    """Words are loaded at import; codecs are the interpreter's own and loaded here."""
    parsers = importlib.import_module("parsers")
    for module in pkgutil.walk_packages(parsers.__path__, "parsers."):
        importlib.import_module(module.name)
    for charset in CHARSETS:
        codecs.lookup(charset)


def bodies() -> Iterator[tuple[str, str, bytes]]:
    """Every fixture: platform, name, bytes in more than one charset."""
    for path in sorted(FIXTURES.glob("*/*.*")):
        yield path.parent.name, path.stem, path.read_bytes()
        yield path.parent.name, path.stem, path.read_text("utf-8").encode("gb18030", "replace")


def read_all(found: list[tuple[str, str, bytes]]) -> int:
    """Redact, tell, read and extract everything; how many listings came out."""
    from parsers.files.formats import sniff
    from parsers.reading import PLATFORMS, read, with_siblings
    from parsers.records import BadInput, Context, PageError, Snapshot
    from parsers.redact import redact
    from parsers.text.offers import extract

    now, listings = datetime(2026, 11, 24, tzinfo=UTC), 0
    siblings: dict[str, Snapshot] = {}
    for platform, name, body in found:
        if platform not in PLATFORMS:
            continue
        try:
            told = sniff(name, body)
        except BadInput:
            continue
        clean = redact(body, told.media_type).body
        snapshot = Snapshot(
            "s", platform, "https://relay.example/api/x", now, 200, told.media_type, clean, told.purpose
        )
        try:
            listings += len(read(with_siblings(snapshot, MappingProxyType(siblings))).listings)
        except PageError:
            continue
        siblings[told.purpose] = snapshot
    for text in TEXTS:
        extract(text, Context())
    return listings


def main(argument: str) -> None:
    """Import, load, seal, read; with the argument "leak" show that the seal holds."""
    import_all()
    found = list(bodies())
    sys.addaudithook(seal)
    if argument == "leak":
        Path(__file__).read_bytes()
    sys.stdout.write(str(read_all(found)))


def run(argument: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, __file__, argument], capture_output=True, text=True, check=False)


@pytest.mark.filterwarnings("default")
def test_reading_opens_no_file_and_no_socket() -> None:
    done = run("read")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10


def test_the_seal_holds() -> None:
    done = run("leak")
    assert "PermissionError: a parser caused open" in done.stderr


if __name__ == "__main__":
    main(sys.argv[1])
