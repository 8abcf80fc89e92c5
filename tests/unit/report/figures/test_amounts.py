"""Sums of money as they are told."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.privacy import MARK
from wholeplace.report.figures.amounts import REST, Sum, by_group, pounds, rounded
from wholeplace.report.figures.gate import Gate

GATE = Gate(10, 5)


@pytest.mark.parametrize(
    ("pence", "told"),
    [
        (0, "under £1,000"), (49_900, "under £1,000"), (50_000, "£1,000"), (45_612_345, "£456,000"),
        (123_456_789, "£1.23 million"), (1_234_567_890, "£12.3 million"), (12_345_678_900, "£123 million"),
        (123_456_789_000, "£1,230 million"), (99_999_999, "£1.00 million"),
    ],
)  # fmt: skip
def test_a_sum_has_three_figures(pence: int, told: str) -> None:
    assert pounds(pence) == told


def test_rounding_is_never_finer_than_a_thousand_pounds() -> None:
    assert rounded(1_234_500) == 12_000
    assert rounded(-1_234_500) == -12_000


def test_a_sum_of_too_few_people_is_not_told() -> None:
    assert Sum(1, 2, 3, 9).text(GATE) == MARK
    assert Sum(100_000, 200_000, 300_000, 10).text(GATE) == "£2,000 (£1,000 to £3,000)"


def costs(**people: int) -> pl.DataFrame:
    rows = [(who, f"{who}{n}", 100, 200, 300) for who, number in people.items() for n in range(number)]
    return pl.DataFrame(
        rows, schema=["payer", "person_id", "low_pence", "amount_pence", "high_pence"], orient="row"
    )


def test_groups_too_small_to_show_are_shown_together() -> None:
    found = by_group(costs(council=40, police=6, fire=7), "payer", GATE)
    assert found.select("payer", "people").rows() == [("council", 40), (REST, 13)]


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    found = by_group(costs(council=40, police=12, fire=3), "payer", GATE)
    assert found.select("payer", "people").rows() == [("council", 40), (REST, 15)]


def test_nothing_is_lost_where_all_may_be_shown() -> None:
    found = by_group(costs(council=40, police=12), "payer", GATE)
    assert found["amount_pence"].sum() == 52 * 200
    assert found["payer"].to_list() == ["council", "police"]
