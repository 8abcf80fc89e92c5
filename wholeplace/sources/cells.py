"""One cell of one column: text to value, with a flag for each way in which it can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from wholeplace.sources.layout import Layout
from wholeplace.sources.spec import Column, TableSpec
from wholeplace.sources.values.dates import end_or_open, known_birth_date, parse_date
from wholeplace.sources.values.identifiers import SCHEMES, as_token, normalise_postcode, normalise_uprn
from wholeplace.sources.values.money import pence_from_pounds
from wholeplace.sources.values.names import clean_name

if TYPE_CHECKING:
    from wholeplace.sources.check import Moment

CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
PAST_SHARE = 0.05
"""Assumed: of a file's different birth dates, slips and stand-ins for unknown make fewer older than EARLIEST."""
TRUE = ["1", "TRUE", "Y", "YES", "T"]
FALSE = ["0", "FALSE", "N", "NO", "F"]
BEYOND_BELIEF = 1e12


@dataclass(frozen=True)
class Cell:
    """How a column's text is read: its value, and the rules with the rows that break them.

    checks: rules on the value once it is worked out, since they name it many times over: true where it passes.
    """

    value: pl.Expr
    flags: dict[str, pl.Expr] = field(default_factory=dict)
    checks: dict[str, Callable[[pl.Expr], pl.Expr]] = field(default_factory=dict)


def read_cell(column: Column, spec: TableSpec, layout: Layout, moment: Moment) -> Cell:
    """The expressions that read one column of one layout's table."""
    stripped = pl.col(column.name).str.strip_chars()
    text = pl.when(~stripped.is_in(list(spec.null_values or layout.null_values))).then(stripped)
    cell = _READERS.get(column.type, _text)(text, column, spec, layout, moment)
    due = (column.from_year or 0) <= (moment.year or 9999) <= (column.to_year or 9999)
    if column.need == "required" and column.type not in ("date", "datetime") and due:
        return replace(cell, flags={**cell.flags, "missing_value": text.is_null()})
    return cell


Reader = Callable[[pl.Expr, Column, TableSpec, Layout, "Moment"], Cell]


def _text(text: pl.Expr, column: Column, spec: TableSpec, layout: Layout, moment: Moment) -> Cell:
    formula = text.str.starts_with("=")
    control = text.str.contains(CONTROL)
    clean = pl.when(control).then(text.str.replace_all(CONTROL, "").str.strip_chars()).otherwise(text)
    value = pl.when(~formula & (clean.str.len_bytes() > 0)).then(clean)
    return Cell(value, {"spreadsheet_formula": formula, "control_characters": control})


def _name(text: pl.Expr, column: Column, spec: TableSpec, layout: Layout, moment: Moment) -> Cell:
    """A name in one form; words that say there is no name count as none."""
    cell = _text(text, column, spec, layout, moment)
    return Cell(clean_name(cell.value), cell.flags)


def _date(text: pl.Expr, column: Column, spec: TableSpec, layout: Layout, moment: Moment) -> Cell:
    parsed = parse_date(text, spec.dates or layout.dates)
    inside = parsed.is_between(EARLIEST, LATEST) | end_or_open(parsed).is_null()
    if column.identifier == "DOB":
        inside |= _of_the_past(parsed) & (parsed < EARLIEST)
    flags = {"unparseable_date": text.is_not_null() & parsed.is_null(), "impossible_date": ~inside}
    if column.name in layout.past:
        flags["date_in_future"] = inside & (parsed > moment.as_of)
        inside = inside & (parsed <= moment.as_of)
    known = known_birth_date(parsed) if column.identifier == "DOB" else end_or_open(parsed)
    return Cell(pl.when(inside).then(known), flags)


def _of_the_past(births: pl.Expr) -> pl.Expr:
    """Whether a file is of people of another time: many birth dates, and not one stand-in, lie before EARLIEST."""
    return births.filter(births < EARLIEST).n_unique() > PAST_SHARE * births.n_unique()


