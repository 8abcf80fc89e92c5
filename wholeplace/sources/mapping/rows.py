"""Rows of a template's table: which it takes, whose they are, and how its columns are turned into our words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from wholeplace.sources.layout import Tables
from wholeplace.sources.mapping.form import Period, Table, Template
from wholeplace.sources.mapping.tables import key_schemes
from wholeplace.sources.values.identifiers import SCHEMES, as_token


def rows_of(template: Template, name: str, tables: Tables) -> pl.DataFrame:
    """The rows that one table of the template takes, from its own files or another table's."""
    rows = tables[template.host(name)]
    condition = taken(template.table[name])
    return rows if condition is None else rows.filter(condition.fill_null(False))


def taken(table: Table) -> pl.Expr | None:
    """Whether a row is one that the table takes; None where it takes all."""
    wanted = [
        folded(column).is_in([_fold(value) for value in values])
        for column, values in table.only_if.holds.items()
    ]
    if table.only_if.filled:
        wanted.append(pl.any_horizontal(pl.col(list(table.only_if.filled)).is_not_null()))
    return pl.all_horizontal(wanted) if wanted else None


def key_of(template: Template, table: Table) -> pl.Expr:
    """The row's own number for the person, as text; null where a column that it needs is empty."""
    joined = _joined(table, table.key, key_schemes(template, table))
    return pl.concat_str(joined, pl.lit(f"|{table.key_suffix}")) if table.key_suffix else joined


def other_of(template: Template, table: Table, columns: Sequence[str]) -> pl.Expr:
    """The key of the other person that a row names; its columns are read as those of the key in their place."""
    own = key_schemes(template, table)
    places = dict(zip(columns, table.key, strict=False))
    schemes = {column: own[place] for column, place in places.items() if place in own}
    return _joined(table, columns, schemes)


def group_of(kind: str, columns: Sequence[str]) -> pl.Expr:
    """What all who belong together share; null where all its columns are empty."""
    parts = [pl.col(column).cast(pl.String) for column in columns]
    value = pl.concat_str([part.fill_null("") for part in parts], separator="|")
    return pl.when(pl.any_horizontal([part.is_not_null() for part in parts])).then(
        pl.concat_str(pl.lit(f"{kind}:"), value)
    )


def _joined(table: Table, columns: Sequence[str], schemes: Mapping[str, str]) -> pl.Expr:
    """Columns as one key: those in the place of an optional one may be empty, all of them may not."""
    parts = [number(column, schemes.get(column, "")) for column in columns]
    optional = [place in table.key_optional for place in table.key] + [False] * len(columns)
    filled = [part.is_not_null() for part in parts]
    needed = [has for has, may in zip(filled, optional, strict=False) if not may]
    value = pl.concat_str([part.fill_null("") for part in parts], separator="|")
    return pl.when(pl.any_horizontal(filled) & pl.all_horizontal([pl.lit(True), *needed])).then(value)


def number(column: str, scheme: str) -> pl.Expr:
    """A number as text: a national one in its one written form, so that it is alike in every file."""
    text = pl.col(column).cast(pl.String)
    known = SCHEMES.get(scheme)
    return pl.coalesce(known.normalise(text), as_token(text)) if known else text


def folded(column: str) -> pl.Expr:
    """A code for comparison: case and outer spaces make no difference."""
    return pl.col(column).cast(pl.String).str.strip_chars().str.to_lowercase()


def _fold(code: str) -> str:
    return code.strip().lower()


def word(column: str, values: Mapping[str, str]) -> pl.Expr:
    """A code through a map to our own word; null where the map does not list it."""
    return turned(folded(column), values)


def turned(code: pl.Expr, values: Mapping[str, str]) -> pl.Expr:
    """The same for a code that is folded already."""
    ours = {_fold(code): ours for code, ours in values.items()}
    return code.replace_strict(ours, default=None, return_dtype=pl.String)


def day(column: str | None) -> pl.Expr:
    """A column of dates, or no date where there is no such column."""
    return pl.col(column) if column else pl.lit(None, dtype=pl.Date)


def first_day(part: Period) -> pl.Expr:
    """The first day of a period."""
    return day(part.from_date)


def end_of(part: Period) -> pl.Expr:
    """The first day after a period; null while it lasts."""
    return day(part.last_day).dt.offset_by("1d") if part.last_day else day(part.to_date)


def is_dated(part: Period) -> bool:
    """Whether a period has both a start and an end that could be out of order."""
    return bool(part.from_date and (part.to_date or part.last_day))


def backwards(part: Period) -> pl.Expr:
    """Whether a period that has both ends before it starts."""
    return (day(part.last_day or part.to_date) < day(part.from_date)).fill_null(False)


def in_order(rows: pl.DataFrame, part: Period) -> pl.DataFrame:
    """The rows whose period does not end before it starts."""
    return rows.filter(~backwards(part)) if is_dated(part) else rows
