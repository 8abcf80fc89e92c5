"""What the lowest level of reading hands up: tables as text, trees, and what was wrong, never a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

import polars as pl

_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})

Level = Literal["file", "row", "warning"]


@dataclass(frozen=True)
class Problem:
    """One thing wrong. It names rules, columns and lines, and never holds a value from the file.

    line: physical line of the file (the first is 1); row of the sheet for workbooks; source line for XML.
    """

    level: Level
    rule: str
    line: int | None
    column: str | None
    why: str
    cure: str


@dataclass(frozen=True)
class RawTable:
    """One table as text: every row met is either in `frame` or named by a problem of level "row".

    header: names as read, stripped; () where the table has none and columns are named "1", "2"...
    frame: String columns in file order (empty cells null) and `_line`, the line each row starts on.
    rows_in: rows of data met, refused ones included; blank lines are not rows.
    encoding, delimiter: "" for workbooks.
    """

    name: str
    file: str
    header: tuple[str, ...]
    frame: pl.DataFrame
    rows_in: int
    problems: tuple[Problem, ...]
    encoding: str
    delimiter: str


@dataclass(slots=True, eq=False)
class Node:
    """One XML element: local name, source line, its own text trimmed, attributes by local name."""

    name: str
    line: int
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: _NO_ATTRIBUTES)
    children: Sequence[Node] = ()

    def add(self, child: Node) -> None:
        """Put a child last. Most elements have none, so a list is made only when one comes."""
        if isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [child]


@dataclass(frozen=True)
class RawXml:
    """One XML document as a tree of nodes."""

    name: str
    file: str
    root: Node
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Refusal:
    """A file, archive member or sheet that cannot be understood; what stands beside it is still read."""

    file: str
    problem: Problem


Item = RawTable | RawXml | Refusal
"""One thing found in a file."""


@dataclass(frozen=True)
class Limits:
    """How far an archive may expand before it is taken for an attack.

    max_bytes: bytes of all its members together. max_ratio: expanded to packed size, looked at once more
    than ratio_from bytes have come out, since small tables of repeated codes may pack very well.
    """

    max_bytes: int = 4_000_000_000
    max_ratio: int = 200
    ratio_from: int = 100_000_000
    max_members: int = 1000


class FileRefused(Exception):
    """Raised inside this package when a whole file cannot be understood; callers get a `Refusal`."""

    def __init__(self, rule: str, why: str, cure: str, line: int | None = None) -> None:
        super().__init__(rule)
        self.problem = Problem("file", rule, line, None, why, cure)


def warning(rule: str, why: str, cure: str, line: int | None = None) -> Problem:
    """A problem after which reading goes on with nothing lost."""
    return Problem("warning", rule, line, None, why, cure)


def count_rows(problems: Sequence[Problem]) -> int:
    """How many rows these problems refuse."""
    return sum(problem.level == "row" for problem in problems)


def with_problems(item: Item, problems: Sequence[Problem]) -> Item:
    """The item with more problems, ahead of its own; a refusal has only the one that stopped it."""
    if isinstance(item, Refusal) or not problems:
        return item
    return replace(item, problems=(*problems, *item.problems))
