"""Amounts: exact pence, one rule for fractions of a penny, and null for what is not an amount."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.sources.values.money import pence_from_pounds


def pence(text: str | None) -> int | None:
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    return frame.select(pence_from_pounds(pl.col("text"))).item()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£1,234.56", 123_456),
        ("1234.5", 123_450),
        ("12", 1_200),
        ("0", 0),
        ("0.00", 0),
        (".5", 50),
        ("5.", 500),
        ("00012.10", 1_210),
        ("12,345,678.90", 1_234_567_890),
        ("GBP 12.10", 1_210),
        ("1 234.50", 123_450),
        ("+3.10", 310),
        ("12.00 DR", 1_200),
        ("123456789012345.99", 12_345_678_901_234_599),
    ],
)
def test_amounts(text: str, expected: int) -> None:
    assert pence(text) == expected


@pytest.mark.parametrize(
    "text", ["-12.00", "−12.00", "-£12.00", "£-12", "(12.00)", "£(12.00)", "12.00-", "12.00 cr"]
)
def test_every_way_of_owing_is_below_nought(text: str) -> None:
    assert pence(text) == -1_200


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.004", 0), ("0.0049", 0), ("0.005", 1), ("1.994999", 199), ("1.995", 200), ("12.345", 1_235)],
)
def test_halves_of_a_penny_go_away_from_nought(text: str, expected: int) -> None:
    assert pence(text) == expected
    assert pence(f"-{text}") == -expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        None,
        "£",
        ".",
        "-",
        "()",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "1e3",
        "1E+02",
        "1,23",
        "1,2345",
        "12,34,567.00",
    ],
)
def test_what_is_no_amount(text: str | None) -> None:
    assert pence(text) is None


@pytest.mark.parametrize(
    "text", ["--1", "-1-", "(-1)", "-(1)", "(1", "1)", "1CRDR", "1.2.3", "12p", "$1", "€1", "£€1"]
)
def test_two_signs_and_other_marks_are_no_amount(text: str) -> None:
    assert pence(text) is None


def test_too_large_an_amount_is_null_and_never_another_number() -> None:
    assert pence("1234567890123456") is None
    assert pence("9" * 40) is None


def test_a_column_keeps_its_order_and_type() -> None:
    frame = pl.DataFrame({"text": ["1", None, "x", "2.50"]})
    column = frame.select(pence_from_pounds(pl.col("text")).alias("pence"))["pence"]
    assert column.dtype == pl.Int64
    assert column.to_list() == [100, None, None, 250]
