"""Whole numbers that add up, and matching within groups."""

from __future__ import annotations

import numpy as np
import pytest

from wholeplace.demo.homes.counts import match, match_some, place_within, settle, whole, whole_table, whole_to


@pytest.fixture
def expected() -> np.ndarray:
    return np.random.default_rng(1).gamma(0.7, 3.0, (40, 12))


def test_whole_counts_are_within_one_of_every_cell_and_row(expected: np.ndarray) -> None:
    count = whole(expected, np.linspace(0, 0.99, 40))
    assert (np.abs(count - expected) < 1).all()
    assert (np.abs(count.sum(axis=1) - expected.sum(axis=1)) < 1).all()


def test_whole_counts_hold_totals_exactly(expected: np.ndarray) -> None:
    totals = np.arange(40)
    assert (whole_to(expected, totals, np.linspace(0, 0.99, 40)).sum(axis=1) == totals).all()
    assert (whole_to(np.zeros((40, 3)), totals, np.zeros(40)) == 0).all()


def test_settling_makes_columns_add_up_and_keeps_rows_and_cells(expected: np.ndarray) -> None:
    expected *= np.round(expected.sum(axis=1, keepdims=True)) / expected.sum(axis=1, keepdims=True)
    count = whole_to(expected, np.round(expected.sum(axis=1)).astype(np.int64), np.linspace(0, 0.99, 40))
    rows = count.sum(axis=1)
    settle(count, expected)
    assert (count.sum(axis=1) == rows).all()
    assert (np.abs(count - expected) < 1 + 1e-9).all()
    assert (np.abs(count.sum(axis=0) - expected.sum(axis=0)) <= 1).all()


def test_a_whole_table_holds_both_margins_however_bad_the_fit() -> None:
    random = np.random.default_rng(2)
    table = random.integers(0, 9, (30, 5, 8))
    made = whole_table(random.random(table.shape), table.sum(axis=2), table.sum(axis=1))
    assert (made >= 0).all()
    assert (made.sum(axis=2) == table.sum(axis=2)).all()
    assert (made.sum(axis=1) == table.sum(axis=1)).all()


def test_ranks_within_groups() -> None:
    groups, keys = np.array([1, 0, 1, 1, 0]), np.array([3.0, 5.0, 1.0, 2.0, 4.0])
    assert place_within(groups, keys).tolist() == [2, 1, 0, 1, 0]
    assert place_within(np.zeros(0, dtype=np.int64), np.zeros(0)).tolist() == []


def test_matching_by_rank_within_groups() -> None:
    groups, keys = np.array([0, 1, 0]), np.array([2.0, 1.0, 1.0])
    other_groups, other_keys = np.array([1, 0, 0]), np.array([7.0, 9.0, 8.0])
    assert match(groups, keys, other_groups, other_keys).tolist() == [1, 0, 2]


def test_matching_where_groups_differ_leaves_some_without() -> None:
    found = match_some(np.array([0, 0, 2]), np.array([2.0, 1.0, 1.0]), np.array([0, 1]), np.array([5.0, 5.0]))
    assert found.tolist() == [-1, 0, -1]
    none = np.zeros(0, dtype=np.int64)
    assert match_some(np.array([0]), np.array([1.0]), none, np.zeros(0)).tolist() == [-1]
