"""From a file on disk to tables of text and trees, every row accounted for, before any layout is known."""

from __future__ import annotations

import stat
from collections.abc import Collection
from pathlib import Path

from wholeplace.errors import ReadError
from wholeplace.sources.files.container import Member, label, unpack
from wholeplace.sources.files.csv import read_csv
from wholeplace.sources.files.kinds import OTHER_KINDS, read_kinds, split_kinds
from wholeplace.sources.files.model import (
    FileRefused,
    Item,
    Limits,
    Node,
    Problem,
    RawTable,
    RawXml,
    Refusal,
    with_problems,
)
from wholeplace.sources.files.text import read_text
from wholeplace.sources.files.workbook import read_workbook
from wholeplace.sources.files.xml import children, read_xml, text

__all__ = [
    "OTHER_KINDS",
    "Item",
    "Limits",
    "Node",
    "Problem",
    "RawTable",
    "RawXml",
    "Refusal",
    "children",
    "open_tables",
    "text",
]

_LIMITS = Limits()


def open_tables(
    path: Path, *, header: bool | None = None, kinds: Collection[str] = (), limits: Limits = _LIMITS
) -> list[Item]:
    """Everything a file holds: one item a table, sheet, tree, or part that cannot be understood.

    header: True when the tables have a header row, False when they have none (columns are then "1", "2"...),
    None when it must be seen: a first row without numbers or dates is taken for a header. kinds: the first
    fields of the kinds of row that a table without a header holds, each kind to be a table of its own; rows
    of other kinds are the table OTHER_KINDS. Raises ReadError only where the path cannot be read; whatever
    the bytes are, the answer is a list.
    """
    data = _bytes(path)
    return [item for member in unpack(data, path.name, limits) for item in _read(member, header, kinds)]


def _bytes(path: Path) -> bytes:
    where, cure = label(path.name), "Check that the file is there and that you may read it"
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise ReadError("not an ordinary file", where=where, cure="Put the file itself there, not a link")
        return path.read_bytes()
    except (OSError, ValueError):
        raise ReadError("the file cannot be read", where=where, cure=cure) from None


def _read(member: Member | Refusal, header: bool | None, kinds: Collection[str]) -> list[Item]:
    if isinstance(member, Refusal):
        return [member]
    try:
        return [with_problems(item, member.problems) for item in _items(member, header, kinds)]
    except FileRefused as refused:
        return [Refusal(member.file, refused.problem)]
    except MemoryError:
        raise
    except Exception:  # the last resort: fail closed, and let no value out in a traceback
        why = "our reader failed on this file: a fault of ours, not of the sender"
        return [
            Refusal(member.file, Problem("file", "reader_failed", None, None, why, "Tell the maintainers"))
        ]


def _items(member: Member, header: bool | None, kinds: Collection[str]) -> list[Item]:
    if member.kind == "xml":
        return [read_xml(member.data, member.name, member.file)]
    if member.kind == "workbook":
        tables = read_workbook(member.data, member.file, header)
        return [part for table in tables for part in _parted(table, kinds)]
    if kinds:
        return [*read_kinds(read_text(member.data), member.name, member.file, kinds)]
    return [read_csv(read_text(member.data), member.name, member.file, header)]


def _parted(table: Item, kinds: Collection[str]) -> list[Item]:
    return [*split_kinds(table, kinds)] if kinds and isinstance(table, RawTable) else [table]
