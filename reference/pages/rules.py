"""What reading can say of a file: the rules of `rules.csv`, and those met while a file is opened."""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import wholeplace.sources as sources
from wholeplace.sources.files.csv.records import _FAULTS
from wholeplace.sources.rules import RULES

ROOT = Path(sources.__file__).parent
LEVELS = {"FileRefused": "file", "warning": "warning"}


class Said(NamedTuple):
    """One rule as readers meet it."""

    rule: str
    level: str
    why: str
    cure: str


def told_of_layouts() -> list[Said]:
    """The rules of every layout, file first, then row, then warning, as rules.csv orders them."""
    order = ("file", "row", "warning")
    found = [Said(name, rule.level, rule.why, rule.cure) for name, rule in RULES.items()]
    return sorted(found, key=lambda said: order.index(said.level))


def told_of_files() -> list[Said]:
    """The rules that hold before a layout is known, in our words: files.csv beside this module."""
    with Path(__file__).with_name("files.csv").open(encoding="utf-8", newline="") as handle:
        return [Said(**row) for row in csv.DictReader(handle)]


def files_in_code() -> set[tuple[str, str]]:
    """Rule and level of each problem that the code which opens files can tell."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "files").rglob("*.py")]
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {found for call in calls if (found := _told(call))} | {(rule, "row") for rule in _FAULTS}


def _told(call: ast.Call) -> tuple[str, str] | None:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    values = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args]
    if name == "Problem" and values[0] and values[1]:
        return str(values[1]), str(values[0])
    return (str(values[0]), LEVELS[name]) if name in LEVELS and values and values[0] else None


def texts_in_code() -> set[str]:
    """Every text constant of the reading code."""
    constants = (node for tree in _modules() for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}


def first_arguments(*functions: str) -> set[str]:
    """Text constants given first to calls of these functions."""
    return {
        node.args[0].value
        for tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions
        if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }


def _modules() -> Iterator[ast.Module]:
    for path in sorted(ROOT.rglob("*.py")):
        if "files" not in path.relative_to(ROOT).parts:
            yield ast.parse(path.read_text(encoding="utf-8"))
