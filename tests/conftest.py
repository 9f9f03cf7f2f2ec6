"""Fixtures that several test modules share; tests stay out, and it is said, where what they need is absent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from spiders.chromium import NEEDS, NO_FONT, chinese, program
from storage.store import Store, create, open_store

SHARED = Path(__file__).parent.parent.parent / "shared"

# The same examples everywhere and every time, however busy the machine: no test passes by luck, none fails by load.
settings.register_profile(
    "undercut", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("undercut")


def absent() -> dict[str, str]:
    """The marks whose tests stay out on this machine, and why."""
    reasons = {}
    if not SHARED.is_dir():
        reasons["shared"] = "the reference material beside the project is not here"
    if program() is None:
        reasons["browser"] = NEEDS
    if not chinese():
        reasons["chinese"] = NO_FONT
    return reasons


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    marks = absent()
    out = [item for item in items if any(item.get_closest_marker(mark) for mark in marks)]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for mark, reason in absent().items():
        terminalreporter.write_line(f"tests marked {mark} were left out: {reason}")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference material beside the project; only tests marked `shared` may ask for it."""
    return SHARED


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new, empty store."""
    create(tmp_path / "observatory")
    with open_store(tmp_path / "observatory") as opened:
        yield opened
