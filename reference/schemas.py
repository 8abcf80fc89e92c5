"""The published layout schemas of one return, year by year: a first schema and dated differences from it.

The schemas are those of the London data pipeline (see SOURCES in `reference/children.py`): only the facts
(tables, columns, codes, and the collection years they are good for) go into the packaged tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reference.plain_yaml import read_yaml

Specs = dict[str, dict[str, Any]]
"""Table to column to what the schema says of the column."""


class Span(NamedTuple):
    """First and last collection year; None where there is no bound in the schemas known."""

    from_year: int | None
    to_year: int | None


def read_history(folder: Path, section: str = "") -> dict[int, Specs]:
    """Schema by year, for the years that have one of their own. section: the term, where a file has three."""
    history: dict[int, Specs] = {}
    tables: Specs = {}
    for path in sorted(folder.glob("*_schema_*.yml"), key=_year_of):
        tree: Any = read_yaml(path)
        part = tree.get(section, {}) if section else tree
        tables = _apply(tables, part) if path.name.endswith(".diff.yml") else dict(part["column_map"])
        history[_year_of(path)] = tables
    return {year: specs for year, specs in history.items() if specs}


def spans(history: Mapping[int, Specs], facts: Callable[[Specs], Iterable[str]]) -> dict[str, Span]:
    """Each fact found in any year's schema with its first and last year, in order of first appearance.

    A fact of the first schema is taken to be older than it; a fact of the last schema still holds.
    """
    years = sorted(history)
    found = {year: dict.fromkeys(facts(history[year])) for year in years}
    every = dict.fromkeys(fact for year in years for fact in found[year])
    return {fact: _span([year for year in years if fact in found[year]], years) for fact in every}


def merge_spans(*parts: Mapping[str, Span]) -> dict[str, Span]:
    """Spans of the same facts in several histories (terms), taken together."""
    merged: dict[str, Span] = {}
    for fact, span in (item for part in parts for item in part.items()):
        merged[fact] = _wider(merged[fact], span) if fact in merged else span
    return merged


def column_names(table: str) -> Callable[[Specs], Iterable[str]]:
    """Facts for `spans`: the columns of a table."""
    return lambda specs: specs.get(table, {})


def column_codes(table: str, column: str) -> Callable[[Specs], Iterable[str]]:
    """Facts for `spans`: the codes of a column."""
    return lambda specs: codes_of(specs.get(table, {}).get(column, {}))


def codes_of(column: Mapping[str, Any]) -> list[str]:
    """The codes that a schema allows in a column; none where it has no list."""
    return [entry["code"] for entry in column.get("category", [])]


def latest(history: Mapping[int, Specs], table: str, column: str) -> dict[str, Any]:
    """What the newest schema that has the column says of it."""
    return next(
        history[year][table][column]
        for year in sorted(history, reverse=True)
        if column in history[year].get(table, {})
    )


def _span(held: list[int], years: list[int]) -> Span:
    after = [year for year in years if year > held[-1]]
    return Span(None if held[0] == years[0] else held[0], after[0] - 1 if after else None)


def _wider(one: Span, other: Span) -> Span:
    open_start, open_end = None in (one[0], other[0]), None in (one[1], other[1])
    return Span(
        None if open_start else min(one[0] or 0, other[0] or 0),
        None if open_end else max(one[1] or 0, other[1] or 0),
    )


def _year_of(path: Path) -> int:
    return int(re.findall(r"\d{4}", path.name)[0])


def _apply(tables: Specs, differences: Mapping[str, Any]) -> Specs:
    changed = {table: dict(columns) for table, columns in tables.items()}
    for path, difference in differences.items():
        keys = path.split(".")[1:]
        _CHANGES[difference["type"]](changed, keys, difference["value"])
    return changed


def _set(tables: Specs, keys: list[str], value: Any) -> None:
    if len(keys) == 1:
        tables[keys[0]] = dict(value)
    elif len(keys) == 2:
        tables[keys[0]][keys[1]] = value
    else:
        tables[keys[0]][keys[1]] = tables[keys[0]][keys[1]] | {keys[2]: value}


def _rename(tables: Specs, keys: list[str], value: str) -> None:
    table, old = keys
    tables[table] = {value if name == old else name: spec for name, spec in tables[table].items()}


def _remove(tables: Specs, keys: list[str], value: list[str]) -> None:
    target: dict[str, Any] = tables[keys[0]] if keys else tables
    for name in value:
        target.pop(name, None)  # some differences remove what an earlier one had removed


_CHANGES: dict[str, Callable[[Specs, list[str], Any], None]] = {
    "add": _set,
    "modify": _set,
    "rename": _rename,
    "remove": _remove,
}
