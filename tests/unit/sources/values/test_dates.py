"""Dates: every accepted form read whole, everything else null, stand-ins told from real dates."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from wholeplace.errors import SettingsError
from wholeplace.sources.values import dates
from wholeplace.sources.values.dates import COLLECT_DATES, ISO_DATES, UK_DATES, parse_date

EVERY = (*ISO_DATES, *UK_DATES, *COLLECT_DATES)


def read(text: str | None, formats: tuple[str, ...] = EVERY) -> date | None:
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    return frame.select(parse_date(pl.col("text"), formats)).item()


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-21",
        "2024-01-21T00:00:00",
        "2024-01-21T23:59:59.123456",
        "2024-01-21T10:00:00Z",
        "2024-01-21T23:30:00-05:00",
        "2024-01-21 10:00:00",
        "21/01/2024",
        "21/1/2024",
        "21/01/2024 09:30",
        "21/01/2024 09:30:00",
        "21-01-2024",
        "21.01.2024",
        "21-Jan-2024",
        "21-JAN-2024",
        "21 January 2024",
        "2024-Jan-21 00:00:00",
        "  21/01/2024\t",
    ],
)
def test_accepted_forms(text: str) -> None:
    assert read(text) == date(2024, 1, 21)


@pytest.mark.parametrize(
    "text",
    [
        "21/01/24",
        "21-Jan-24",
        "31/02/2024",
        "29/02/2023",
        "2023-02-29",
        "01/13/2024",
        "00/01/2024",
        "21/01/2024x",
        "x21/01/2024",
        "21/01/2024 25:00",
        "2024-01-21T10:00",
        "20240121",
        "0024-01-21",
        "0000-01-01",
        "45312",
        "٢١/٠١/٢٠٢٤",
        "21/01/2024 00:00:00 junk",
        "",
        " ",
        None,
    ],
)
def test_everything_else_is_null(text: str | None) -> None:
    assert read(text) is None


def test_only_the_formats_asked_for_are_read() -> None:
    assert read("2024-01-21", ("%d/%m/%Y",)) is None
    assert read("02/01/2024", ("%m/%d/%Y",)) == date(2024, 2, 1)


def test_the_first_format_that_fits_decides() -> None:
    assert read("02/01/2024", ("%d/%m/%Y", "%m/%d/%Y")) == date(2024, 1, 2)
    assert read("02/13/2024", ("%d/%m/%Y", "%m/%d/%Y")) == date(2024, 2, 13)


def test_marks_in_a_format_stand_for_themselves() -> None:
    assert read("[21].01+2024", ("[%d].%m+%Y",)) == date(2024, 1, 21)
    assert read("[21]x01+2024", ("[%d].%m+%Y",)) is None


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("%d/%m/%y", "%y"),
        ("%D", "%D"),
        ("%m/%Y", "day, a month"),
        ("%d/%Y", "day, a month"),
        ("", "day, a month"),
    ],
)
def test_formats_that_cannot_be_strict_are_refused(form: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        parse_date(pl.col("text"), [form])


def on(rule, values: list[date | None]) -> list:
    frame = pl.DataFrame({"value": values}, schema={"value": pl.Date})
    return frame.select(rule(pl.col("value"))).to_series().to_list()


def test_stand_in_birth_dates_are_unknown() -> None:
    real = date(1901, 1, 2)
    assert on(dates.known_birth_date, [date(1900, 1, 1), date(1901, 1, 1), real, None]) == [
        None,
        None,
        real,
        None,
    ]


def test_stand_in_ends_are_open() -> None:
    stand_ins = [date(2099, 12, 31), date(2999, 12, 31), date(9999, 12, 31)]
    assert on(dates.end_or_open, [*stand_ins, date(2030, 12, 31)]) == [None, None, None, date(2030, 12, 31)]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("1990", "2", "28"), date(1990, 2, 28)),
        (("1990", "02", "31"), date(1990, 2, 1)),
        (("1990", "2", None), date(1990, 2, 1)),
        (("1990", "13", "5"), date(1990, 1, 1)),
        (("1990.0", None, None), date(1990, 1, 1)),
        (("1712", "5", "6"), date(1712, 5, 6)),
        (("90", "2", "28"), None),
        ((None, "2", "28"), None),
        (("n/k", "2", "28"), None),
    ],
)
def test_a_date_in_parts_is_as_much_of_it_as_can_be(
    parts: tuple[str | None, ...], expected: date | None
) -> None:
    frame = pl.DataFrame([parts], schema=dict.fromkeys(("y", "m", "d"), pl.String), orient="row")
    assert frame.select(dates.date_of_parts(pl.col("y"), pl.col("m"), pl.col("d"))).item() == expected
