"""Dates read from text strictly, and the stand-in dates that systems write for "unknown" and "still open"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import polars as pl

from wholeplace.errors import SettingsError

ISO_DATES = ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f")
"""As XML returns and most exports write them, with or without a time of day."""

UK_DATES = ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y", "%d.%m.%Y", "%d-%b-%Y", "%d %B %Y")
"""Day first, as SSDA903 and most council systems write them."""

COLLECT_DATES = ("%Y-%b-%d %H:%M:%S",)
"""As DfE's COLLECT writes them in its files for download: 2024-Jan-21 00:00:00."""

UNKNOWN_BIRTH_DATES = (date(1900, 1, 1), date(1901, 1, 1))
"""What systems that demand a birth date hold where none is known."""

OPEN_END_DATES = (date(2099, 12, 31), date(2999, 12, 31), date(9999, 12, 31))
"""What systems that demand an end date hold for what has not ended."""

# Counted from 30 December 1899: 10000 is 18 May 1927 and 73050 is 31 December 2099.

_PATTERNS = {
    "%d": "[0-9]{1,2}",
    "%m": "[0-9]{1,2}",
    "%Y": "[1-9][0-9]{3}",
    "%b": "[A-Za-z]{3}",
    "%B": "[A-Za-z]{3,9}",
    "%H": "[0-9]{1,2}",
    "%M": "[0-9]{2}",
    "%S": "[0-9]{2}",
    "%.f": r"(?:\.[0-9]{1,9})?",
    "%z": "(?:Z|[+-][0-9]{2}:?[0-9]{2})",
    "%%": "%",
}


def parse_date(expr: pl.Expr, formats: Sequence[str]) -> pl.Expr:
    """The date in a text, by the first format that fits the whole of it; null where none does.

    Years have four digits, the first not 0. A day that does not exist is null, never moved. A time of day,
    where the format has one, is read and dropped. Directives: %d %m %Y %b %B, and %H %M %S %.f %z for times.
    Raises SettingsError for a format with any other directive, or one that does not give a whole date.
    """
    text = expr.str.strip_chars()
    return pl.coalesce([_by_format(text, form) for form in formats])


def date_of_parts(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The date of a year, month and day given as texts; null where there is no year of four digits.

    A year alone is its 1 January, as systems write it where no more is known, and a year and month their first day.
    So is what is left where the day is not in the month (31 June), or there is no such month.
    """
    form = r"^0*([0-9]{1,2})(?:\.0*)?$"
    y = year.str.strip_chars().str.extract(r"^([1-9][0-9]{3})(?:\.0*)?$", 1)
    m, d = (part.str.strip_chars().str.extract(form, 1).str.zfill(2) for part in (month, day))
    every = [
        pl.concat_str(y, *rest, separator="-") for rest in ((m, d), (m, pl.lit("01")), (pl.lit("01-01"),))
    ]
    return pl.coalesce([text.str.to_date("%Y-%m-%d", strict=False) for text in every])


def known_birth_date(expr: pl.Expr) -> pl.Expr:
    """The date, or null where it is one that systems write for an unknown birth date."""
    return expr.replace(dict.fromkeys(UNKNOWN_BIRTH_DATES))


def end_or_open(expr: pl.Expr) -> pl.Expr:
    """The date, or null (still open) where it is one that systems write for no end."""
    return expr.replace(dict.fromkeys(OPEN_END_DATES))


def _by_format(text: pl.Expr, form: str) -> pl.Expr:
    # The pattern is what makes it strict: the parser alone would take 24 for the year 24.
    whole = text.str.extract(f"^({_pattern(form)})$", 1)
    return whole.str.to_date(form.replace("%z", "%#z"), strict=False)


def _pattern(form: str) -> str:
    parts = re.findall(r"%\.f|%.|[^%]+|%", form)
    used = {part for part in parts if part.startswith("%")}
    if not used <= _PATTERNS.keys():
        raise SettingsError(
            f"date format {form!r} has {', '.join(sorted(used - _PATTERNS.keys()))}",
            cure=f"Use only {' '.join(_PATTERNS)}; years need four digits (%Y)",
        )
    if not ({"%d", "%Y"} <= used and used & {"%m", "%b", "%B"}):
        raise SettingsError(
            f"date format {form!r} does not give a day, a month and a year", cure="Add the rest"
        )
    return "".join(_PATTERNS[part] if part in _PATTERNS else re.escape(part) for part in parts)
