"""From an XML tree to raw tables: which element makes a row of which table, and where its columns come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from wholeplace.sources.files import Node, RawTable, RawXml


@dataclass(frozen=True)
class Shape:
    """One table of a tree.

    element: the name of the element that makes a row. columns: for each column the path to its text, from
    the row's own element ("A/B", or "." for its own text) or from an ancestor ("^Child/Ids/LAchildID").
    needs: the row exists only where one of these columns holds something (all columns that are not from an
    ancestor, if none are named), so that empty elements make no rows.
    """

    table: str
    element: str
    columns: Mapping[str, str]
    needs: Sequence[str] = ()

    def required(self) -> list[str]:
        """Columns of which one must hold something."""
        return list(self.needs) or [name for name, path in self.columns.items() if not path.startswith("^")]


def own(names: Sequence[str], **others: str) -> dict[str, str]:
    """Columns read from the row's own child elements of the same name, and others by path."""
    return {**others, **{name: name for name in names if name not in others}}


def tables_from_xml(raw: RawXml, shapes: Sequence[Shape]) -> list[RawTable]:
    """Every shape's rows, in document order; no table for a shape without rows, but for the first.

    What was told of the whole document stays with the first table.
    """
    rows: dict[str, list[dict[str, str | int | None]]] = {shape.table: [] for shape in shapes}
    by_element: dict[str, list[Shape]] = {}
    for shape in shapes:
        by_element.setdefault(shape.element, []).append(shape)
    for node, ancestors in _walk(raw.root):
        for shape in by_element.get(node.name, ()):
            row = _row(node, ancestors, shape)
            if any(row[name] for name in shape.required()):
                rows[shape.table].append(row)
    there = [shape for shape in shapes if rows[shape.table] or shape is shapes[0]]
    first, *others = [_table(raw, shape, rows[shape.table]) for shape in there]
    return [replace(first, problems=raw.problems), *others]


def _walk(root: Node) -> Iterator[tuple[Node, dict[str, Node]]]:
    waiting: list[tuple[Node, dict[str, Node]]] = [(root, {})]
    while waiting:
        node, ancestors = waiting.pop()
        yield node, ancestors
        if node.children:
            below = {**ancestors, node.name: node}
            waiting.extend((child, below) for child in reversed(node.children))


def descendants(root: Node, name: str) -> Iterator[Node]:
    """Every element of that name below the root, in document order."""
    return (node for node, _ in _walk(root) if node.name == name)


def _row(node: Node, ancestors: dict[str, Node], shape: Shape) -> dict[str, str | int | None]:
    row: dict[str, str | int | None] = {"_line": node.line}
    for column, path in shape.columns.items():
        row[column] = _text(node, ancestors, path)
    return row


def _text(node: Node, ancestors: dict[str, Node], path: str) -> str | None:
    if path == ".":
        return node.text or None
    if path.startswith("^"):
        name, _, path = path[1:].partition("/")
        if name not in ancestors:
            return None
        node = ancestors[name]
    for name in path.split("/"):
        found = next((child for child in node.children if child.name == name), None)
        if found is None:
            return None
        node = found
    return node.text or None


def _table(raw: RawXml, shape: Shape, rows: list[dict[str, str | int | None]]) -> RawTable:
    types: dict[str, type[pl.DataType]] = {**dict.fromkeys(shape.columns, pl.String), "_line": pl.UInt32}
    frame = pl.DataFrame(rows, schema=types)
    return RawTable(
        name=shape.table, file=raw.file, header=tuple(shape.columns), frame=frame, rows_in=len(rows),
        problems=(), encoding="utf-8", delimiter="",
    )  # fmt: skip
