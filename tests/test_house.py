"""The rules of the house, read from the code: who may import whom, what parsers may call, how long things are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {
    "parsers": set[str](),
    "spiders": {"parsers"},
    "storage": {"parsers"},
    "publishing": {"parsers", "storage"},
    "lab": set[str](),
    "scheduler": {"parsers", "spiders", "storage", "publishing"},
    "commands": {"parsers", "spiders", "storage", "publishing", "scheduler", "lab"},
    "undercut": {"parsers", "spiders", "storage", "publishing", "scheduler", "lab", "commands"},
}
HOMES = {
    "scrapy": {"spiders"},
    "twisted": {"spiders"},
    "playwright": {"spiders"},
    "scrapy_playwright": {"spiders"},
    "bs4": {"parsers"},
    "selectolax": {"parsers"},
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "apscheduler": {"scheduler"},
    "typer": {"commands", "undercut"},
    "rich": {"commands", "undercut"},
}
IMPURE_MODULES = {"logging", "random", "secrets", "socket", "time", "uuid", "os", "subprocess", "urllib.request"}
CLOCK_CALLS = {"now", "today", "utcnow"}
VAGUE_NAMES = {"utils", "helpers", "manager", "base", "common", "core", "misc"}
MODULES = sorted(
    path
    for room in ROOMS
    for path in ([ROOT / f"{room}.py"] if (ROOT / f"{room}.py").exists() else (ROOT / room).rglob("*.py"))
)
EVERY_MODULE = sorted({*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")})


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_follow_the_house(path: Path) -> None:
    room = room_of(path)
    for module in imports(ast.parse(path.read_text("utf-8"))):
        top = module.split(".")[0]
        assert top not in ROOMS or top == room or top in ROOMS[room], f"{room} may not import {top}"
        assert top not in HOMES or room in HOMES[top], f"{top} lives in {HOMES[top]} only"


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) == "parsers"], ids=name_of)
def test_parsers_have_no_clock_chance_or_voice(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not IMPURE_MODULES & set(imports(tree))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    assert not names & (CLOCK_CALLS | {"print"})


@pytest.mark.parametrize("path", EVERY_MODULE, ids=name_of)
def test_modules_open_with_a_sentence_and_functions_stay_short(path: Path) -> None:
    text = path.read_text("utf-8")
    if not text.strip():
        return
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "the first sentence says what the module is for"
    assert path.stem not in VAGUE_NAMES
    long = [
        f"{f.name}: {f.end_lineno - f.lineno + 1} lines"
        for f in functions(tree)
        if f.end_lineno and f.end_lineno - f.lineno >= 40
    ]
    assert not long


def words_of(tree: ast.AST) -> Iterator[str]:
    """String literals with a letter beyond ASCII, the texts that only document the code aside."""
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in documents)
    for node in texts:
        if isinstance(node.value, str) and any(sign.isalpha() and not sign.isascii() for sign in node.value):
            yield f"line {node.lineno}: {node.value!r}"


@pytest.mark.parametrize("path", sorted((ROOT / "parsers" / "text").glob("*.py")), ids=name_of)
def test_the_engine_holds_no_words(path: Path) -> None:
    assert not list(words_of(ast.parse(path.read_text("utf-8")))), "words are data: move them to parsers/vocabulary"
