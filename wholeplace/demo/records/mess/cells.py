"""Faults of single cells of a row: what stands there instead of what the layout asks, and the rule it breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import polars as pl

from wholeplace.sources.spec import Code, Column

UNHEARD_OF = "ZZ9"
"""A code in no layout's list."""
DATES = ("date", "datetime")

# The same date, on a day that does not exist, in each form in which dates are written.
_NO_SUCH_DAY = (
    (r"^(\d{4})-\d\d-\d\d", "${1}-02-31"),
    (r"^\d\d/\d\d/(\d{4})", "31/02/${1}"),
    (r"^(\d{4})-[A-Z][a-z]{2}-\d\d", "${1}-Feb-31"),
)
_YEAR = r"\b(?:19|20)(\d\d)\b"


class Fault(NamedTuple):
    """A fault in a cell of a column: the new text for each old one (null: cannot be), and the rule it breaks.

    refuses: whether the whole row is refused for it. loses: whether what the row tells can no longer be read.
    """

    change: Callable[[pl.Series], pl.Series]
    rule: str
    refuses: bool
    loses: bool = True


def faults_of(mess: str, column: Column, codes: Mapping[str, tuple[Code, ...]], year: int) -> Fault | None:
    """How this kind of mess is made in this column, or None where it cannot be.

    Keys are only ever left out, and what tells who a row is about is never touched.
    """
    needed = column.need in ("key", "required")
    if mess == "missing_key":
        return Fault(_emptied, mess, refuses=True) if column.need == "key" else None
    if mess == "missing_required_date":
        return Fault(_emptied, mess, refuses=True) if needed and column.type in DATES else None
    if column.need == "key" or column.identifier:
        return None
    if mess in ("unparseable_date", "impossible_date"):
        rule = "unparseable_required_date" if needed else mess
        change = _no_such_day if mess == "unparseable_date" else _far_off
        return Fault(change, rule, refuses=needed) if column.type in DATES else None
    return _code_fault(mess, column, codes, year)


def _code_fault(mess: str, column: Column, codes: Mapping[str, tuple[Code, ...]], year: int) -> Fault | None:
    if column.type != "code" or not codes or UNHEARD_OF in codes:
        return None
    if mess == "unknown_code":
        return Fault(_put(UNHEARD_OF), mess, refuses=False)
    old = sorted(many[0].code for many in codes.values() if not any(code.holds(year) for code in many))
    return (
        Fault(_put(old[-1]), mess, refuses=False, loses=False)
        if mess == "code_of_other_year" and old
        else None
    )


def _emptied(text: pl.Series) -> pl.Series:
    return pl.select(pl.when(text.is_not_null() & (text != "")).then(pl.lit(""))).to_series()


def _put(code: str) -> Callable[[pl.Series], pl.Series]:
    """Where there is a code, this one."""
    return lambda text: pl.select(pl.when(text.is_not_null() & (text != "")).then(pl.lit(code))).to_series()


def _no_such_day(text: pl.Series) -> pl.Series:
    changed = [text.str.replace(form, new) for form, new in _NO_SUCH_DAY]
    return pl.select(pl.coalesce(pl.when(new != text).then(new) for new in changed)).to_series()


def _far_off(text: pl.Series) -> pl.Series:
    """The year two centuries on."""
    changed = text.str.replace(_YEAR, "22${1}")
    return pl.select(pl.when(changed != text).then(changed)).to_series()
