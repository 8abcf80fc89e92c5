"""Sheets: tables of rows as a service would send them, with the true person and fact behind each row."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

ENCODINGS = {"council_tax": "cp1252", "rents": "cp1252", "police": "utf-8-sig", "homelessness": "utf-8-sig"}
"""How some services' systems write text; the others write UTF-8 without a mark."""

EARLIER = "0-earlier-"
"""Begins the name of a file of rows that a later one replaces."""


@dataclass(frozen=True)
class Sheet:
    """One table of one file of a source.

    layout, template, table: as the reader knows them (template "" where the layout is not mapped). file: path
    below the folder of extracts. rows: text columns in the layout's order, as the service would write them.
    person: who each row is of in truth. own: the record's id as the layout derives it; null where the row
    makes no record. fact: "spell:ID", "exposure:ID" or "event:ID" where a row tells of one. period: the columns
    that a row's time runs from and to, where it has both. content: the whole file, where it is not delimited
    text (rows then only tell whose they are). raw: lines that replace rows, by row number. earlier: what some rows
    said when they were sent before, in a file of their own that the reader takes first.
    """

    source: str
    layout: str
    table: str
    file: str
    rows: pl.DataFrame
    person: pl.Series
    own: pl.Series
    template: str = ""
    fact: pl.Series | None = None
    period: tuple[str, str] | None = None
    content: bytes | None = None
    raw: dict[int, str] = field(default_factory=dict[int, str])
    earlier: pl.DataFrame | None = None

    def __post_init__(self) -> None:
        for name, series in (("person", self.person), ("own", self.own), ("fact", self.fact)):
            if series is not None and len(series) != self.rows.height:
                raise ValueError(f"{self.file}: {name} has {len(series)} entries for {self.rows.height} rows")


def write(sheets: Sequence[Sheet], folder: Path) -> None:
    """Write every sheet to its file below `folder`, and what was sent before to one that sorts ahead of it."""
    for sheet in sheets:
        path = folder / sheet.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sheet_bytes(sheet))
        if sheet.earlier is not None:
            path.with_name(EARLIER + path.name).write_bytes(_encoded(_text(sheet.earlier, {}), sheet.source))


def sheet_bytes(sheet: Sheet) -> bytes:
    """The file as the service sends it. Letters that its encoding lacks become question marks."""
    if sheet.content is not None:
        return sheet.content
    return _encoded(_text(sheet.rows, sheet.raw), sheet.source)


def _encoded(data: bytes, source: str) -> bytes:
    encoding = ENCODINGS.get(source, "utf-8")
    return data if encoding == "utf-8" else data.decode().encode(encoding, errors="replace")


def _text(rows: pl.DataFrame, raw: Mapping[int, str]) -> bytes:
    """Delimited text, with the lines of `raw` where they belong."""
    buffer = io.BytesIO()
    rows.clear().write_csv(buffer)
    start = 0
    for at in sorted(raw):
        rows.slice(start, at - start).write_csv(buffer, include_header=False)
        buffer.write(f"{raw[at]}\n".encode())
        start = at + 1
    rows.slice(start).write_csv(buffer, include_header=False)
    return buffer.getvalue()