def _code(text: pl.Expr, column: Column, spec: TableSpec, layout: Layout, moment: Moment) -> Cell:
    codes = spec.codes.get(column.codes, {})
    if not codes:
        return _text(text, column, spec, layout, moment)
    upper = text.str.to_uppercase()
    value = upper.replace_strict(
        {up: many[0].code for up, many in codes.items()}, default=None, return_dtype=pl.String
    )
    flags = {"unknown_code": text.is_not_null() & value.is_null()}
    other = [up for up, many in codes.items() if not any(code.holds(moment.year) for code in many)]
    if other:
        flags["code_of_other_year"] = upper.is_in(other)
    return Cell(value, flags)


def _integer(text: pl.Expr, column: Column, spec: TableSpec, layout: Layout, moment: Moment) -> Cell:
    number = text.str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)
    return _bounded(number, text, column, layout)


def _decimal(text: pl.Expr, column: Column, spec: TableSpec, layout: Layout, moment: Moment) -> Cell:
    plain = text.str.replace_all(r"^£|,", "")
    number = pl.when(plain.str.contains(r"^-?\d*\.?\d+$|^-?\d+\.$")).then(
        plain.cast(pl.Float64, strict=False)
    )
    return _bounded(number, text, column, layout)


def _money(text: pl.Expr, column: Column, spec: TableSpec, layout: Layout, moment: Moment) -> Cell:
    """Pounds as whole pence."""
    return _bounded(pence_from_pounds(text), text, column, layout)


def _bounded(number: pl.Expr, text: pl.Expr, column: Column, layout: Layout) -> Cell:
    least = -BEYOND_BELIEF if column.name in layout.signed else 0
    inside = number.is_between(least, BEYOND_BELIEF)
    flags = {"not_a_number": text.is_not_null() & number.is_null(), "impossible_number": ~inside}
    return Cell(pl.when(inside).then(number), flags)


def _boolean(text: pl.Expr, column: Column, spec: TableSpec, layout: Layout, moment: Moment) -> Cell:
    upper = text.str.to_uppercase()
    value = pl.when(upper.is_in(TRUE)).then(True).when(upper.is_in(FALSE)).then(False)
    return Cell(value, {"not_a_boolean": text.is_not_null() & value.is_null()})


def _json(text: pl.Expr, column: Column, spec: TableSpec, layout: Layout, moment: Moment) -> Cell:
    fits = text.str.contains(r"(?s)^\{.*\}$|^\[.*\]$")
    return Cell(pl.when(fits).then(text), {"not_valid_json": ~fits})


def _shaped(normalise: Callable[[pl.Expr], pl.Expr], rule: str) -> Reader:
    def read(text: pl.Expr, column: Column, spec: TableSpec, layout: Layout, moment: Moment) -> Cell:
        value = normalise(text)
        return Cell(value, {rule: text.is_not_null() & value.is_null()})

    return read


def _identifier(scheme_name: str) -> Reader:
    """An identifier that fails its shape or check is kept as a token: it still tells people of one layout apart."""
    scheme = SCHEMES[scheme_name]

    def read(text: pl.Expr, column: Column, spec: TableSpec, layout: Layout, moment: Moment) -> Cell:
        value = pl.coalesce(scheme.normalise(text), as_token(text))
        return Cell(value, checks={"failed_check": scheme.check} if scheme.check else {})

    return read


_READERS: dict[str, Reader] = {
    "name": _name,
    "date": _date,
    "datetime": _date,
    "code": _code,
    "integer": _integer,
    "decimal": _decimal,
    "money": _money,
    "boolean": _boolean,
    "json": _json,
    "postcode": _shaped(normalise_postcode, "not_a_postcode"),
    "uprn": _shaped(normalise_uprn, "not_a_uprn"),
    **{name: _identifier(name) for name in ("nhs_number", "upn", "former_upn", "uln", "nino")},
}
