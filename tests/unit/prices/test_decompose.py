"""A change in spending split into numbers, length, mix and price."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.errors import UsageError
from wholeplace.prices import decompose

ROWS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(1, 4000), st.integers(0, 10**9)), min_size=1, max_size=6
)


def year(*rows: tuple[str, int, int]) -> pl.DataFrame:
    return pl.DataFrame(
        rows, schema={"placement": pl.String, "days": pl.Int64, "spend_pence": pl.Int64}, orient="row"
    )


BASE = year(("foster", 1000, 100_000), ("home", 100, 100_000))


@pytest.mark.parametrize(
    ("after", "people", "expected"),
    [
        (year(("foster", 2000, 200_000), ("home", 200, 200_000)), 20, {"numbers": 200_000}),
        (year(("foster", 2000, 200_000), ("home", 200, 200_000)), 10, {"length": 200_000}),
        (year(("foster", 1000, 150_000), ("home", 100, 150_000)), 10, {"price": 100_000}),
        (year(("foster", 900, 90_000), ("home", 200, 200_000)), 10, {"mix": 90_000}),
        (year(("foster", 1000, 100_000), ("home", 50, 50_000), ("other", 50, 70_000)), 10, {"mix": 20_000}),
    ],
    ids=["numbers alone", "length alone", "price alone", "mix alone", "a placement that is new is mix"],
)
def test_one_cause_takes_all(after: pl.DataFrame, people: int, expected: dict[str, int]) -> None:
    parts = decompose(BASE, after, people=(10, people))
    change = int(after["spend_pence"].sum()) - 200_000
    assert parts == {"numbers": 0, "length": 0, "mix": 0, "price": 0, **expected, "change": change}


def test_two_causes_share_what_they_do_together() -> None:
    after = year(("foster", 2000, 400_000), ("home", 200, 400_000))
    parts = decompose(BASE, after, people=(10, 20))
    assert parts["numbers"] == parts["price"] == 300_000
    assert parts["change"] == 600_000


def test_a_year_with_nobody_leaves_all_to_numbers() -> None:
    empty = year()
    assert decompose(empty, BASE, people=(0, 10))["numbers"] == 200_000
    assert decompose(BASE, empty, people=(10, 0))["numbers"] == -200_000
    assert decompose(empty, empty, people=(0, 0))["change"] == 0


@settings(max_examples=200, derandomize=True, deadline=None)
@given(before=ROWS, after=ROWS, people=st.tuples(st.integers(1, 500), st.integers(1, 500)))
def test_parts_are_whole_pence_that_add_up_and_turn_about(
    before: list[tuple[str, int, int]], after: list[tuple[str, int, int]], people: tuple[int, int]
) -> None:
    there = decompose(year(*before), year(*after), people=people)
    back = decompose(year(*after), year(*before), people=(people[1], people[0]))
    change = there.pop("change")
    assert sum(there.values()) == change == sum(row[2] for row in after) - sum(row[2] for row in before)
    assert all(abs(there[name] + back[name]) <= 2 for name in there)


@pytest.mark.parametrize(
    ("table", "people"),
    [(year(("a", 0, 5)), 1), (year(("a", 5, 5)), 0), (year(), 3)],
    ids=["days", "people", "use"],
)
def test_refuses_what_does_not_go_together(table: pl.DataFrame, people: int) -> None:
    with pytest.raises(UsageError, match="do not go together"):
        decompose(table, BASE, people=(people, 10))
