"""Writes `docs/tables.md`, every stored table for readers, from the contracts: `python -m reference.tables_page`."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import dataframely as dy
import polars as pl

from wholeplace.picture.models import model_texts
from wholeplace.store import Table

PAGE = Path(__file__).parents[1] / "docs" / "tables.md"
AREAS = {
    "wholeplace.sources.contracts": (
        "What `read` writes",
        "What services sent, each fact still under its own record.",
    ),
    "wholeplace.linkage.contracts": ("What `link` writes", "Who is who, where they live, how they are tied."),
    "wholeplace.picture.contracts": (
        "What `picture` writes",
        "People, families and services as all sources together say. Each rule stands as it does at the head of the "
        "table's `.sql` model in `wholeplace/picture`.",
    ),
    "wholeplace.picture.patterns.contracts": (
        "Patterns that `picture` finds",
        "Families that are alike. How they are found is said in `wholeplace/picture/patterns`.",
    ),
}
ZONES = {
    "identity": "`store/identity` (restricted: names and identifiers, or the way back to them)",
    "place": "`store/place`",
}
TYPES = {pl.String: "text", pl.Date: "date", pl.Boolean: "true or false", pl.Float64: "number"}
INTRODUCTION = """\
# Tables

Written from the contracts in `wholeplace/*/contracts.py` and the SQL models by `python -m reference.tables_page`;
change it there. A `to_date` is exclusive: the first day after. A month is written as its first day. Money is in
pence. Ids such as `record_id` and `person_id` are keyed hashes that mean nothing outside the place.
"""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([INTRODUCTION, *(part for area in AREAS for part in _area(area)), *_on_the_way()])


def tables_of(module: str) -> tuple[Table, ...]:
    """The tables that an area's contracts list; none where the area has no contracts."""
    return importlib.import_module(module).TABLES if find_spec(module) else ()


def _area(module: str) -> Iterator[str]:
    title, meaning = AREAS[module]
    tables = tables_of(module)
    if tables:
        yield f"## {title}\n\n{meaning}\n"
        yield from (_table(table) for table in tables)


def _table(table: Table) -> str:
    keys = ", ".join(f"`{name}`" for name in table.sort)
    where = f"Lies in {ZONES[table.zone]}. Sorted by {keys}."
    rules = header_comment(model_texts().get(table.name, ""))
    said = rules or " ".join((table.schema.__doc__ or "").split())
    meaning = said if said.startswith(table.meaning) else f"{table.meaning}.\n\n{said}"
    return "\n\n".join([f"### {table.name}", meaning, where, _columns(table.schema)])


def header_comment(model: str) -> str:
    """The comment that a SQL model begins with, as Markdown: blank lines set its lists apart."""
    lines = re.match(r"(?:--.*\n)*", model)
    text = "\n".join(line[2:].removeprefix(" ") for line in lines[0].splitlines()) if lines else ""
    return re.sub(r"(?m)^(?!\* |  )(.+)\n(?=\* )", r"\1\n\n", text).strip()


def _columns(schema: type[dy.Schema]) -> str:
    rows = [
        (f"`{name}`", _type(column), "yes" if column.nullable else "", column.description or "")
        for name, column in schema.columns().items()
    ]
    header = ("column", "type", "may be empty", "meaning")
    wide = len(header) if any(row[-1] for row in rows) else len(header) - 1
    return _markdown(header[:wide], [row[:wide] for row in rows])


def _type(column: dy.Column) -> str:
    return TYPES.get(type(column.dtype), "whole number")


def _on_the_way() -> Iterator[str]:
    stored = {table.name for table in tables_of("wholeplace.picture.contracts")}
    yield "## Steps on the way to the picture\n\nNot stored, but their rules hold in the tables that build on them.\n"
    for name, text in model_texts().items():
        if name not in stored:
            yield f"### {name}.sql\n\n{header_comment(text)}\n"


def _markdown(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
