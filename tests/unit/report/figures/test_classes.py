"""Classes wide enough to be shown."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.report.figures.classes import Scale, small_tail, widened

AGES = Scale((0, 5, 11, 16, 18), unknown="Not recorded")
SERVICES = Scale((1, 2, 3), "service", "services")
COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=8)


def test_numbers_are_counted_by_class() -> None:
    assert AGES.counts(pl.Series([0, 4, 5, 10, 17, 18, 90, None])) == [2, 2, 0, 1, 2, 1]
    assert SERVICES.counts(pl.Series([0, 1, 2, 7, None], dtype=pl.UInt32)) == [1, 1, 1]


def test_nobody_is_in_every_class_of_nothing() -> None:
    assert SERVICES.counts(pl.Series([], dtype=pl.UInt32)) == [0, 0, 0]


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (0, 0, "0 to 4"),
        (1, 3, "5 to 17"),
        (4, 4, "18 and over"),
        (5, 5, "Not recorded"),
        (4, 5, "18 and over or unknown"),
    ],
)
def test_ages_in_words(first: int, last: int, label: str) -> None:
    assert AGES.label(first, last) == label


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [(0, 0, "1 service"), (1, 1, "2 services"), (0, 1, "1 to 2 services"), (1, 2, "2 or more services")],
)
def test_services_in_words(first: int, last: int, label: str) -> None:
    assert SERVICES.label(first, last) == label


@pytest.mark.parametrize(
    ("counts", "runs"),
    [
        ([50, 40, 30], [(0, 0), (1, 1), (2, 2)]),
        ([50, 40, 3], [(0, 0), (1, 2)]),
        ([3, 40, 50], [(0, 1), (2, 2)]),
        ([50, 4, 3, 20], [(0, 0), (1, 3)]),
        ([2, 3], [(0, 1)]),
        ([0, 0, 0], [(0, 2)]),
    ],
)
def test_small_classes_join_their_neighbours(counts: list[int], runs: list[tuple[int, int]]) -> None:
    assert widened(counts, 10) == runs


@settings(max_examples=60, derandomize=True, deadline=None)
@given(COUNTS)
def test_every_class_is_in_one_run_and_every_run_is_large_enough(counts: list[int]) -> None:
    runs = widened(counts, 10)
    assert [at for first, last in runs for at in range(first, last + 1)] == list(range(len(counts)))
    assert len(runs) == 1 or all(sum(counts[first : last + 1]) >= 10 for first, last in runs)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(COUNTS, st.data())
def test_a_coarser_scale_has_no_boundary_of_its_own(counts: list[int], data: st.DataObject) -> None:
    top = data.draw(st.integers(1, len(counts)))
    coarse = [*counts[: top - 1], sum(counts[top - 1 :])]
    boundaries = [{first for first, _ in widened(each, 10)} for each in (coarse, counts)]
    assert boundaries[0] <= boundaries[1]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(COUNTS.map(lambda counts: sorted(counts, reverse=True)), st.integers(1, 6))
def test_the_rest_is_never_small_unless_everything_is(counts: list[int], most: int) -> None:
    alone = small_tail(counts, 10, most)
    assert alone <= most
    assert all(count >= 10 for count in counts[:alone])
    assert alone in (0, len(counts)) or sum(counts[alone:]) >= 10
