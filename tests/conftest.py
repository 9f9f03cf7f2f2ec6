"""Fixtures that several test modules share, and the rule that tests of ../shared stay out where it is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    kept = [item for item in items if item.get_closest_marker("shared") is None]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference material beside the project; only tests marked `shared` may ask for it."""
    return SHARED
