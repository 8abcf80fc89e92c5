"""The rules that a template's rows are held to beyond their cells: whose they are, and what was not listed."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wholeplace.sources.cells import FALSE, TRUE
from wholeplace.sources.layout import RowRule, Tables
from wholeplace.sources.mapping.facts import listed, periods
from wholeplace.sources.mapping.form import Identifier, Template
from wholeplace.sources.mapping.rows import backwards, day, key_of, number, rows_of, taken
from wholeplace.sources.mapping.tables import OTHER_ROWS, required_key
from wholeplace.sources.values.identifiers import SCHEMES


def row_rules(template: Template) -> tuple[RowRule, ...]:
    """Refusals first, so that a refused row is warned about no more."""
    refusals = [rule for name in template.hosts() for rule in _refusals(template, name)]
    warnings = [rule for name in template.table for rule in _warnings(template, name)]
    return (*refusals, *warnings, *_left_over(template))


def _refusals(template: Template, host: str) -> Iterator[RowRule]:
    table = template.table[host]
    if not required_key(table):
        yield _rule(template, "missing_key", host, key_of(template, table).is_null())
    if not any(one.introduces for one in template.guests(host).values()):
        yield RowRule("child_without_header", host, lambda t: _nobodys(template, host, t))


def _nobodys(template: Template, host: str, tables: Tables) -> pl.DataFrame:
    """Rows of a table that introduces nobody, whose number no table of the set introduces."""
    known = [
        rows_of(template, name, tables).select(key_of(template, table).alias("_key"))
        for name, table in template.table.items()
        if table.introduces
    ]
    keyed = tables[host].with_columns(key_of(template, template.table[host]).alias("_key"))
    return keyed.join(pl.concat(known), on="_key", how="anti", maintain_order="left")


def _warnings(template: Template, name: str) -> Iterator[RowRule]:
    table = template.table[name]
    for column, missed in listed(table):
        yield _rule(template, "unlisted_value", name, missed, column)
    for part in periods(table):
        yield _rule(template, "dates_out_of_order", name, backwards(part), part.last_day or part.to_date)
    yield from _listed_backwards(template, name)
    for one in table.identifier:
        yield from _failed(template, name, one)
    if table.address and (column := table.address.hidden):
        mark = pl.col(column).cast(pl.String).str.strip_chars().str.to_uppercase()
        yield _rule(template, "unclear_mark", name, ~mark.is_in([*TRUE, *FALSE]), column)
    if table.rows_of:
        for column in required_key(table):
            yield _rule(template, "missing_value", name, pl.col(column).is_null(), column)


def _listed_backwards(template: Template, name: str) -> Iterator[RowRule]:
    """Records listed until before they were listed from, unless a period of the same column is warned about."""
    table = template.table[name]
    start, end = (table.record.seen_from, table.record.seen_to) if table.record else (None, None)
    warned = {part.last_day or part.to_date for part in periods(table)}
    if start and end and end not in warned:
        yield _rule(template, "dates_out_of_order", name, day(end) < day(start), end)


def _failed(template: Template, name: str, one: Identifier) -> Iterator[RowRule]:
    scheme = SCHEMES.get(one.scheme)
    if scheme and scheme.check:
        yield _rule(template, "failed_check", name, ~scheme.check(number(one.column, one.scheme)), one.column)


def _left_over(template: Template) -> Iterator[RowRule]:
    """Rows of which nothing is kept: those that meet no condition, and those of other record types."""
    for host in template.hosts():
        conditions = [taken(table) for table in template.guests(host).values()]
        wanted = [condition for condition in conditions if condition is not None]
        if len(wanted) == len(conditions):
            none = ~pl.any_horizontal(*(condition.fill_null(False) for condition in wanted))
            yield RowRule("row_left_out", host, lambda t, host=host, none=none: t[host].filter(none))
    if any(table.record_type for table in template.table.values()):
        yield RowRule("other_record_type", OTHER_ROWS, lambda t: t[OTHER_ROWS], "1")


def _rule(template: Template, rule: str, name: str, hit: pl.Expr, column: str | None = None) -> RowRule:
    """A rule for the rows that one table of the template takes."""

    def find(tables: Tables) -> pl.DataFrame:
        return rows_of(template, name, tables).filter(hit.fill_null(False))

    return RowRule(rule, template.host(name), find, column)
